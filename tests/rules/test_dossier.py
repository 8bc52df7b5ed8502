"""The moves of a dossier, when it is late, and the steps the law protects."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from congvu.law import calendar_content
from congvu.rules.dossier import TRANSITIONS, Move, State, check_result_may_be_recorded, check_step_may_finish, is_late
from congvu.rules.errors import RuleBroken
from congvu.rules.standing import Clock, Timing, standing
from congvu.rules.state_machine import allowed_actions, next_state
from congvu.rules.working_time import Calendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = Calendar.from_content(calendar_content("co-to"))
SOON = 2 * 8 * 3600


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


DUE = local("2026-11-23 17:00")


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_every_move_has_its_row_or_is_refused(state: State, move: Move) -> None:
    if (state, move) in TRANSITIONS:
        assert next_state(TRANSITIONS, state, move) == TRANSITIONS[state, move]
        assert move in allowed_actions(TRANSITIONS, state)
    else:
        with pytest.raises(RuleBroken) as refused:
            next_state(TRANSITIONS, state, move)
        assert refused.value.facts == {"state": state.value, "action": move.value}


def test_a_returned_dossier_can_only_be_corrected() -> None:
    assert allowed_actions(TRANSITIONS, State.RETURNED) == [Move.CORRECT]


def test_the_due_instant_itself_is_in_time() -> None:
    assert not is_late(DUE, None, DUE)
    assert is_late(DUE, None, DUE + timedelta(seconds=1))
    assert not is_late(DUE, DUE, DUE + timedelta(days=9))
    assert not is_late(None, None, DUE)


@pytest.mark.parametrize(
    ("finished", "paused", "now", "timing", "seconds"),
    [
        (None, None, "2026-11-16 08:00", Timing.ON_TIME, 47.5 * 3600),
        (None, None, "2026-11-23 16:00", Timing.DUE_SOON, 3600),
        (None, None, "2026-11-25 08:30", Timing.OVERDUE, -3600),
        (None, "2026-11-23 16:00", "2026-12-20 09:00", Timing.PAUSED, 3600),
        (None, "2026-11-25 08:30", "2026-12-20 09:00", Timing.OVERDUE, -3600),
        ("2026-11-18 09:00", None, "2026-12-20 09:00", Timing.DONE_ON_TIME, 30.5 * 3600),
        ("2026-11-23 16:00", None, "2026-12-20 09:00", Timing.DONE_LATE_COMMITMENT, 3600),
        ("2026-11-25 08:30", None, "2026-12-20 09:00", Timing.DONE_LATE, -3600),
    ],
)
def test_how_a_dossier_stands(
    finished: str | None, paused: str | None, now: str, timing: Timing, seconds: float
) -> None:
    clock = Clock(
        DUE, local("2026-11-20 17:00"), local(finished) if finished else None, local(paused) if paused else None
    )
    found = standing(clock, local(now), HOURS, SOON)
    assert (found.timing, found.seconds) == (timing, int(seconds))


@pytest.mark.parametrize(
    ("finished", "paused", "now", "behind"),
    [
        (None, None, "2026-11-20 17:00", 0),  # the committed instant itself
        (None, None, "2026-11-23 08:30", 3600),
        (None, "2026-11-23 08:30", "2026-12-20 09:00", 3600),
        (None, "2026-11-19 08:30", "2026-12-20 09:00", 0),  # the clock stood before it came
        (None, None, "2026-11-21 09:00", 1),  # a Saturday: past it, if by no working time
        (None, None, "2026-11-25 08:30", 0),  # overdue: late by the law
        ("2026-11-23 16:00", None, "2026-12-20 09:00", 0),  # finished: the state says it
    ],
)
def test_an_open_dossier_past_its_commitment_is_behind(
    finished: str | None, paused: str | None, now: str, behind: int
) -> None:
    clock = Clock(
        DUE, local("2026-11-20 17:00"), local(finished) if finished else None, local(paused) if paused else None
    )
    assert standing(clock, local(now), HOURS, SOON).behind == behind


def test_a_withdrawn_dossier_is_not_done_in_time_but_can_be_late() -> None:
    ended = Clock(DUE, None, local("2026-11-18 09:00"), None, has_result=False)
    assert standing(ended, DUE, HOURS, SOON).timing == Timing.ENDED
    late = Clock(DUE, None, local("2026-11-25 08:30"), None, has_result=False)
    assert standing(late, DUE, HOURS, SOON).timing == Timing.DONE_LATE


def test_without_a_due_instant_nothing_is_late() -> None:
    assert standing(Clock(None, None, None, None), DUE, HOURS, SOON).timing == Timing.NO_DUE


def test_a_posting_cannot_be_shortened() -> None:
    step = {"name_vi": "Niêm yết", "protected": True, "illustrative": False, "duration": {"value": 15, "unit": "d"}}
    with pytest.raises(RuleBroken) as refused:
        check_step_may_finish(step, local("2026-11-02 09:00"), local("2026-11-16 17:00"), HOURS)
    assert refused.value.facts["earliest"] == local("2026-11-17 17:00")
    check_step_may_finish(step, local("2026-11-02 09:00"), local("2026-11-17 17:00"), HOURS)
    for free in ({"protected": False}, {"illustrative": True}, {"duration": None}):
        check_step_may_finish(step | free, local("2026-11-02 09:00"), local("2026-11-02 09:01"), HOURS)


def test_no_result_before_every_protected_step() -> None:
    steps = [{"id": "a", "name_vi": "A"}, {"id": "b", "name_vi": "B", "protected": True}]
    with pytest.raises(RuleBroken, match="protected_missing"):
        check_result_may_be_recorded(steps, ["a"])
    check_result_may_be_recorded(steps, ["b"])
