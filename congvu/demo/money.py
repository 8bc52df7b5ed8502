"""Fees and scans in the demonstration place: taken, let off, left unpaid, cancelled, the days closed in the evening."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone, localdate
from PIL import Image, ImageDraw

from congvu.dossiers.cash_sheet import day_sheet
from congvu.dossiers.commands import cash, fees
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.commands.scans import add_scans
from congvu.dossiers.models import CashDay, Dossier
from congvu.offices.models import Official, ProcedureVersion
from congvu.papers.uploads import check
from congvu.rules.fees import FeeHow, Way

if TYPE_CHECKING:
    from congvu.demo.fill import Town

# Sums that are counted are booked here only of late: the filling stays quick.
COUNTED_DAYS = 7
PAGES = (1, 2, 4, 5, 12)
SCANNED_EVERY = 60


def fee_for(town: "Town", version: ProcedureVersion, at: datetime, pages: int) -> int | None:
    """What the counter types: nothing where the record fixes it, copies by the page, nothing where nobody knows."""
    is_counted = any(rate.how is FeeHow.COUNTED for rate in version.rates)
    if not is_counted or (town.now - at).days > COUNTED_DAYS:
        return None
    return pages * 2000


def at_reception(town: "Town", dossier: Dossier, clerk: Official, at: datetime) -> None:
    """Most pay at once, some are let off, a few pay later; every so often the papers are scanned."""
    chance, common = town.money.random(), {"actor": clerk, "at": at, "dossier_id": dossier.pk}
    if next(town.scanned) % SCANNED_EVERY == 0 and dossier.papers:
        add_scans(**common, files=[check(_page(dossier), "trang-1.jpg")], paper=dossier.papers[0])  # type: ignore[arg-type]
    if not dossier.fee:
        return
    if chance < 0.04:
        item = dossier.fee_items.get()
        fees.exempt_fee(
            actor=clerk, at=at, dossier_id=dossier.pk, seen_version=None, item_id=item.pk, amount=item.amount,
            ground="ho-ngheo", proof=f"GCN hộ nghèo số {town.money.randint(1, 90)}/2026",
        )  # fmt: skip
    elif chance < 0.93:
        _pay(town, dossier, clerk, at)


def _pay(town: "Town", dossier: Dossier, clerk: Official, at: datetime) -> None:
    chance = town.money.random()
    paid = Paid(Way.CASH)
    if chance < 0.3:
        paid = Paid(Way.TRANSFER, f"FT{town.money.randint(10**9, 10**10 - 1)}")
    done = fees.take_fee(actor=clerk, at=at, dossier_id=dossier.pk, seen_version=None, paid=paid)
    receipt = done.fee_receipts.select_related("day").latest("pk")
    if 0.3 < chance < 0.32:
        fees.cancel_receipt(
            actor=clerk, at=at, dossier_id=dossier.pk, seen_version=None, receipt_id=receipt.pk, reason="In hỏng"
        )
        fees.take_fee(actor=clerk, at=at, dossier_id=dossier.pk, seen_version=None, paid=paid)
    if receipt.day.on not in town.cash_days:
        town.cash_days.add(receipt.day.on)
        evening = datetime.combine(receipt.day.on, time(17, 5), get_current_timezone())
        town.later(evening, _close(town, receipt.day.on))


def _close(town: "Town", on: date) -> Callable[[datetime], None]:
    """In the evening everybody counts; once in a while it does not come out even."""

    def act(at: datetime) -> None:
        if on == localdate(town.now):
            return
        for day in CashDay.objects.filter(on=on, closed_at=None).select_related("official"):
            booked, why = day_sheet(day).sums.cash, ""
            if booked > 1000 and town.money.random() < 0.05:
                booked, why = booked - 1000, "Trả lại thừa 1.000 đồng, người thu nộp bù ngày hôm sau"
            cash.close_day(actor=day.official, at=at, day_id=day.pk, counted=max(0, booked), explanation=why)

    return act


def _page(dossier: Dossier) -> bytes:
    """A white page with a few lines: nobody's paper."""
    page = Image.new("L", (420, 594), 255)
    drawn = ImageDraw.Draw(page)
    drawn.text((40, 40), f"BAN TRINH DIEN {dossier.pk}", fill=0)
    for line in range(12):
        drawn.line((40, 90 + 34 * line, 380 - (line % 3) * 60, 90 + 34 * line), fill=120, width=3)
    out = io.BytesIO()
    page.save(out, "JPEG")
    return out.getvalue()
