"""Misses of a network are counted in a bucket that empties itself (rules/allowance.py): lookup codes, passwords.

Wrong passwords for one account make the next try wait longer each time.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet

from congvu.law import practice
from congvu.offices.models import Guessing
from congvu.rules.allowance import Allowance
from congvu.rules.errors import RuleBroken


class Miss(StrEnum):
    """What was missed: the sentence for who has to wait."""

    LOOKUP = "lookup.wait"
    SIGN_IN = "guessing.wait"

    @property
    def allowance(self) -> Allowance:
        told = practice()
        if self is Miss.LOOKUP:
            return Allowance(told.lookup_misses_at_once, told.lookup_misses_a_minute)
        return Allowance(told.sign_in_misses_at_once, told.sign_in_misses_a_minute)


def refuse_after_misses(*, miss: Miss, key: str, at: datetime) -> None:
    """Refuse a try of a network that missed too often a moment ago.

    Raises: RuleBroken `lookup.wait` or `guessing.wait` with the seconds left.
    """
    row = Guessing.objects.filter(key=key).first()
    seconds = miss.allowance.seconds_to_wait(row.failures, row.last_at, at) if row else 0
    if seconds:
        raise RuleBroken(miss.value, seconds=seconds)


@transaction.atomic
def note_miss(*, miss: Miss, key: str, at: datetime) -> None:
    """Count a well-formed code that nobody has, or a wrong password."""
    row, is_new = Guessing.objects.select_for_update().get_or_create(key=key, defaults={"failures": 1, "last_at": at})
    if not is_new:
        row.failures = miss.allowance.standing(row.failures, row.last_at, at) + 1
        row.last_at = at
        row.save(update_fields=["failures", "last_at"])


def refuse_while_waiting(*, key: str, at: datetime) -> None:
    """Refuse a try that comes before its delay is over (đoán mò bị làm chậm).

    Raises: RuleBroken `guessing.wait` with the seconds left.
    """
    guess = Guessing.objects.filter(key=key).first()
    until = guess.wait_until() if guess else None
    if until is not None and until > at:
        raise RuleBroken("guessing.wait", seconds=int((until - at).total_seconds()) + 1)


@transaction.atomic
def note_wrong_try(*, key: str, at: datetime) -> None:
    """Count a wrong try under a key; after an hour of silence the count begins anew."""
    row, created = Guessing.objects.get_or_create(key=key, defaults={"failures": 1, "last_at": at})
    if not created:
        quiet = at - row.last_at > timedelta(hours=1)
        rows: QuerySet[Guessing] = Guessing.objects.filter(pk=row.pk)
        rows.update(failures=1 if quiet else F("failures") + 1, last_at=at)


def forget_wrong_tries(*, key: str) -> None:
    """A right try clears the count it was made under."""
    Guessing.objects.filter(key=key).delete()
