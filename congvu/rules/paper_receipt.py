"""Numbered paper receipts for an outage (giấy biên nhận in sẵn): how a number is written on them and typed back."""

import re
from enum import StrEnum

from congvu.rules.vietnamese import clean, fold

SERIES = "BN"
OWN = re.compile(r"0*([1-9][0-9]{0,6})(?:/bn(?:-[a-z0-9.\-]+)?)?")


class ReceiptState(StrEnum):
    OUT = "out"
    ENTERED = "entered"
    CANCELLED = "cancelled"


def number_of(text: str) -> int | None:
    """The number in a unit's own series, typed as “5”, “05”, “05/BN” or “05/BN-TTPVHCC”; None for any other paper."""
    found = OWN.fullmatch("".join(fold(text).split()))
    return int(found.group(1)) if found else None


def key(number: int) -> str:
    """What a number of the own series is found by."""
    return f"{number}/bn"


def foreign_key(text: str) -> str:
    """What any other paper is found by; it never equals a number of the own series."""
    return "~" + "".join(fold(clean(text)).split())[:110]
