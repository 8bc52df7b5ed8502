import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    # Places made before these were put together; nothing else is left of them.
    replaces = [
        ('ledger', '0001_initial'),
        ('ledger', '0002_last_instant'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('leaf', models.BinaryField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SubjectKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=100, unique=True)),
                ('wrapped', models.BinaryField()),
                ('erased_by', models.PositiveBigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerBody',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='body', serialize=False, to='ledger.ledgerentry')),
                ('sealed', models.BinaryField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='ledger.subjectkey')),
            ],
        ),
    ]
