"""When a submission for signature was over: sealed, or given back, withdrawn or cancelled."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

OPEN = ['numbered', 'signed', 'waiting']


def fill(apps, schema_editor):
    signings = apps.get_model('dossiers', 'Signing').objects
    signings.exclude(state__in=OPEN).update(ended_at=Coalesce('sealed_at', 'decided_at'))


class Migration(migrations.Migration):
    dependencies = [('dossiers', '0001_together')]

    operations = [
        migrations.AddField('signing', 'ended_at', models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint('signing', models.CheckConstraint(
            condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__gte=F('decided_at'))),
            name='signing_over_has_its_instant',
        )),
    ]
