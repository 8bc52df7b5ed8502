"""Working time against a slow clock that shares no code with it, a table a lawyer can read, and at its edges."""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.law import calendar_content
from congvu.rules.errors import RuleBroken
from congvu.rules.explanation import why_due, why_elapsed
from congvu.rules.working_time import Calendar, Term
from tests.conftest import SHARED
from tests.rules import oracle

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CONTENT = calendar_content("co-to")
STORM: Mapping[str, Any] = {**CONTENT, "closures": [["2024-09-09T13:30", "2024-09-10T11:30"]]}
CALENDARS = {"co-to": Calendar.from_content(CONTENT), "bao-yagi": Calendar.from_content(STORM)}
CO_TO = CALENDARS["co-to"]
GOLDEN = list(csv.DictReader((Path(__file__).parent / "golden" / "due_dates.csv").open(encoding="utf-8")))
MINUTES = st.integers(0, 3 * 365 * 1440 - 90 * 1440).map(lambda n: datetime(2024, 1, 2) + timedelta(minutes=n))
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def term(text: str) -> Term:
    """The slow clock's terms may be in working minutes; the program's unit is the hour."""
    return Term.parse(f"{int(text[:-2]) / 60}wh") if text.endswith("wm") else Term.parse(text)


def test_the_golden_table_has_two_hundred_cases() -> None:
    assert len(GOLDEN) == 200


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{row['nhan']}-{row['thoi_han']}" for row in GOLDEN])
def test_a_lawyers_case_falls_due_when_the_table_says(row: dict[str, str]) -> None:
    due = local(row["den_han"])
    assert CALENDARS[row["lich"]].due(local(row["nhan"]), Term.parse(row["thoi_han"])) == due


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{row['nhan']}-{row['thoi_han']}" for row in GOLDEN])
def test_the_slow_clock_gives_the_lawyers_date_as_well(row: dict[str, str]) -> None:
    text = row["thoi_han"]
    asked = f"{int(float(text[:-2]) * 60)}wm" if text.endswith("wh") else text
    content = STORM if row["lich"] == "bao-yagi" else CONTENT
    assert oracle.due(content, datetime.fromisoformat(row["nhan"]), asked) == datetime.fromisoformat(row["den_han"])


@settings(max_examples=60, deadline=None)
@given(MINUTES, st.sampled_from(["1wd", "2wd", "7wd", "30wm", "480wm", "690wm", "3d", "15d", "same_day@15:00"]))
def test_due_agrees_with_the_slow_clock(start: datetime, text: str) -> None:
    assert CO_TO.due(start.replace(tzinfo=ZONE), term(text)).replace(tzinfo=None) == oracle.due(CONTENT, start, text)


@settings(max_examples=40, deadline=None)
@given(MINUTES, st.integers(0, 9000), st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 3000)), max_size=3))
def test_elapsed_with_pauses_agrees_with_the_slow_clock(
    start: datetime, length: int, gaps: list[tuple[int, int]]
) -> None:
    end = start + timedelta(minutes=length)
    pauses = [(start + timedelta(minutes=a), start + timedelta(minutes=a + n)) for a, n in gaps]
    aware = [(a.replace(tzinfo=ZONE), b.replace(tzinfo=ZONE)) for a, b in pauses]
    expected = oracle.elapsed(CONTENT, start, end, pauses) * 60
    assert CO_TO.elapsed(start.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE), aware) == expected


@settings(max_examples=80, deadline=None)
@given(MINUTES, st.integers(1, 400_000))
def test_what_has_passed_after_some_working_seconds_is_those_seconds(start: datetime, seconds: int) -> None:
    begin = start.replace(tzinfo=ZONE)
    assert CO_TO.elapsed(begin, CO_TO.after(begin, seconds)) == seconds
    assert CO_TO.elapsed(CO_TO.before(begin, seconds), begin) == seconds


def test_a_pause_of_working_hours_moves_the_due_instant_by_them_and_never_onto_a_holiday() -> None:
    due = CO_TO.due(local("2026-11-18 08:12"), Term.parse("3wd"))
    assert due == local("2026-11-23 17:00")
    moved = CO_TO.shifted(due, Term.parse("3wd"), local("2026-11-19 09:00"), local("2026-11-19 15:00"))
    assert moved == local("2026-11-25 13:30")


