"""What is timed: one due instant with datetimes in and out, ten million in bulk, whole days beside whole days."""

import warnings
from collections.abc import Mapping
from datetime import UTC

import numpy as np
import pandas as pd
from businesstimedelta import BusinessTimeDelta

from bench import peers
from bench.cases import HOURS, SEED
from bench.correctness import ODD, ORIGIN, PLAIN, STORM, SWAPPED, at, bulk
from bench.measure import Goal, Task
from bench.oracle import BEGIN
from congvu.rules.working_time import Term

ROWS = 10_000_000
SPAN = 985 * 86_400  # starts over 2.7 years, so that every term ends within the tables
THEIRS_ONE, PANDAS_ONE = "businesstimedelta: one due", "pandas CustomBusinessHour: one due"
OURS_ONE, OURS_DAY = "congvu: one due, hours", "congvu: one due, days"
PANDAS_MANY = "pandas CustomBusinessHour: Series + hours, per row"
OURS_MANY = "congvu: due instants in bulk, seconds, storm closure"
OURS_ODD, OURS_PASSED = "congvu: the same, storms at odd minutes", "congvu: elapsed seconds in bulk"
DAYS_PLAIN, DAYS_SWAPPED = "congvu: whole days, plain calendar", "congvu: whole days, swapped Saturdays"
NUMPY_PLAIN, NUMPY_SWAPPED = "numpy busday_offset: plain calendar", "numpy busday_offset: swapped Saturdays as holidays"
BOUND = "bound: out = a + b on the same arrays"

GOALS = (
    Goal(THEIRS_ONE, OURS_ONE, 300),
    Goal(PANDAS_ONE, OURS_ONE, 25),
    Goal(THEIRS_ONE, OURS_MANY, 100_000),
    Goal(PANDAS_ONE, OURS_MANY, 10_000),
    Goal(PANDAS_MANY, OURS_MANY, 10_000),
    Goal(NUMPY_PLAIN, DAYS_PLAIN, 1),
    Goal(NUMPY_SWAPPED, DAYS_SWAPPED, 1),
)


def tasks() -> Mapping[str, Task]:
    """Every task by its name, in the order in which they alternate."""
    return {**_one_by_one(), **_in_bulk(), **_whole_days()}


def _one_by_one() -> dict[str, Task]:
    """Starts in working time and whole hours, which every peer understands; terms are made beforehand for all alike."""
    chance = np.random.default_rng(SEED)
    inside = [one for one in chance.integers(0, SPAN, 30_000).tolist() if SWAPPED.is_open(at(one))][:5_000]
    hours = chance.choice(HOURS, len(inside)).tolist()
    rules, hour = peers.businesstimedelta_rules(is_mended=True), peers.business_hour()
    naive = [at(one).replace(tzinfo=None) for one in inside]
    ours = list(zip(map(at, inside), [Term.parse(f"{n}wh") for n in hours], strict=True))
    asked, five = list(zip(naive, hours, strict=True)), Term.parse("5wd")
    slow = [(one.replace(tzinfo=UTC), BusinessTimeDelta(rules, hours=n)) for one, n in asked[:60]]
    panda = [(pd.Timestamp(one), hour * n) for one, n in asked[:300]]
    warnings.simplefilter("ignore", pd.errors.PerformanceWarning)  # pandas says itself that a column of hours is slow
    columns = [(pd.Series([one for one, term in panda if term.n == n]), hour * n) for n in HOURS]
    return {
        THEIRS_ONE: Task(lambda: [start + term for start, term in slow], len(slow)),
        PANDAS_ONE: Task(lambda: [start + term for start, term in panda], len(panda)),
        PANDAS_MANY: Task(lambda: [column + term for column, term in columns], len(panda)),
        OURS_ONE: Task(lambda: [SWAPPED.due(start, term) for start, term in ours], len(ours)),
        OURS_DAY: Task(lambda: [SWAPPED.due(start, five) for start, _ in ours], len(ours)),
    }


def _in_bulk() -> dict[str, Task]:
    """Ten million starts at any second, with the same hours as one by one."""
    chance = np.random.default_rng(SEED)
    starts = chance.integers(ORIGIN, ORIGIN + SPAN, ROWS)
    seconds = chance.choice(np.array(HOURS) * 3600, ROWS)
    storm, odd, out = bulk(STORM), bulk(ODD), np.empty_like(starts)
    ends = storm.after(starts, seconds)
    return {
        OURS_MANY: Task(lambda: storm.after(starts, seconds), ROWS),
        OURS_ODD: Task(lambda: odd.after(starts, seconds), ROWS),
        OURS_PASSED: Task(lambda: storm.elapsed(starts, ends), ROWS),
        BOUND: Task(lambda: np.add(starts, seconds, out=out), ROWS),
    }


def _whole_days() -> dict[str, Task]:
    """The same question on both sides: the N-th open day after the start's day."""
    chance = np.random.default_rng(SEED)
    starts = chance.integers(ORIGIN, ORIGIN + SPAN, ROWS)
    amounts = chance.integers(1, 31, ROWS)
    days = (starts - ORIGIN) // 86_400 + np.datetime64(BEGIN.date())
    plain, swapped = bulk(PLAIN), bulk(SWAPPED)

    def numpy_days(known: np.busdaycalendar) -> object:
        return np.busday_offset(days, amounts, roll="backward", busdaycal=known)

    return {
        NUMPY_PLAIN: Task(lambda: numpy_days(peers.plain_days()), ROWS),
        DAYS_PLAIN: Task(lambda: plain.due_days(starts, amounts), ROWS),
        NUMPY_SWAPPED: Task(lambda: numpy_days(peers.swapped_days()), ROWS),
        DAYS_SWAPPED: Task(lambda: swapped.due_days(starts, amounts), ROWS),
    }
