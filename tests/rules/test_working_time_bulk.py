"""Many dossiers at once: the answers of the one-by-one calendar and of the slow clock, to the second, at every edge."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.law import calendar_content
from congvu.rules.errors import RuleBroken
from congvu.rules.working_time import Calendar, Term
from congvu.rules.working_time_bulk import BulkCalendar
from tests.rules import oracle

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CO_TO = calendar_content("co-to")
FIRST, LAST = date(2026, 8, 1), date(2026, 12, 31)
ODD_WEEK = {day: [["07:45", "11:35"], ["13:10", "16:55"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NIGHT = {
    "timezone": "Europe/Amsterdam",
    "work": {"fri": [["08:30", "12:00"]], "sat": [["00:00", "01:30"], ["03:30", "23:00"]], "sun": [["00:00", "06:00"]]},
    "holidays": {"2026-10-10": ""},
    "working_days": {"2026-10-14": [["08:00", "10:30"]]},
}
OFFICES: Mapping[str, Mapping[str, Any]] = {
    "co-to": CO_TO,
    "odd-hours": {**CO_TO, "work": ODD_WEEK},
    "night": NIGHT,
}
MINUTES = (LAST - FIRST).days * 1440
CLOSURES = st.lists(st.tuples(st.integers(0, MINUTES), st.integers(1, 3000)), max_size=4)
ROWS = st.lists(
    st.tuples(st.integers(0, (MINUTES - 45 * 1440) * 60), st.integers(-5, 300_000), st.integers(1, 12)),
    min_size=1,
    max_size=20,
)


def second(at: datetime) -> int:
    return int(at.timestamp())


def local(text: str) -> int:
    return second(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def seconds(*found: int) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.array(found, np.int64)


def closed(name: str, closures: list[tuple[int, int]]) -> dict[str, Any]:
    """One of the offices with local closures, each so many minutes after the first day begins and so long."""
    begin = datetime(FIRST.year, FIRST.month, FIRST.day)
    spans = [(begin + timedelta(minutes=a), begin + timedelta(minutes=a + n)) for a, n in closures]
    return {**OFFICES[name], "closures": [[a.isoformat("T", "minutes"), b.isoformat("T", "minutes")] for a, b in spans]}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(OFFICES)), CLOSURES, ROWS)
def test_many_are_answered_as_one_by_one(
    name: str, closures: list[tuple[int, int]], rows: list[tuple[int, int, int]]
) -> None:
    calendar = Calendar.from_content(closed(name, closures))
    bulk = BulkCalendar.of(calendar, FIRST, date(2027, 6, 30))
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=calendar.zone)
    starts = [begin.astimezone(UTC) + timedelta(seconds=row[0]) for row in rows]
    at = seconds(*map(second, starts))
    lengths, days = seconds(*(row[1] for row in rows)), np.array([row[2] for row in rows])
    pairs = list(zip(starts, rows, strict=True))
    due = [second(calendar.after(start, row[1])) for start, row in pairs]
    assert bulk.after(at, lengths).tolist() == due
    closings = [second(calendar.due(start, Term.parse(f"{row[2]}wd"))) for start, row in pairs]
    assert bulk.due_days(at, days).tolist() == closings
    ends = [start + timedelta(seconds=max(row[1], 0) * 5) for start, row in pairs]
    passed = [calendar.elapsed(start, end) for start, end in zip(starts, ends, strict=True)]
    assert bulk.elapsed(at, seconds(*map(second, ends))).tolist() == passed
    assert bulk.elapsed(at, np.maximum(seconds(*due), at)).tolist() == [max(row[1], 0) for row in rows]


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["co-to", "odd-hours"]), CLOSURES, st.integers(0, MINUTES - 60 * 1440), st.integers(1, 4000))
def test_many_are_answered_as_by_the_slow_clock(
    name: str, closures: list[tuple[int, int]], minute: int, length: int
) -> None:
    content = closed(name, closures)
    bulk = BulkCalendar.of(Calendar.from_content(content), FIRST, date(2027, 6, 30))
    start = datetime(FIRST.year, FIRST.month, FIRST.day) + timedelta(minutes=minute)
    at = seconds(second(start.replace(tzinfo=ZONE)))
    due = oracle.due(content, start, f"{length}wm")
    assert bulk.after(at, seconds(length * 60)).tolist() == [second(due.replace(tzinfo=ZONE))]
    closing = oracle.due(content, start, f"{1 + length % 7}wd")
    assert bulk.due_days(at, np.array([1 + length % 7])).tolist() == [second(closing.replace(tzinfo=ZONE))]
    end = start + timedelta(minutes=length)
    passed = oracle.elapsed(content, start, end, []) * 60
    assert bulk.elapsed(at, seconds(second(end.replace(tzinfo=ZONE)))).tolist() == [passed]


def test_the_nights_when_europe_changes_its_clocks_count_true_seconds() -> None:
    bulk = BulkCalendar.of(Calendar.from_content(NIGHT), date(2026, 1, 1), date(2026, 12, 31))
    zone = ZoneInfo("Europe/Amsterdam")
    for on, hours in ((date(2026, 3, 29), 5), (date(2026, 10, 25), 7), (date(2026, 11, 1), 6)):
        begin = second(datetime(on.year, on.month, on.day, tzinfo=zone))
        end = second(datetime(on.year, on.month, on.day, 6, tzinfo=zone))
        slow = sum(
            oracle.is_worked(NIGHT, datetime.fromtimestamp(minute, zone).replace(tzinfo=None))
            for minute in range(begin, end, 60)
        )
        assert bulk.elapsed(seconds(begin), seconds(end)).tolist() == [slow * 60] == [hours * 3600]
        assert bulk.after(seconds(begin), seconds(hours * 3600)).tolist() == [end]


def test_holidays_swapped_days_and_the_end_of_a_shift() -> None:
    bulk = BulkCalendar.of(Calendar.from_content(CO_TO), date(2024, 1, 1), date(2027, 12, 31))
    starts = ["2026-11-16 07:30", "2026-11-23 16:59:59", "2026-08-21 16:00", "2024-05-03 16:00", "2026-11-16 11:30"]
    ends = ["2026-11-16 11:30", "2026-11-25 07:30:01", "2026-08-22 08:30", "2024-05-04 08:30", "2026-11-16 13:00:01"]
    lengths = seconds(4 * 3600, 2, 2 * 3600, 2 * 3600, 1)
    at = seconds(*map(local, starts))
    assert bulk.after(at, lengths).tolist() == [local(end) for end in ends]
    assert bulk.elapsed(at, seconds(*map(local, ends))).tolist() == lengths.tolist()
    closings = ["2026-11-17 17:00", "2026-11-25 17:00", "2026-08-22 17:00", "2024-05-04 17:00", "2026-11-17 17:00"]
    assert bulk.due_days(at, np.ones(5, np.int64)).tolist() == [local(end) for end in closings]


def test_a_storm_from_ten_past_nine_keeps_the_half_hour_tables() -> None:
    storm = {**CO_TO, "closures": [["2026-09-09T09:10", "2026-09-10T10:25"], ["2026-09-14T08:05", "2026-09-14T08:06"]]}
    bulk = BulkCalendar.of(Calendar.from_content(storm), date(2024, 1, 1), date(2027, 12, 31))
    assert bulk._grid == 1800
    at = seconds(
        local("2026-09-09 08:00"), local("2026-09-09 09:10"), local("2026-09-14 07:30"), local("2026-10-01 09:00")
    )
    lengths = seconds(70 * 60 + 1, 60, 3600, 3600)
    ends = ["2026-09-10 10:25:01", "2026-09-10 10:26", "2026-09-14 08:31", "2026-10-01 10:00"]
    assert bulk.after(at, lengths).tolist() == [local(end) for end in ends]
    assert bulk.elapsed(at, seconds(*map(local, ends))).tolist() == lengths.tolist()


def test_no_rows_and_more_than_one_chunk() -> None:
    bulk = BulkCalendar.of(Calendar.from_content(CO_TO), date(2026, 1, 1), date(2026, 12, 31))
    assert bulk.after(seconds(), seconds()).tolist() == []
    assert bulk.due_days(seconds(), seconds()).tolist() == []
    assert bulk.elapsed(seconds(), seconds()).tolist() == []
    many = np.full(70_000, local("2026-11-16 07:30"))
    assert set(bulk.after(many, np.full(70_000, 14_400)).tolist()) == {local("2026-11-16 11:30")}


def test_the_first_and_the_last_second_are_inside_and_nothing_beyond_is_answered() -> None:
    bulk = BulkCalendar.of(Calendar.from_content(CO_TO), date(2026, 11, 16), date(2026, 11, 20))
    begin, end, last = local("2026-11-16 00:00"), local("2026-11-21 00:00"), local("2026-11-20 17:00")
    whole = 5 * 8 * 3600
    assert bulk.elapsed(seconds(begin, end), seconds(end, end)).tolist() == [whole, 0]
    assert bulk.after(seconds(begin, end), seconds(whole, 0)).tolist() == [last, end]
    assert bulk.after(seconds(end), seconds(-1)).tolist() == [end]
    assert bulk.due_days(seconds(begin), np.array([4])).tolist() == [last]
    one = np.ones(1, np.int64)
    for at, length in ((begin - 1, 1), (end + 1, 1), (end, 1), (begin, whole + 1), (last - 1, 2)):
        with pytest.raises(RuleBroken, match="out_of_range"):
            bulk.after(seconds(at), length * one)
    for at, days in ((begin, 5), (last, 1)):
        with pytest.raises(RuleBroken, match="out_of_range"):
            bulk.due_days(seconds(at), days * one)
    with pytest.raises(RuleBroken, match="unreadable"):
        bulk.due_days(seconds(begin), 0 * one)
    with pytest.raises(RuleBroken, match="end_before_begin"):
        bulk.elapsed(seconds(begin, end), seconds(begin, begin))


def test_a_term_that_a_storm_pushes_past_the_table_is_refused() -> None:
    storm = {**CO_TO, "closures": [["2026-11-20T09:10", "2026-11-20T09:20"]]}
    bulk = BulkCalendar.of(Calendar.from_content(storm), date(2026, 1, 1), date(2026, 11, 20))
    begin = seconds(local("2026-11-20 07:30"))
    assert bulk.after(begin, seconds(8 * 3600 - 600)).tolist() == [local("2026-11-20 17:00")]
    with pytest.raises(RuleBroken, match="out_of_range"):
        bulk.after(begin, seconds(8 * 3600 - 599))


def test_days_without_any_working_time_and_years_beyond_the_small_tables() -> None:
    tet = BulkCalendar.of(Calendar.from_content(CO_TO), date(2026, 2, 14), date(2026, 2, 22))
    noon = seconds(local("2026-02-17 12:00"))
    assert tet.elapsed(noon, noon + 3600).tolist() == [0]
    with pytest.raises(RuleBroken, match="out_of_range"):
        tet.after(noon, seconds(1))
    with pytest.raises(RuleBroken, match="out_of_range"):
        tet.due_days(noon, seconds(1))
    calendar = Calendar.from_content(CO_TO)
    century = BulkCalendar.of(calendar, date(1950, 1, 1), date(2027, 12, 31))
    for text in ("1950-06-01 09:00", "2026-11-16 07:30"):
        at = datetime.fromisoformat(text).replace(tzinfo=ZONE)
        assert century.after(seconds(second(at)), seconds(144_000)).tolist() == [second(calendar.after(at, 144_000))]


def test_days_that_began_between_the_lines_of_every_grid() -> None:
    """Sài Gòn's own mean time until 1911: noon was 7 h 6 min 30 s ahead of Greenwich, and so was every midnight."""
    calendar = Calendar.from_content(CO_TO)
    bulk = BulkCalendar.of(calendar, date(1908, 1, 1), date(1908, 12, 31))
    begin = datetime(1908, 3, 4, tzinfo=ZONE)
    for at in (begin - timedelta(seconds=1), begin, begin + timedelta(hours=9, seconds=7)):
        found = bulk.after(seconds(second(at)), seconds(50_000)), bulk.due_days(seconds(second(at)), np.array([3]))
        expected = calendar.after(at, 50_000), calendar.due(at, Term.parse("3wd"))
        assert [int(one[0]) for one in found] == [second(one) for one in expected]
