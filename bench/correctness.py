"""Are the answers right? Ours against the slow clock on 20,000 cases, and each peer's wherever the peer is defined."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
from businesstimedelta import BusinessTimeDelta

from bench import peers
from bench.cases import CLOSURES, Case, cases
from bench.oracle import BEGIN, DAYS, Oracle
from congvu.rules.working_time import Calendar, Term
from congvu.rules.working_time_bulk import BulkCalendar, Seconds

COUNT = 10_000
PEER_COUNT = 2_000
SLOW_PEER_COUNT = 200
STORM = Calendar.from_content({**peers.CONTENT, "closures": [list(CLOSURES[0])]})
ODD = Calendar.from_content({**peers.CONTENT, "closures": [list(closure) for closure in CLOSURES]})
PLAIN = Calendar.from_content({**peers.CONTENT, "working_days": []})
SWAPPED = Calendar.from_content(peers.CONTENT)
ORIGIN = int(BEGIN.replace(tzinfo=STORM.zone).timestamp())


class Faulty(Exception):
    """A wrong answer: the question, what was said, and what is right."""


def bulk(calendar: Calendar) -> BulkCalendar:
    """The calendar's tables over the years of the oracle."""
    return BulkCalendar.of(calendar, BEGIN.date(), BEGIN.date() + timedelta(days=DAYS - 1))


def at(second: int) -> datetime:
    """The office's instant of a local wall-clock second."""
    return (BEGIN + timedelta(seconds=second)).replace(tzinfo=STORM.zone)


def check() -> Iterator[str]:
    """One line for each comparison that held. Raises: Faulty."""
    asked = list(cases(2 * COUNT))
    yield _against_the_slow_clock(
        "a storm on the half hour", STORM, Oracle({**peers.CONTENT, "closures": CLOSURES[:1]}), asked[:COUNT]
    )
    yield _against_the_slow_clock(
        "storms at odd minutes", ODD, Oracle({**peers.CONTENT, "closures": CLOSURES}), asked[COUNT:]
    )
    yield _against_businesstimedelta(asked[:SLOW_PEER_COUNT])
    yield _against_pandas(asked[:PEER_COUNT])
    yield from _against_numpy(asked)


def _same(what: str, asked: object, found: object, right: object) -> None:
    if found != right:
        raise Faulty(f"{what} {asked}: {found}, right is {right}")


def _second(found: datetime) -> int:
    return int(found.timestamp()) - ORIGIN


def _against_the_slow_clock(name: str, calendar: Calendar, oracle: Oracle, asked: list[Case]) -> str:
    due = [oracle.after(one.start, one.seconds) for one in asked]
    closings = [oracle.due_days(one.start, one.days) for one in asked]
    for one, right, closing in zip(asked, due, closings, strict=True):
        _same("after", one, _second(calendar.after(at(one.start), one.seconds)), right)
        _same("days", one, _second(calendar.due(at(one.start), Term.parse(f"{one.days}wd"))), closing)
        passed = calendar.elapsed(at(one.start), at(right), [(at(a), at(b)) for a, b in one.pauses])
        _same("elapsed", one, passed, oracle.elapsed(one.start, right, list(one.pauses)))
    many, starts, ends = bulk(calendar), _column([one.start for one in asked]), _column(due)
    seconds, days = np.array([one.seconds for one in asked]), np.array([one.days for one in asked])
    _same_rows("bulk after", asked, many.after(starts, seconds), ends)
    _same_rows("bulk days", asked, many.due_days(starts, days), _column(closings))
    _same_rows("bulk elapsed", asked, many.elapsed(starts, ends), seconds)
    pauses = sum(bool(one.pauses) for one in asked)
    return (
        f"{len(asked):,} cases with {name}, {pauses:,} of them paused: one by one and in bulk equal to the slow clock"
    )


def _column(seconds: list[int]) -> Seconds:
    return np.array(seconds, np.int64) + ORIGIN


def _same_rows(what: str, asked: list[Case], found: Seconds, right: Seconds) -> None:
    for row in np.flatnonzero(found != right)[:1].tolist():
        _same(what, asked[row], int(found[row]), int(right[row]))


def _is_plain(one: Case, due: datetime) -> bool:
    """No swapped day lies within the term: there no peer is defined."""
    return not any(at(one.start).date() <= on <= due.date() for on in peers.SWAPPED)


def _against_businesstimedelta(asked: list[Case]) -> str:
    rules, held = peers.businesstimedelta_rules(is_mended=True), 0
    for one in asked:
        if not _is_plain(one, due := SWAPPED.after(at(one.start), one.seconds)):
            continue
        term = BusinessTimeDelta(rules, hours=one.seconds // 3600, seconds=one.seconds % 3600)
        found = (BEGIN + timedelta(seconds=one.start)).replace(tzinfo=UTC) + term
        _same("businesstimedelta", one, found.replace(tzinfo=None), due.replace(tzinfo=None))
        held += 1
    return f"{held:,} cases equal to businesstimedelta (without swapped days and closures, which it lacks)"


def _against_pandas(asked: list[Case]) -> str:
    hour, held = peers.business_hour(), 0
    for one in asked:
        hours = max(1, one.seconds // 3600)
        due = SWAPPED.after(at(one.start), hours * 3600)
        if not _is_plain(one, due) or not SWAPPED.is_open(due):
            continue
        found = pd.Timestamp(BEGIN + timedelta(seconds=one.start)) + hour * hours
        _same("pandas", one, found.to_pydatetime(), due.replace(tzinfo=None))
        held += 1
    return f"{held:,} cases equal to pandas (whole hours, without swapped days, closures and ends of shifts)"


def _against_numpy(asked: list[Case]) -> Iterator[str]:
    starts = [one.start for one in asked]
    days, amounts = np.array(starts) // 86_400 + np.datetime64(BEGIN.date()), np.array([one.days for one in asked])
    for name, calendar, known in (
        ("a plain calendar", PLAIN, peers.plain_days()),
        ("one with swapped Saturdays", SWAPPED, peers.swapped_days()),
    ):
        found = (bulk(calendar).due_days(_column(starts), amounts) - ORIGIN) // 86_400
        right = np.busday_offset(days, amounts, roll="backward", busdaycal=known) - np.datetime64(BEGIN.date())
        _same_rows(f"busday_offset, {name}", asked, found, right.astype(np.int64))
        yield f"{len(asked):,} cases equal to numpy busday_offset on {name} (whole days)"
