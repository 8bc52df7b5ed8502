"""An earlier receipt, declared by the clerk after an outage: when it is heard."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from congvu.law import practice
from congvu.offices.models import Unit
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean


def declared_instant(*, received_at: datetime, reason: str, paper: str, unit: Unit, at: datetime) -> datetime:
    """The declared instant, heard only with reason and paper, not in the future, and a few working days back.

    Raises: RuleBroken `declared.*`.
    """
    if not clean(reason) or not clean(paper):
        raise RuleBroken("declared.needs_reason_and_paper")
    if received_at > at:
        raise RuleBroken("declared.in_the_future", now=at)
    days = practice().declared_working_days_back
    hours = unit.calendar_in_force().hours
    first = localdate(received_at)
    passed = sum(hours.is_open_day(first + timedelta(days=n)) for n in range(1, (localdate(at) - first).days + 1))
    if passed > days:
        raise RuleBroken("declared.too_far_back", days=days)
    return received_at
