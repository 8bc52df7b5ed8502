"""Periods of reporting (kỳ báo cáo): calendar months, quarters and years, and the month that ends on the 14th.

The law keeps two calendars: reports run from the 15th to the 14th, the national index by calendar months.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = 15


@dataclass(frozen=True)
class Period:
    """Local days, both included."""

    first: date
    last: date


def _months_on(on: date, months: int) -> date:
    """The first day of the month that many months away."""
    count = on.year * 12 + on.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def month_of(on: date, months: int = 0) -> Period:
    """The calendar month of a day, or one that many months away."""
    return Period(_months_on(on, months), _months_on(on, months + 1) - timedelta(days=1))


def quarter_of(on: date) -> Period:
    """The calendar quarter of a day (quý)."""
    first = _months_on(on, -((on.month - 1) % 3))
    return Period(first, _months_on(first, 3) - timedelta(days=1))


def year_of(on: date) -> Period:
    """The calendar year of a day."""
    return Period(date(on.year, 1, 1), date(on.year, 12, 31))


def report_month_of(on: date, months: int = 0) -> Period:
    """The report month a day falls in (kỳ báo cáo tháng), or one that many months away.

    It is named after the month it ends in: the report of November runs from 15 October to 14 November.
    Source: docs/glossary.md, “kỳ báo cáo” (NĐ 09/2019/NĐ-CP, art. 12).
    """
    ends_in = _months_on(on, months + (on.day >= FIRST_DAY))
    return Period(_months_on(ends_in, -1).replace(day=FIRST_DAY), ends_in.replace(day=FIRST_DAY - 1))
