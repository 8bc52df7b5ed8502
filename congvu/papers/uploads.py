"""Files that people send (bản số hoá): what they truly are, by their content, and only what may be kept.

Nothing here trusts a file's name or what the browser says of it. Pictures are drawn anew; a PDF is kept as it came,
for it may carry a signature, and is therefore searched to the last object.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from congvu.law import practice
from congvu.papers import pdf_files, pictures
from congvu.rules.errors import RuleBroken

MEGABYTE = 1024 * 1024
# Brands of the ISO container that hold HEIF pictures, as iPhones write them.
HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"})
MARKUP = (b"<html", b"<!doctype html", b"<script", b"<svg", b"<?php", b"<body", b"<iframe")


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: `content` is what is kept, `sent_hash` of what came."""

    kind: Kind
    content: bytes
    pages: int
    given_name: str
    sent_hash: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(content: bytes, given_name: str) -> Checked:
    """Look at one file from the outside in; what is dear (decoding) comes after what is cheap.

    Raises: RuleBroken `scan.empty`, `scan.too_large`, `scan.heic`, `scan.svg`, `scan.other_kind`, `scan.two_kinds`,
    `scan.cut`, and those of `pictures` and `pdf_files`.
    """
    if not content:
        raise RuleBroken("scan.empty")
    if len(content) > practice().scan_megabytes_at_most * MEGABYTE:
        raise RuleBroken("scan.too_large", file=given_name, megabytes=practice().scan_megabytes_at_most)
    kind = kind_of(content, given_name)
    if kind is Kind.PDF:
        _refuse_two_kinds(content, given_name)
        return Checked(kind, content, pdf_files.check(content, given_name), given_name, _hash(content))
    drawn = pictures.drawn_anew(content, kind.value.upper(), given_name)
    return Checked(kind, drawn, 1, given_name, _hash(content))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kind_of(content: bytes, given_name: str) -> Kind:
    """What the first bytes say the file is. Raises: RuleBroken `scan.heic`, `scan.svg`, `scan.other_kind`."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise RuleBroken("scan.heic")
    if b"<svg" in content[:4096].lower():
        raise RuleBroken("scan.svg")
    raise RuleBroken("scan.other_kind", file=given_name)


def _refuse_two_kinds(content: bytes, given_name: str) -> None:
    """A PDF that is a page or an archive as well, or goes on behind its end (a picture's tail is just dropped)."""
    tail = content[content.rfind(b"%%EOF") + 5 :] if b"%%EOF" in content else b""
    is_page = any(mark in content[:1024].lower() for mark in MARKUP)
    if is_page or tail.strip(b"\0 \t\r\n") or zipfile.is_zipfile(io.BytesIO(content)):
        raise RuleBroken("scan.two_kinds", file=given_name)
