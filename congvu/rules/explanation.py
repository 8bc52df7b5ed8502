"""Why a due instant or an elapsed time is what it is (vì sao ngày này): every counted and every excluded day.

Told in the term's own unit, and in parts that a person can recount: the term, each pause, what the pause added.
Instants are cut to whole minutes as they are printed, and so is every length: the hours of a line add up to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import floor

from congvu.rules.term import Term, Unit, is_after
from congvu.rules.working_time import Calendar, Span, merged

Pause = tuple[datetime, datetime | None]
DAY = timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One line: a local day, what became of it (`kind`), and what was counted on it.

    `number` of `of`: which day of the term or of the added days it is. `seconds`: whole minutes counted; working
    time, but of days added to a term in calendar days time by the clock on the wall. `name`: of the holiday or
    closure; of a same-day term the hour. `is_paused`: it counts for the date told here, though the clock stood for a
    while; that while is in the part of its pause.
    """

    kind: str
    on: date
    seconds: int = 0
    name: str = ""
    spans: tuple[Span, ...] = ()
    number: int = 0
    of: int = 0
    is_paused: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the way to the due instant; `kind` is first, pause, moved (after a pause) or appointed (anew).

    `begin` and `end` are the part's own; only a pause does not end with its due instant. A pause has the `seconds`
    it adds, and its lines are what it took from the time before the due instant.
    """

    kind: str
    lines: tuple[Line, ...]
    begin: datetime
    end: datetime
    due_at: datetime
    seconds: int = 0


@dataclass(frozen=True)
class Explanation:
    """The parts in their order, and the due instant they lead to."""

    term: Term
    parts: tuple[Part, ...]
    due_at: datetime


@dataclass(frozen=True)
class Counted:
    """The lines of an elapsed time in their order, and the working seconds they lead to."""

    lines: tuple[Line, ...]
    seconds: int


def why_due(
    calendar: Calendar, start: datetime, term: Term, pauses: Iterable[Pause] = (), appointed: Iterable[Span] = ()
) -> Explanation:
    """`Calendar.due`, moved by each pause in turn; `appointed` are pairs of when a new day was given, and the new due.

    A pause begins while there is time left: after the due instant nothing stops the clock. One that has not ended
    moves nothing yet.
    """
    due, begun = calendar.due(start, term), start.astimezone(calendar.zone)
    stood = sorted((begin, end or NEVER) for begin, end in pauses)
    held = [one for one in stood if one[1] is not NEVER]
    parts = [Part("first", _marked(calendar, term, _first(calendar, begun, due, term), stood), begun, due, due)]
    changes = [(*one, "pause") for one in held] + [(*one, "appointed") for one in appointed]
    for at, until, kind in sorted(changes):
        if kind == "appointed":
            due = until.astimezone(calendar.zone)
            parts.append(Part("appointed", (), at.astimezone(calendar.zone), due, due))
        else:
            later = [one for one in stood if one[0] >= until]
            parts += _paused(calendar, term, parts[-1].due_at, (at, until), later)
    return Explanation(term, tuple(parts), parts[-1].due_at)


def why_elapsed(calendar: Calendar, begin: datetime, end: datetime, pauses: Iterable[Span] = ()) -> Counted:
    """`Calendar.elapsed` with every day and every pause between told, in their order."""
    pauses = list(pauses)
    seconds, at = calendar.elapsed(begin, end, pauses), begin.astimezone(calendar.zone)
    lines: list[Line] = []
    for first, last in merged(pauses, floor(begin.timestamp()), floor(end.timestamp())):
        span = (datetime.fromtimestamp(first, calendar.zone), datetime.fromtimestamp(last, calendar.zone))
        lines += _hours(calendar, at, span[0])
        paused = sum(line.seconds for line in _hours(calendar, *span))
        lines.append(Line("pause", span[0].date(), paused, spans=(span,)))
        at = span[1]
    lines += _hours(calendar, at, end.astimezone(calendar.zone))
    told = sum(line.seconds for line in lines if line.kind != "pause")
    lines += _odd_seconds(lines[-1].on, told, seconds // 60 * 60) if lines else []
    return Counted(tuple(dict.fromkeys(lines)), seconds)


def _minutes(begin: datetime, end: datetime) -> int:
    """The length between two instants as they are printed, in seconds."""
    return (floor(end.timestamp()) // 60 - floor(begin.timestamp()) // 60) * 60


def _odd_seconds(on: date, told: int, meant: int) -> list[Line]:
    """What printed hours differ from the true length because their seconds are not printed."""
    return [Line("odd_seconds", on, meant - told)] if meant != told else []


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _first(calendar: Calendar, begun: datetime, due: datetime, term: Term) -> list[Line]:
    """The days of a term without its pauses."""
    if term.unit is Unit.WORKING_HOURS:
        return _hours(calendar, begun, due)
    if term.cutoff is not None:
        return _same_day(calendar, begun, due, term.cutoff)
    whole = int(term.amount)
    lines = [Line("start", begun.date())]
    if term.unit is Unit.WORKING_DAYS:
        return lines + _working_days(calendar, begun.date() + DAY, due.date(), whole)
    for n in range(1, whole + 1):
        on = begun.date() + n * DAY
        lines.append(Line("calendar_day", on, name=calendar.file.holidays.get(on, ""), number=n, of=whole))
    return lines + _rolled(calendar, lines[-1].on, due, "rolled")


def _working_days(calendar: Calendar, first: date, last: date, of: int) -> list[Line]:
    lines: list[Line] = []
    number = 0
    for on in _days(first, last):
        if calendar.is_open_day(on):
            number += 1
            kind = "swapped_day" if on in calendar.file.working_days else "working_day"
            lines.append(Line(kind, on, number=number, of=of))
        else:
            lines += _shut(calendar, on)
    return lines


def _same_day(calendar: Calendar, begun: datetime, due: datetime, cutoff: time) -> list[Line]:
    """The rule that decided: not after or after the hour, after closing, or on a closed day."""
    on, hour = begun.date(), f"{cutoff:%H:%M}"
    if due.date() == on:
        return [Line("same_day", on, name=hour)]
    if not calendar.is_open_day(on):
        received = Line("same_day_shut", on)
    elif is_after(begun, cutoff):
        received = Line("same_day_late", on, name=hour)
    else:
        received = Line("same_day_after_hours", on)
    between = [line for one in _days(on + DAY, due.date() - DAY) for line in _shut(calendar, one)]
    return [received, *between, Line("next_day", due.date())]


def _rolled(calendar: Calendar, last: date, due: datetime, kind: str) -> list[Line]:
    """From the last day of a term in calendar days to the working day on which it ends."""
    if last == due.date():
        return []
    between = [line for on in _days(last + DAY, due.date() - DAY) for line in _shut(calendar, on)]
    return [*between, Line(kind, due.date(), spans=((due, due),))]


def _shut(calendar: Calendar, on: date) -> list[Line]:
    """Why nobody works on this day; local closures by name."""
    file = calendar.file
    if on in file.holidays:
        return [Line("holiday", on, name=file.holidays[on])]
    return _closures(calendar, on) if file.shifts(on) else [Line("weekend", on)]


def _closures(calendar: Calendar, on: date) -> list[Line]:
    zone, found = calendar.zone, []
    for one in calendar.file.closures:
        begin, end = one.begin.astimezone(zone), one.end.astimezone(zone)
        if begin.date() <= on and end > datetime.combine(on, time(), zone):
            found.append(Line("closure", on, name=one.name, spans=((begin, end),)))
    return found


def _hours(calendar: Calendar, begin: datetime, end: datetime) -> list[Line]:
    """The working time of each day between two instants, and the days that have none."""
    first, last = floor(begin.timestamp()), floor(end.timestamp())
    lines: list[Line] = []
    for on in _days(begin.date(), end.date()):
        if not calendar.is_open_day(on):
            lines += _shut(calendar, on)
            continue
        cut = [(max(a, first), min(b, last)) for a, b in calendar.seconds_open(on)]
        spans = tuple(
            (datetime.fromtimestamp(a, calendar.zone), datetime.fromtimestamp(b, calendar.zone))
            for a, b in cut if a < b
        )  # fmt: skip
        kind = "worked_swap" if on in calendar.file.working_days else "counted"
        counted = [Line(kind, on, sum(_minutes(*one) for one in spans), spans=spans)] if spans else []
        lines += _closures(calendar, on) + counted
    return lines


def _paused(calendar: Calendar, term: Term, due: datetime, pause: Span, later: Sequence[Span]) -> list[Part]:
    """A pause, and the date after it.

    What it took from the time before the due instant is counted again, from the due instant or the pause's end,
    whichever is later: the same instant as moving the due instant by the whole pause, and no paused day is counted.
    """
    began, ended = (at.astimezone(calendar.zone) for at in pause)
    moved = calendar.shifted(due, term, *pause)
    until, since = min(ended, due), max(ended, due)
    if term.unit is Unit.CALENDAR_DAYS:
        taken = [Line("taken", began.date(), _minutes(began, until), spans=((began, until),))]
        added = _added_days(calendar, since, until - began, moved)
    else:
        taken = [replace(one, kind="taken") if one.seconds else one for one in _hours(calendar, began, until)]
        added = _hours(calendar, since, moved)
    seconds = sum(line.seconds for line in added)
    taken += _odd_seconds(until.date(), sum(line.seconds for line in taken), seconds)
    if since > due:
        added.insert(0, Line("resumed", since.date(), spans=((since, since),)))
    told = _marked(calendar, term, added, later)
    return [Part("pause", tuple(taken), began, ended, due, seconds), Part("moved", told, since, moved, moved)]


def _added_days(calendar: Calendar, since: datetime, length: timedelta, due: datetime) -> list[Line]:
    """Whole days of twenty-four hours, the hours left over, and the roll to the closing of a working day."""
    whole = length // DAY
    full, moved = since + whole * DAY, since + length
    lines = []
    for n in range(1, whole + 1):
        end = since + n * DAY
        lines.append(Line("added_day", end.date(), 86_400, spans=((end - DAY, end),), number=n, of=whole))
    if rest := _minutes(full, moved):
        lines.append(Line("added_hours", moved.date(), rest, spans=((full, moved),)))
    if due.date() == moved.date():
        return lines if due == moved else [*lines, Line("to_closing", due.date(), spans=((due, due),))]
    kind = "rolled_after_hours" if calendar.is_open_day(moved.date()) else "rolled"
    return lines + _rolled(calendar, moved.date(), due, kind)


def _marked(calendar: Calendar, term: Term, lines: Sequence[Line], pauses: Sequence[Span]) -> tuple[Line, ...]:
    """The lines, with a mark on those that count although the clock stood on them for a while."""
    return tuple(replace(line, is_paused=_is_paused(calendar, term, line, pauses)) for line in lines)


def _is_paused(calendar: Calendar, term: Term, line: Line, pauses: Sequence[Span]) -> bool:
    if not line.number and not line.seconds:
        return False
    midnight = datetime.combine(line.on, time(), calendar.zone)
    spans = line.spans or ((midnight, midnight + DAY),)
    both = [(max(a, begin), min(b, end)) for a, b in pauses for begin, end in spans]
    stood = [(a, b) for a, b in both if a < b]
    return any(term.unit is Unit.CALENDAR_DAYS or calendar.elapsed(a, b) > 0 for a, b in stood)
