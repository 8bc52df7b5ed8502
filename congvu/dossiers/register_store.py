"""Where the content of an uploaded register lies until it is accepted: outside the web root, for its owner alone.

One folder a file: `tep` is the content, beside it the lists of the preview, a JSON line a row, read page by page.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from congvu.rules.errors import RuleBroken

LARGEST = 200 * 1024 * 1024
PAGE = 50
CONTENT = "tep"


@dataclass(frozen=True)
class Kept:
    """A content just kept: its folder, what it hashes to, its size."""

    folder: str
    file_hash: str
    size: int


def root() -> Path:
    path: Path = settings.UPLOADS_DIR
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write an upload into a folder of its own. Raises: RuleBroken `register.upload_too_large`, `register.empty`."""
    name, size = secrets.token_hex(16), 0
    folder = root() / name
    folder.mkdir(mode=0o700)
    with os.fdopen(os.open(folder / CONTENT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                break
            file.write(chunk)
    if not 0 < size <= LARGEST:
        erase(name)
        if size:
            raise RuleBroken("register.upload_too_large", most=LARGEST // 1024 // 1024)
        raise RuleBroken("register.empty", file="")
    return Kept(name, hash_of(folder / CONTENT), size)


def hash_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def content_of(folder: str) -> Path:
    return root() / folder / CONTENT


def erase_content(folder: str) -> None:
    content_of(folder).unlink(missing_ok=True)


def erase(folder: str) -> None:
    """Everything of one file; a folder that is already gone is as wanted."""
    if folder and (root() / folder).exists():
        shutil.rmtree(root() / folder)


def write_list(folder: str, name: str, rows: Iterable[Sequence[object]]) -> None:
    """One list of the preview."""
    path = root() / folder / f"{name}.jsonl"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_page(folder: str, name: str, page: int) -> list[list[object]]:
    """One page of a list, counted from 1; empty where there is none."""
    path = root() / folder / f"{name}.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, (page - 1) * PAGE, page * PAGE)]


def forgotten(known: set[str], seconds: float) -> Iterator[str]:
    """Folders of uploads that no row knows for so long, by the machine's clock: a process died between the two."""
    for path in root().iterdir():
        if path.is_dir() and path.name not in known and path.stat().st_mtime < time.time() - seconds:
            yield path.name


@contextmanager
def only_one() -> Iterator[bool]:
    """One process at a time reads or takes registers of this place; when it is killed the system frees the lock."""
    with (root() / ".khoa").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
