"""Hand-over lists (danh sách bàn giao): what travels from one unit to another, and who signed for it."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.rules.batch import BatchState, Cargo

BATCH_WORDS = {
    BatchState.DRAFT: _("Đang lập"),
    BatchState.SENT: _("Đang luân chuyển"),
    BatchState.RECEIVED: _("Đã nhận đủ"),
    BatchState.PARTLY_RECEIVED: _("Đã nhận một phần"),
    BatchState.CANCELLED: _("Đã huỷ"),
}

CARGO_WORDS = {Cargo.PAPERS: _("Hồ sơ"), Cargo.RESULT: _("Kết quả")}


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, official: Official, on: date) -> Self:
        """The lists this official may read: those that leave or reach a unit the post reaches."""
        return self.filter(within_reach(official, Right.READ_DOSSIER, on, "from_unit", "to_unit"))


class Batch(models.Model):
    """One list. What is on it stays on the giver's account until the receiver signs."""

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    cargo = models.CharField(max_length=10, default=Cargo.PAPERS)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default=BatchState.DRAFT)
    carried_by = models.CharField(max_length=120, blank=True, help_text="chuyến tàu, xe hoặc người mang")
    departs_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="ký nhận, hoặc huỷ")
    reason = models.CharField(max_length=300, blank=True, help_text="lý do huỷ")

    objects: ClassVar = BatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_unit", "year", "number"], name="batch_numbered_once"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="batch_leaves_its_unit"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(sent_at=None) | Q(ended_at__gte=F("sent_at")),
                name="batch_ends_after_it_is_sent",
            ),
        ]

    @property
    def code(self) -> str:
        """12/2026/BG-diem-dong-tien"""
        return f"{self.number:02}/{self.year}/BG-{self.from_unit.code}"

    @property
    def state_word(self) -> str:
        return str(BATCH_WORDS[BatchState(self.state)])

    @property
    def cargo_word(self) -> str:
        return str(CARGO_WORDS[Cargo(self.cargo)])


class BatchItem(models.Model):
    """One dossier on a list. `is_open` until the list is over: a dossier is on one open list at most."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="batch_items")
    is_open = models.BooleanField(default=True)
    is_received = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, help_text="lý do không nhận")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "dossier"], name="dossier_once_on_a_batch"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(is_open=True), name="one_open_batch_a_dossier"),
        ]
