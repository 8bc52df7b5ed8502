"""The file of what was submitted for signature (tệp dự thảo), with its hash."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [('dossiers', '0005_drafting_unit')]

    operations = [
        migrations.AddField('signing', 'file', models.CharField(
            blank=True, default='', help_text='tên ngẫu nhiên của tệp dự thảo', max_length=40,
        )),
        migrations.AddField('signing', 'file_hash', models.CharField(blank=True, default='', max_length=64)),
        migrations.AddField('signing', 'file_name', models.CharField(
            blank=True, default='', help_text='tên tệp khi gửi, chỉ để xem', max_length=150,
        )),
        migrations.AddField('signing', 'file_size', models.PositiveIntegerField(default=0, help_text='byte')),
        migrations.AddConstraint('signing', models.UniqueConstraint(
            condition=~Q(file=''), fields=['file'], name='signing_file_once',
        )),
        migrations.AddConstraint('signing', models.CheckConstraint(
            condition=Q(file='', file_hash='') | (~Q(file='') & ~Q(file_hash='')), name='signing_file_has_its_hash',
        )),
    ]
