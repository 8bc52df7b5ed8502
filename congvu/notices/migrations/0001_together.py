import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # Places made before these were put together; nothing else is left of them.
    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_states'),
    ]

    initial = True

    dependencies = [
        ('offices', '0001_together'),
        ('offices', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('sms', 'Tin nhắn'), ('email', 'Thư điện tử'), ('screen', 'Chỉ hiện trên trang')], default='sms', max_length=10)),
                ('to', models.CharField(max_length=200)),
                ('text', models.CharField(max_length=500)),
                ('about', models.CharField(blank=True, db_index=True, help_text='ví dụ dossier:12', max_length=100)),
                ('reference', models.CharField(max_length=80, unique=True)),
                ('queued_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('sent_via', models.CharField(blank=True, choices=[('gateway', 'nhà mạng'), ('mail_server', 'máy chủ thư'), ('file', 'ghi vào tệp trên máy chủ'), ('screen', 'chỉ hiện trên trang Cảnh báo sớm')], max_length=12)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=300)),
                ('in_hours_of', models.ForeignKey(help_text='chỉ gửi trong giờ làm việc của đơn vị', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
                ('reminds', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('given_up_at', None), ('sent_at', None)), fields=['queued_at'], name='notice_to_send')],
            },
        ),
    ]
