"""The dossier (hồ sơ), its states and words, and the lists that are asked of it."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.offices.beside import beside_within_reach
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.rules.dossier import ENDED_WITHOUT_RESULT, OPEN_STATES, State
from congvu.rules.standing import Clock

# In a fixed order: a set would write another migration each time.
OPEN_VALUES = sorted(state.value for state in OPEN_STATES)

STATE_WORDS = {
    State.RECEIVED: _("Đã tiếp nhận"),
    State.IN_PROCESS: _("Đang giải quyết"),
    State.PAUSED: _("Tạm dừng tính hạn"),
    State.RESULT_READY: _("Đã có kết quả"),
    State.RETURNED: _("Đã trả kết quả"),
    State.STOPPED: _("Dừng giải quyết"),
    State.WITHDRAWN: _("Đã rút hồ sơ"),
}


class Channel(models.TextChoices):
    """KenhThucHien of the national data: 1 in person, 2 online, 3 public postal service."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POST = "post", _("Bưu chính công ích")


class Origin(models.TextChoices):
    OWN = "own", _("Tiếp nhận tại đây")
    IMPORTED = "imported", _("Lấy từ sổ của hệ thống khác")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, official: Official, on: date) -> Self:
        """What this official may read on that day: received, settled, or lying now in a unit the post reaches."""
        asked = (official, Right.READ_DOSSIER, on, "unit", "received_unit", "settling_unit")
        return self.filter(within_reach(*asked) | beside_within_reach(*asked))

    def of_unit(self, unit: Unit) -> Self:
        """The dossiers charged to a unit or to one below it."""
        return self.filter(settling_unit__path__startswith=unit.path)

    def open(self) -> Self:
        """Not yet finished."""
        return self.filter(finished_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None)


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
    original_due_at = models.DateTimeField(null=True, help_text="hạn trước khi gia hạn; chỉ có khi đã gia hạn")
    extended_on = models.DateField(null=True, db_index=True)
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
                condition=Q(extended_on=None, original_due_at=None)
                | Q(extended_on__isnull=False, original_due_at__isnull=False),
                name="dossier_extended_keeps_its_first_date",
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
    def is_own(self) -> bool:
        """Was it received here, not taken over from another system?"""
        return self.origin == Origin.OWN

    @property
    def clock(self) -> Clock:
        return Clock(self.due_at, self.committed_at, self.finished_at, self.paused_at, not self.is_ended)

    @property
    def is_ended(self) -> bool:
        """Did it end without a result (dừng giải quyết, rút hồ sơ)?"""
        return self.state in ENDED_WITHOUT_RESULT


class DossierCounter(models.Model):
    """The last sequence number given under an identification code on a day: a locked row, so that there are no gaps.

    Reception points that share the code of their centre share its numbers.
    """

    org_code = models.CharField(max_length=35)
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["org_code", "on"], name="one_counter_a_code_and_day")]
