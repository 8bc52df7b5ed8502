"""An official's own figures: the own desk's time alone, the official first, no citizen found out by subtraction."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from congvu.law import calendar_content
from congvu.rules.own_figures import (
    BANDS,
    DAY,
    HOUR,
    StepTiming,
    Worked,
    may_head_see,
    open_to_head_from,
    planned,
    released,
    step_timing,
    worked,
)
from congvu.rules.working_time import Calendar, Term

HOURS = Calendar.from_content(calendar_content("co-to"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_only_the_stretches_on_the_own_desk_count_and_a_pause_does_not() -> None:
    mine = [(at("2026-11-05 08:00"), at("2026-11-05 10:00")), (at("2026-11-06 08:00"), at("2026-11-06 09:00"))]
    assert worked(mine, [], [], HOURS) == Worked(3 * HOUR, 0)
    assert worked(mine, [(at("2026-11-05 09:00"), at("2026-11-06 08:30"))], [], HOURS).seconds == HOUR + HOUR // 2


def test_a_draft_with_its_signer_is_told_apart_and_what_is_paused_meanwhile_only_as_a_pause() -> None:
    mine = [(at("2026-11-05 08:00"), at("2026-11-05 11:00"))]
    signing = (at("2026-11-05 09:00"), at("2026-11-05 10:30"))
    assert worked(mine, [], [signing], HOURS) == Worked(HOUR + HOUR // 2, HOUR + HOUR // 2)
    pause = (at("2026-11-05 10:00"), at("2026-11-05 11:00"))
    assert worked(mine, [pause], [signing], HOURS) == Worked(HOUR, HOUR)


def test_the_planned_time_runs_to_the_end_of_its_last_day() -> None:
    assert planned(at("2026-11-05 16:00"), Term.parse("1wd"), HOURS) == HOUR + DAY
    assert planned(at("2026-11-05 08:00"), Term.parse("2wh"), HOURS) == 2 * HOUR
    assert planned(at("2026-11-05 08:00"), None, HOURS) is None


def test_exactly_full_is_still_within() -> None:
    assert step_timing(HOUR, HOUR) is StepTiming.WITHIN
    assert step_timing(HOUR + 1, HOUR) is StepTiming.BEYOND
    assert step_timing(HOUR, None) is StepTiming.UNPLANNED


@pytest.mark.parametrize("seconds", [0, HOUR - 1, HOUR, 4 * HOUR, DAY, 2 * DAY, 5 * DAY, 500 * DAY])
def test_every_time_falls_into_one_band(seconds: int) -> None:
    assert sum(band.holds(seconds) for band in BANDS) == 1


def test_the_head_sees_after_the_official_has_looked_or_after_the_days_and_never_an_open_period() -> None:
    last = date(2026, 11, 14)

    def sees(on: date, acknowledged: date | None = None) -> bool:
        return may_head_see(period_last=last, days=7, acknowledged_on=acknowledged, on=on)

    assert open_to_head_from(last, 7) == date(2026, 11, 21)
    assert not sees(date(2026, 11, 14), date(2026, 11, 14))
    assert not sees(date(2026, 11, 20))
    assert sees(date(2026, 11, 21))
    assert sees(date(2026, 11, 15), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("counts", "shown"),
    [([], 0), ([4], 0), ([5], 1), ([4, 1], 2), ([5, 1, 1], 1), ([5, 1, 4, 0, 2], 3), ([0, 0, 9], 3)],
)
def test_ratings_are_published_in_batches_that_hide_each_one(counts: list[int], shown: int) -> None:
    assert released(counts, 5) == shown
