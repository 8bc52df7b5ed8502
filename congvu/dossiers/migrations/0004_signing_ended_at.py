"""When a submission for signature was over: sealed, or given back, withdrawn or cancelled."""

from datetime import datetime

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

OPEN = ['numbered', 'signed', 'waiting']


def fill(apps, schema_editor):
    signings = apps.get_model('dossiers', 'Signing').objects
    signings.exclude(state__in=OPEN).update(ended_at=Coalesce('sealed_at', 'decided_at'))
    for one in signings.filter(state='cancelled', dossier__finished_at__isnull=False).select_related('dossier'):
        signings.filter(pk=one.pk).update(ended_at=one.dossier.finished_at)
    for one in signings.filter(state='returned', turns__is_last=True, turns__outcome='signed'):
        signings.filter(pk=one.pk).update(ended_at=given_back_at(one))


def given_back_at(signing):
    """When the clerk gave a signed draft back: no row had it, only the ledger. Where its body is erased, unknown."""
    from congvu.ledger.queries import bodies_of

    for body in bodies_of(f'dossier:{signing.dossier_id}'):
        if body['action'] == 'dossier.signing_returned' and body['facts']['signing'] == signing.number:
            return datetime.fromisoformat(body['at'])
    return signing.decided_at


class Migration(migrations.Migration):
    dependencies = [('dossiers', '0003_register_entry')]

    operations = [
        migrations.AddField('signing', 'ended_at', models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint('signing', models.CheckConstraint(
            condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__gte=F('decided_at'))),
            name='signing_over_has_its_instant',
        )),
    ]
