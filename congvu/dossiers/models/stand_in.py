"""What came to a substitute because somebody was away (việc nhận thay): from this it may be given back."""

from typing import ClassVar

from django.db import models

from congvu.dossiers.models.dossier import Dossier
from congvu.dossiers.models.signing import SigningTurn
from congvu.offices.models import Absence, Official, Unit
from congvu.papers.models import Paper


class StandInWork(models.Model):
    """One piece of work taken over: at the beginning, with the minutes (`paper`), or addressed to the absent one later.

    `turn`: the draft that waits there to be signed; empty: the dossier itself.
    """

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="work")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="stand_ins")
    turn = models.ForeignKey(SigningTurn, on_delete=models.PROTECT, null=True, related_name="stand_ins")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, related_name="+", help_text="trống: chưa giao cho ai"
    )
    at = models.DateTimeField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["dossier", "at"], name="stand_in_of_dossier")]
