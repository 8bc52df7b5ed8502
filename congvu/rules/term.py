"""Terms (thời hạn): an amount and a unit, read from the short form that records and people write."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property

from congvu.rules.errors import RuleBroken


class Unit(StrEnum):
    """Units of a term: published limits keep theirs, one is never turned into another."""

    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"
    CALENDAR_DAYS = "d"
    SAME_DAY = "same_day"


WORDS = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.CALENDAR_DAYS: "ngày",
}

# Digits and a point: 1e5 and ٣ are numbers to a computer, not on a receipt. The least is a minute.
PLAIN = re.compile("[0-9]{1,6}([.][0-9]{1,4})?")
LEAST = Decimal("0.0166")


@dataclass(frozen=True)
class Term:
    """A length of time the law or a commitment gives (thời hạn); `cutoff`: the last minute of the same day, local."""

    amount: Decimal
    unit: Unit
    cutoff: time | None = None

    def __post_init__(self) -> None:
        if (self.unit is Unit.SAME_DAY) != (self.cutoff is not None):
            raise ValueError("a same-day term has a cutoff, and no other term has one")

    @cached_property
    def seconds(self) -> int:
        """Working seconds of a term in working hours; 0 of any other."""
        return int(self.amount * 3600) if self.unit is Unit.WORKING_HOURS else 0

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read `5wd`, `4wh`, `1.5wh`, `15d` or `same_day@15:00`.

        Raises: RuleBroken `term.unreadable`.
        """
        word = text.strip()
        if word.startswith("same_day@"):
            return cls(Decimal(1), Unit.SAME_DAY, _cutoff(word.removeprefix("same_day@"), text))
        digits = word.rstrip("dhw")
        if not PLAIN.fullmatch(digits):
            raise RuleBroken("term.unreadable", text=text)
        try:
            amount, unit = Decimal(digits), Unit(word[len(digits) :])
        except (InvalidOperation, ValueError):
            raise RuleBroken("term.unreadable", text=text) from None
        whole = unit is Unit.WORKING_HOURS or amount == amount.to_integral_value() if amount.is_finite() else False
        if not whole or not LEAST <= amount <= 100_000:
            raise RuleBroken("term.unreadable", text=text)
        return cls(amount, unit)

    @property
    def words(self) -> str:
        """The term as papers write it: “5 ngày làm việc”."""
        if self.cutoff:
            return f"trong ngày làm việc (nhận sau {self.cutoff:%H:%M}: ngày làm việc tiếp theo)"
        return f"{self.number} {WORDS[self.unit]}"

    @property
    def number(self) -> str:
        """The amount as Vietnamese writes it: “1,5”."""
        return f"{self.amount.normalize():f}".replace(".", ",")

    def __str__(self) -> str:
        return f"same_day@{self.cutoff:%H:%M}" if self.cutoff else f"{self.amount.normalize():f}{self.unit.value}"


def is_after(at: datetime, cutoff: time) -> bool:
    """Is it after the hour (nhận sau 15:00), by the minutes that papers print? 15:00:59 still is not."""
    return at.time().replace(second=0, microsecond=0) > cutoff


def _cutoff(word: str, text: str) -> time:
    try:
        cutoff = time.fromisoformat(word)
    except ValueError:
        raise RuleBroken("term.unreadable", text=text) from None
    if cutoff.tzinfo is not None:  # it is the calendar's local time; another zone would mean another hour
        raise RuleBroken("term.unreadable", text=text)
    return cutoff
