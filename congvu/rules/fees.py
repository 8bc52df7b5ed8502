"""Fees (phí, lệ phí): what a procedure's record says is to be paid, what is owed, let off and paid. In whole đồng."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from congvu.rules.dues import Balance
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean

MOST = 10**12
KEYS = frozenset({"kind", "name_vi", "how", "amount", "note_vi", "source", "confidence"})


class FeeKind(StrEnum):
    """Phí and lệ phí are two things by law; unsorted is what was taken where the record says nothing."""

    FEE = "fee"
    CHARGE = "charge"
    UNSORTED = "unsorted"


class FeeHow(StrEnum):
    """Fixed: one amount a dossier. Counted: by pages, copies, value; the counter types the sum. Unknown: said so."""

    FIXED = "fixed"
    COUNTED = "counted"
    UNKNOWN = "unknown"


class Way(StrEnum):
    CASH = "cash"
    TRANSFER = "transfer"


@dataclass(frozen=True)
class Rate:
    """One line of a procedure version's fees (mức thu); `amount` counts where it is fixed, 0 there means free."""

    kind: FeeKind
    name: str
    how: FeeHow
    amount: int
    note: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Owed:
    """One line a dossier owes."""

    kind: FeeKind
    name: str
    amount: int


def read_rates(rows: Sequence[Mapping[str, Any]]) -> tuple[Rate, ...]:
    """The rates of a record; of an empty one nobody knows. Raises: RuleBroken `fee.rate_unreadable`."""
    return tuple(_rate(row) for row in rows)


def _rate(row: Mapping[str, Any]) -> Rate:
    amount, name = row.get("amount", 0), clean(str(row.get("name_vi", "")))
    known = set(row) <= KEYS and row.get("kind") in set(FeeKind) and row.get("how") in set(FeeHow)
    whole = isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount <= MOST
    if not known or not whole or not name or not row.get("source") or not row.get("confidence"):
        raise RuleBroken("fee.rate_unreadable", name=name)
    return Rate(
        FeeKind(row["kind"]), name, FeeHow(row["how"]), amount, str(row.get("note_vi", "")), str(row["source"]),
        str(row["confidence"]),
    )  # fmt: skip


def fixed_sum(rates: Iterable[Rate]) -> int:
    """What is owed whatever else is counted."""
    return sum(rate.amount for rate in rates if rate.how is FeeHow.FIXED)


def owed(rates: Sequence[Rate], total: int | None) -> list[Owed]:
    """The lines a dossier owes when `total` is taken for it (None: what the record fixes).

    What goes beyond the fixed amounts is of the first rate that is not fixed; where the record says nothing, the line
    says so. A counted rate worked out to nothing stays as a line of 0: that was said, not forgotten.
    Raises: RuleBroken `fee.differs` where the record fixes another sum, `fee.too_little`.
    """
    fixed = fixed_sum(rates)
    open_rate = next((rate for rate in rates if rate.how is not FeeHow.FIXED), None)
    rest = 0 if total is None else total - fixed
    if rest and rates and open_rate is None:
        raise RuleBroken("fee.differs", amount=fixed)
    if rest < 0:
        raise RuleBroken("fee.too_little", amount=fixed)
    lines = [Owed(rate.kind, rate.name, rate.amount) for rate in rates if rate.how is FeeHow.FIXED and rate.amount]
    if rest or (open_rate and open_rate.how is FeeHow.COUNTED and total is not None):
        kind, name = (open_rate.kind, open_rate.name) if open_rate else (FeeKind.UNSORTED, "Phí, lệ phí")
        lines.append(Owed(kind, name, rest))
    return lines


def is_unknown(rates: Sequence[Rate]) -> bool:
    """Does the record leave open whether, or how much, is to be paid?"""
    return not rates or any(rate.how is FeeHow.UNKNOWN for rate in rates)


def is_counted(rates: Sequence[Rate]) -> bool:
    """Has the counter to work out, for each dossier, what is to be paid?"""
    return any(rate.how is FeeHow.COUNTED for rate in rates)


def check_let_off(amount: int, exempted: int, paid: int) -> None:
    """Nobody is let off nothing, nor more than is still to be paid of a line.

    Raises: RuleBroken `fee.exemption_amount`.
    """
    if not 0 < exempted <= amount - paid:
        raise RuleBroken("fee.exemption_amount", amount=amount - paid)


@dataclass(frozen=True)
class Taken:
    """One receipt on a day's sheet: its lines by kind, and whether it stands there as cancelled.

    A receipt cancelled on a later day stays as it is on its own day, and on the later one it is given back.
    """

    way: Way
    lines: tuple[tuple[FeeKind, int], ...]
    is_cancelled: bool = False
    is_given_back: bool = False

    @property
    def sign(self) -> int:
        return -1 if self.is_given_back else 0 if self.is_cancelled else 1


@dataclass(frozen=True)
class Sums:
    """The sums of a day: by kind and by way, in đồng; below zero where more was given back than taken."""

    by_kind: Mapping[FeeKind, int]
    by_way: Mapping[Way, int]

    @property
    def total(self) -> int:
        return sum(self.by_way.values())

    @property
    def cash(self) -> int:
        return self.by_way[Way.CASH]


def day_sums(receipts: Iterable[Taken]) -> Sums:
    """Every receipt of a day counted once; the sums by kind and by way always agree."""
    by_kind, by_way = dict.fromkeys(FeeKind, 0), dict.fromkeys(Way, 0)
    for one in receipts:
        for kind, amount in one.lines:
            by_kind[kind] += one.sign * amount
            by_way[one.way] += one.sign * amount
    return Sums(by_kind, by_way)


def fee_balance(lines: Iterable[tuple[int, int]], paid: Iterable[int]) -> Balance:
    """The balance of a dossier: lines as (amount, exempted), and what its valid receipts say."""
    pairs = list(lines)
    return Balance(sum(amount for amount, _ in pairs), sum(off for _, off in pairs), sum(paid))


def read_book(book: str, number: str) -> tuple[str, int]:
    """The series and the number of a pre-printed book, in the one form in which they can be compared.

    Raises: RuleBroken `fee.book_unreadable`.
    """
    series = " ".join(clean(book).upper().split())
    digits = "".join(clean(number).split())
    if not series or not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < 10**12:
        raise RuleBroken("fee.book_unreadable")
    return series, int(digits)
