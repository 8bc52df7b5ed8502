"""PDFs that people send: every object is looked at, and what could act, carry another file or ask for a password is
refused. The file itself is never changed: a signature in it stays a signature."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from congvu.law import practice
from congvu.rules.errors import RuleBroken

# Keys of dictionaries that make a PDF do something, or carry something (names are compared decoded: #4A is J).
ACTIVE_KEYS = frozenset({
    "/JS", "/JavaScript", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent",
    "/RichMediaSettings", "/Rendition",
})  # fmt: skip
ACTIVE_KINDS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/RichMedia", "/FileAttachment", "/Screen", "/3D", "/EmbeddedFile",
})  # fmt: skip
# Words long enough never to stand in compressed bytes by chance: they also find what no table of the file lists.
ACTIVE_WORDS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/SubmitForm")
MOST_OBJECTS = 50_000
DEEPEST = 60
UNREADABLE = (PyPdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
              EOFError, NotImplementedError, RecursionError, OverflowError)  # fmt: skip


def check(content: bytes, given_name: str) -> int:
    """The number of pages of a PDF that may be kept.

    Raises: RuleBroken `scan.cut`, `scan.locked`, `scan.active`, `scan.too_many_pages`.
    """
    if b"%%EOF" not in content:
        raise RuleBroken("scan.cut", file=given_name)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise RuleBroken("scan.locked", file=given_name)
        pages = reader.get_num_pages()
        if any(word in content for word in ACTIVE_WORDS) or any(is_active(one) for one in _objects(reader)):
            raise RuleBroken("scan.active", file=given_name)
    except UNREADABLE:
        raise RuleBroken("scan.cut", file=given_name) from None
    most = practice().scan_pages_at_most
    if pages == 0:
        raise RuleBroken("scan.cut", file=given_name)
    if pages > most:
        raise RuleBroken("scan.too_many_pages", pages=pages, most=most)
    return pages


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object the file's tables list, used or not. Raises: ValueError for more than anybody scans."""
    yield reader.trailer
    listed = [(number, generation) for generation, rows in reader.xref.items() for number in rows]
    listed += [(number, 0) for number in reader.xref_objStm]
    if len(listed) > MOST_OBJECTS:
        raise ValueError("too many objects")
    for number, generation in listed:
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def is_active(value: Any, depth: int = 0) -> bool:
    """Does this object, or one written inside it, do or carry anything? What is referred to is an object of its own,
    and a bare name of an action is one as well: a dictionary may refer to it.

    Raises: RecursionError where it is nested deeper than any scan.
    """
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, Mapping):
        parts = {key: _as_written(value, key) for key in value}
        kinds = [parts[key] for key in ("/S", "/Type", "/Subtype") if isinstance(parts.get(key), str)]
        if ACTIVE_KEYS & set(parts) or ACTIVE_KINDS & set(kinds):
            return True
        return any(is_active(one, depth + 1) for one in parts.values())
    if isinstance(value, list):
        return any(is_active(one, depth + 1) for one in list.__iter__(value))
    return depth == 0 and isinstance(value, str) and value in ACTIVE_KINDS


def _as_written(value: Any, key: Any) -> Any:
    """An entry without following where it refers to."""
    return value.raw_get(key) if hasattr(value, "raw_get") else value[key]
