"""Absences (vắng mặt): how long they last, and that one person is never away twice at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from congvu.rules.errors import RuleBroken


class AbsenceKind(StrEnum):
    LEAVE = "leave"
    ERRAND = "errand"
    DEPARTURE = "departure"
    SUSPENSION = "suspension"


# What the head of a unit enters; the others are decisions about the person, entered by whoever may know them.
OF_THE_HEAD = frozenset({AbsenceKind.LEAVE, AbsenceKind.ERRAND})


@dataclass(frozen=True)
class Span:
    """From an instant, included, to an instant, not included; without an end: for good."""

    from_at: datetime
    to_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at and (self.to_at is None or at < self.to_at)

    def overlaps(self, other: "Span") -> bool:
        """An absence ended before it began lasts no time and meets nothing."""
        if self.to_at == self.from_at or other.to_at == other.from_at:
            return False
        before = self.to_at is not None and self.to_at <= other.from_at
        after = other.to_at is not None and other.to_at <= self.from_at
        return not before and not after


def check_span(kind: AbsenceKind, span: Span, now: datetime) -> None:
    """An absence ends after it begins and is not over when it is entered; only a departure has no end.

    Raises: RuleBroken `absence.needs_end`, `absence.ends_before_it_begins`, `absence.already_over`.
    """
    if span.to_at is None:
        if kind is not AbsenceKind.DEPARTURE:
            raise RuleBroken("absence.needs_end")
        return
    if span.to_at <= span.from_at:
        raise RuleBroken("absence.ends_before_it_begins", from_at=span.from_at, to_at=span.to_at)
    if span.to_at <= now:
        raise RuleBroken("absence.already_over", to_at=span.to_at)


def check_alone(span: Span, others: Iterable[Span], who: str) -> None:
    """One person has one absence at a time. Raises: RuleBroken `absence.overlaps`."""
    for other in others:
        if span.overlaps(other):
            raise RuleBroken("absence.overlaps", official=who, from_at=other.from_at, to_at=other.to_at or "…")


def check_prolonged(span: Span, to_at: datetime) -> None:
    """Longer is later than its present end. Raises: RuleBroken `absence.not_longer`."""
    if span.to_at is None or to_at <= span.to_at:
        raise RuleBroken("absence.not_longer", to_at=span.to_at or "…")


def check_same_decision(before: AbsenceKind, after: AbsenceKind) -> None:
    """Leave or an errand does not turn into a decision about the person, nor back: that is another absence.

    Raises: RuleBroken `absence.other_decision`.
    """
    if (before in OF_THE_HEAD) != (after in OF_THE_HEAD):
        raise RuleBroken("absence.other_decision")