def test_a_calendar_day_term_rolls_to_the_first_closing_after_the_paused_time() -> None:
    fifteen = Term.parse("15d")
    due = CO_TO.due(local("2026-11-02 09:00"), fifteen)
    assert due == local("2026-11-17 17:00")
    assert CO_TO.shifted(due, fifteen, local("2026-11-05 10:00"), local("2026-11-08 12:00")) == local(
        "2026-11-23 17:00"
    )


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-16 14:59", "2026-11-16 17:00"),
        ("2026-11-16 15:00", "2026-11-16 17:00"),
        ("2026-11-16 15:00:59", "2026-11-16 17:00"),
        ("2026-11-16 15:01", "2026-11-17 17:00"),
    ],
)
def test_received_at_the_hour_itself_is_not_received_after_it(received: str, due: str) -> None:
    """“Nhận sau 15:00”: papers print minutes, so the minute of 15:00 still belongs to the same day."""
    same_day = Term.parse("same_day@15:00")
    assert CO_TO.due(local(received), same_day) == local(due)
    assert why_due(CO_TO, local(received), same_day).due_at == local(due)


def test_the_end_of_a_shift_is_the_due_instant_not_the_next_opening() -> None:
    assert CO_TO.due(local("2026-11-16 07:30"), Term.parse("4wh")) == local("2026-11-16 11:30")
    assert not CO_TO.is_open(local("2026-11-16 11:30"))
    assert CO_TO.is_open(local("2026-11-16 07:30"))


def test_years_beyond_the_file_are_computed_without_holidays() -> None:
    def fresh() -> Calendar:
        return Calendar.from_content(CONTENT)

    assert CO_TO.known_years == (2024, 2027)
    assert fresh().due(local("2040-06-01 09:00"), Term.parse("5wd")) == local("2040-06-08 17:00")
    assert fresh().due(local("2015-06-01 09:00"), Term.parse("700wd")).year == 2018
    assert fresh().due(local("2027-12-01 09:00"), Term.parse("600wd")) == local("2030-03-20 17:00")
    assert fresh().next_open_day(date(2027, 12, 31)) == date(2028, 1, 3)
    assert fresh().after(local("2027-12-01 09:00"), 30_000_000).year == 2031
    assert fresh().before(local("2023-02-01 09:00"), 30_000_000).year == 2019
    assert fresh().elapsed(local("2023-01-02 00:00"), local("2023-01-02 08:30")) == 3600
    assert fresh().is_open_day(date(2031, 1, 1))


def test_a_clock_change_in_europe_counts_true_seconds() -> None:
    night = Calendar.from_content({"timezone": "Europe/Amsterdam", "work": {"sun": [["00:00", "06:00"]]}})
    zone = ZoneInfo("Europe/Amsterdam")
    assert night.elapsed(datetime(2026, 3, 29, 0, tzinfo=zone), datetime(2026, 3, 29, 6, tzinfo=zone)) == 5 * 3600


def test_summer_hours_stated_hours_and_named_closures_are_read() -> None:
    content = {
        "timezone": "Asia/Ho_Chi_Minh",
        "work": WEEK,
        "hours": [{"from": "2026-06-01", "to": "2026-08-31", "work": {"mon": [["07:00", "15:00"]]}}],
        "working_days": {"2026-11-21": [["08:00", "10:00"]]},
        "closures": {"2026-11-25": "Bão"},
        "name": "thử",
    }
    calendar = Calendar.from_content(content)
    assert calendar.closing(date(2026, 6, 1)) == local("2026-06-01 15:00")
    assert calendar.closing(date(2026, 11, 21)) == local("2026-11-21 10:00")
    assert not calendar.is_open_day(date(2026, 11, 25))
    told = why_elapsed(
        calendar, local("2026-11-24 09:00"), local("2026-11-26 17:00"),
        [(local("2026-11-24 10:00"), local("2026-11-24 11:00"))],
    )  # fmt: skip
    assert [(line.kind, line.name) for line in told.lines] == [
        ("counted", ""),
        ("pause", ""),
        ("counted", ""),
        ("closure", "Bão"),
        ("counted", ""),
    ]
    assert told.seconds == 15 * 3600
    morning = {**content, "closures": [{"from": "2026-11-25T09:00", "to": "2026-11-25T12:00", "reason": ""}]}
    del morning["closures"][0]["reason"]  # type: ignore[attr-defined]
    assert Calendar.from_content(morning).elapsed(local("2026-11-25 09:00"), local("2026-11-25 17:00")) == 5 * 3600


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"work": WEEK, "colour": 1}, "calendar.unknown_key"),
        ({"work": WEEK, "timezone": "Mars/Base"}, "calendar.unknown_timezone"),
        ({"work": WEEK, "holidays": "2026-01-01"}, "calendar.not_a_list"),
        ({"work": WEEK, "holidays": ["31/12/2026"]}, "calendar.not_a_date"),
        ({"work": {"mon": [["7h", "17:00"]]}}, "calendar.not_a_time"),
        ({"work": {"mon": [["07:00"]]}}, "calendar.not_a_shift"),
        ({"work": {"mon": [["17:00", "07:00"]]}}, "calendar.shifts_out_of_order"),
        ({"work": {"mon": [["07:00", "12:00"], ["11:00", "13:00"]]}}, "calendar.shifts_out_of_order"),
        ({}, "calendar.no_week"),
        ({"work": {"monday": []}}, "calendar.unknown_weekday"),
        ({"work": {"mon": []}}, "calendar.never_open"),
        ({"work": WEEK, "hours": [{"from": "2026-01-01"}]}, "calendar.not_a_variant"),
        ({"work": WEEK, "holidays": ["2026-01-01"], "working_days": ["2026-01-01"]}, "calendar.closed_and_worked"),
        (
            {"work": WEEK, "closures": [["2026-01-02T10:00", "2026-01-02T09:00"]]},
            "calendar.closure_ends_before_it_begins",
        ),
        ({"work": WEEK, "closures": [["soon", "later"]]}, "calendar.not_an_instant"),
    ],
)
def test_a_faulty_calendar_file_is_refused_by_name(content: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Calendar.from_content(content)
    assert refused.value.code == code
    assert refused.value.facts["where"]


def test_yaml_minutes_and_dates_are_understood() -> None:
    calendar = Calendar.from_content({"work": {"mon": [[450, "11:30"]]}, "holidays": [date(2026, 11, 23)]})
    assert (
        calendar.due(datetime(2026, 11, 20, tzinfo=ZoneInfo("UTC")), Term.parse("1wd")).isoformat()
        == "2026-11-30T11:30:00+00:00"
    )
    with pytest.raises(RuleBroken, match="not_a_time"):
        Calendar.from_content({"work": {"mon": [[True, "11:30"]]}})


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "0wd", "-1wd", "1.5wd", "1e9wh", "infwd", "nand", "same_day@25:99", "5wx"]
)
def test_an_unreadable_term_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        Term.parse(text)
    assert refused.value.code == "term.unreadable"


