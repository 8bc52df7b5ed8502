"""What an append needs of the ledger's form (nhật ký xác thực): canonical bytes, salt, commitment, leaf and hash.

Standard library only: outsiders run this without the application. The form is final; docs/adr/0004 says why.
"""

import base64
import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping

from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Kind

# The separators are part of the protocol and never change; "pdas" is the protocol's own name.
BODY = b"pdas/v1/body\0"
SALT = b"pdas/v1/salt\0"
SAFE = 2**53


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
