from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0012_stand_in_signing'),
    ]

    operations = [
        migrations.RenameField(model_name='registerfile', old_name='filed_at', new_name='put_away_at'),
    ]
