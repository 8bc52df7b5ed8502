"""A commitment that would squeeze a protected step is refused with the sum shown, also where units are mixed."""

from datetime import date

import pytest

from congvu.law import calendar_content, procedures
from congvu.rules.commitment import check_commitment, is_longer, protected_parts, shortfalls
from congvu.rules.errors import RuleBroken
from congvu.rules.working_time import Calendar, Term
from congvu.sentences import sentence

HOURS = Calendar.from_content(calendar_content("co-to"))


def step(name: str, length: str | None, **more: object) -> dict[str, object]:
    found = {"id": name, "name_vi": name, "protected": True, **more}
    if length is None:
        return found | {"duration": None, "kind": "dues"}
    term = Term.parse(length)
    return found | {"duration": {"value": str(term.amount), "unit": term.unit.value}}


def refused_with(commitment: str, *steps: dict[str, object], calendar: Calendar = HOURS) -> RuleBroken | None:
    try:
        check_commitment(Term.parse("20wd"), Term.parse(commitment), protected_parts(list(steps)), calendar)
    except RuleBroken as refusal:
        return refusal
    return None


def test_one_unit_is_added_up_and_the_sum_is_shown() -> None:
    refusal = refused_with("4wd", step("Họp thôn", "2wd"), step("Niêm yết", "3wd"))
    assert refusal is not None
    said = sentence(refusal)
    assert said.startswith("Họp thôn: 2 ngày làm việc + Niêm yết: 3 ngày làm việc = 5 ngày làm việc; cam kết 4 ngày")
    assert refused_with("5wd", step("Họp thôn", "2wd"), step("Niêm yết", "3wd")) is None


def test_days_and_working_days_are_judged_by_the_calendar() -> None:
    refusal = refused_with("10wd", step("Niêm yết", "15d"))
    assert refusal is not None and refusal.code == "procedure.commitment_squeezes_on_some_days"
    said = sentence(refusal)
    assert "Niêm yết: 15 ngày; cam kết 10 ngày làm việc có ngày không đủ: hồ sơ nhận ngày" in said
    assert refused_with("15wd", step("Niêm yết", "15d")) is None
    # Twelve working days are enough on most days and not on all: that is not enough.
    days = list(shortfalls(Term.parse("11wd"), [Term.parse("15d")], HOURS))
    assert 0 < len(days) < 900 and refused_with("11wd", step("Niêm yết", "15d")) is not None
    assert all(one.committed_until < one.needed_until for one in days) and days[0].received >= date(2024, 1, 1)


def test_hours_against_days_are_judged_by_the_calendar_too() -> None:
    assert refused_with("4wh", step("Niêm yết", "1wd")) is not None
    assert refused_with("1wd", step("Có mặt", "8wh")) is None
    assert refused_with("1wd", step("Có mặt", "9wh")) is not None
    assert refused_with("same_day@15:00", step("Niêm yết", "1wd")) is not None


@pytest.mark.parametrize(("term", "commitment", "is_refused"), [
    ("10d", "30wd", True), ("10d", "7wd", False), ("same_day@15:00", "3wd", True), ("3wd", "2wh", False),
])  # fmt: skip
def test_other_units_are_longer_than_the_law_only_where_they_are_so_on_all_days(
    term: str, commitment: str, is_refused: bool
) -> None:
    assert is_longer(Term.parse(commitment), Term.parse(term), HOURS) is is_refused


def test_a_length_that_is_only_an_illustration_protects_nothing() -> None:
    assert refused_with("1wd", step("Họp thôn", "5wd", illustrative=True)) is None


def test_a_step_of_unknown_length_inside_the_clock_can_be_promised_by_nobody() -> None:
    refusal = refused_with("19wd", step("Niêm yết", "2wd"), step("Nộp thuế", None))
    assert refusal is not None and refusal.code == "procedure.commitment_cannot_be_kept"
    assert "Niêm yết: 2 ngày làm việc + Nộp thuế: chưa rõ; không thể cam kết 19 ngày làm việc" in sentence(refusal)


def test_what_stops_the_clock_squeezes_nothing() -> None:
    outside = [step("Niêm yết", "15d", counts_in_clock=False), step("Nộp thuế", None, counts_in_clock=False)]
    assert refused_with("1wd", *outside) is None


def test_a_commitment_longer_than_the_law_is_none() -> None:
    refusal = refused_with("21wd")
    assert refusal is not None
    assert "21 ngày làm việc) dài hơn thời hạn luật định (20 ngày làm việc)" in sentence(refusal)


def test_a_calendar_without_dates_is_asked_over_some_years() -> None:
    bare = Calendar.from_content({"timezone": "Asia/Ho_Chi_Minh", "work": {"mon": [["08:00", "12:00"]]}})
    assert refused_with("1wd", step("Niêm yết", "15d"), calendar=bare) is not None


@pytest.mark.parametrize("procedure", procedures(), ids=lambda one: str(one["id"]))
def test_every_shipped_commitment_can_be_kept(procedure: dict) -> None:
    for version in procedure["versions"]:
        parts = protected_parts(version["steps"])
        check_commitment(Term.parse(version["term"]), Term.parse(version["commitment"]), parts, HOURS)