@pytest.mark.parametrize("text", ["5wd", "4wh", "1.5wh", "15d", "10wd", "100d", "same_day@15:00"])
def test_a_term_is_written_as_it_was_read(text: str) -> None:
    assert str(Term.parse(text)) == text


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(RuleBroken, match="without_zone"):
        CO_TO.is_open(datetime(2026, 1, 1))
    with pytest.raises(RuleBroken, match="end_before_begin"):
        CO_TO.elapsed(local("2026-11-23 10:00"), local("2026-11-23 09:00"))
    with pytest.raises(RuleBroken, match="end_before_begin"):
        CO_TO.elapsed(
            local("2026-11-20 10:00"),
            local("2026-11-23 09:00"),
            [(local("2026-11-23 10:00"), local("2026-11-23 09:00"))],
        )
    with pytest.raises(RuleBroken, match="closed_day"):
        CO_TO.closing(date(2026, 11, 24))
    with pytest.raises(RuleBroken, match="out_of_range"):
        CO_TO.is_open(datetime(2500, 1, 1, tzinfo=ZONE))


@pytest.mark.shared
def test_the_vectors_of_two_other_libraries_hold() -> None:
    """Origin: seatgeek/businesstime (BSD 2-clause), seppemans/businesstimedelta (MIT); facts of their test suites."""
    tried = 0
    for group in json.loads((SHARED / "data" / "businesstime" / "vectors.json").read_text()):
        content = {key: value for key, value in group["calendar"].items() if key != "note"}
        calendar = Calendar.from_content(content)

        def instant(text: str, zone: ZoneInfo = calendar.zone) -> datetime:
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=zone)

        for case in group["cases"]:
            tried += 1
            match case["op"]:
                case "between":
                    found = calendar.elapsed(instant(case["start"]), instant(case["end"]))
                    assert found == case["expected_business_minutes"] * 60, case
                case "add":
                    assert calendar.after(instant(case["start"]), case["business_hours"] * 3600) == instant(
                        case["expected"]
                    ), case
                case "subtract":
                    assert calendar.before(instant(case["start"]), case["business_hours"] * 3600) == instant(
                        case["expected"]
                    ), case
                case "is_business_time":
                    assert calendar.is_open(instant(case["at"])) is case["expected"], case
                case "business_dates":
                    days = (instant(case["start"]).date() + timedelta(days=n) for n in range(30))
                    last = instant(case["end"]).date()
                    first = instant(case["start"])
                    found_days = [
                        d.isoformat()
                        for d in days
                        if d < last and calendar.is_open_day(d) and calendar.closing(d) > first
                    ]
                    assert found_days == case["expected"] or found_days == case["expected"][:-1], case
                case "next_period":
                    begin = calendar.after(instant(case["at"]), 1) - timedelta(seconds=1)
                    assert begin == instant(case["expected"][0]), case
    assert tried == 36
