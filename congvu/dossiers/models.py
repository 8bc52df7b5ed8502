"""The dossier (hồ sơ) with its causes of due dates, steps, pauses, corrections and readings.

What happened and when is stored; how late a dossier is, and what its timeline says, is computed.
"""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from congvu.offices.models import CalendarVersion, Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.rules.dossier import OPEN_STATES, Clock, State, Timing

# In a fixed order: a set would write another migration each time.
OPEN_VALUES = sorted(state.value for state in OPEN_STATES)

STATE_WORDS = {
    State.RECEIVED: _("Đã tiếp nhận"),
    State.IN_PROCESS: _("Đang giải quyết"),
    State.PAUSED: _("Tạm dừng tính hạn"),
    State.RESULT_READY: _("Đã có kết quả"),
    State.RETURNED: _("Đã trả kết quả"),
}

TIMING_WORDS = {
    Timing.NO_DUE: _("Không có hạn"),
    Timing.ON_TIME: _("Trong hạn"),
    Timing.DUE_SOON: _("Sắp đến hạn"),
    Timing.OVERDUE: _("Quá hạn"),
    Timing.PAUSED: _("Tạm dừng tính hạn"),
    Timing.DONE_ON_TIME: _("Xong đúng hạn"),
    Timing.DONE_LATE_COMMITMENT: _("Xong đúng hạn luật định, chậm so với cam kết"),
    Timing.DONE_LATE: _("Xong, quá hạn"),
}


class Channel(models.TextChoices):
    """KenhThucHien of the national data: 1 in person, 2 online, 3 public postal service."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class Origin(models.TextChoices):
    OWN = "own", _("Tiếp nhận tại đây")
    IMPORTED = "imported", _("Lấy từ sổ của hệ thống khác")


class Cause(models.TextChoices):
    """Why a due date was set."""

    RECEIVED = "received", _("tiếp nhận hồ sơ")
    RESUMED = "resumed", _("hết tạm dừng")
    RESTARTED = "restarted", _("hồ sơ đủ, tính lại từ đầu")
    EXTENDED = "extended", _("gia hạn")
    CALENDAR = "calendar", _("đổi lịch làm việc")
    CORRECTED = "corrected", _("đính chính")
    STATED = "stated", _("hệ thống khác đã hẹn")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, official: Official, on: date) -> Self:
        """What this official may read on that day: received, settled, or lying now in a unit the post reaches."""
        return self.filter(within_reach(official, Right.READ_DOSSIER, on, "unit", "received_unit", "settling_unit"))

    def of_unit(self, unit: Unit) -> Self:
        """The dossiers charged to a unit or to one below it."""
        return self.filter(settling_unit__path__startswith=unit.path)

    def open(self) -> Self:
        """Not yet finished."""
        return self.filter(finished_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None)

    def overdue(self, at: datetime) -> Self:
        """`rules.dossier.is_late` as SQL (twin-tested)."""
        return self.annotate(stopped=Coalesce("finished_at", "paused_at", at)).filter(due_at__lt=F("stopped"))

    def finished_early(self) -> Self:
        """Settled on a day before the due day (trước hạn)."""
        return self.finished().filter(finished_on__lt=F("due_on"), finished_at__lte=F("due_at"))

    def finished_on_time(self) -> Self:
        """Settled on the due day, not after the due instant (đúng hạn)."""
        return self.finished().filter(finished_on__gte=F("due_on"), finished_at__lte=F("due_at"))

    def finished_late(self) -> Self:
        """Settled after the due instant (quá hạn)."""
        return self.finished().filter(finished_at__gt=F("due_at"))

    def missed_commitment(self) -> Self:
        """Settled within the law, after the place's own pledge (chậm so với cam kết)."""
        return self.finished().filter(finished_at__lte=F("due_at"), finished_at__gt=F("committed_at"))


class Dossier(models.Model):
    """One dossier. `received_at` is the instant that counts, `recorded_at` the server's; both are shown for ever."""

    code = models.CharField(max_length=60, unique=True)
    lookup_code = models.CharField(max_length=16, unique=True)
    qr_token = models.CharField(max_length=26, unique=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OWN)
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    received_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    settling_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="đang nằm ở đâu")
    holder = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, default=State.RECEIVED)
    step = models.PositiveIntegerField(default=0, help_text="bước hiện tại, tính từ 0")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.COUNTER)
    papers = models.JSONField(default=list)
    fee = models.PositiveBigIntegerField(default=0, help_text="đồng")
    received_at = models.DateTimeField(db_index=True)
    received_on = models.DateField(db_index=True)
    recorded_at = models.DateTimeField()
    declared_reason = models.CharField(max_length=300, blank=True)
    declared_paper = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    due_on = models.DateField(null=True)
    committed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True, db_index=True)
    finished_on = models.DateField(null=True, db_index=True)
    returned_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar = DossierQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(origin=Origin.IMPORTED) | Q(due_at__gte=F("received_at")), name="dossier_due_after_receipt"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("finished_at")),
                name="dossier_returned_after_finish",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.PAUSED) & Q(paused_at__isnull=False))
                | (~Q(state=State.PAUSED) & Q(paused_at=None)),
                name="dossier_paused_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_VALUES, finished_at=None)
                | (~Q(state__in=OPEN_VALUES) & Q(finished_at__isnull=False)),
                name="dossier_finished_has_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[State(self.state)])

    @property
    def clock(self) -> Clock:
        return Clock(self.due_at, self.committed_at, self.finished_at, self.paused_at)


class PartyKind(models.TextChoices):
    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class Applicant(models.Model):
    """Who asks, and who brought the papers (người nộp); kept apart so that it can be erased without the dossier."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="applicant")
    kind = models.CharField(max_length=20, choices=PartyKind, default=PartyKind.PERSON)
    name = models.CharField(max_length=250)
    name_fold = models.CharField(max_length=250, db_index=True)
    id_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    wants_messages = models.BooleanField(default=False)
    submitter_name = models.CharField(max_length=250, blank=True)
    submitter_id_number = models.CharField(max_length=20, blank=True)
    authorisation = models.CharField(max_length=200, blank=True, help_text="số giấy uỷ quyền, giới thiệu")


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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_open_pause_a_dossier"),
            models.CheckConstraint(condition=~Q(paper=""), name="pause_has_its_paper"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="pause_ends_after_it_starts"
            ),
        ]


class Correction(models.Model):
    """A correction with its reason (đính chính): what stood and what stands, both kept."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Reading(models.Model):
    """Who looked at a dossier, once a day each; the applicant sees unit, role and time, never the name."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="readings")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    role = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "official", "on"], name="reading_once_a_day")
        ]


class DossierCounter(models.Model):
    """The last sequence number given under an identification code on a day: a locked row, so that there are no gaps.

    Reception points that share the code of their centre share its numbers.
    """

    org_code = models.CharField(max_length=35)
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["org_code", "on"], name="one_counter_a_code_and_day")]
