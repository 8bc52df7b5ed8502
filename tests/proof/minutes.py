"""Working time by the slow oracle, its minutes kept per day so that a proof can ask many times."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from congvu.law import calendar_content
from tests.people import ZONE
from tests.rules import oracle

CONTENT = calendar_content("co-to")
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=4000)
def worked(on: date) -> bytes:
    """A byte for each minute of the day: is it worked?"""
    start = datetime.combine(on, time())
    return bytes(oracle.is_worked(CONTENT, start + n * MINUTE) for n in range(1440))


def elapsed(begin: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]] = ()) -> int:
    """Worked minutes between two instants on whole minutes, outside every pause."""
    stops = [(naive(a), naive(b)) for a, b in pauses]
    first, last, total = naive(begin), naive(end), 0
    start = datetime.combine(first.date(), time())
    while start < last:
        flags = bytearray(worked(start.date()))
        flags[: within(first, start)] = bytes(within(first, start))
        flags[within(last, start) :] = bytes(1440 - within(last, start))
        for a, b in stops:
            flags[within(a, start) : within(b, start)] = bytes(within(b, start) - within(a, start))
        total += sum(flags)
        start += timedelta(days=1)
    return total


def within(at: datetime, start: datetime) -> int:
    """The minute of the day that begins at `start`, kept inside it."""
    return min(max(int((at - start) // MINUTE), 0), 1440)


def naive(at: datetime) -> datetime:
    return at.astimezone(ZONE).replace(tzinfo=None)


@lru_cache(maxsize=20_000)
def due(begin: datetime, term: str) -> datetime:
    """The due instant by the oracle; `16wh` is given to it in minutes."""
    told = f"{int(term[:-2]) * 60}wm" if term.endswith("wh") else term
    return oracle.due(CONTENT, naive(begin), told).replace(tzinfo=ZONE)
