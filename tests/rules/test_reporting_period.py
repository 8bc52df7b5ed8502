"""Periods a report can be asked for: calendar months and quarters, and the report month from the 15th to the 14th."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from congvu.rules.errors import RuleBroken
from congvu.rules.reporting_period import (
    SHAPES,
    Kind,
    Period,
    last_ended,
    month_before,
    month_of,
    numbered,
    quarter_of,
    report_month_of,
    year_of,
)


@pytest.mark.parametrize(
    ("on", "months", "first", "last"),
    [
        ((2026, 11, 23), 0, (2026, 11, 1), (2026, 11, 30)),
        ((2026, 11, 23), -1, (2026, 10, 1), (2026, 10, 31)),
        ((2026, 1, 31), -1, (2025, 12, 1), (2025, 12, 31)),
        ((2024, 2, 1), 0, (2024, 2, 1), (2024, 2, 29)),
        ((2026, 12, 31), 0, (2026, 12, 1), (2026, 12, 31)),
    ],
)
def test_a_month_has_all_its_days(on: tuple[int, int, int], months: int, first: object, last: object) -> None:
    period = month_of(date(*on), months)
    assert (period.first.timetuple()[:3], period.last.timetuple()[:3]) == (first, last)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 1), Period(date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 11, 23), Period(date(2026, 10, 1), date(2026, 12, 31))),
        (date(2024, 6, 30), Period(date(2024, 4, 1), date(2024, 6, 30))),
    ],
)
def test_a_quarter_has_three_months(on: date, expected: Period) -> None:
    assert quarter_of(on) == expected


def test_a_year_begins_on_the_first_of_january() -> None:
    assert year_of(date(2026, 11, 23)) == Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 11, 14), 0, Period(date(2026, 10, 15), date(2026, 11, 14))),
        (date(2026, 11, 15), 0, Period(date(2026, 11, 15), date(2026, 12, 14))),
        (date(2026, 11, 23), -1, Period(date(2026, 10, 15), date(2026, 11, 14))),
        (date(2026, 12, 31), 0, Period(date(2026, 12, 15), date(2027, 1, 14))),
        (date(2026, 1, 1), -1, Period(date(2025, 11, 15), date(2025, 12, 14))),
    ],
)
def test_the_report_month_runs_from_the_15th_to_the_14th(on: date, months: int, expected: Period) -> None:
    assert report_month_of(on, months) == expected


def test_report_months_follow_one_another_without_a_gap() -> None:
    on = date(2024, 1, 1)
    while on < date(2027, 1, 1):
        this = report_month_of(on)
        assert this.first <= on <= this.last
        assert report_month_of(on, 1).first == this.last + timedelta(days=1)
        on += timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        (Kind.REPORT_MONTH, 1, date(2025, 12, 15), date(2026, 1, 14)),
        (Kind.REPORT_MONTH, 11, date(2026, 10, 15), date(2026, 11, 14)),
        (Kind.REPORT_QUARTER, 1, date(2025, 12, 15), date(2026, 3, 14)),
        (Kind.REPORT_QUARTER, 4, date(2026, 9, 15), date(2026, 12, 14)),
        (Kind.REPORT_HALF, 1, date(2025, 12, 15), date(2026, 6, 14)),
        (Kind.REPORT_NINE, 1, date(2025, 12, 15), date(2026, 9, 14)),
        (Kind.REPORT_YEAR, 1, date(2025, 12, 15), date(2026, 12, 14)),
        (Kind.MONTH, 2, date(2026, 2, 1), date(2026, 2, 28)),
        (Kind.QUARTER, 3, date(2026, 7, 1), date(2026, 9, 30)),
        (Kind.YEAR, 1, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_each_kind_of_period_has_the_days_the_law_gives_it(kind: Kind, number: int, first: date, last: date) -> None:
    assert numbered(kind, 2026, number) == Period(first, last)


def test_the_parts_of_a_report_year_fill_it_without_a_gap() -> None:
    year = numbered(Kind.REPORT_YEAR, 2026, 1)
    for kind in (Kind.REPORT_MONTH, Kind.REPORT_QUARTER):
        parts = [numbered(kind, 2026, number) for number in range(1, SHAPES[kind].count + 1)]
        assert (parts[0].first, parts[-1].last) == (year.first, year.last)
        assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(parts))
    assert numbered(Kind.REPORT_YEAR, 2027, 1).first == year.last + timedelta(days=1)
    for month in range(1, 13):
        assert numbered(Kind.REPORT_MONTH, 2026, month) == report_month_of(date(2026, month, 14))


@pytest.mark.parametrize(("kind", "number"), [(Kind.MONTH, 0), (Kind.MONTH, 13), (Kind.REPORT_HALF, 2), (Kind.YEAR, 2)])
def test_a_number_the_year_does_not_have_is_refused(kind: Kind, number: int) -> None:
    with pytest.raises(RuleBroken, match=r"period\.no_such_number"):
        numbered(kind, 2026, number)


@pytest.mark.parametrize("year", [1900, 2200, 0])
def test_a_year_nobody_reports_is_refused(year: int) -> None:
    with pytest.raises(RuleBroken, match=r"time\.out_of_range"):
        numbered(Kind.YEAR, year, 1)


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (Kind.REPORT_MONTH, date(2026, 11, 14), (2026, 10)),
        (Kind.REPORT_MONTH, date(2026, 11, 15), (2026, 11)),
        (Kind.REPORT_MONTH, date(2026, 1, 3), (2025, 12)),
        (Kind.REPORT_QUARTER, date(2026, 11, 25), (2026, 3)),
        (Kind.REPORT_HALF, date(2026, 6, 14), (2025, 1)),
        (Kind.REPORT_YEAR, date(2026, 12, 15), (2026, 1)),
        (Kind.YEAR, date(2026, 12, 31), (2025, 1)),
    ],
)
def test_the_period_that_ended_last_is_offered_first(kind: Kind, on: date, expected: tuple[int, int]) -> None:
    assert last_ended(kind, on) == expected


def test_the_month_before_january_is_december() -> None:
    assert month_before(2026, 1) == (2025, 12) and month_before(2026, 11) == (2026, 10)
