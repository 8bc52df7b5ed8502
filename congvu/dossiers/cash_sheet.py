"""What the daily cash sheet says (bảng kê thu phí, lệ phí trong ngày): receipts, cancelled ones, money given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from congvu.dossiers.fees import WAYS
from congvu.dossiers.models import CashDay, FeeReceipt
from congvu.dossiers.receipt import head_of, on_paper
from congvu.rules.fees import FeeKind, Sums, Taken, Way, day_sums
from congvu.rules.vietnamese import dong, thousands

KINDS = {FeeKind.FEE: "Phí", FeeKind.CHARGE: "Lệ phí", FeeKind.UNSORTED: "Chưa phân loại"}
RELATED = ("dossier", "day", "taken_by", "cancelled_by")


@dataclass(frozen=True)
class SheetLine:
    """One receipt on the sheet."""

    receipt: FeeReceipt
    taken: Taken
    names: str

    @property
    def amount(self) -> int:
        """What counts in the sums."""
        return self.taken.sign * self.receipt.amount

    @property
    def note(self) -> str:
        one, notes = self.receipt, []
        if one.is_from_paper:
            closed = ", sau khi khoá sổ ngày đó" if one.moved_from else ""
            paper = one.dossier.declared_paper
            notes.append(f"thu ngày {one.paid_on:%d/%m/%Y} theo giấy biên nhận số {paper}, nhập sau{closed}")
        elif one.moved_from:
            notes.append(f"thu ngày {one.moved_from:%d/%m/%Y}, sau khi khoá sổ ngày đó")
        if self.taken.is_given_back:
            notes.append(f"hoàn tiền biên lai ngày {one.day.on:%d/%m/%Y}: {one.cancel_reason}")
        elif self.taken.is_cancelled and one.cancelled_by:
            notes.append(f"đã huỷ, {one.cancelled_by.full_name}: {one.cancel_reason}")
        return "; ".join(notes)


@dataclass(frozen=True)
class DaySheet:
    """A day's receipts in the order of numbering, and their sums."""

    lines: list[SheetLine]
    sums: Sums

    @property
    def taken(self) -> list[SheetLine]:
        return [one for one in self.lines if not one.taken.is_given_back]

    @property
    def symbols(self) -> list[str]:
        return [f"{one.receipt.symbol} {one.amount}" for one in self.lines]


def sheets_of(days: Sequence[CashDay]) -> dict[int, DaySheet]:
    """The sheets of these days as things stand: their receipts, and those of earlier days given back on them."""
    found = FeeReceipt.objects.filter(Q(day__in=days) | Q(cancelled_day__in=days))
    receipts = list(found.select_related(*RELATED).prefetch_related("lines__item").order_by("pk"))
    sheets = {}
    for day in days:
        lines = [_line(day, one) for one in receipts if day.pk in {one.day_id, one.cancelled_day_id}]
        sheets[day.pk] = DaySheet(lines, day_sums(one.taken for one in lines))
    return sheets


def day_sheet(day: CashDay) -> DaySheet:
    """The sheet of one day."""
    return sheets_of([day])[day.pk]


def _line(day: CashDay, receipt: FeeReceipt) -> SheetLine:
    own = list(receipt.lines.all())
    taken = Taken(
        Way(receipt.way), tuple((FeeKind(one.item.kind), one.amount) for one in own),
        is_cancelled=receipt.cancelled_day_id == day.pk and receipt.day_id == day.pk,
        is_given_back=receipt.day_id != day.pk,
    )  # fmt: skip
    return SheetLine(receipt, taken, "; ".join(one.item.name for one in own))


def sheet_data(day: CashDay, found: DaySheet, at: datetime) -> Mapping[str, object]:
    """Every value the form prints, as text."""
    rows = [
        {
            "symbol": one.receipt.symbol, "code": one.receipt.dossier.code, "names": one.names,
            "way": WAYS[one.taken.way] + (f" {one.receipt.reference}" if one.receipt.reference else ""),
            "amount": thousands(one.receipt.amount), "counts": thousands(one.amount),
            "note": one.note,
        }
        for one in found.lines
    ]  # fmt: skip
    closed = day.closed_at is not None
    return head_of(day.unit, at) | {
        "unit": day.unit.name, "official": day.official.full_name, "on": f"{day.on:%d/%m/%Y}", "rows": rows,
        "kinds": [[KINDS[kind], dong(total)] for kind, total in found.sums.by_kind.items() if total],
        "ways": [[WAYS[way].capitalize(), dong(total)] for way, total in found.sums.by_way.items()],
        "total": dong(found.sums.total), "count": str(len(found.taken)),
        "cancelled": str(sum(one.taken.is_cancelled for one in found.lines)),
        "booked": dong(found.sums.cash), "counted": dong(day.counted_cash or 0) if closed else "",
        "difference": dong(day.difference) if closed else "", "explanation": day.explanation,
        "closed": on_paper(day.closed_at) if day.closed_at else "",
        "closed_by": day.closed_by.full_name if day.closed_by else "", "printed": on_paper(at),
    }  # fmt: skip
