"""The reasons of the golden table, read word by word: weekdays, days left out and counted, hours, closing time."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.rules import oracle
from tests.rules.test_working_time import CONTENT, GOLDEN, STORM

DAY = re.compile(r"(T[2-7]|CN) (\d+)/(\d+)(?:–(T[2-7]|CN) (\d+)/(\d+))?")
HOURS = re.compile(r"(?:T[2-7]|CN) \d+/\d+ (\d\d):(\d\d)–(\d\d):(\d\d)")
NAMES = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
ROWS = pytest.mark.parametrize("row", GOLDEN, ids=[f"{row['nhan']}-{row['thoi_han']}" for row in GOLDEN])


def days(text: str, since: date) -> Iterator[date]:
    """Every day named, ranges day by day; each under its own weekday, in the year that comes."""
    for name, day, month, name_to, day_to, month_to in DAY.findall(text):
        first = named(name, day, month, since)
        last = named(name_to, day_to, month_to, first) if name_to else first
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def named(name: str, day: str, month: str, since: date) -> date:
    found = date(since.year, int(month), int(day))
    found = found if found >= since else found.replace(year=since.year + 1)
    assert NAMES[found.weekday()] == name, f"{name} {day}/{month}"
    return found


def left_out(text: str, since: date) -> list[date]:
    listed = [part for part in text.split("; ") if part.startswith("không tính ")]
    return list(days(listed[0], since)) if listed else []


@ROWS
def test_every_day_stands_under_its_weekday(row: dict[str, str]) -> None:
    received = datetime.fromisoformat(row["nhan"]).date()
    found = list(days(row["vi_sao"], received))
    assert found or "trả trong ngày" in row["vi_sao"]


@ROWS
def test_a_term_in_working_days_leaves_out_what_is_closed_and_nothing_else(row: dict[str, str]) -> None:
    if not row["thoi_han"].endswith("wd"):
        return
    received, due = datetime.fromisoformat(row["nhan"]).date(), datetime.fromisoformat(row["den_han"])
    between = [received + timedelta(days=n) for n in range(1, (due.date() - received).days + 1)]
    content = STORM if row["lich"] == "bao-yagi" else CONTENT
    shut = [day for day in between if not oracle.open_day(content, day)]
    assert left_out(row["vi_sao"], received) == shut
    counted = row["thoi_han"].removesuffix("wd")
    assert int(counted) == len(between) - len(shut)
    said = f"ngày làm việc thứ {counted} là {NAMES[due.weekday()]} {due.day}/{due.month}, hết hạn lúc đóng cửa"
    assert f"{said} {due:%H:%M}" in row["vi_sao"]


@ROWS
def test_a_term_in_hours_is_the_sum_of_the_hours_named(row: dict[str, str]) -> None:
    if not row["thoi_han"].endswith("wh"):
        return
    spans = [tuple(map(int, one)) for one in HOURS.findall(row["vi_sao"])]
    minutes = sum((to - since) * 60 + last - first for since, first, to, last in spans)
    if "bão" not in row["vi_sao"]:
        assert minutes == float(row["thoi_han"].removesuffix("wh")) * 60
    assert "{2:02}:{3:02}".format(*spans[-1]) == row["den_han"][-5:]


@ROWS
def test_a_term_in_calendar_days_is_counted_and_rolled_as_told(row: dict[str, str]) -> None:
    if not re.fullmatch(r"\d+d", row["thoi_han"]):
        return
    received, due = datetime.fromisoformat(row["nhan"]).date(), datetime.fromisoformat(row["den_han"])
    first, last, *rolled = days(row["vi_sao"], received)
    assert (first, (last - first).days) == (received, int(row["thoi_han"][:-1]))
    assert [last, *rolled][-1] == due.date() and [oracle.open_day(CONTENT, day) for day in rolled[:-1]].count(True) == 0
    assert f"hết hạn lúc đóng cửa {due:%H:%M}" in row["vi_sao"]
