"""The form of the ledger (nhật ký xác thực): canonical bytes, leaf, commitment, and the check of a whole log.

Standard library only: outsiders run this without the application. The form is final; docs/adr/0004 says why.
"""

import base64
import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from congvu.rules.errors import RuleBroken

# The separators are part of the protocol and never change; "pdas" is the protocol's own name.
BODY = b"pdas/v1/body\0"
SALT = b"pdas/v1/salt\0"
SAFE = 2**53


class Kind(StrEnum):
    """The public two letters of an entry; all that an outsider learns of the act."""

    RECEIVED = "rx"
    IMPORTED = "im"
    STEP = "st"
    TRANSFERRED = "tr"
    PAUSED = "ps"
    RESUMED = "rs"
    RESULT = "rd"
    RETURNED = "rt"
    CORRECTED = "co"
    DUE_MOVED = "du"
    SUPPLEMENT_ASKED = "sp"
    CANCELLED = "cl"
    REFUSED = "rf"
    OTHER = "xx"


class Action(StrEnum):
    """Every dotted action of the program, listed once and never renamed; the words are inside the sealed body."""

    DOSSIER_ACCEPTED = "dossier.accepted"
    DOSSIER_IMPORTED = "dossier.imported"
    DOSSIER_UPDATED = "dossier.updated"
    DOSSIER_STEP_FINISHED = "dossier.step_finished"
    DOSSIER_HANDED_ON = "dossier.handed_on"
    DOSSIER_PAUSED = "dossier.paused"
    DOSSIER_RESUMED = "dossier.resumed"
    DOSSIER_RESULT_RECORDED = "dossier.result_recorded"
    DOSSIER_RETURNED = "dossier.returned"
    DOSSIER_CORRECTED = "dossier.corrected"
    DOSSIER_SUPPLEMENT_ASKED = "dossier.supplement_asked"
    DOSSIER_EXTENDED = "dossier.extended"
    DOSSIER_STOPPED = "dossier.stopped"
    DOSSIER_WITHDRAWN = "dossier.withdrawn"
    DOSSIER_REFUSED = "dossier.refused"
    DOSSIER_SENT = "dossier.sent"
    DOSSIER_SENT_BACK = "dossier.sent_back"
    DOSSIER_RESULT_ARRIVED = "dossier.result_arrived"
    DOSSIERS_EXPORTED = "dossiers.exported"
    BATCH_MADE = "batch.made"
    BATCH_CHANGED = "batch.changed"
    BATCH_SENT = "batch.sent"
    BATCH_RECEIVED = "batch.received"
    BATCH_CANCELLED = "batch.cancelled"
    DOSSIER_RATED = "dossier.rated"
    FIGURES_EXPLAINED = "figures.explained"
    DOSSIER_POSTING_OPENED = "dossier.posting_opened"
    DOSSIER_POSTING_EXTENDED = "dossier.posting_extended"
    DOSSIER_POSTING_RESTARTED = "dossier.posting_restarted"
    DOSSIER_POSTING_CLOSED = "dossier.posting_closed"
    DOSSIER_OBJECTION_NOTED = "dossier.objection_noted"
    DOSSIER_OBJECTION_SETTLED = "dossier.objection_settled"
    DOSSIER_BODY_ASKED = "dossier.body_asked"
    DOSSIER_REPLY_NOTED = "dossier.reply_noted"
    DOSSIER_DUES_NOTED = "dossier.dues_noted"
    DOSSIER_DUES_DELIVERED = "dossier.dues_delivered"
    DOSSIER_DUES_PAID = "dossier.dues_paid"
    DOSSIER_DUES_EXEMPTED = "dossier.dues_exempted"
    DOSSIER_DUES_WITHDRAWN = "dossier.dues_withdrawn"
    DOSSIER_VANISHED = "dossier.vanished"
    DOSSIER_REAPPEARED = "dossier.reappeared"
    FILING_QUEUED = "filing.queued"
    FILING_UPDATED = "filing.updated"
    FILING_REFUSED = "filing.refused"
    DOSSIER_FILING_ACCEPTED = "dossier.filing_accepted"
    REGISTER_MAPPED = "register.mapped"
    OFFICES_UNIT_CREATED = "offices.unit_created"
    OFFICES_OFFICIAL_CREATED = "offices.official_created"
    OFFICES_POST_GRANTED = "offices.post_granted"
    OFFICES_POST_ENDED = "offices.post_ended"
    OFFICES_CALENDAR_PUBLISHED = "offices.calendar_published"
    OFFICES_PROCEDURE_PUBLISHED = "offices.procedure_published"

    @property
    def kind(self) -> Kind:
        return KINDS.get(self, Kind.OTHER)


