"""How lengths are told: cut to whole minutes, so that they add up, with one and with many."""

import pytest

from congvu.offices.templatetags.congvu_format import (
    days_on_the_wall,
    hours_and_minutes,
    remaining,
    working_duration,
)
from congvu.rules.standing import Standing, Timing


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "dưới 1 phút"), (59, "dưới 1 phút"), (119, "1 phút"), (6 * 3600 + 13 * 60 + 59, "6 giờ 13 phút"),
        (-(8 * 3600 + 3 * 3600), "1 ngày làm việc 3 giờ"), (8 * 3600 + 59, "1 ngày làm việc"),
        (4173 * 8 * 3600, "4.173 ngày làm việc"),
    ],
)  # fmt: skip
def test_working_time_is_told_in_at_most_two_parts_with_dots_in_thousands(seconds: int, told: str) -> None:
    assert working_duration(seconds) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 phút"), (-60, "−1 phút"), (22_380, "6 giờ 13 phút"), (8 * 3600, "8 giờ"), (135_780, "37 giờ 43 phút")],
)  # fmt: skip
def test_hours_and_minutes_leave_no_minute_out(seconds: int, told: str) -> None:
    assert hours_and_minutes(seconds) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 phút"), (86_400, "1 ngày"), (2 * 86_400 + 5400, "2 ngày 1 giờ 30 phút"), (86_400 + 59, "1 ngày")],
)
def test_days_on_the_wall_are_days_of_twenty_four_hours(seconds: int, told: str) -> None:
    assert days_on_the_wall(seconds) == told


def test_late_in_the_evening_of_the_last_day_is_no_longer_told_as_time_left() -> None:
    assert remaining(Standing(Timing.OVERDUE, 0)) == "vừa quá hạn"
    assert remaining(Standing(Timing.OVERDUE, -3600)) == "quá 1 giờ"
    assert remaining(Standing(Timing.DUE_SOON, 0)) == "còn dưới 1 phút"
