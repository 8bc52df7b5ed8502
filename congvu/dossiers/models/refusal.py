"""A refusal at the counter (từ chối tiếp nhận): no dossier exists, so the refusal keeps everything itself."""

from typing import ClassVar

from django.db import models

from congvu.dossiers.models.turned_away import TurnedAway, TurnedAwayQuerySet


class RefusalQuerySet(TurnedAwayQuerySet):
    """Refusals that somebody may read."""


class Refusal(TurnedAway):
    """One refusal (phiếu từ chối tiếp nhận, mẫu 03): whom, what was asked, why, on what law, where to go instead."""

    visit = models.ForeignKey("dossiers.Visit", on_delete=models.PROTECT, null=True, related_name="refusals")
    reason = models.CharField(max_length=1000)
    instead = models.CharField(max_length=500, blank=True, help_text="nơi tiếp nhận đúng")
    refused_at = models.DateTimeField()
    refused_on = models.DateField(db_index=True)

    objects: ClassVar = RefusalQuerySet.as_manager()