KINDS: Mapping[Action, Kind] = {
    Action.DOSSIER_ACCEPTED: Kind.RECEIVED,
    Action.DOSSIER_IMPORTED: Kind.IMPORTED,
    Action.DOSSIER_UPDATED: Kind.IMPORTED,
    Action.DOSSIER_VANISHED: Kind.IMPORTED,
    Action.DOSSIER_REAPPEARED: Kind.IMPORTED,
    Action.FILING_QUEUED: Kind.IMPORTED,
    Action.FILING_UPDATED: Kind.IMPORTED,
    Action.FILING_REFUSED: Kind.REFUSED,
    Action.DOSSIER_FILING_ACCEPTED: Kind.RECEIVED,
    Action.DOSSIER_STEP_FINISHED: Kind.STEP,
    Action.DOSSIER_HANDED_ON: Kind.TRANSFERRED,
    Action.DOSSIER_PAUSED: Kind.PAUSED,
    Action.DOSSIER_RESUMED: Kind.RESUMED,
    Action.DOSSIER_RESULT_RECORDED: Kind.RESULT,
    Action.DOSSIER_RETURNED: Kind.RETURNED,
    Action.DOSSIER_CORRECTED: Kind.CORRECTED,
    Action.DOSSIER_SUPPLEMENT_ASKED: Kind.SUPPLEMENT_ASKED,
    Action.DOSSIER_EXTENDED: Kind.DUE_MOVED,
    Action.DOSSIER_STOPPED: Kind.CANCELLED,
    Action.DOSSIER_WITHDRAWN: Kind.CANCELLED,
    Action.DOSSIER_REFUSED: Kind.REFUSED,
    Action.DOSSIER_SENT: Kind.TRANSFERRED,
    Action.DOSSIER_SENT_BACK: Kind.TRANSFERRED,
    Action.DOSSIER_RESULT_ARRIVED: Kind.TRANSFERRED,
    Action.BATCH_SENT: Kind.TRANSFERRED,
    Action.BATCH_RECEIVED: Kind.TRANSFERRED,
    Action.DOSSIER_POSTING_OPENED: Kind.STEP,
    Action.DOSSIER_POSTING_EXTENDED: Kind.STEP,
    Action.DOSSIER_POSTING_RESTARTED: Kind.STEP,
    Action.DOSSIER_POSTING_CLOSED: Kind.STEP,
    Action.DOSSIER_BODY_ASKED: Kind.STEP,
    Action.DOSSIER_REPLY_NOTED: Kind.STEP,
}


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of strings, safe integers, booleans, lists and objects with ASCII keys.

    Raises: RuleBroken `canonical.refused` for floats, null, large integers, other keys, text that is not NFC.
    """
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # RFC 8785 leaves U+007F as it is and writes the short escapes; json.dumps does the same.
    return text.encode()


def _check(value: object) -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, int) and abs(value) < SAFE:
        return
    if isinstance(value, str) and unicodedata.is_normalized("NFC", value):
        return
    if isinstance(value, list | tuple):
        for one in value:
            _check(one)
        return
    if isinstance(value, Mapping) and all(isinstance(key, str) and key.isascii() for key in value):
        for one in value.values():
            _check(one)
        return
    raise RuleBroken("canonical.refused", found=type(value).__name__)


def salt(subject_key: bytes, kind: Kind, number: int) -> bytes:
    """The entry's 16 bytes of salt: the number makes it fresh; one subject key opens all entries of its subject."""
    seed = SALT + kind.value.encode() + b"\0" + number.to_bytes(8, "big")
    return hmac.new(subject_key, seed, hashlib.sha256).digest()[:16]


def commitment(salt16: bytes, body: bytes) -> bytes:
    """What binds the sealed body to the public leaf; without the salt a guess at the body cannot be confirmed."""
    return hmac.new(salt16, BODY + body, hashlib.sha256).digest()


def leaf(kind: Kind, unit: str, hour: str, committed: bytes) -> bytes:
    """The public bytes of an entry; `hour` is local, like 2027-01-12T09."""
    return canonical({"v": 1, "t": kind.value, "u": unit, "b": hour, "c": base64.b64encode(committed).decode()})


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 of a leaf as RFC 9162 has it."""
    return hashlib.sha256(b"\0" + data).digest()


@dataclass(frozen=True)
class Logged:
    """One entry as a verifier gets it; `body` and `subject_key` are there only where the body still opens."""

    number: int
    leaf: bytes
    hash: bytes
    body: bytes | None = None
    subject_key: bytes | None = None


@dataclass(frozen=True)
class Report:
    """What a check found: how far it got, and the first number that is wrong with the reason ('' if none)."""

    entries: int
    bodies: int
    wrong_at: int = 0
    wrong: str = ""


def verify(entries: Iterable[Logged], head: int) -> Report:
    """Check numbering, leaves, hashes, and every body that opens; stop at the first fault and name its number."""
    number = bodies = 0
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return Report(number - 1, bodies, number, "number")
        if entry.hash != leaf_hash(entry.leaf):
            return Report(number - 1, bodies, number, "hash")
        fields = _read_leaf(entry.leaf)
        if fields is None:
            return Report(number - 1, bodies, number, "leaf")
        if entry.body is not None and entry.subject_key is not None:
            key = salt(entry.subject_key, Kind(fields["t"]), number)
            if base64.b64encode(commitment(key, entry.body)).decode() != fields["c"]:
                return Report(number - 1, bodies, number, "body")
            bodies += 1
    return Report(number, bodies) if number == head else Report(number, bodies, number + 1, "head")


def _read_leaf(data: bytes) -> dict[str, str] | None:
    """The fields of a well-formed leaf; None if it is not in the one form that is allowed."""
    try:
        fields = json.loads(data)
        known = isinstance(fields, dict) and set(fields) == {"v", "t", "u", "b", "c"} and fields["v"] == 1
        return fields if known and canonical(fields) == data and Kind(fields["t"]) else None
    except (ValueError, RuleBroken):
        return None
