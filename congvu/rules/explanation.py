"""Why a due instant or an elapsed time is what it is (vì sao ngày này): every counted and every excluded day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor

from congvu.rules.term import Term, Unit
from congvu.rules.working_time import Calendar, Span, merged


@dataclass(frozen=True)
class Line:
    """One line of an explanation: a local day, what became of it, and the working seconds counted on it.

    `kind` is one of start, counted, weekend, holiday, worked_swap, closure, pause, result.
    """

    kind: str
    on: date
    seconds: int = 0
    name: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The lines, and what they lead to: a due instant, or so many working seconds."""

    lines: tuple[Line, ...]
    due_at: datetime | None = None
    seconds: int = 0


def why_due(calendar: Calendar, start: datetime, term: Term, pauses: Iterable[Span] = ()) -> Explanation:
    """`Calendar.due` moved by each pause in turn, with every day between told."""
    due = calendar.due(start, term)
    lines = _days_told(calendar, start, due, first_counts=term.unit in {Unit.WORKING_HOURS, Unit.SAME_DAY})
    for paused_from, paused_to in sorted(pauses):
        moved = calendar.shifted(due, term, paused_from, paused_to)
        seconds = calendar.elapsed(paused_from, paused_to)
        local = (paused_from.astimezone(calendar.zone), paused_to.astimezone(calendar.zone))
        lines.append(Line("pause", local[0].date(), seconds, spans=(local,)))
        lines += _days_told(calendar, due, moved, first_counts=True)
        due = moved
    return Explanation((*lines, Line("result", due.date(), spans=((due, due),))), due_at=due)


def why_elapsed(calendar: Calendar, begin: datetime, end: datetime, pauses: Iterable[Span] = ()) -> Explanation:
    """`Calendar.elapsed` with every day between told."""
    pauses = sorted(pauses)
    seconds = calendar.elapsed(begin, end, pauses)
    lines = _days_told(calendar, begin, end, first_counts=True)
    for first, last in merged(pauses, floor(begin.timestamp()), floor(end.timestamp())):
        span = _local(calendar, first, last)
        lines.append(Line("pause", span[0].date(), calendar.elapsed(*span), spans=(span,)))
    return Explanation(tuple(lines), seconds=seconds)


def _local(calendar: Calendar, first: int, last: int) -> Span:
    return datetime.fromtimestamp(first, calendar.zone), datetime.fromtimestamp(last, calendar.zone)


def _days_told(calendar: Calendar, begin: datetime, end: datetime, *, first_counts: bool) -> list[Line]:
    first, last = floor(begin.timestamp()), floor(end.timestamp())
    span = _local(calendar, first, last)
    lines, on, stop = [], span[0].date(), span[1].date()
    while on <= stop:
        if on == span[0].date() and not first_counts:
            lines.append(Line("start", on))
        else:
            lines += _day_told(calendar, on, first, last)
        on += timedelta(days=1)
    return lines


def _day_told(calendar: Calendar, on: date, first: int, last: int) -> list[Line]:
    """What one day gives: its counted stretches, or the reason why it gives none; local closures by name."""
    file, zone = calendar.file, calendar.zone
    spans = [(max(a, first), min(b, last)) for a, b in calendar.seconds_open(on)]
    counted = [(a, b) for a, b in spans if a < b]
    told = tuple(_local(calendar, a, b) for a, b in counted)
    closed = [
        Line("closure", on, name=one.name, spans=((begin, end),))
        for one in file.closures
        for begin, end in [(one.begin.astimezone(zone), one.end.astimezone(zone))]
        if file.shifts(on) and begin.date() <= on and end > datetime.combine(on, time(), zone)
    ]
    if on in file.holidays:
        return [Line("holiday", on, name=file.holidays[on])]
    if not file.shifts(on):
        return [Line("weekend", on)]
    kind = "worked_swap" if on in file.working_days else "counted"
    return closed + ([Line(kind, on, sum(b - a for a, b in counted), spans=told)] if counted else [])
