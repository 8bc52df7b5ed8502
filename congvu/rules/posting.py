"""Public posting (niêm yết công khai) and the objections that come in during it: neither shortened nor skipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from congvu.rules.errors import RuleBroken
from congvu.rules.working_time import Calendar, Term, Unit


class PostingState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REPLACED = "replaced"


class PostingMove(StrEnum):
    EXTEND = "extend"
    RESTART = "restart"
    CLOSE = "close"
    NOTE_OBJECTION = "note_objection"


# An objection that came in time is still entered after the closing (it was in the post, or at another counter).
POSTING: Mapping[tuple[PostingState, PostingMove], PostingState] = {
    (PostingState.OPEN, PostingMove.EXTEND): PostingState.OPEN,
    (PostingState.OPEN, PostingMove.NOTE_OBJECTION): PostingState.OPEN,
    (PostingState.OPEN, PostingMove.RESTART): PostingState.REPLACED,
    (PostingState.OPEN, PostingMove.CLOSE): PostingState.CLOSED,
    (PostingState.CLOSED, PostingMove.NOTE_OBJECTION): PostingState.CLOSED,
}


class ObjectionState(StrEnum):
    NOTED = "noted"
    SETTLED = "settled"


class ObjectionMove(StrEnum):
    SETTLE = "settle"


OBJECTION: Mapping[tuple[ObjectionState, ObjectionMove], ObjectionState] = {
    (ObjectionState.NOTED, ObjectionMove.SETTLE): ObjectionState.SETTLED,
}


@dataclass(frozen=True)
class PostingDay:
    """“Niêm yết ngày 9/15”: the day reached, and the whole; days or working days as the law's record has it."""

    day: int
    days: int

    @property
    def is_full(self) -> bool:
        return self.day == self.days


def posting_day(opened_at: datetime, at: datetime, length: Term, calendar: Calendar) -> PostingDay:
    """The day a posting has reached: the day it was put up is not counted, and it stops at the whole."""
    whole = int(length.amount)
    first, on = opened_at.astimezone(calendar.zone).date(), at.astimezone(calendar.zone).date()
    if length.unit is Unit.CALENDAR_DAYS:
        return PostingDay(min((on - first).days, whole), whole)
    counted, day = 0, first
    while day < on and counted < whole:
        day = calendar.next_open_day(day)
        counted += day <= on
    return PostingDay(counted, whole)


def check_extension(ends_at: datetime, until: date, calendar: Calendar) -> datetime:
    """The new earliest end of an extended posting: the closing of `until`, or of the next working day.

    Raises: RuleBroken `posting.never_shorter`.
    """
    end = calendar.closing(calendar.open_day_from(until))
    if end <= ends_at:
        raise RuleBroken("posting.never_shorter", ends=ends_at)
    return end


def check_closing(ends_at: datetime, at: datetime, counted: int, recorded: int) -> None:
    """A posting is closed when its time is over, by minutes that count the objections as they were recorded.

    Raises: RuleBroken `posting.too_early`, `posting.objections_differ`.
    """
    if at < ends_at:
        raise RuleBroken("posting.too_early", ends=ends_at)
    if counted != recorded:
        raise RuleBroken("posting.objections_differ", counted=counted, recorded=recorded)


def check_objection_day(opened_on: date, closed_on: date | None, came_on: date, today: date) -> None:
    """An objection of this posting came between its opening and its closing, and not tomorrow.

    Raises: RuleBroken `objection.in_the_future`, `objection.outside_posting`.
    """
    if came_on > today:
        raise RuleBroken("objection.in_the_future", today=today)
    if came_on < opened_on or (closed_on is not None and came_on > closed_on):
        raise RuleBroken("objection.outside_posting", opened=opened_on, closed=closed_on or today)
