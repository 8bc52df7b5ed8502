"""Scans of a dossier's papers (bản số hoá): what was checked and kept; the file lies under a random name elsewhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official


class Scan(models.Model):
    """One file. Withdrawn, the file is gone and the hashes stay.

    `sent_hash` is of the bytes as they came, `hash` of those kept: a picture is drawn anew, without its particulars.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="scans")
    paper = models.CharField(max_length=250, blank=True, help_text="giấy tờ nào của thành phần hồ sơ")
    file = models.CharField(max_length=40, unique=True, help_text="tên ngẫu nhiên của tệp")
    kind = models.CharField(max_length=10)
    given_name = models.CharField(max_length=150, help_text="tên tệp khi gửi, chỉ để xem")
    size = models.PositiveIntegerField(help_text="byte")
    pages = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    sent_hash = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "sent_hash"], condition=Q(withdrawn_at=None), name="scan_once_a_dossier"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="scan_withdrawn_with_who_and_why",
            ),
        ]
