"""Fees of a dossier (phí, lệ phí): what is owed, the receipts (biên lai), and the cash day they are booked on."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, Unit
from congvu.papers.models import Paper
from congvu.rules.fees import FeeKind, Way

KIND_WORDS = {FeeKind.FEE: _("Phí"), FeeKind.CHARGE: _("Lệ phí"), FeeKind.UNSORTED: _("Chưa phân loại")}
WAY_WORDS = {Way.CASH: _("Tiền mặt"), Way.TRANSFER: _("Chuyển khoản, mã QR")}


class FeeItem(models.Model):
    """One line a dossier owes (khoản thu), and how much of it is let off, on what ground, by what paper."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="fee_items")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    exempted = models.PositiveBigIntegerField(default=0, help_text="đồng được miễn, giảm")
    ground = models.CharField(max_length=40, blank=True, help_text="mã trong law/fee_exemptions.yaml")
    proof = models.CharField(max_length=200, blank=True, help_text="giấy tờ chứng minh")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(exempted__lte=F("amount")), name="fee_let_off_within_its_amount"),
            models.CheckConstraint(
                condition=Q(exempted=0) | (~Q(ground="") & ~Q(proof="")), name="fee_let_off_has_ground_and_proof"
            ),
        ]

    @property
    def kind_word(self) -> str:
        return str(KIND_WORDS[FeeKind(self.kind)])

    @property
    def owed(self) -> int:
        return self.amount - self.exempted


class CashDay(models.Model):
    """What one official takes for one unit on one day (bảng kê thu trong ngày): the row every receipt is booked under.

    Closed, it takes no further receipt; `paper` is then the sheet as it was closed.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(db_index=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    booked_cash = models.BigIntegerField(null=True, help_text="đồng, theo sổ")
    counted_cash = models.PositiveBigIntegerField(null=True, help_text="đồng, kiểm đếm")
    explanation = models.CharField(max_length=500, blank=True, help_text="vì sao lệch")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "official", "on"], name="one_cash_day_an_official_and_unit"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, booked_cash=None, counted_cash=None)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, booked_cash__isnull=False)
                    & (Q(counted_cash=F("booked_cash")) | ~Q(explanation=""))
                ),
                name="cash_day_closed_is_counted_or_explained",
            ),
        ]

    @property
    def difference(self) -> int:
        """Counted less booked, of a closed day."""
        return (self.counted_cash or 0) - (self.booked_cash or 0)


class FeeReceipt(models.Model):
    """One receipt (biên lai): of the unit's own series, or a number of a pre-printed book; never deleted.

    `moved_from` is the day the money was taken, where that day was closed already.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="fee_receipts")
    day = models.ForeignKey(CashDay, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    book = models.CharField(max_length=60, blank=True, help_text="ký hiệu quyển biên lai in sẵn")
    book_number = models.PositiveBigIntegerField(null=True)
    symbol = models.CharField(max_length=120, help_text="số biên lai như ghi trên giấy")
    way = models.CharField(max_length=10)
    reference = models.CharField(max_length=100, blank=True, help_text="mã giao dịch chuyển khoản")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    moved_from = models.DateField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_day = models.ForeignKey(CashDay, on_delete=models.PROTECT, null=True, related_name="cancellations")
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], condition=Q(number__isnull=False), name="fee_receipt_number_once"
            ),
            models.UniqueConstraint(fields=["book", "book_number"], condition=~Q(book=""), name="book_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, year__isnull=False, book="", book_number=None)
                | (Q(number=None, year=None, book_number__isnull=False) & ~Q(book="")),
                name="fee_receipt_has_one_number",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.TRANSFER) | ~Q(reference=""), name="transfer_has_its_reference"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_day=None, cancel_reason="")
                | (
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False, cancelled_day__isnull=False)
                    & ~Q(cancel_reason="")
                ),
                name="fee_receipt_cancelled_with_who_and_why",
            ),
        ]

    @property
    def way_word(self) -> str:
        return str(WAY_WORDS[Way(self.way)])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def paid_on(self) -> date:
        """The day the money was handed over: before the receipt was written where a paper receipt noted it first."""
        return min(localdate(self.taken_at), self.moved_from or self.day.on)

    @property
    def is_from_paper(self) -> bool:
        """Was it taken on paper (mất mạng, mất điện) and written here on a later day?"""
        return self.paid_on < localdate(self.taken_at)


class FeeReceiptLine(models.Model):
    """What of a receipt pays which line."""

    receipt = models.ForeignKey(FeeReceipt, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(FeeItem, on_delete=models.PROTECT, related_name="payments")
    amount = models.PositiveBigIntegerField(help_text="đồng")
