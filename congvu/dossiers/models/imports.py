"""Files of other systems that were taken over (lần lấy sổ): what came when, so that the same file is known again."""

from typing import ClassVar

from django.db import models

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, Unit


class RegisterImport(models.Model):
    """One taking over of a file that changed something; the same file again changes nothing and adds no row."""

    place = models.CharField(max_length=60, help_text="mã nơi mà sổ được đặt vào")
    file_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "file_hash"], name="register_import_file")]


class RegisterEntry(models.Model):
    """A dossier's line in its source's register (dòng trong sổ nguồn): whose, and where that said last that it lies.

    `unit` and `official` are those the source's words stood for; without a unit it has not said anything yet.
    """

    dossier = models.OneToOneField(
        Dossier, on_delete=models.PROTECT, primary_key=True, related_name="register_entry"
    )
    source = models.CharField(max_length=60, db_index=True, help_text="mã nơi mà sổ được đặt vào")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
