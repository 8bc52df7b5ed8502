"""A filing received in its source stays with its dossier; those that already left the queue so find theirs by the code."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def find_dossiers(apps: Any, _schema_editor: Any) -> None:
    dossiers = apps.get_model("dossiers", "Dossier").objects.filter(code=OuterRef("code"), origin="imported")
    filings = apps.get_model("dossiers", "OnlineFiling").objects.filter(state="elsewhere")
    filings.update(dossier=Subquery(dossiers.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0014_refusal_in_a_visit")]

    operations = [
        migrations.RemoveConstraint(model_name="onlinefiling", name="filing_accepted_has_its_dossier"),
        migrations.AddConstraint(
            model_name="onlinefiling",
            constraint=models.CheckConstraint(
                condition=Q(state="elsewhere")
                | (Q(state="accepted") & Q(dossier__isnull=False))
                | (~Q(state="accepted") & Q(dossier=None)),
                name="filing_received_has_its_dossier",
            ),
        ),
        migrations.RunPython(find_dossiers, migrations.RunPython.noop),
    ]
