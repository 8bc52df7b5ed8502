"""The hours in the page's foot are the calendar's own."""

from datetime import date

from congvu.law import calendar_content
from congvu.offices.opening import in_words
from congvu.rules.calendar_file import read

WORK = {"mon": [["07:30", "11:30"], ["13:00", "17:00"]], "tue": [["07:30", "11:30"], ["13:00", "17:00"]],
        "sat": [["07:30", "11:00"]]}  # fmt: skip


def test_days_of_the_same_hours_stand_together_and_closed_ones_are_left_out() -> None:
    file = read({"timezone": "Asia/Ho_Chi_Minh", "work": WORK})
    assert in_words(file, date(2026, 11, 23)) == "Thứ Hai–Thứ Ba, 07:30–11:30 và 13:00–17:00; Thứ Bảy, 07:30–11:00"


def test_the_shipped_calendar_says_the_week_of_its_file() -> None:
    said = in_words(read(calendar_content("co-to")), date(2026, 11, 23))
    assert said.startswith("Thứ Hai–Thứ Sáu, ") and "13:00–" in said
