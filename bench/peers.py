"""The other programs, each set up with as much of the office's calendar as it can hold.

None of them knows a swapped working day or a local closure; what they lack is shown by where_others_go_wrong.py.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, time, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule
from pandas.tseries.offsets import CustomBusinessDay, CustomBusinessHour

from congvu.law import calendar_content

CONTENT: Mapping[str, Any] = calendar_content("co-to")
HOLIDAYS = [date.fromisoformat(one) for one in CONTENT["holidays"]]
SWAPPED = [date.fromisoformat(one) for one in CONTENT["working_days"]]
SHIFTS: list[list[str]] = CONTENT["work"]["mon"]
# A Saturday in each later year: without a holiday within five years businesstimedelta ends with a TypeError.
FAR_SATURDAYS = [date(year, 9, 1) + timedelta(days=(5 - date(year, 9, 1).weekday()) % 7) for year in range(2028, 2033)]


def businesstimedelta_rules(*, is_mended: bool) -> Rules:
    """The office's shifts and holidays; `is_mended` adds harmless later holidays, so that it does not break down."""
    week = [
        WorkDayRule(time.fromisoformat(opens), time.fromisoformat(closes), [0, 1, 2, 3, 4]) for opens, closes in SHIFTS
    ]
    closed = HOLIDAYS + (FAR_SATURDAYS if is_mended else [])
    return Rules([*week, HolidayRule({on: "x" for on in closed})])


def business_hour() -> CustomBusinessHour:
    """pandas' hours: shifts and holidays."""
    opens, closes = zip(*SHIFTS, strict=True)
    return CustomBusinessHour(start=list(opens), end=list(closes), holidays=HOLIDAYS)


def business_day() -> CustomBusinessDay:
    """pandas' days: holidays."""
    return CustomBusinessDay(holidays=HOLIDAYS)


@cache
def plain_days() -> np.busdaycalendar:
    """NumPy's business days as it offers them: a week and holidays."""
    return np.busdaycalendar(weekmask="1111100", holidays=HOLIDAYS)


@cache
def swapped_days() -> np.busdaycalendar:
    """NumPy forced to know swapped Saturdays: seven working days a week, every other closed day a holiday."""
    every = (date(2023, 1, 1) + timedelta(days=n) for n in range(6 * 366))
    closed = [on for on in every if on in HOLIDAYS or (on.weekday() >= 5 and on not in SWAPPED)]
    return np.busdaycalendar(weekmask="1111111", holidays=closed)


def answers(start: str, amount: str) -> dict[str, str]:
    """What each peer says is due, used as its own documentation says, given the local start and a term like `4wh`.

    A peer that has no such unit is left out. A failure is an answer too: the name of what it raised.
    """
    at, day, count = pd.Timestamp(start), np.datetime64(start[:10]), int(amount.rstrip("dhw"))
    asked: dict[str, Callable[[], object]]
    if amount.endswith("wh"):
        rules = businesstimedelta_rules(is_mended=False)
        asked = {
            "businesstimedelta": lambda: at.to_pydatetime().replace(tzinfo=UTC) + BusinessTimeDelta(rules, hours=count),
            "pandas": lambda: at + business_hour() * count,
        }
    elif amount.endswith("wd"):
        asked = {
            "pandas": lambda: at + business_day() * count,
            "numpy": lambda: np.busday_offset(day, count, busdaycal=plain_days()),
        }
    else:
        asked = {
            "pandas": lambda: business_day().rollforward(at + timedelta(days=count)),
            "numpy": lambda: np.busday_offset(day + count, 0, roll="forward", busdaycal=plain_days()),
        }
    return {name: _said(call) for name, call in asked.items()}


def _said(call: Callable[[], object]) -> str:
    try:
        return str(call()).replace(" ", "T").removesuffix("+00:00")[:16]
    except (TypeError, ValueError) as failure:
        return type(failure).__name__
