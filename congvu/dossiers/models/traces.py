"""What people left on a dossier: corrections with what stood before, and who read it."""

from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Channel, Dossier
from congvu.offices.models import Official, Unit

CORRECTED = {"papers": _("giấy tờ đã nhận"), "channel": _("hình thức nộp")}


class Correction(models.Model):
    """A correction with its reason (đính chính): what stood and what stands, both kept."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def of_what(self) -> str | Promise:
        """Named where the values do not speak for themselves."""
        return CORRECTED.get(self.field, "")

    @property
    def before_word(self) -> str:
        return str(Channel(self.before).label) if self.field == "channel" else self.before

    @property
    def after_word(self) -> str:
        return str(Channel(self.after).label) if self.field == "channel" else self.after


class ReadingHow(models.TextChoices):
    """A list or a search that only shows a row does not count; taking the rows along does."""

    OPENED = "opened", _("mở hồ sơ")
    EXPORTED = "exported", _("xuất danh sách có hồ sơ này")


class Reading(models.Model):
    """Who looked at a dossier, once a day and way; the applicant sees unit, role and time, never the name."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="readings")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    role = models.CharField(max_length=20, blank=True)
    how = models.CharField(max_length=10, choices=ReadingHow, default=ReadingHow.OPENED)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "official", "on", "how"], name="reading_once_a_day_and_way")
        ]
