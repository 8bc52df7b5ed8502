"""What the citizen says of a dossier after the result was handed over (đánh giá): once, and never shown by dossier."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from congvu.dossiers.models.dossier import Dossier


class Rating(models.Model):
    """One rating (đánh giá mức độ hài lòng): the database allows one a dossier.

    `is_supervised`: given at the counter with an official present; kept apart in every figure.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="rating")
    score = models.PositiveSmallIntegerField(help_text="1 đến 5")
    reasons = models.JSONField(default=list)
    criteria = models.JSONField(default=dict, help_text="mã tiêu chí: 0, 1 hoặc 2")
    words = models.CharField(max_length=1000, blank=True)
    is_supervised = models.BooleanField(default=False)
    at = models.DateTimeField()
    on = models.DateField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_from_one_to_five"),
        ]
