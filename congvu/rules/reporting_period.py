"""Periods of reporting (kỳ báo cáo): calendar months, quarters and years, and the report periods that end on a 14th.

The law keeps two calendars: reports run from the 15th to the 14th, the national index by calendar months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from congvu.law import practice
from congvu.rules.errors import RuleBroken

FIRST_DAY = practice().report_first_day


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


class Kind(StrEnum):
    """The kinds of period a report is asked for; the values stand in addresses."""

    REPORT_MONTH = "thang-bao-cao"
    REPORT_QUARTER = "quy-bao-cao"
    REPORT_HALF = "sau-thang"
    REPORT_NINE = "chin-thang"
    REPORT_YEAR = "nam-bao-cao"
    MONTH = "thang"
    QUARTER = "quy"
    YEAR = "nam"


@dataclass(frozen=True)
class Shape:
    """How periods of a kind lie in their year: how many there are, how many months each, on which day they begin."""

    count: int
    months: int
    first_day: int


# Source: docs/glossary.md, “kỳ báo cáo” (NĐ 09/2019/NĐ-CP, art. 12): each report period is whole report months.
SHAPES: Mapping[Kind, Shape] = {
    Kind.REPORT_MONTH: Shape(12, 1, FIRST_DAY),
    Kind.REPORT_QUARTER: Shape(4, 3, FIRST_DAY),
    Kind.REPORT_HALF: Shape(1, 6, FIRST_DAY),
    Kind.REPORT_NINE: Shape(1, 9, FIRST_DAY),
    Kind.REPORT_YEAR: Shape(1, 12, FIRST_DAY),
    Kind.MONTH: Shape(12, 1, 1),
    Kind.QUARTER: Shape(4, 3, 1),
    Kind.YEAR: Shape(1, 12, 1),
}


def numbered(kind: Kind, year: int, number: int) -> Period:
    """The period with this number in its year: the third report quarter of 2026 runs from 15 June to 14 September.

    Raises: RuleBroken `period.no_such_number`, `time.out_of_range`.
    """
    shape = SHAPES[kind]
    if not 1 <= number <= shape.count:
        raise RuleBroken("period.no_such_number", count=shape.count, number=number)
    if not 1900 < year < 2200:
        raise RuleBroken("time.out_of_range", year=year)
    ends_in = date(year, number * shape.months, 1)
    if shape.first_day == 1:
        return Period(_months_on(ends_in, 1 - shape.months), _months_on(ends_in, 1) - timedelta(days=1))
    begins_in = _months_on(ends_in, -shape.months)
    return Period(begins_in.replace(day=shape.first_day), ends_in.replace(day=shape.first_day - 1))


def last_ended(kind: Kind, on: date) -> tuple[int, int]:
    """Year and number of the newest period of a kind whose last day lies before `on` (kỳ gần nhất đã kết thúc)."""
    numbers = range(SHAPES[kind].count, 0, -1)
    return next(
        (year, number)
        for year in (on.year, on.year - 1)
        for number in numbers
        if numbered(kind, year, number).last < on
    )


def month_before(year: int, number: int) -> tuple[int, int]:
    """The month before one, as year and number."""
    return (year - 1, 12) if number == 1 else (year, number - 1)
