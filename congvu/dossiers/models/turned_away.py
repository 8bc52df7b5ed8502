"""What refusals and requests before reception share: no dossier is there, so they keep the person themselves."""

from datetime import date
from typing import Any, Self

from django.db import models

from congvu.dossiers.models.party import PartyKind
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.papers.models import Paper


class TurnedAwayQuerySet(models.QuerySet[Any]):
    def visible_to(self, official: Official, on: date) -> Self:
        """What this official may read on that day: of the units the post reaches, or for what those settle."""
        settling = "procedure_version__settling_unit"
        return self.filter(within_reach(official, Right.READ_DOSSIER, on, "unit", settling))


class TurnedAway(models.Model):
    """Somebody who went home from the counter with a numbered paper instead of a receipt."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True)
    id_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=500)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
