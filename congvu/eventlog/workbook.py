"""A stranger's workbook (XLSX): refused before it is unpacked where it is too large, locked or unsafe; values only."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from congvu.rules.errors import RuleBroken

UNPACKED_LIMIT = 500_000_000
ROWS_LIMIT = 1_000_000
CHUNK = 1 << 20
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the reader raises on a package that is not the workbook it claims to be.
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, OSError, EOFError)


@dataclass(frozen=True)
class Oddities:
    """What a reader who takes only values should say: counts over the whole workbook, and the sheet that is read."""

    sheet: str = ""
    merged: int = 0
    hidden: int = 0
    formulas: int = 0

    def __bool__(self) -> bool:
        return bool(self.merged or self.hidden or self.formulas)


def lines(path: Path) -> Iterator[list[str]]:
    """The cells of the first sheet that is not hidden, as text.

    Raises: RuleBroken `register.too_large`, `.unsafe`, `.locked`, `.not_xlsx`, `.empty`.
    """
    _refuse_unsafe(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise RuleBroken("register.empty", file=path.name)
        if (sheet.max_row or 0) > ROWS_LIMIT:
            raise RuleBroken("register.too_large", file=path.name)
        for number, cells in enumerate(sheet.iter_rows(values_only=True)):
            if number > ROWS_LIMIT:
                raise RuleBroken("register.too_large", file=path.name)
            yield [_text(cell) for cell in cells]
    except BROKEN:
        raise RuleBroken("register.not_xlsx", file=path.name) from None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def oddities(path: Path) -> Oddities:
    """Merged cells, hidden sheets and formulas, counted in the package itself; the workbook must have been read."""
    book = openpyxl.load_workbook(path, read_only=True)
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    merged = formulas = 0
    with zipfile.ZipFile(path) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with packed.open(part) as sheet:
                    one = _counted(sheet, (b"<mergeCell ", b"<f>", b"<f "))
                merged, formulas = merged + one[0], formulas + one[1] + one[2]
    title = str(visible[0].title) if visible else ""
    return Oddities(title, merged, len(book.worksheets) - len(visible), formulas)


def _counted(stream: IO[bytes], wanted: tuple[bytes, ...]) -> list[int]:
    """How often each mark occurs; a piece keeps the tail of the one before it, one byte short of each mark."""
    counts, before = [0] * len(wanted), b""
    while chunk := stream.read(CHUNK):
        for i, mark in enumerate(wanted):
            counts[i] += (before[1 - len(mark) :] + chunk).count(mark)
        before = (before + chunk)[-16:]
    return counts


def _refuse_unsafe(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_LIMIT:
                raise RuleBroken("register.too_large", file=path.name)
            for part in packed.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as content:
                        _refuse_document_type(content, path.name)
    except (zipfile.BadZipFile, RuntimeError, EOFError):
        # Protected by the office program: a compound file around the package. An old .xls is a compound file too.
        found = path.read_bytes()
        locked = found.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in found
        raise RuleBroken("register.locked" if locked else "register.not_xlsx", file=path.name) from None


def _refuse_document_type(content: IO[bytes], name: str) -> None:
    """Entities can only be declared before the root element, in whatever encoding: read up to there and no further."""
    begun = False

    def begin(*_: object) -> None:
        nonlocal begun
        begun = True

    def refuse(*_: object) -> None:
        raise RuleBroken("register.unsafe", file=name)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = begin, refuse
    try:
        while not begun and (chunk := content.read(4096)):
            parser.Parse(chunk)
    except expat.ExpatError:
        raise RuleBroken("register.not_xlsx", file=name) from None
