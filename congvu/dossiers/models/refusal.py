"""A refusal at the counter (từ chối tiếp nhận): no dossier exists, so the refusal keeps everything itself."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from congvu.dossiers.models.party import PartyKind
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.papers.models import Paper


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def visible_to(self, official: Official, on: date) -> Self:
        """What this official may read on that day: refusals of the units the post reaches, or for what those settle."""
        settling = "procedure_version__settling_unit"
        return self.filter(within_reach(official, Right.READ_DOSSIER, on, "unit", settling))


class Refusal(models.Model):
    """One refusal (phiếu từ chối tiếp nhận, mẫu 03): whom, what was asked, why, on what law, where to go instead."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey("dossiers.Visit", on_delete=models.PROTECT, null=True, related_name="refusals")
    kind = models.CharField(max_length=20, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True)
    id_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=1000)
    basis = models.CharField(max_length=500)
    instead = models.CharField(max_length=500, blank=True, help_text="nơi tiếp nhận đúng")
    refused_at = models.DateTimeField()
    refused_on = models.DateField(db_index=True)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = RefusalQuerySet.as_manager()
