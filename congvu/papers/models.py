"""A paper (giấy tờ) is its canonical data and the version of its template; the PDF is made from them at any time."""

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q

from congvu.offices.models import Unit


def digest(form: str, version: int, text: bytes) -> str:
    """What binds a paper to the ledger entry of its act: SHA-256 of form, version of the template and data."""
    return hashlib.sha256(f"{form}\0{version}\0".encode() + text).hexdigest()


class Paper(models.Model):
    """One issued paper; `form` is the number of the legal form, `data` the canonical JSON of all that is printed.

    `number` in the series (`unit`, `series`, `year`) is empty for a paper without a number of its own.
    """

    form = models.CharField(max_length=10)
    subject = models.CharField(max_length=100, db_index=True)
    unit = models.CharField(max_length=60)
    series = models.CharField(max_length=20, blank=True, help_text="chữ viết tắt của loại, ví dụ PYC")
    year = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True, help_text="số, ký hiệu đầy đủ, ví dụ 05/PYC-TTPVHCC")
    data = models.TextField()
    template_version = models.PositiveIntegerField()
    data_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "series", "year", "number"], condition=Q(number__isnull=False),
                name="paper_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(number=None, year=None, symbol="")
                | (Q(number__gte=1, year__isnull=False) & ~Q(symbol="")),
                name="paper_number_is_whole",
            ),
        ]  # fmt: skip


class NumberSeries(models.Model):
    """The last number a unit gave in one series of a year: a locked row, so that there are no gaps (sổ cấp số)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20, blank=True)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "series", "year"], name="one_series_a_unit_and_year")
        ]
