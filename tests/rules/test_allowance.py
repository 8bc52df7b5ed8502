"""The bucket of misses: how many at once, how many a minute, and that trying meanwhile makes no wait longer."""

from datetime import datetime, timedelta

import pytest

from congvu.rules.allowance import Allowance

NOON = datetime.fromisoformat("2026-11-23T12:00:00+07:00")
TEN = Allowance(at_once=10, a_minute=20)


@pytest.mark.parametrize(("misses", "after", "standing", "wait"), [
    (0, 0, 0, 0), (9, 0, 9, 0), (10, 0, 10, 3), (10, 1, 10, 2), (10, 2.5, 10, 1), (10, 3, 9, 0), (12, 0, 12, 9),
    (12, 6, 10, 3), (10, 30, 0, 0), (10, 3600, 0, 0), (10, -60, 10, 63),
])  # fmt: skip
def test_misses_run_out_one_by_one(misses: int, after: float, standing: int, wait: int) -> None:
    at = NOON + timedelta(seconds=after)
    assert TEN.standing(misses, NOON, at) == standing
    assert TEN.seconds_to_wait(misses, NOON, at) == wait


def test_whoever_tries_without_end_is_heard_no_more_than_so_often() -> None:
    """A hundred tries a second for an hour: ten at once, and twenty a minute."""
    misses, last_at, heard = 0, NOON, 0
    for n in range(360_000):
        at = NOON + timedelta(seconds=n / 100)
        if not TEN.seconds_to_wait(misses, last_at, at):
            misses, last_at, heard = TEN.standing(misses, last_at, at) + 1, at, heard + 1
    assert 1_190 <= heard <= 1_210
