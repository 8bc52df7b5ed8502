from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0011_day_register'),
    ]

    operations = [
        migrations.RenameField(model_name='registerfile', old_name='filed_at', new_name='put_away_at'),
    ]
