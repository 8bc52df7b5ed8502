"""The master key outside the database: it wraps the subject keys, and they seal the bodies (AES-256-GCM)."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE, TAG = 12, 16


def create_master_key(path: Path) -> None:
    """Make the master key once; an existing one is never replaced."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))


@lru_cache(maxsize=4)
def _cipher(path: Path) -> AESGCM:
    if not path.exists():
        raise ImproperlyConfigured(f"Thiếu khoá của nhật ký xác thực: {path}. Khôi phục khoá từ bản sao lưu.")
    return AESGCM(path.read_bytes())


def master() -> AESGCM:
    return _cipher(settings.LEDGER_KEY_FILE)


def seal(cipher: AESGCM, text: bytes, bound_to: bytes) -> bytes:
    """Sealed bytes, nonce first; they open only together with what they are bound to."""
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, text, bound_to)


def unseal(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    """The text again. Raises: cryptography.exceptions.InvalidTag if anything was changed or cut."""
    if len(sealed) < NONCE + TAG:
        raise InvalidTag
    return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
