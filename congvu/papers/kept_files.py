"""Where files that people sent lie: under CONGVU_DATA, outside everything that is served, with names by chance.

A file is written whole and flushed into `arriving/` before the row that names it is committed, and put in its place
after. Whatever moment the power goes at, a committed row has its whole file and nothing half-written has a row.
"""

import os
import re
import secrets
import time
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from congvu.rules.errors import RuleBroken

NAME = re.compile(r"[0-9a-f]{32}")
ARRIVING = "arriving"
FORGOTTEN_AFTER = 3600


def new_name() -> str:
    return secrets.token_hex(16)


def _place(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return Path(settings.SCANS_DIR) / name[:2] / name


def _arriving(name: str) -> Path:
    return Path(settings.SCANS_DIR) / ARRIVING / name


def write(name: str, content: bytes) -> None:
    """Write a file that is about to get its row, whole or not at all. Raises: RuleBroken `scan.no_room`."""
    path = _arriving(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise RuleBroken("scan.no_room") from None


def settle(name: str) -> None:
    """Put a file whose row is committed in its place; done again, nothing happens."""
    path, came = _place(name), _arriving(name)
    if came.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        came.replace(path)
        for folder in (path.parent, came.parent):
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def read(name: str) -> bytes | None:
    """The content of a kept file; None if it is not there."""
    for path in (_place(name), _arriving(name)):
        if path.exists():
            return path.read_bytes()
    return None


def drop(name: str) -> None:
    """Take a file away for good."""
    for path in (_place(name), _arriving(name)):
        path.unlink(missing_ok=True)


def waiting() -> list[str]:
    """Files that arrived a while ago and are not in their place: their act was not committed, or the power went."""
    folder, now = Path(settings.SCANS_DIR) / ARRIVING, time.time()
    if not folder.exists():
        return []
    return [one.name for one in folder.iterdir() if now - one.stat().st_mtime > FORGOTTEN_AFTER]


def tidy(committed: Collection[str], names: Collection[str]) -> None:
    """Put what was committed in its place and drop the rest, of `names`."""
    for name in names:
        if name in committed:
            settle(name)
        elif NAME.fullmatch(name):
            _arriving(name).unlink(missing_ok=True)
