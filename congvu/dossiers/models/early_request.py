"""Papers asked for before reception (yêu cầu bổ sung khi chưa tiếp nhận): no dossier is there, it keeps everything."""

from typing import ClassVar

from django.db import models

from congvu.dossiers.models.turned_away import TurnedAway, TurnedAwayQuerySet


class EarlyRequestQuerySet(TurnedAwayQuerySet):
    """Requests that somebody may read."""


class EarlyRequest(TurnedAway):
    """One request (phiếu yêu cầu bổ sung, mẫu 02) at the counter: to whom, for what, which papers and why."""

    visit = models.ForeignKey("dossiers.Visit", on_delete=models.PROTECT, null=True, related_name="early_requests")
    items = models.JSONField(help_text="giấy tờ cần bổ sung, mỗi mục có tên và lý do")
    asked_at = models.DateTimeField()
    asked_on = models.DateField(db_index=True)

    objects: ClassVar = EarlyRequestQuerySet.as_manager()
