"""Twenty thousand questions about working time, from a fixed seed: any second, and every edge of the calendar."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bench.oracle import BEGIN
from bench.peers import HOLIDAYS, SHIFTS, SWAPPED

SEED = 20261123
HOURS = (4, 8, 15, 24, 40, 75, 120, 160)
CLOSURES = (("2024-09-09T13:30", "2024-09-10T11:30"), ("2025-07-22T09:10", "2025-07-23T08:25"))
LAST = (datetime(2027, 5, 1) - BEGIN) // timedelta(seconds=1)


@dataclass(frozen=True)
class Case:
    """One start, a term in seconds, one in days, and pauses; local wall-clock seconds since the oracle's beginning."""

    start: int
    seconds: int
    days: int
    pauses: tuple[tuple[int, int], ...]


def _edges() -> list[int]:
    """Shift edges, noon and midnight around special days, edges of closures; and a second before and after."""
    special = [*HOLIDAYS, *SWAPPED, *(date.fromisoformat(end[:10]) for closure in CLOSURES for end in closure)]
    clocks = [clock for shift in SHIFTS for clock in shift] + ["12:00", "00:00"]
    near = {on + timedelta(days=step) for on in special for step in (-1, 0, 1)}
    instants = [datetime.fromisoformat(f"{on}T{clock}") for on in sorted(near) for clock in clocks]
    instants += [datetime.fromisoformat(end) for closure in CLOSURES for end in closure]
    seconds = [(at - BEGIN) // timedelta(seconds=1) for at in instants]
    return [one + step for one in seconds for step in (-1, 0, 1) if 0 <= one + step <= LAST]


def cases(count: int) -> Iterator[Case]:
    """Half at edges, half at any second; half the terms in whole hours, so that many end with a shift."""
    chance, edges = random.Random(SEED), _edges()
    for n in range(count):
        start = edges[n // 2 % len(edges)] if n % 2 else chance.randrange(LAST)
        seconds = chance.choice(HOURS) * 3600 if chance.random() < 0.5 else chance.randrange(1, 160 * 3600)
        ends = [start + chance.randrange(-86_400, 40 * 86_400) for _ in range(2 * chance.randrange(4))]
        if n % 4 == 1:
            ends += [max(edges[(n + 5) % len(edges)], start), start + chance.randrange(40 * 86_400)]
        pauses = tuple((min(pair), max(pair)) for pair in zip(ends[::2], ends[1::2], strict=True))
        yield Case(start, seconds, chance.randrange(1, 31), pauses)
