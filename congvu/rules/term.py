"""Terms (thời hạn): an amount and a unit, read from the short form that records and people write."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from congvu.rules.errors import RuleBroken


class Unit(StrEnum):
    """Units of a term: published limits keep theirs, one is never turned into another."""

    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"
    CALENDAR_DAYS = "d"
    SAME_DAY = "same_day"


@dataclass(frozen=True)
class Term:
    """A length of time the law or a commitment gives (thời hạn); `cutoff` is for same-day procedures alone."""

    amount: Decimal
    unit: Unit
    cutoff: time | None = None

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read `5wd`, `4wh`, `1.5wh`, `15d` or `same_day@15:00`.

        Raises: RuleBroken `term.unreadable`.
        """
        word = text.strip()
        if word.startswith("same_day@"):
            try:
                return cls(Decimal(1), Unit.SAME_DAY, time.fromisoformat(word.removeprefix("same_day@")))
            except ValueError:
                raise RuleBroken("term.unreadable", text=text) from None
        digits = word.rstrip("dhw")
        try:
            amount, unit = Decimal(digits), Unit(word[len(digits) :])
        except (InvalidOperation, ValueError):
            raise RuleBroken("term.unreadable", text=text) from None
        whole = unit is Unit.WORKING_HOURS or amount == amount.to_integral_value() if amount.is_finite() else False
        if not whole or not 0 < amount <= 100_000:
            raise RuleBroken("term.unreadable", text=text)
        return cls(amount, unit)

    def __str__(self) -> str:
        return f"same_day@{self.cutoff:%H:%M}" if self.cutoff else f"{self.amount.normalize():f}{self.unit.value}"
