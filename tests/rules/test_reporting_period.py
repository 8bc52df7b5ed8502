"""Periods a report can be asked for: calendar months and quarters, and the report month from the 15th to the 14th."""

from datetime import date, timedelta

import pytest

from congvu.rules.reporting_period import Period, month_of, quarter_of, report_month_of, year_of


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
