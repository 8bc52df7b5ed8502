"""The check of a whole ledger: numbers, leaves, hashes, the head; and, inside the house, every sealed body.

Standard library only: outsiders run `verify_leaves` on an export. No fault raises: each ends in a report.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Kind
from congvu.rules.ledger_leaf import commitment, leaf, leaf_hash, salt

# An erasure's facts name the numbers of the entries before it whose bodies it took away (docs/adr/0004).
ERASED_ENTRIES = "entries"
HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}")


class Fault(StrEnum):
    """What is wrong at a number."""

    NUMBER = "number"
    HASH = "hash"
    LEAF = "leaf"
    BODY = "body"
    GONE = "gone"
    HEAD = "head"
    BEYOND = "beyond"
    NO_HEAD = "no_head"
    CUT = "cut"
    KEY = "key"


class NoBody(StrEnum):
    """Why an entry comes without its body: its row is gone (or was not given), or it does not open."""

    GONE = "gone"
    SHUT = "shut"


@dataclass(frozen=True)
class Body:
    """A body as it opened, and the key of its subject."""

    text: bytes
    subject_key: bytes


@dataclass(frozen=True)
class Logged:
    """One entry as a verifier gets it."""

    number: int
    leaf: bytes
    hash: bytes
    body: Body | NoBody = NoBody.GONE


@dataclass(frozen=True)
class Head:
    """How many entries the ledger says it has; comes after them."""

    number: int


@dataclass(frozen=True)
class Report:
    """How far a check got, and the first number that is wrong with the reason ('' if none).

    `erased`: bodies that an erasure took away; `erasures`: the numbers of the erasures; `latest`: of any opened body.
    """

    entries: int
    bodies: int = 0
    erased: int = 0
    wrong_at: int = 0
    wrong: str = ""
    erasures: frozenset[int] = frozenset()
    latest: datetime | None = None


@dataclass
class Bodies:
    """What the bodies of a ledger say so far; a missing one waits in `missing` until a later erasure names it."""

    opened: int = 0
    erased: int = 0
    missing: set[int] = field(default_factory=set)
    erasures: set[int] = field(default_factory=set)
    latest: datetime | None = None

    def judge(self, entry: Logged, fields: dict[str, str]) -> str:
        """Does the body fit its leaf?"""
        body, kind = entry.body, Kind(fields["t"])
        if body is NoBody.GONE:
            self.missing.add(entry.number)
            return ""
        # A body that does not open is never compared: a commitment to "nothing under no key" could be forged.
        if not isinstance(body, Body):
            return Fault.BODY
        fits = commitment(salt(body.subject_key, kind, entry.number), body.text)
        if base64.b64encode(fits).decode() != fields["c"] or not self._take(entry.number, kind, body):
            return Fault.BODY
        self.opened += 1
        return ""

    def _take(self, number: int, kind: Kind, body: Body) -> bool:
        """Take in what a body tells; False if it is not of the form that `append` writes."""
        try:
            told = json.loads(body.text)
            at = datetime.fromisoformat(told["at"])
            self.latest = max(at, self.latest or at)
            named = set(told["facts"][ERASED_ENTRIES]) if kind is Kind.ERASED else set()
            is_its_own: bool = told["number"] == number
        except (ValueError, TypeError, KeyError, RecursionError):
            return False
        if kind is Kind.ERASED:
            self.erased += len(self.missing & named)
            self.missing -= named
            self.erasures.add(number)
        return is_its_own


def verify(stream: Iterable[Logged | Head]) -> Report:
    """Check the whole ledger: everything public, and that every body is there and fits, or was erased by an entry."""
    return _walk(stream, Bodies())


def verify_leaves(stream: Iterable[Logged | Head]) -> Report:
    """Check what is public: numbers, leaves, hashes and the head."""
    return _walk(stream, None)


def _walk(stream: Iterable[Logged | Head], bodies: Bodies | None) -> Report:
    """Stop at the first fault and name its number; a missing body is only known to be one at the end."""
    number, head = 0, None
    for one in stream:
        if isinstance(one, Head):
            head = one
            continue
        number += 1
        if wrong := _judge(one, number, bodies):
            return Report(number - 1, bodies.opened if bodies else 0, wrong_at=number, wrong=wrong)
    told = bodies or Bodies()
    if told.missing:
        return Report(number, told.opened, told.erased, min(told.missing), Fault.GONE)
    if head is None or not isinstance(head.number, int) or head.number > number:
        return Report(number, told.opened, told.erased, number + 1, Fault.HEAD if head else Fault.NO_HEAD)
    if head.number < number:
        return Report(number, told.opened, told.erased, head.number + 1, Fault.BEYOND)
    return Report(number, told.opened, told.erased, erasures=frozenset(told.erasures), latest=told.latest)


def _judge(entry: Logged, number: int, bodies: Bodies | None) -> str:
    if entry.number != number:
        return Fault.NUMBER
    if entry.hash != leaf_hash(entry.leaf):
        return Fault.HASH
    fields = read_leaf(entry.leaf)
    if fields is None:
        return Fault.LEAF
    return bodies.judge(entry, fields) if bodies else ""


def read_leaf(data: bytes) -> dict[str, str] | None:
    """The fields of a well-formed leaf; None if it is not, byte for byte, in the one form that is allowed."""
    try:
        fields = json.loads(data)
        if not isinstance(fields, dict) or not all(isinstance(fields.get(name), str) for name in "tubc"):
            return None
        committed = base64.b64decode(fields["c"], validate=True)
        same = leaf(Kind(fields["t"]), fields["u"], fields["b"], committed) == data
    except (ValueError, RecursionError, binascii.Error, RuleBroken):
        return None
    return fields if same and len(committed) == 32 and HOUR.fullmatch(fields["b"]) else None

