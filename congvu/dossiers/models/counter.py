"""The counter's own records: tickets of a day, visits with their dossiers, how results left, paper receipts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models.dossier import Dossier
from congvu.offices.models import Official, Unit
from congvu.papers.models import Paper
from congvu.rules.handing_over import Way
from congvu.rules.paper_receipt import ReceiptState
from congvu.rules.ticket import TicketState

TICKET_WORDS = {
    TicketState.WAITING: _("Đang chờ"),
    TicketState.CALLED: _("Đang gọi"),
    TicketState.SKIPPED: _("Gọi mà không có mặt"),
    TicketState.SERVED: _("Đã phục vụ"),
}
RECEIPT_WORDS = {
    ReceiptState.OUT: _("Chưa dùng"),
    ReceiptState.ENTERED: _("Đã nhập"),
    ReceiptState.CANCELLED: _("Đã huỷ"),
}
WAY_WORDS = {Way.COUNTER: _("Trả tại quầy"), Way.POST: _("Trả qua bưu chính công ích")}


class TicketDay(models.Model):
    """The last number a counter gave out on a day: a locked row, so that there are no gaps and no double calls."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "on"], name="one_ticket_series_a_day")]


class Ticket(models.Model):
    """One number (số thứ tự), without a name; `called_at` is the first call, which ends the waiting."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=TicketState.WAITING)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, related_name="+", help_text="trống: lấy tại máy"
    )
    called_at = models.DateTimeField(null=True)
    last_called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")
    desk = models.CharField(max_length=10, blank=True, help_text="bàn số")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "on", "number"], name="ticket_once_a_day"),
            models.CheckConstraint(
                condition=Q(state=TicketState.WAITING, called_at=None, called_by=None)
                | (~Q(state=TicketState.WAITING) & Q(called_at__isnull=False, called_by__isnull=False)),
                name="ticket_called_by_somebody",
            ),
        ]

    @property
    def state_word(self) -> str:
        return str(TICKET_WORDS[TicketState(self.state)])


class Visit(models.Model):
    """One visit to the counter (lượt): where, when, before whom; who came stands in the dossiers alone."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, null=True, related_name="visit")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")


class VisitDossier(models.Model):
    """A dossier received in a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="items")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="visit_item")


class HandingOver(models.Model):
    """How the result left (trả kết quả): who took it and on what paper, or the number of the postal item."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="handing_over")
    way = models.CharField(max_length=10)
    taker = models.CharField(max_length=250, blank=True)
    authorisation = models.CharField(max_length=200, blank=True, help_text="giấy uỷ quyền, giới thiệu")
    tracking = models.CharField(max_length=30, blank=True, help_text="số hiệu bưu gửi")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(way=Way.COUNTER, tracking="") & ~Q(taker=""))
                | (Q(way=Way.POST, taker="", authorisation="") & ~Q(tracking="")),
                name="handing_over_says_to_whom",
            )
        ]

    @property
    def way_word(self) -> str:
        return str(WAY_WORDS[Way(self.way)])


class ReceiptBlock(models.Model):
    """Receipts printed beforehand for an outage (tập giấy biên nhận): a run of numbers of one unit and year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")


class PaperReceipt(models.Model):
    """One numbered paper receipt (giấy biên nhận): still out, entered as a dossier, or cancelled with a reason.

    `block` is empty for a paper that was not printed here (an older book): its number, too, is entered only once.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    symbol = models.CharField(max_length=100, help_text="số ghi trên giấy, ví dụ 05/BN-TTPVHCC")
    number = models.PositiveIntegerField(null=True)
    block = models.ForeignKey(ReceiptBlock, on_delete=models.PROTECT, null=True, related_name="receipts")
    state = models.CharField(max_length=10, default=ReceiptState.OUT)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, null=True, related_name="paper_receipt")
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year", "key"], name="paper_receipt_once"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.OUT, dossier=None, ended_at=None)
                | Q(state=ReceiptState.ENTERED, dossier__isnull=False, ended_at__isnull=False)
                | (Q(state=ReceiptState.CANCELLED, dossier=None, ended_at__isnull=False) & ~Q(reason="")),
                name="paper_receipt_ends_once",
            ),
        ]

    @property
    def state_word(self) -> str:
        return str(RECEIPT_WORDS[ReceiptState(self.state)])


class LateEntry(models.Model):
    """A head's word (cho phép nhập muộn) that papers received on these days may be entered later than a clerk may.

    It stands for the counter, not for one paper: after a storm there are many.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=300)
    allowed_at = models.DateTimeField()
    allowed_by = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")) & ~Q(reason=""), name="late_entry_is_whole"
            )
        ]
