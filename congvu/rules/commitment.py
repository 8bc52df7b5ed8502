"""A place's own commitment (thời gian cam kết): shorter than the law's time, never shorter than what the law protects.

Lengths in one unit are added up. Days and working days cannot be added: there the calendar decides, and the commitment
must hold for a dossier received on any working day of the years the calendar knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from congvu.rules.dossier import fixed_length
from congvu.rules.errors import RuleBroken
from congvu.rules.term import Term
from congvu.rules.working_time import Calendar


@dataclass(frozen=True)
class Part:
    """A protected step inside the clock and the length the law gives it; None where nobody can say how long."""

    name: str
    length: Term | None


@dataclass(frozen=True)
class Shortfall:
    """A day on which the commitment ends before the protected steps do."""

    received: date
    needed_until: datetime
    committed_until: datetime


def protected_parts(steps: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The protected steps that run inside the clock, with their lengths, in their order."""
    inside = [step for step in steps if step.get("protected") and step.get("counts_in_clock", True)]
    found = [(step, fixed_length(step)) for step in inside]
    return [Part(step["name_vi"], length) for step, length in found if length or step.get("kind") == "dues"]


def check_commitment(term: Term, committed: Term, parts: Sequence[Part], calendar: Calendar) -> None:
    """Refuse a commitment longer than the law, and one that squeezes a protected step; the sum is in the refusal.

    Raises: RuleBroken `procedure.commitment_longer_than_law`, `procedure.commitment_squeezes_protected_steps`,
    `procedure.commitment_squeezes_on_some_days`, `procedure.commitment_cannot_be_kept`.
    """
    if is_longer(committed, term, calendar):
        raise RuleBroken("procedure.commitment_longer_than_law", commitment=committed, term=term)
    lengths = [part.length for part in parts if part.length is not None]
    told = [(part.name, part.length) for part in parts]
    if len(lengths) < len(parts):
        raise RuleBroken("procedure.commitment_cannot_be_kept", commitment=committed, parts=told)
    if not lengths:
        return
    if {length.unit for length in lengths} == {committed.unit}:
        needed = Term(sum((length.amount for length in lengths), Decimal(0)), committed.unit)
        if needed.amount > committed.amount:
            raise RuleBroken(
                "procedure.commitment_squeezes_protected_steps", commitment=committed, parts=told, needed=needed
            )
        return
    found = next(shortfalls(committed, lengths, calendar), None)
    if found is not None:
        raise RuleBroken(
            "procedure.commitment_squeezes_on_some_days", commitment=committed, parts=told, received=found.received,
            needed_until=found.needed_until, committed_until=found.committed_until,
        )  # fmt: skip


def is_longer(committed: Term, term: Term, calendar: Calendar) -> bool:
    """Is the commitment longer than the law: by its number, or in other units on every working day of the calendar?"""
    if committed.unit is term.unit:
        return committed.amount > term.amount
    return all(calendar.due(at, committed) > calendar.due(at, term) for _on, at in _receptions(calendar))


def _receptions(calendar: Calendar) -> Iterator[tuple[date, datetime]]:
    """The beginning and the closing of every working day of the years the calendar knows.

    Hours run out soonest from the first, days from the second.
    """
    first, last = calendar.years
    on = calendar.open_day_from(date(first, 1, 1))
    while on.year <= last:
        yield on, datetime.combine(on, time(), calendar.zone)
        yield on, calendar.closing(on)
        on = calendar.next_open_day(on)


def shortfalls(committed: Term, lengths: Sequence[Term], calendar: Calendar) -> Iterator[Shortfall]:
    """The working days on which the commitment could not be kept, the earliest first."""
    for on, received in _receptions(calendar):
        until = received
        for length in lengths:
            until = calendar.due(until, length)
        promised = calendar.due(received, committed)
        if promised < until:
            yield Shortfall(on, until, promised)
