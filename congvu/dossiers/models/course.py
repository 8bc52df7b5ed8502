"""The course of a dossier: causes of due dates, stretches of work, pauses; lateness is computed, never stored."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import CalendarVersion, Official, Unit


class Cause(models.TextChoices):
    """Why a due date was set."""

    RECEIVED = "received", _("tiếp nhận hồ sơ")
    RESUMED = "resumed", _("hết tạm dừng")
    RESTARTED = "restarted", _("hồ sơ đủ, tính lại từ đầu")
    EXTENDED = "extended", _("gia hạn")
    CALENDAR = "calendar", _("đổi lịch làm việc")
    CORRECTED = "corrected", _("đính chính")
    STATED = "stated", _("hệ thống khác đã hẹn")


class DueDate(models.Model):
    """One cause of a due date, with the calendar version it was computed with; rows are only ever added."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="due_dates")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=12, choices=Cause)
    begins_at = models.DateTimeField(help_text="thời điểm bắt đầu tính")
    due_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    calendar = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT)
    caused_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "number"], name="due_date_once")]


class StepRun(models.Model):
    """A stretch of one step on one desk (chặng xử lý): a hand-over inside a step ends one and begins the next."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    step_id = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    is_step_done = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="step_run_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(finished_at=None), name="one_open_step_a_dossier"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                name="step_run_ends_after_it_starts",
            ),
        ]


class Pause(models.Model):
    """A stop of the clock on a legal ground with its numbered paper (tạm dừng tính hạn)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    ground = models.CharField(max_length=60)
    paper = models.CharField(max_length=100, help_text="số, ký hiệu văn bản")
    note = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    by_act = models.BooleanField(default=False, help_text="mở và hết cùng việc gây ra: niêm yết, hỏi cơ quan, nộp tiền")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_open_pause_a_dossier"),
            models.CheckConstraint(condition=~Q(paper=""), name="pause_has_its_paper"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="pause_ends_after_it_starts"
            ),
        ]
