"""The cash day (bảng kê thu trong ngày): where a receipt is booked, and the closing, after which nothing is added."""

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.cash_sheet import day_sheet, sheet_data
from congvu.dossiers.models import CashDay
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.papers import commands as papers
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import MOST
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean

SERIES = "BL"
DAYS_AHEAD = 60


def lock_day(day_id: int) -> CashDay:
    """The row of a day, locked: whoever closes it and whoever books under it wait for each other."""
    found: CashDay = CashDay.objects.select_for_update().get(pk=day_id)
    return found


def _day(unit: Unit, official: Official, on: date) -> CashDay:
    row, _ = CashDay.objects.get_or_create(unit=unit, official=official, on=on)
    return lock_day(row.pk)


def open_day(*, unit: Unit, official: Official, at: datetime, taken_on: date | None = None) -> CashDay:
    """The day a receipt written now is booked under, locked: today, or the next working day that is not closed.

    Money taken earlier, on paper (`taken_on`), belongs to that day as long as it is not closed.
    """
    if taken_on is not None and taken_on < localdate(at):
        stated = _day(unit, official, taken_on)
        if stated.closed_at is None:
            return stated
    on, hours = localdate(at), unit.calendar_in_force().hours
    last = on + timedelta(days=DAYS_AHEAD)
    day = _day(unit, official, on)
    while day.closed_at is not None:
        on += timedelta(days=1)
        if on > last:
            raise RuleBroken("cash.no_open_day")
        if hours.is_open_day(on):
            day = _day(unit, official, on)
    return day


def hold_cash(*, unit: Unit, official: Official, at: datetime, taken_on: date | None) -> None:
    """Lock the cash day and the series of receipts, in this order, for a payment that comes later in the transaction.

    A reception writes to the ledger before it takes money, and nobody may wait after the ledger's head is his.
    """
    day = open_day(unit=unit, official=official, at=at, taken_on=taken_on)
    papers.hold_series(unit=unit, series=SERIES, year=day.on.year)


@transaction.atomic
def close_day(*, actor: Official, at: datetime, day_id: int, counted: int, explanation: str) -> CashDay:
    """Close a day (khoá sổ thu trong ngày): cash counted against cash booked, the difference explained, the sheet kept.

    Raises: RuleBroken `rights.missing`, `cash.day_is_closed`, `cash.not_yet`, `cash.amount`, `cash.needs_explanation`.
    """
    day = lock_day(day_id)
    right = Right.TAKE_FEE if day.official_id == actor.pk else Right.SETTLE_CASH
    require(actor, right, localdate(at), day.unit)
    because = clean(explanation)
    if day.closed_at is not None:
        raise RuleBroken("cash.day_is_closed", on=day.on)
    if day.on > localdate(at):
        raise RuleBroken("cash.not_yet", on=day.on)
    if not 0 <= counted <= MOST:
        raise RuleBroken("cash.amount")
    found = day_sheet(day)
    if counted != found.sums.cash and not because:
        raise RuleBroken("cash.needs_explanation", booked=found.sums.cash, counted=counted)
    day.closed_at, day.closed_by, day.explanation = at, actor, because
    day.booked_cash, day.counted_cash = found.sums.cash, counted
    subject = f"cash:{day.pk}"
    day.paper = papers.issue(
        form="BK", subject=subject, unit=day.unit.code, actor_code=actor.login, at=at, data=sheet_data(day, found, at)
    )
    day.save()
    ledger.append(
        action=Action.CASH_DAY_CLOSED, subject=f"unit:{day.unit.code}:{day.on.year}", unit=day.unit.code,
        actor=actor.login, at=at,
        facts={
            "official": day.official.login, "on": day.on.isoformat(), "receipts": len(found.taken),
            "total": found.sums.total, "booked": found.sums.cash, "counted": counted, "explanation": because,
            "hash": day.paper.data_hash, "symbols": hashlib.sha256("\n".join(found.symbols).encode()).hexdigest(),
        },
    )  # fmt: skip
    return day
