"""Working time (thời gian làm việc): due instants and elapsed time; `explanation.py` tells the reason for each.

A calendar is compiled into sorted open intervals with prefix sums; every question is then one or two bisections.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from math import floor
from zoneinfo import ZoneInfo

from congvu.rules.calendar_file import CalendarFile, read
from congvu.rules.errors import RuleBroken
from congvu.rules.term import Term, Unit, is_after

__all__ = ["Calendar", "Span", "Term", "Unit", "merged"]

Span = tuple[datetime, datetime]


def merged(pauses: Iterable[Span], first: int, last: int) -> list[tuple[int, int]]:
    """Pauses as UTC seconds within a stretch, in order, overlapping ones as one.

    Raises: RuleBroken `time.end_before_begin`.
    """
    found: list[tuple[int, int]] = []
    for begin, end in sorted(pauses):
        if end < begin:
            raise RuleBroken("time.end_before_begin", begin=begin, end=end)
        a, b = max(first, floor(begin.timestamp())), min(last, floor(end.timestamp()))
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        elif a < b:
            found.append((a, b))
    return found


class Calendar:
    """The working hours of a unit. All instants in and out are aware; the result is in the calendar's zone.

    Units: whole seconds; the opening instant is inside a shift, the closing instant outside.
    """

    def __init__(self, file: CalendarFile) -> None:
        self.file = file
        self.zone: ZoneInfo = file.zone
        days = [*file.holidays, *file.working_days]
        self.known_years = (min(days).year, max(days).year) if days else None
        first, last = self.years
        self._compile(first - 1, last + 1)

    @property
    def years(self) -> tuple[int, int]:
        """The years in which this calendar's days may differ; one that lists no days is the same every year."""
        return self.known_years or (2024, 2024)

    @classmethod
    def from_content(cls, content: Mapping[str, object]) -> "Calendar":
        """Compile the content of a calendar file. Raises: RuleBroken `calendar.*`."""
        return cls(read(content))

    def _compile(self, first: int, last: int) -> None:
        starts, ends = list[int](), list[int]()
        days, closings = list[int](), list[int]()
        on, stop = date(first, 1, 1), date(last, 12, 31)
        while on <= stop:
            open_spans = self.seconds_open(on)
            if open_spans:
                days.append(on.toordinal())
                closings.append(open_spans[-1][1])
            for begin, end in open_spans:
                starts.append(begin)
                ends.append(end)
            on += timedelta(days=1)
        sums = [0]
        for begin, end in zip(starts, ends, strict=True):
            sums.append(sums[-1] + end - begin)
        self._first, self._last = first, last
        self._starts, self._ends, self._sums, self._days, self._closings = starts, ends, sums, days, closings
        self._low = int(datetime(first, 1, 2, tzinfo=self.zone).timestamp())
        self._high = int(datetime(last, 12, 30, tzinfo=self.zone).timestamp())

    def seconds_open(self, on: date) -> list[tuple[int, int]]:
        """The open stretches of a day in UTC seconds, local closures cut out."""
        spans = [
            (
                int(datetime.combine(on, opens, self.zone).timestamp()),
                int(datetime.combine(on, closes, self.zone).timestamp()),
            )
            for opens, closes in self.file.shifts(on)
        ]
        for closure in self.file.closures:
            begin, end = int(closure.begin.timestamp()), int(closure.end.timestamp())
            pieces = [piece for a, b in spans for piece in ((a, min(b, begin)), (max(a, end), b))]
            spans = [(a, b) for a, b in pieces if a < b]
        return spans

    def _second(self, at: datetime) -> int:
        """An instant as whole UTC seconds, the compiled years stretched to hold it."""
        if at.tzinfo is None:
            raise RuleBroken("time.without_zone", at=at.isoformat())
        second = floor(at.timestamp())
        if not self._low <= second <= self._high:
            self._reach(at.year - 1, at.year + 1)
        return second

    def _reach(self, first: int, last: int) -> None:
        if not 1900 <= first <= last <= 2200:  # one year more on either side than anybody may ask for
            raise RuleBroken("time.out_of_range", year=first + 1 if first < 1900 else last - 1)
        self._compile(min(first, self._first), max(last, self._last))

    def _local(self, second: int) -> datetime:
        return datetime.fromtimestamp(second, self.zone)

    def _position(self, second: int) -> int:
        """Working seconds from the beginning of the compiled years to this second."""
        i = bisect_right(self._starts, second) - 1
        if i < 0:
            return 0
        end = self._ends[i]
        return self._sums[i] + (second if second < end else end) - self._starts[i]

    def _after(self, second: int, seconds: int) -> int:
        """The first second at which so many working seconds have passed: the end of a shift, not the next opening."""
        position, sums = self._position(second) + seconds, self._sums
        while position > sums[-1]:
            self._reach(self._first, self._last + 2)
            sums = self._sums
        i = bisect_left(sums, position, 1) - 1
        return self._starts[i] + position - sums[i]

    def after(self, start: datetime, seconds: int) -> datetime:
        """The instant when `seconds` working seconds have passed since `start`; none: `start` itself."""
        second = self._second(start)
        return self._local(self._after(second, seconds) if seconds > 0 else second)

    def before(self, end: datetime, seconds: int) -> datetime:
        """The instant from which `seconds` working seconds lead to `end`; at a seam the opening, not the closing."""
        second = self._second(end)
        while self._position(second) < seconds:
            self._reach(self._first - 2, self._last)
        position = self._position(second) - seconds
        i = bisect_right(self._sums, position) - 1
        return self._local(self._starts[i] + position - self._sums[i])

    def due(self, start: datetime, term: Term) -> datetime:
        """The due instant (thời điểm đến hạn) of a term that begins at `start`.

        Source: docs/glossary.md, “thời hạn”: days exclude the first day, hours begin at the moment.
        """
        second = self._second(start)
        if term.seconds:
            return self._local(self._after(second, term.seconds))
        on = self._local(second).date()
        if term.unit is Unit.WORKING_DAYS:
            index = self._day_index(on, int(term.amount))  # may stretch the years, so it comes before the list is read
            return self._local(self._closings[index])
        if term.cutoff is not None:
            return self._same_day(second, on, term.cutoff)
        return self.closing(self.open_day_from(on + timedelta(days=int(term.amount))))

    def _day_index(self, on: date, count: int) -> int:
        """The place of the count-th open day after `on` in the compiled list."""
        ordinal = on.toordinal()
        index = bisect_right(self._days, ordinal) + count - 1
        while index >= len(self._days):
            self._reach(self._first, self._last + 2 + count // 200)
            index = bisect_right(self._days, ordinal) + count - 1
        return index

    def _same_day(self, second: int, on: date, cutoff: time) -> datetime:
        """Not after the cutoff of an open day: its closing; else the closing of the next open day.

        What comes on a closed day counts as come at the opening of the next open day.
        """
        if not self.is_open_day(on):
            return self.closing(self.next_open_day(on))
        late = is_after(self._local(second), cutoff) or second >= int(self.closing(on).timestamp())
        return self.closing(self.next_open_day(on) if late else on)

    def elapsed(self, begin: datetime, end: datetime, pauses: Iterable[Span] = ()) -> int:
        """Working seconds from `begin` to `end`, less the pauses (each second of overlapping pauses once).

        Raises: RuleBroken `time.end_before_begin`.
        """
        first, last = self._second(begin), self._second(end)
        if last < first:
            raise RuleBroken("time.end_before_begin", begin=begin, end=end)
        total = self._position(last) - self._position(first)
        for a, b in merged(pauses, first, last):
            total -= self._position(b) - self._position(a)
        return total

    def shifted(self, due: datetime, term: Term, paused_from: datetime, paused_to: datetime) -> datetime:
        """The due instant after a pause: working terms move by its working time, calendar days by its length.

        A calendar-day due instant then rolls to the first closing that is not earlier.
        """
        if term.unit is not Unit.CALENDAR_DAYS:
            return self.after(due, self.elapsed(paused_from, paused_to))
        moved = (due + (paused_to - paused_from)).astimezone(self.zone)
        closing = self.closing(self.open_day_from(moved.date()))
        return closing if closing >= moved else self.closing(self.next_open_day(moved.date()))

    def is_open(self, at: datetime) -> bool:
        """Is the unit at work at this instant?"""
        second = self._second(at)
        i = bisect_right(self._starts, second) - 1
        return i >= 0 and second < self._ends[i]

    def is_open_day(self, on: date) -> bool:
        """Has this local day any working time (ngày làm việc)?"""
        self._hold(on)
        i = bisect_left(self._days, on.toordinal())
        return i < len(self._days) and self._days[i] == on.toordinal()

    def _hold(self, on: date) -> None:
        if not self._first < on.year < self._last:
            self._reach(on.year - 1, on.year + 1)

    def next_open_day(self, on: date) -> date:
        """The first working day strictly after `on`."""
        self._hold(on)
        index = self._day_index(on, 1)
        return date.fromordinal(self._days[index])

    def open_day_from(self, on: date) -> date:
        """`on` itself if it is a working day, else the next one."""
        return on if self.is_open_day(on) else self.next_open_day(on)

    def closing(self, on: date) -> datetime:
        """The closing instant of a working day. Raises: RuleBroken `time.closed_day`."""
        if not self.is_open_day(on):
            raise RuleBroken("time.closed_day", on=on)
        return self._local(self._closings[bisect_left(self._days, on.toordinal())])
