"""What lists leave behind: the outcome of an act on many dossiers, for the official who did it."""

from django.db import models

from congvu.offices.models import Official


class BulkRun(models.Model):
    """An act on many dossiers at once (việc làm hàng loạt): each was its own act; here is what became of each."""

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    to = models.CharField(max_length=300)
    outcomes = models.JSONField(default=list)
