"""Judging a rate fairly: Wilson's interval, and the rule that few cases are not compared."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
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
