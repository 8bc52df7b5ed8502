"""Working time of many dossiers at once: due instants and elapsed time for arrays of UTC seconds.

Two tables replace both searches of `working_time.Calendar`: one is read by the start's stretch of the clock and gives
the working position, one by the wanted position and gives the instant. Nearly all shift edges lie on a grid of half an
hour; where a closure begins or ends between its lines (bão từ 09:10), the tables show the unit open for that whole
stretch, and the few dossiers that touch one are searched in the exact intervals. Answers are those of `Calendar`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from congvu.rules.errors import RuleBroken
from congvu.rules.working_time import Calendar

Seconds = NDArray[np.int64]
Word = NDArray[np.integer]

CHUNK = 1 << 14  # rows at a time: the scratch arrays then stay in the processor's cache
GRIDS = (1800, 900, 600, 300, 60)  # seconds; each divides the first
ODD_EDGES = 0.02  # with more edges than this between its lines, a grid is too coarse


@dataclass(frozen=True)
class Intervals:
    """Open intervals in order, in UTC seconds; `sums[i]` are the working seconds before interval i.

    The first interval is empty and lies before the compiled days, so that every instant has an interval before it.
    """

    starts: Seconds
    ends: Seconds
    sums: Seconds

    @classmethod
    def of(cls, begin: int, starts: Seconds, ends: Seconds) -> "Intervals":
        lengths = np.concatenate([[0, 0], ends - starts])
        return cls(np.concatenate([[begin], starts]), np.concatenate([[begin], ends]), np.cumsum(lengths))

    @property
    def total(self) -> int:
        return int(self.sums[-1])

    def position(self, at: Seconds) -> Seconds:
        """Working seconds from the beginning of the compiled days."""
        i = np.searchsorted(self.starts, at, side="right") - 1
        found: Seconds = self.sums[i] + np.minimum(at, self.ends[i]) - self.starts[i]
        return found

    def instant(self, position: Seconds) -> Seconds:
        """The first second at which so many working seconds (one at least) have passed."""
        i = np.searchsorted(self.sums[1:], position)
        found: Seconds = self.starts[i] + position - self.sums[i]
        return found

    def widened(self, grid: int) -> "Intervals":
        """Each interval grown to whole stretches of the grid, those that then touch joined."""
        starts, ends = self.starts[1:] // grid * grid, -(-self.ends[1:] // grid) * grid
        apart = starts[1:] > ends[:-1]
        first, last = np.concatenate([[True], apart]), np.concatenate([apart, [True]])
        return Intervals.of(int(self.starts[0]), starts[first[: starts.size]], ends[last[: ends.size]])


def _grid(edges: Seconds) -> int:
    """The coarsest grid, in seconds, on whose lines nearly all edges lie."""
    return next((one for one in GRIDS if np.count_nonzero(edges % one) <= ODD_EDGES * edges.size), GRIDS[-1])


class BulkCalendar:
    """A unit's calendar compiled for arrays, from the first to the last day; unlike `Calendar` it stretches no years.

    Units: whole UTC seconds (int64) in and out. Every method raises RuleBroken `time.out_of_range` for an instant, or a
    result, outside the compiled days; nothing is answered in part.
    """

    def __init__(self, begin: int, end: int, exact: Intervals, days: tuple[Seconds, Seconds]) -> None:
        """From the first and the last second, the open intervals, and each open day's first second and closing."""
        self._begin, self._end, self._exact = begin, end, exact
        self._midnights, self._closings = days
        self._grid = grid = _grid(np.concatenate([exact.starts[1:], exact.ends[1:]]))
        wide = exact.widened(grid)
        self._zero, self._total = int(wide.starts[0]), wide.total
        self._word = np.dtype(np.uint32 if end - self._zero < 1 << 31 else np.int64)
        self._origin = np.int64(self._zero).astype(self._word)  # may wrap: differences of words are right all the same
        lines = np.arange(self._zero, end + grid, grid, dtype=np.int64)
        at, true = wide.position(lines), exact.position(lines)
        is_open = np.diff(at, append=at[-1]) > 0
        # Positions are whole grids, hence even: the lowest bit is free to say that the stretch is open.
        self._positions = (at | is_open).astype(self._word)
        is_odd = np.diff(at, append=at[-1]) != np.diff(true, append=true[-1])
        self._has_odd = bool(is_odd.any())
        self._odd_before = np.concatenate([[0], np.cumsum(is_odd)]).astype(np.int32)
        reached = np.arange(0, max(self._total, 1), grid, dtype=np.int64)
        self._instants = wide.instant(reached + 1) - reached if self._total else reached
        self._has_odd_midnight = bool((self._midnights % grid).any())
        self._days_before = np.searchsorted(self._midnights, lines, side="right").astype(np.int32)

    @classmethod
    def of(cls, calendar: Calendar, first: date, last: date) -> "BulkCalendar":
        """Compile the calendar for the local days from `first` to `last`, both included."""
        spans: list[tuple[int, int]] = []
        days: list[tuple[int, int]] = []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            on = date.fromordinal(ordinal)
            if found := calendar.seconds_open(on):
                spans += found
                days.append((_midnight(calendar, on), found[-1][1]))
        begin, end = _midnight(calendar, first), _midnight(calendar, last + timedelta(days=1))
        starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
        midnights, closings = np.array(days, np.int64).reshape(-1, 2).T.copy()
        return cls(begin, end, Intervals.of(begin // GRIDS[0] * GRIDS[0], starts, ends), (midnights, closings))

    def after(self, starts: Seconds, seconds: Seconds) -> Seconds:
        """The instants when so many working seconds have passed since each start, as `Calendar.after`.

        A term full at the end of a shift ends there; no seconds, or fewer: the start itself.
        """
        found = np.empty_like(starts)
        for part in _parts(starts):
            self._after(starts[part], seconds[part], found[part])
        return found

    def due_days(self, starts: Seconds, days: NDArray[np.integer]) -> Seconds:
        """The closing instants of the N-th open day after each start's local day, as `Calendar.due` of N `wd`."""
        found = np.empty_like(starts)
        for part in _parts(starts):
            found[part] = self._due_days(starts[part], days[part])
        return found

    def elapsed(self, begins: Seconds, ends: Seconds) -> Seconds:
        """Working seconds from each begin to its end, as `Calendar.elapsed` without pauses.

        Raises: RuleBroken `time.end_before_begin`.
        """
        found = np.empty_like(begins)
        for part in _parts(begins):
            found[part] = self._elapsed(begins[part], ends[part])
        return found

    def _after(self, starts: Seconds, seconds: Seconds, found: Seconds) -> None:
        """Write into `found`; a look-up past the end of the tables is a result past the compiled days."""
        self._hold(starts)
        if int(seconds.max()) > self._total:
            raise self._beyond()
        if int(seconds.min()) <= 0:
            found[:], some = starts, seconds > 0
            if some.any():
                found[some] = self.after(starts[some], seconds[some])
            return
        full = self._position(self._stretch(starts))
        full += seconds.astype(self._word)
        full -= self._word.type(1)
        # Looked up by the last second needed, not the first one after it: the end of a shift, not the next opening.
        try:
            np.add(self._instants.take(full // self._word.type(self._grid)), full, out=found)
        except IndexError:
            raise self._beyond() from None
        if self._has_odd:
            touched = self._touched(starts, found)
            found[touched] = self._searched(starts[touched], seconds[touched])

    def _searched(self, starts: Seconds, seconds: Seconds) -> Seconds:
        full = self._exact.position(starts) + seconds
        if full.size and int(full.max()) > self._exact.total:
            raise self._beyond()
        return self._exact.instant(full)

    def _due_days(self, starts: Seconds, days: NDArray[np.integer]) -> Seconds:
        self._hold(starts)
        passed: NDArray[np.integer] = (
            np.searchsorted(self._midnights, starts, side="right")
            if self._has_odd_midnight
            else self._days_before.take(self._stretch(starts)[0])
        )
        place = passed + days
        if (fewest := int(days.min())) < 1:
            raise RuleBroken("term.unreadable", text=f"{fewest}wd")
        if int(place.max()) > self._closings.size:
            raise self._beyond()
        found: Seconds = self._closings.take(place - 1)
        return found

    def _elapsed(self, begins: Seconds, ends: Seconds) -> Seconds:
        self._hold(begins)
        self._hold(ends)
        if (late := ends < begins).any():
            wrong = int(late.argmax())
            begin, end = (_instant(int(one[wrong])) for one in (begins, ends))
            raise RuleBroken("time.end_before_begin", begin=begin, end=end)
        found = (self._position(self._stretch(ends)) - self._position(self._stretch(begins))).astype(np.int64)
        if self._has_odd:
            touched = self._touched(begins, ends)
            found[touched] = self._exact.position(ends[touched]) - self._exact.position(begins[touched])
        return found

    def _hold(self, at: Seconds) -> None:
        """Raises: RuleBroken `time.out_of_range` unless every instant lies in the compiled days."""
        low, high = int(at.min()), int(at.max())
        if low < self._begin or high > self._end:
            raise self._beyond(low if low < self._begin else high)

    def _beyond(self, second: int | None = None) -> RuleBroken:
        """The refusal of an instant, or of a result after the compiled days."""
        return RuleBroken("time.out_of_range", year=_instant(self._end if second is None else second).year)

    def _stretch(self, at: Seconds) -> tuple[Word, Word]:
        """Each instant's stretch of the grid, and the seconds passed since its beginning."""
        since = at.astype(self._word) - self._origin
        grid = self._word.type(self._grid)
        stretch = since // grid
        since -= stretch * grid
        return stretch, since

    def _position(self, at: tuple[Word, Word]) -> Word:
        """Working seconds before the instants on the widened calendar."""
        stretch, passed = at
        found = self._positions.take(stretch)
        is_open = found & self._word.type(1)
        found -= is_open
        passed *= is_open
        found += passed
        return found

    def _touched(self, begins: Seconds, ends: Seconds) -> NDArray[np.bool_]:
        """Which spans touch a stretch that is open for a part only; the widened calendar is wrong for them alone."""
        touched: NDArray[np.bool_] = self._odd_before.take(
            self._stretch(ends)[0] + self._word.type(1)
        ) != self._odd_before.take(self._stretch(begins)[0])
        return touched


def _midnight(calendar: Calendar, on: date) -> int:
    """The UTC second in which a local day begins."""
    return int(datetime.combine(on, time(), calendar.zone).timestamp())


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _parts(rows: Seconds) -> list[slice]:
    return [slice(begin, begin + CHUNK) for begin in range(0, rows.size, CHUNK)]
