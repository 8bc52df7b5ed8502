"""Financial dues (nghĩa vụ tài chính): notice, delivery, payments that add up, exemption. In whole đồng."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from congvu.rules.errors import RuleBroken


class DuesState(StrEnum):
    NOTED = "noted"
    DELIVERED = "delivered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class DuesMove(StrEnum):
    DELIVER = "deliver"
    PAY_PART = "pay_part"
    SETTLE = "settle"
    WITHDRAW = "withdraw"


# A notice may be settled before it is delivered: the applicant paid on the tax authority's own copy.
DUES: Mapping[tuple[DuesState, DuesMove], DuesState] = {
    (DuesState.NOTED, DuesMove.DELIVER): DuesState.DELIVERED,
    (DuesState.NOTED, DuesMove.PAY_PART): DuesState.NOTED,
    (DuesState.NOTED, DuesMove.SETTLE): DuesState.SETTLED,
    (DuesState.NOTED, DuesMove.WITHDRAW): DuesState.WITHDRAWN,
    (DuesState.DELIVERED, DuesMove.PAY_PART): DuesState.DELIVERED,
    (DuesState.DELIVERED, DuesMove.SETTLE): DuesState.SETTLED,
    (DuesState.DELIVERED, DuesMove.WITHDRAW): DuesState.WITHDRAWN,
}


@dataclass(frozen=True)
class Balance:
    """What is owed, let off and paid (số phải nộp, được miễn giảm, đã nộp), in đồng."""

    amount: int
    exempted: int
    paid: int

    @property
    def left(self) -> int:
        """Still to be paid; below zero where more was paid than owed."""
        return self.amount - self.exempted - self.paid

    @property
    def overpaid(self) -> int:
        return max(0, -self.left)

    @property
    def move(self) -> DuesMove:
        """What a payment or an exemption that leads to this balance means for the notice."""
        return DuesMove.PAY_PART if self.left > 0 else DuesMove.SETTLE


def balance(amount: int, exempted: int, payments: Iterable[int]) -> Balance:
    """The balance of a notice; partial payments add up."""
    return Balance(amount, exempted, sum(payments))


def read_dong(text: str) -> str:
    """An amount as people write it (12500000, 12.500.000, 12 500 000 đồng), as digits.

    Raises: RuleBroken `dues.amount`.
    """
    digits = re.sub(r"[\s.,]", "", text.removesuffix("đồng").removesuffix("đ"))
    if not re.fullmatch(r"[0-9]{1,15}", digits):
        raise RuleBroken("dues.amount")
    return digits


def check_exemption(amount: int, exempted: int) -> None:
    """Nobody is let off nothing, or more than the notice asks. Raises: RuleBroken `dues.exemption_amount`."""
    if not 0 < exempted <= amount:
        raise RuleBroken("dues.exemption_amount", amount=amount)
