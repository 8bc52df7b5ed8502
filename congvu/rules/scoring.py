"""Judging a rate fairly: Wilson's interval, limits of chance, and the rule that few cases are not compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, sqrt

Z95 = 1.959963984540054
SIGMAS = 3
ENOUGH = 30


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % interval (khoảng tin cậy); None where nothing was counted."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def is_comparable(self) -> bool:
        """Under 30 cases a rate says too little to be compared (chưa đủ dữ liệu để so sánh)."""
        return self.total >= ENOUGH

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval. Source: E. B. Wilson, 1927."""
        if not self.total:
            return None
        share, n, square = self.hits / self.total, self.total, Z95 * Z95
        middle = (share + square / (2 * n)) / (1 + square / n)
        half = Z95 / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


class Comparison(StrEnum):
    """How a rate stands beside the common level; never a rank."""

    TOO_FEW = "too_few"
    BETTER = "better"
    ALIKE = "alike"
    REVIEW = "review"


def against_common(rate: Rate, common: float) -> Comparison:
    """Better or worse than the common level only where chance hardly explains it (three standard deviations).

    Source: D. Spiegelhalter, “Funnel plots for comparing institutional performance”, 2005.
    """
    if not rate.is_comparable:
        return Comparison.TOO_FEW
    limit, share = SIGMAS * sqrt(common * (1 - common) / rate.total), rate.hits / rate.total
    if share > common + limit:
        return Comparison.BETTER
    return Comparison.REVIEW if share < common - limit else Comparison.ALIKE


def percentile(values: Sequence[int], share: float) -> float | None:
    """The value below which that share of `values` lies, exact and linear between neighbours; None of no values."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
