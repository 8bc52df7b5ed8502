"""The unit where a submission was drafted; those made before have none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('dossiers', '0004_signing_ended_at'), ('offices', '0001_together')]

    operations = [
        migrations.AddField('signing', 'drafted_in', models.ForeignKey(
            help_text='đơn vị soạn thảo', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+',
            to='offices.unit',
        )),
    ]
