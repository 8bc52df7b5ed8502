"""Figures of one official (số liệu của một người): time on the own desk, who sees first, when ratings come out.

Never a rank: nothing here compares one person with another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from congvu.law import practice
from congvu.rules.working_time import Calendar, Term

Span = tuple[datetime, datetime]


class StepTiming(StrEnum):
    """How one finished step stood with the time planned for it."""

    WITHIN = "trong"
    BEYOND = "vuot"
    UNPLANNED = "khong"


@dataclass(frozen=True)
class Worked:
    """Working seconds of a step on one desk; `waited`: how many more its draft lay with signers and the clerk."""

    seconds: int
    waited: int


def worked(stretches: Sequence[Span], pauses: Iterable[Span], signings: Iterable[Span], calendar: Calendar) -> Worked:
    """The time a step lay on one desk, the pauses of the clock and the waiting for others' signatures taken out."""
    stops = list(pauses)
    whole = sum(calendar.elapsed(begin, end, stops) for begin, end in stretches)
    stops += signings
    own = sum(calendar.elapsed(begin, end, stops) for begin, end in stretches)
    return Worked(own, whole - own)


def planned(begun: datetime, term: Term | None, calendar: Calendar) -> int | None:
    """Working seconds from the step's arrival to the end of its planned time; None where the law's record has none."""
    return None if term is None else calendar.elapsed(begun, calendar.due(begun, term))


def step_timing(seconds: int, allowed: int | None) -> StepTiming:
    """Within the planned time or beyond it (vượt thời gian dự kiến của bước); exactly full is within."""
    if allowed is None:
        return StepTiming.UNPLANNED
    return StepTiming.WITHIN if seconds <= allowed else StepTiming.BEYOND


@dataclass(frozen=True)
class Band:
    """A band of the distribution of times: from (included) to (excluded), in working seconds; None has no end."""

    slug: str
    first: int
    end: int | None

    def holds(self, seconds: int) -> bool:
        return self.first <= seconds and (self.end is None or seconds < self.end)


HOUR = 3600
DAY = practice().working_hours_a_day * HOUR
EDGES = (0, HOUR, 4 * HOUR, DAY, 2 * DAY, 5 * DAY)
BANDS = tuple(
    Band(str(number), first, end) for number, (first, end) in enumerate(zip(EDGES, (*EDGES[1:], None), strict=True), 1)
)


def open_to_head_from(period_last: date, days: int) -> date:
    """The first day the head may see an official's figures although nothing was said of them."""
    return period_last + timedelta(days=days)


def may_head_see(*, period_last: date, days: int, acknowledged_on: date | None, on: date) -> bool:
    """The official sees first: the head only after the official has looked and could explain, or after the days."""
    if on <= period_last:
        return False
    return acknowledged_on is not None or on >= open_to_head_from(period_last, days)


def released(counts: Sequence[int], least: int) -> int:
    """How many of these periods, oldest first, are published: what each publication adds is `least` or more.

    So nobody learns from the difference of two readings what a single citizen said.
    """
    shown = waiting = 0
    for number, count in enumerate(counts, 1):
        waiting += count
        if waiting >= least:
            shown, waiting = number, 0
    return shown
