"""Reading a register of another system (CSV, CSV.gz, XLSX) into rows that know their number."""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl

from congvu.eventlog.mapping import Mapping as RegisterMapping
from congvu.rules.errors import RuleBroken

UNPACKED_LIMIT = 500_000_000
EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a date number has no zone; it gets the mapping's)
FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%H:%M %d/%m/%Y")


@dataclass(frozen=True)
class Fault:
    """What is wrong in the file: the row as a spreadsheet counts (the head is 1), the column, what to do."""

    row: int
    column: str
    code: str
    found: str


@dataclass(frozen=True)
class Row:
    number: int
    values: Mapping[str, str]


def rows(path: Path, mapping: RegisterMapping) -> Iterator[Row]:
    """The file's rows as text, heads checked against the mapping.

    Raises: RuleBroken `register.*` where the file as a whole cannot be read.
    """
    lines = _xlsx(path) if mapping.kind == "xlsx" else _csv(path, mapping.encoding)
    try:
        heads = [cell.strip() for cell in next(lines)]
    except StopIteration:
        raise RuleBroken("register.empty", file=path.name) from None
    doubled = sorted({head for head in heads if head and heads.count(head) > 1})
    if doubled:
        raise RuleBroken("register.doubled_column", column=doubled[0])
    for column in mapping.named_columns:
        if column not in heads:
            raise RuleBroken("register.missing_column", column=column, columns=", ".join(heads))
    for number, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            yield Row(number, dict(zip(heads, [*cells, *[""] * len(heads)], strict=False)))


def _csv(path: Path, encoding: str) -> Iterator[list[str]]:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        with gzip.open(path) as packed:
            content = packed.read(UNPACKED_LIMIT + 1)
    if len(content) > UNPACKED_LIMIT:
        raise RuleBroken("register.too_large", file=path.name)
    try:
        text = content.decode("utf-8-sig" if encoding.lower().replace("-", "") == "utf8" else encoding)
    except (UnicodeDecodeError, LookupError):
        raise RuleBroken("register.not_utf8", encoding=encoding, cells=_suspicious(content)) from None
    first = text.partition("\n")[0]
    return csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")


def _suspicious(content: bytes) -> str:
    """Up to three cells that are no UTF-8, as they would look."""
    shown = []
    for line in content.splitlines()[:5000]:
        for cell in line.replace(b";", b",").split(b","):
            try:
                cell.decode()
            except UnicodeDecodeError:
                shown.append(f"“{cell.decode('cp1252', 'replace')[:40]}”")
                if len(shown) == 3:
                    return ", ".join(shown)
    return ", ".join(shown)


def _xlsx(path: Path) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_LIMIT:
                raise RuleBroken("register.too_large", file=path.name)
            for part in packed.infolist():
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.open(part).read(2000):
                    raise RuleBroken("register.unsafe", file=path.name)
    except zipfile.BadZipFile:
        locked = path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        raise RuleBroken("register.locked" if locked else "register.not_xlsx", file=path.name) from None
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    for cells in sheet.iter_rows(values_only=True):
        yield [
            "" if cell is None else cell.isoformat(" ") if isinstance(cell, datetime) else str(cell) for cell in cells
        ]


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """An instant as registers write it: ISO 8601 with or without offset and fraction, dd/mm/yyyy, or an Excel number.

    Raises: ValueError. An empty cell is None; what has no offset is local to `zone`.
    """
    text = text.strip()
    if not text:
        return None
    at = _read_instant(text)
    if not 1900 < at.year < 2100:
        raise ValueError(text)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at


def _read_instant(text: str) -> datetime:
    if text.replace(".", "", 1).isdigit() and len(text.partition(".")[0]) == 5:
        return EXCEL_ZERO + timedelta(days=float(text))
    for form in FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (the zone is put in by the caller)
        except ValueError:
            continue
    return datetime.fromisoformat(text)
