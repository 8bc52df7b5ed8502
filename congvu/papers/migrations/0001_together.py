import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    # Places made before these were put together; nothing else is left of them.
    replaces = [
        ('papers', '0001_initial'),
        ('papers', '0002_numbers'),
    ]

    initial = True

    dependencies = [
        ('offices', '0001_together'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=10)),
                ('subject', models.CharField(db_index=True, max_length=100)),
                ('unit', models.CharField(max_length=60)),
                ('series', models.CharField(blank=True, help_text='chữ viết tắt của loại, ví dụ PYC', max_length=20)),
                ('year', models.PositiveIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('symbol', models.CharField(blank=True, help_text='số, ký hiệu đầy đủ, ví dụ 05/PYC-TTPVHCC', max_length=60)),
                ('data', models.TextField()),
                ('template_version', models.PositiveIntegerField()),
                ('data_hash', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('unit', 'series', 'year', 'number'), name='paper_number_once_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('symbol', ''), ('year', None)), models.Q(('number__gte', 1), ('year__isnull', False), models.Q(('symbol', ''), _negated=True)), _connector='OR'), name='paper_number_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(blank=True, max_length=20)),
                ('year', models.PositiveIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'series', 'year'), name='one_series_a_unit_and_year')],
            },
        ),
    ]
