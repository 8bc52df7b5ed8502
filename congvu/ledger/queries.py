"""Reading the ledger: the bodies of a subject, and the rows a verifier walks through."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from congvu.ledger import keys
from congvu.ledger.models import LedgerBody, LedgerEntry, LedgerHead, SubjectKey
from congvu.ledger.snapshot import one_snapshot
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger_check import Body, Fault, Head, Logged, NoBody, Report, verify

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
    return keys.unseal(keys.master(), _bytes(row.wrapped), row.subject.encode())


def bodies_of(subject: str) -> list[dict[str, Any]]:
    """What was done to a subject, in order."""
    return bodies_of_all([subject])[subject]


def bodies_of_all(subjects: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """What was done to each of some subjects (a few hundred at most), in order; one without a body has none.

    Raises: cryptography.exceptions.InvalidTag where a body does not open; `check` names it.
    """
    bodies: dict[str, list[dict[str, Any]]] = {name: [] for name in subjects}
    ciphers = {
        row.pk: (row.subject, AESGCM(subject_key(row)))
        for row in SubjectKey.objects.filter(subject__in=subjects).exclude(bodies=None)
    }
    rows = LedgerBody.objects.filter(subject__in=list(ciphers)).select_related("entry").order_by("entry_id")
    for row in rows:
        name, cipher = ciphers[row.subject_id]
        bodies[name].append(json.loads(keys.unseal(cipher, bytes(row.sealed), bytes(row.entry.hash))))
    return bodies


def leaves() -> Iterator[Logged | Head]:
    """What is public of every entry, in order, and the head."""
    for row in LedgerEntry.objects.order_by("number").iterator(chunk_size=2000):
        yield Logged(row.number, _bytes(row.leaf), _bytes(row.hash))
    yield from _heads()


def logged() -> Iterator[Logged | Head]:
    """Every entry in order with its body, and the head."""
    rows = LedgerEntry.objects.order_by("number").select_related("body__subject")
    for row in rows.iterator(chunk_size=2000):
        yield Logged(row.number, _bytes(row.leaf), _bytes(row.hash), _opened(row))
    yield from _heads()


def _heads() -> Iterator[Head]:
    yield from (Head(row.number) for row in LedgerHead.objects.filter(pk=1))


def _opened(entry: LedgerEntry) -> Body | NoBody:
    body: LedgerBody | None = getattr(entry, "body", None)
    if body is None:
        return NoBody.GONE
    try:
        key = subject_key(body.subject)
        return Body(keys.unseal(AESGCM(key), _bytes(body.sealed), _bytes(entry.hash)), key)
    except (InvalidTag, SubjectKey.DoesNotExist):
        return NoBody.SHUT


def _bytes(cell: object) -> bytes:
    """A cell's bytes; an owner of an SQLite file may have put text or a number in their place."""
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def check() -> Report:
    """Verify the whole ledger of this database, as of one instant."""
    with one_snapshot():
        report = verify(logged())
        return report if report.wrong else replace(report, **_beside_the_entries(report))


def _beside_the_entries(report: Report) -> dict[str, Any]:
    """What gives away entries cut off at the end with the head set back, and a key said to be erased by no erasure."""
    keys_without = SubjectKey.objects.filter(bodies=None, erased_by=None)
    bodies_without = LedgerBody.objects.filter(entry_id__gt=report.entries)
    last = LedgerHead.objects.get(pk=1).last_at
    is_unknown = last is None and report.entries > 0
    is_later = last is not None and not report.erased and (report.latest is None or last > report.latest)
    if is_unknown or is_later or keys_without.exists() or bodies_without.exists():
        return {"wrong_at": report.entries + 1, "wrong": Fault.CUT}
    said = SubjectKey.objects.exclude(erased_by=None).order_by("erased_by").values_list("erased_by", flat=True)
    unfounded = next((number for number in said.iterator() if number not in report.erasures), 0)
    return {"wrong_at": unfounded, "wrong": Fault.KEY} if unfounded else {}
