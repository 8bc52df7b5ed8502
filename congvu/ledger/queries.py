"""Reading the ledger: the bodies of a subject, and the rows a verifier walks through."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from congvu.ledger import keys
from congvu.ledger.models import LedgerBody, LedgerEntry, LedgerHead, SubjectKey
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Logged, Report, verify

CLOCK_SLACK = timedelta(seconds=5)


def head() -> int:
    """How many entries the ledger says it has."""
    return LedgerHead.objects.get(pk=1).number


def refuse_a_clock_behind(at: datetime) -> None:
    """Stop before an act whose time would lie before what is already recorded (đồng hồ máy chủ chạy lùi).

    Asked when a form comes in, before anything is waited for; a few seconds may lie between two machines' clocks.
    A demonstration's clock is set back on purpose. Raises: RuleBroken `clock.behind`.
    """
    last = LedgerHead.objects.get(pk=1).last_at
    if last is not None and at < last - CLOCK_SLACK and not settings.DEMO:
        raise RuleBroken("clock.behind", now=at, last=last)


def subject_key(row: SubjectKey) -> bytes:
    return keys.unseal(keys.master(), bytes(row.wrapped), row.subject.encode())


def bodies_of(subject: str) -> list[dict[str, Any]]:
    """What was done to a subject, in order."""
    rows = LedgerBody.objects.filter(subject__subject=subject).select_related("subject", "entry").order_by("entry_id")
    return [
        json.loads(keys.unseal(AESGCM(subject_key(row.subject)), bytes(row.sealed), bytes(row.entry.hash)))
        for row in rows
    ]


def logged(*, with_bodies: bool = True) -> Iterator[Logged]:
    """Every entry in order; a body that does not open is given as empty bytes, which no commitment fits."""
    rows = LedgerEntry.objects.order_by("number").select_related("body__subject")
    for row in rows.iterator(chunk_size=2000):
        body: LedgerBody | None = getattr(row, "body", None)
        if not with_bodies or body is None:
            yield Logged(row.number, bytes(row.leaf), bytes(row.hash))
            continue
        try:
            key = subject_key(body.subject)
            text = keys.unseal(AESGCM(key), bytes(body.sealed), bytes(row.hash))
        except InvalidTag:
            key, text = b"", b""
        yield Logged(row.number, bytes(row.leaf), bytes(row.hash), text, key)


def check() -> Report:
    """Verify the whole ledger of this database."""
    return verify(logged(), head())
