"""A rate is shown with its doubt: the interval is Wilson's, few cases are not compared, chance is not blamed."""

import pytest

from congvu.rules.scoring import Comparison, Rate, against_common, percentile


@pytest.mark.parametrize(
    ("hits", "total", "share", "low", "high"),
    [
        (13, 14, 0.929, 0.685, 0.987),
        (14, 14, 1.0, 0.785, 1.0),
        (1158, 1204, 0.962, 0.949, 0.971),
        (0, 5, 0.0, 0.0, 0.434),
    ],
)
def test_the_interval_is_wilsons(hits: int, total: int, share: float, low: float, high: float) -> None:
    rate = Rate(hits, total)
    assert rate.value == pytest.approx(share, abs=0.0005)
    assert rate.interval == pytest.approx((low, high), abs=0.0005)


def test_nothing_counted_is_no_rate_rather_than_zero() -> None:
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval is None


@pytest.mark.parametrize(("total", "enough"), [(0, False), (29, False), (30, True)])
def test_fewer_than_thirty_cases_are_not_compared(total: int, enough: bool) -> None:
    assert Rate(total, total).is_comparable is enough
    assert (against_common(Rate(total, total), 0.5) is Comparison.TOO_FEW) is not enough


@pytest.mark.parametrize(
    ("hits", "total", "expected"),
    [
        (442, 500, Comparison.ALIKE),  # 88.4 %, the limit for 500 cases beside 92 %
        (441, 500, Comparison.REVIEW),
        (479, 500, Comparison.BETTER),  # 95.8 %
        (478, 500, Comparison.ALIKE),
        (30, 30, Comparison.ALIKE),  # all in time, and chance alone explains it
    ],
)
def test_a_unit_is_unusual_only_beyond_three_standard_deviations(hits: int, total: int, expected: Comparison) -> None:
    assert against_common(Rate(hits, total), 0.92) is expected


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.9, 7),
        ([3, 1], 0.5, 2),
        ([1, 2, 3], 0.5, 2),
        ([40, 10, 30, 20], 0.9, 37),
        ([1, 2], 1.0, 2),
        (list(range(101)), 0.9, 90),
    ],
)
def test_a_percentile_is_exact_and_linear_between_neighbours(values: list[int], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


def test_no_values_have_no_percentile() -> None:
    assert percentile([], 0.5) is None
