import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # Places made before these were put together; nothing else is left of them.
    replaces = [
        ('offices', '0001_initial'),
        ('offices', '0002_finding_and_batches'),
        ('offices', '0003_unit_symbol'),
        ('offices', '0004_absences'),
        ('offices', '0005_signing'),
        ('offices', '0006_fees_and_scans'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Official',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.SlugField(max_length=60, unique=True)),
                ('full_name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, max_length=600)),
                ('category', models.CharField(choices=[('cadre', 'Cán bộ'), ('civil_servant', 'Công chức'), ('public_employee', 'Viên chức'), ('contract', 'Người lao động hợp đồng')], default='civil_servant', max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('is_imported', models.BooleanField(default=False, help_text='tên lấy từ sổ của hệ thống khác, không đăng nhập')),
                ('email', models.CharField(blank=True, help_text='nơi nhận nhắc việc', max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Guessing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='OfficeCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('code', models.CharField(blank=True, help_text='mã quốc gia, ví dụ 1.001193', max_length=40)),
                ('name', models.CharField(max_length=400)),
                ('name_en', models.CharField(blank=True, max_length=400)),
                ('field', models.CharField(help_text='lĩnh vực', max_length=120)),
                ('search_key', models.CharField(help_text='mã, tên và chữ cái đầu, không dấu', max_length=900)),
                ('name_key', models.CharField(max_length=1200)),
                ('is_imported', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('sender', models.CharField(max_length=60)),
                ('content_hash', models.CharField(max_length=64)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('sent_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField(help_text='hết vắng mặt; trống: thôi việc, chuyển công tác', null=True)),
                ('basis', models.CharField(blank=True, help_text='số văn bản', max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(help_text='lúc công việc đã chuyển cho người nhận thay', null=True)),
                ('ended_at', models.DateTimeField(help_text='lúc ghi nhận đã hết vắng mặt', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['official', 'from_at'], name='absence_of_official')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_at', None), ('to_at__gte', models.F('from_at')), _connector='OR'), name='absence_ends_in_order'), models.CheckConstraint(condition=models.Q(('to_at__isnull', False), ('kind', 'departure'), _connector='OR'), name='absence_without_end_is_departure')],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.TextField(help_text='tệp lịch (JSON), design 4.3')),
                ('published_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='offices.officecalendar')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('calendar', 'number'), name='calendar_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=250)),
                ('name_key', models.CharField(db_index=True, max_length=600)),
                ('kind', models.CharField(choices=[('leadership', 'Lãnh đạo'), ('department', 'Phòng chuyên môn'), ('centre', 'Trung tâm Phục vụ hành chính công'), ('reception', 'Điểm tiếp nhận'), ('vertical', 'Cơ quan ngành dọc'), ('provincial', 'Cơ quan cấp tỉnh'), ('imported', 'Đơn vị lấy từ sổ của hệ thống khác')], max_length=20)),
                ('path', models.CharField(help_text='mã các đơn vị cấp trên, mỗi mã một dấu /', max_length=250, unique=True)),
                ('org_code', models.CharField(help_text='phần đầu của mã hồ sơ, ví dụ H49.CTO', max_length=35)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('address', models.CharField(blank=True, max_length=250)),
                ('symbol', models.CharField(blank=True, help_text='chữ viết tắt trong số văn bản, ví dụ TTPVHCC', max_length=20)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='offices.officecalendar')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='offices.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to='offices.absence')),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standing_in', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('absence', 'unit'), name='one_substitute_an_absence_and_unit')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('term', models.CharField(blank=True, help_text='5wd, 2wh, 15d hoặc same_day@15:00', max_length=20)),
                ('commitment', models.CharField(blank=True, max_length=20)),
                ('supplement_policy', models.CharField(choices=[('pause', 'tạm dừng, sau đó tính tiếp'), ('restart', 'tính lại từ đầu khi hồ sơ đủ')], default='pause', max_length=10)),
                ('steps', models.JSONField(default=list)),
                ('papers', models.JSONField(default=list)),
                ('fee', models.CharField(blank=True, max_length=300)),
                ('fees', models.JSONField(default=list, help_text='mức thu từng khoản; rỗng: chưa có trong dữ liệu')),
                ('basis', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
                ('confidence', models.CharField(choices=[('high', 'chắc chắn'), ('medium', 'khá chắc chắn'), ('low', 'cần kiểm tra lại')], default='low', max_length=10)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='offices.procedure')),
                ('settling_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='offices.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('procedure', 'valid_from'), name='procedure_version_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('counter', 'Cán bộ tiếp nhận'), ('specialist', 'Công chức thụ lý'), ('head', 'Thủ trưởng đơn vị'), ('leader', 'Lãnh đạo'), ('clerk', 'Văn thư'), ('auditor', 'Người kiểm tra, giám sát'), ('administrator', 'Quản trị hệ thống'), ('personnel', 'Cán bộ tổ chức, nội vụ')], max_length=20)),
                ('title', models.CharField(help_text='chức danh ghi trên giấy tờ', max_length=120)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('basis', models.CharField(blank=True, help_text='số quyết định', max_length=200)),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='offices.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_after_it_starts'), models.UniqueConstraint(fields=('official', 'unit', 'role', 'from_on'), name='post_granted_once')],
            },
        ),
    ]
