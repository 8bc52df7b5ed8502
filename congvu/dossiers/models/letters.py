"""What was written to the applicant while a dossier was worked: papers asked for, apology and extension, its end."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.course import Cause, DueDate, Pause
from congvu.dossiers.models.dossier import Dossier
from congvu.law import practice
from congvu.offices.models import Official, Unit
from congvu.papers.models import Paper
from congvu.rules.letters import is_apology_late


class SupplementRequest(models.Model):
    """One request for missing papers (phiếu yêu cầu bổ sung, mẫu 02); the clock rests until its pause ends."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplement_requests")
    number = models.PositiveIntegerField(help_text="lần thứ mấy")
    pause = models.OneToOneField(Pause, on_delete=models.PROTECT, related_name="request")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="supplement_request_once")
        ]  # fmt: skip


class MissingPaper(models.Model):
    """One paper of a request; `came_at` stays empty while it has not come."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=500)
    came_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "number"], name="missing_paper_once")]


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def moving(self) -> Self:
        """Those that moved the due date: they were written before it had gone by."""
        return self.filter(_its_due())

    def told_only(self) -> Self:
        """Those written after the limit: the new day (ngày hẹn lại) is told, the due date stays."""
        return self.filter(~_its_due())


class Extension(models.Model):
    """The apology and the new appointment (xin lỗi và gia hạn, mẫu 04); the date before stays on record.

    One written after the due instant moves no due date: `due_after` is then the day appointed anew (ngày hẹn lại).
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="extensions")
    number = models.PositiveIntegerField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    unit_at_fault = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()
    extended_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = ExtensionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="extension_once"),
            models.CheckConstraint(condition=Q(due_after__gt=F("due_before")), name="extension_is_later"),
        ]

    @property
    def is_late(self) -> bool:
        """Was the apology written too late (xin lỗi muộn)? Computed, never stored."""
        days = practice().apology_days_before_due
        return is_apology_late(localdate(self.extended_at), localdate(self.due_before), days)


def _its_due() -> Exists:
    """The cause of the due date that an extension left."""
    where = {"dossier": OuterRef("dossier"), "caused_at": OuterRef("extended_at")}
    return Exists(DueDate.objects.filter(cause=Cause.EXTENDED, **where))


class EndingKind(models.TextChoices):
    STOPPED = "stopped", _("Dừng giải quyết")
    WITHDRAWN = "withdrawn", _("Rút hồ sơ theo yêu cầu")


class Ending(models.Model):
    """The end of a dossier without a result (mẫu 05): stopped by the office, or withdrawn by the applicant."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=10, choices=EndingKind)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    basis = models.CharField(max_length=500, blank=True)
    papers_returned = models.JSONField(default=list)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
