"""`append`: the only door into the ledger. Three statements after the subject's key; the head is locked last of all."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.utils.timezone import localtime

from congvu.ledger import keys
from congvu.ledger.models import LedgerBody, LedgerEntry, SubjectKey
from congvu.rules import ledger_leaf as form
from congvu.rules.ledger import Action

TAKE_NUMBERS = (
    "UPDATE ledger_ledgerhead SET number = number + %s, "
    "last_at = CASE WHEN last_at > %s THEN last_at ELSE %s END WHERE id = 1 RETURNING number"
)


@dataclass(frozen=True)
class Act:
    """One act to be recorded; `facts` hold strings, whole numbers, booleans, lists and objects only."""

    action: Action
    subject: str
    unit: str
    actor: str
    facts: Mapping[str, object]


def append(*, action: Action, subject: str, unit: str, actor: str, at: datetime, facts: Mapping[str, object]) -> int:
    """Record one act inside its command's transaction; gives the entry's number."""
    return append_all([Act(action, subject, unit, actor, facts)], at=at)[0]


def append_all(acts: Sequence[Act], *, at: datetime) -> list[int]:
    """Record acts in order under one lock of the head (bulk import).

    Raises: RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger entry outside the transaction of its act")
    if not acts:
        return []
    subjects = _subject_keys(sorted({act.subject for act in acts}))
    instant = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, [len(acts), instant, instant])
        last = cursor.fetchone()[0]
    numbers = list(range(last - len(acts) + 1, last + 1))
    rows = [_rows(act, number, at, *subjects[act.subject]) for act, number in zip(acts, numbers, strict=True)]
    LedgerEntry.objects.bulk_create([entry for entry, _ in rows], batch_size=200)
    LedgerBody.objects.bulk_create([body for _, body in rows], batch_size=200)
    return numbers


def _rows(act: Act, number: int, at: datetime, subject: SubjectKey, key: bytes) -> tuple[LedgerEntry, LedgerBody]:
    body = form.canonical({
        "v": 1, "action": act.action.value, "actor": act.actor, "at": at.isoformat(), "number": number,
        "subject": act.subject, "facts": dict(act.facts),
    })  # fmt: skip
    committed = form.commitment(form.salt(key, act.action.kind, number), body)
    leaf = form.leaf(act.action.kind, act.unit, f"{localtime(at):%Y-%m-%dT%H}", committed)
    entry = LedgerEntry(number=number, leaf=leaf, hash=form.leaf_hash(leaf))
    sealed = keys.seal(AESGCM(key), body, bytes(entry.hash))
    return entry, LedgerBody(entry=entry, subject=subject, sealed=sealed)


def _subject_keys(subjects: Sequence[str]) -> dict[str, tuple[SubjectKey, bytes]]:
    """Each subject's key, made where missing, before the head: nobody waits for a key while holding the head."""
    known = _known(subjects)
    fresh = [
        SubjectKey(subject=name, wrapped=keys.seal(keys.master(), os.urandom(32), name.encode()))
        for name in subjects
        if name not in known
    ]
    if fresh:
        SubjectKey.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
        known |= _known([row.subject for row in fresh])
    return {name: (row, keys.unseal(keys.master(), bytes(row.wrapped), name.encode())) for name, row in known.items()}


def _known(subjects: Sequence[str]) -> dict[str, SubjectKey]:
    found: dict[str, SubjectKey] = {}
    for begin in range(0, len(subjects), 500):
        rows = SubjectKey.objects.filter(subject__in=subjects[begin : begin + 500])
        found |= {row.subject: row for row in rows}
    return found
