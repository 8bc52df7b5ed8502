"""Papers asked for before reception (yêu cầu bổ sung khi chưa tiếp nhận): no dossier is there, it keeps everything."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from congvu.dossiers.models.party import PartyKind
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.papers.models import Paper


class EarlyRequestQuerySet(models.QuerySet["EarlyRequest"]):
    def visible_to(self, official: Official, on: date) -> Self:
        """What this official may read on that day: as of refusals, where it was asked or would be settled."""
        settling = "procedure_version__settling_unit"
        return self.filter(within_reach(official, Right.READ_DOSSIER, on, "unit", settling))


class EarlyRequest(models.Model):
    """One request (phiếu yêu cầu bổ sung, mẫu 02) at the counter: to whom, for what, which papers and why."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey("dossiers.Visit", on_delete=models.PROTECT, null=True, related_name="early_requests")
    kind = models.CharField(max_length=20, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True)
    id_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    items = models.JSONField(help_text="giấy tờ cần bổ sung, mỗi mục có tên và lý do")
    basis = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_on = models.DateField(db_index=True)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = EarlyRequestQuerySet.as_manager()
