"""The outbox (hộp thư đi): a message is a row written with its act, sent later by `congvu work`."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message; it carries rendered text without names."""

    to = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    queued_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="notice_unsent")]
