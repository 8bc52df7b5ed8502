"""An earlier receipt, declared by the clerk after an outage: when it is heard, and when a head lets it be heard."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.models import LateEntry
from congvu.law import practice
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


def declared_instant(*, received_at: datetime, reason: str, paper: str, unit: Unit, at: datetime) -> datetime:
    """The declared instant, heard only with reason and paper, not in the future, and a few working days back.

    Further back it is heard where a head let papers of that day be entered late. Raises: RuleBroken `declared.*`.
    """
    if not clean(reason) or not clean(paper):
        raise RuleBroken("declared.needs_reason_and_paper")
    if received_at > at:
        raise RuleBroken("declared.in_the_future", now=at)
    day, days, most = localdate(received_at), practice().declared_working_days_back, _most()
    passed = open_days_since(unit, day, localdate(at))
    if passed > most:
        raise RuleBroken("declared.beyond_all", most=most)
    allowed = LateEntry.objects.filter(unit=unit, first_day__lte=day, last_day__gte=day)
    if passed > days and not allowed.exists():
        raise RuleBroken("declared.too_far_back", days=days, most=most)
    return received_at


def _most() -> int:
    return practice().declared_working_days_back_by_head


def open_days_since(unit: Unit, day: date, today: date) -> int:
    """How many days the unit was open by its calendar after `day`, today with them: a day closed by a storm is none."""
    hours = unit.calendar_in_force().hours
    return sum(hours.is_open_day(day + timedelta(days=n)) for n in range(1, (today - day).days + 1))


@transaction.atomic
def allow_late_entry(
    *, actor: Official, at: datetime, unit: Unit, first_day: date, last_day: date, reason: str
) -> LateEntry:
    """Let papers received on these days be entered with their true time (cho phép nhập muộn giấy biên nhận).

    Raises: RuleBroken `rights.missing`, `late_entry.needs_reason`, `late_entry.days`, `late_entry.too_far_back`.
    """
    today, because = localdate(at), clean(reason)
    require(actor, Right.ALLOW_LATE_ENTRY, today, unit)
    if not because:
        raise RuleBroken("late_entry.needs_reason")
    if not first_day <= last_day <= today:
        raise RuleBroken("late_entry.days", today=today)
    if open_days_since(unit, max(first_day, today - timedelta(days=366)), today) > _most():
        raise RuleBroken("late_entry.too_far_back", most=_most())
    made = LateEntry.objects.create(
        unit=unit, first_day=first_day, last_day=last_day, reason=because, allowed_at=at, allowed_by=actor
    )
    ledger.append(
        action=Action.PAPER_RECEIPTS_LATE_ALLOWED, subject=f"late_entry:{made.pk}", unit=unit.code, actor=actor.login,
        at=at, facts={"first": first_day.isoformat(), "last": last_day.isoformat(), "reason": because},
    )  # fmt: skip
    return made
