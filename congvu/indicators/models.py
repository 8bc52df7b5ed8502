"""What an official said of the own figures (ý kiến về số liệu của mình); the figures themselves are never stored."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from congvu.offices.models import Official


class Explanation(models.Model):
    """That an official looked at the own figures of one report month, with an explanation if there was one to give."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="explanations")
    year = models.PositiveIntegerField()
    month = models.PositiveSmallIntegerField(help_text="tháng báo cáo, 15–14")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["official", "year", "month"], name="explanation_once_a_month"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="explanation_month_of_a_year"),
        ]
