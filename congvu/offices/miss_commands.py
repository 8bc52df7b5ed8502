"""Looking up by a typed code: misses are counted by network, in a bucket that empties itself (rules/allowance.py)."""

from datetime import datetime

from django.db import transaction

from congvu.law import practice
from congvu.offices.models import Guessing
from congvu.rules.allowance import Allowance
from congvu.rules.errors import RuleBroken


def _allowance() -> Allowance:
    return Allowance(practice().lookup_misses_at_once, practice().lookup_misses_a_minute)


def refuse_after_misses(*, key: str, at: datetime) -> None:
    """Refuse a try of a network that missed too often a moment ago.

    Raises: RuleBroken `lookup.wait` with the seconds left.
    """
    row = Guessing.objects.filter(key=key).first()
    seconds = _allowance().seconds_to_wait(row.failures, row.last_at, at) if row else 0
    if seconds:
        raise RuleBroken("lookup.wait", seconds=seconds)


@transaction.atomic
def note_miss(*, key: str, at: datetime) -> None:
    """Count a well-formed code that nobody has."""
    row, is_new = Guessing.objects.select_for_update().get_or_create(key=key, defaults={"failures": 1, "last_at": at})
    if not is_new:
        row.failures = _allowance().standing(row.failures, row.last_at, at) + 1
        row.last_at = at
        row.save(update_fields=["failures", "last_at"])
