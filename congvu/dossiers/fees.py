"""What a dossier owes and has paid, in numbers for the rules and in words for the papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, DossierQuerySet, FeeItem, FeeReceipt
from congvu.law import fee_exemptions
from congvu.rules.dues import Balance
from congvu.rules.fees import Way, fee_balance, is_counted, is_unknown
from congvu.rules.vietnamese import dong

WAYS = {Way.CASH: "tiền mặt", Way.TRANSFER: "chuyển khoản"}


@dataclass(frozen=True)
class Money:
    """The fees of one dossier as a page tells them."""

    dossier: Dossier
    items: list[FeeItem]
    receipts: list[FeeReceipt]
    balance: Balance
    is_unknown: bool
    is_uncounted: bool

    @property
    def valid(self) -> list[FeeReceipt]:
        return [one for one in self.receipts if not one.is_cancelled]


def money_of(dossier: Dossier) -> Money:
    """Everything owed, let off, paid and cancelled."""
    items = list(dossier.fee_items.order_by("pk"))
    receipts = list(dossier.fee_receipts.select_related("taken_by", "cancelled_by", "day").order_by("pk"))
    found = fee_balance(
        [(one.amount, one.exempted) for one in items], [one.amount for one in receipts if not one.is_cancelled]
    )
    rates = dossier.procedure_version.rates
    return Money(dossier, items, receipts, found, not items and is_unknown(rates), not items and is_counted(rates))


def on_paper(dossier: Dossier, on: date) -> tuple[date, str] | None:
    """Day and number of the paper receipt on which money may have been taken too, heard only the day it is entered.

    Otherwise today's drawer could be emptied into a day nobody has closed.
    """
    entered = bool(dossier.declared_paper) and localdate(dossier.recorded_at) == on
    return (dossier.received_on, dossier.declared_paper) if entered else None


def paid_of(item: FeeItem) -> int:
    """What valid receipts pay of one line."""
    found = item.payments.filter(receipt__cancelled_at=None).aggregate(paid=Sum("amount"))["paid"]
    return int(found or 0)


def _left() -> Combinable:
    valid = FeeReceipt.objects.filter(dossier=OuterRef("pk"), cancelled_at=None).order_by()
    paid = Subquery(valid.values("dossier").annotate(paid=Sum("amount")).values("paid"))
    return F("fee") - Coalesce(paid, 0)


def with_left(rows: DossierQuerySet) -> DossierQuerySet:
    """`rows` with what is `left` to pay beside each."""
    found: DossierQuerySet = rows.annotate(left=_left())
    return found


def unpaid(rows: DossierQuerySet) -> DossierQuerySet:
    """Those of `rows` that still owe something (chưa nộp), with how much is `left` beside each."""
    found: DossierQuerySet = rows.filter(fee__gt=0).annotate(left=_left()).filter(left__gt=0)
    return found


def in_words(money: Money) -> str:
    """The line of the receipt (mẫu 01): what is owed, let off, paid by which biên lai; what is unknown says so."""
    if not money.items:
        nothing = "chưa tính phí" if money.is_uncounted else "không thu"
        return "chưa có mức thu trong dữ liệu" if money.is_unknown else nothing
    parts = [dong(money.balance.amount) if money.balance.amount else "không thu khi tiếp nhận"]
    for one in money.items:
        if one.exempted:
            word = "miễn" if one.exempted == one.amount else "giảm"
            ground = fee_exemptions()[one.ground].name_vi
            parts.append(f"{word} {dong(one.exempted)} ({ground}, {one.proof})")
    parts += [_paid(one) for one in money.valid]
    if money.balance.left > 0:
        parts.append(f"chưa nộp {dong(money.balance.left)}")
    return "; ".join(parts)


def _paid(receipt: FeeReceipt) -> str:
    way = WAYS[Way(receipt.way)] + (f" {receipt.reference}" if receipt.reference else "")
    return f"đã nộp {dong(receipt.amount)} ({way}), biên lai số {receipt.symbol} ngày {receipt.paid_on:%d/%m/%Y}"


def lines_to_pay(items: Sequence[FeeItem]) -> list[tuple[FeeItem, int]]:
    """What of each line is still to be paid."""
    left = [(item, item.owed - paid_of(item)) for item in items]
    return [(item, amount) for item, amount in left if amount > 0]


def beside_of(dossier: Dossier) -> dict[str, object]:
    """Fees and scans as every page of a dossier tells them: the money, and how many papers are scanned."""
    return {"money": money_of(dossier), "scan_count": dossier.scans.filter(withdrawn_at=None).count()}
