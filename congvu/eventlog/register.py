"""Reading a register of another system (CSV, CSV.gz, XLSX) into rows that know their number."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo

from congvu.eventlog import workbook
from congvu.eventlog.mapping import Mapping as RegisterMapping
from congvu.eventlog.spelling import SHOWN, is_surely_old, is_suspicious, suspicious_bytes, told
from congvu.eventlog.workbook import UNPACKED_LIMIT
from congvu.rules.errors import RuleBroken

EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a date number has no zone; it gets the mapping's)
FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%H:%M %d/%m/%Y")


@dataclass(frozen=True)
class Fault:
    """What is wrong in the file: the row as a spreadsheet counts (the head is 1), the column, what to do.

    `limit`: what the cell was held against, where the sentence names it.
    """

    row: int
    column: str
    code: str
    found: str
    limit: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the file; `extra`: what stands beyond the last head, by its number among the columns."""

    number: int
    values: Mapping[str, str]
    extra: Mapping[int, str] = field(default_factory=dict)


def rows(path: Path, mapping: RegisterMapping) -> Iterator[Row]:
    """The file's rows as composed text, heads checked against the mapping.

    Raises: RuleBroken `register.*` where the file as a whole cannot be read.
    """
    lines = workbook.lines(path) if mapping.kind == "xlsx" else _csv(path, mapping.encoding)
    heads = _heads(lines, path, mapping)
    old: list[str] = []
    is_empty = True
    for number, raw in enumerate(lines, start=2):
        cells = [normalize("NFC", cell) for cell in raw]
        if not any(cell.strip() for cell in cells):
            continue
        old += [cell.strip()[:40] for cell in cells if is_suspicious(cell) and cell.strip()[:40] not in old]
        if len(old) >= SHOWN:
            raise RuleBroken("register.old_spelling", cells=told(old[:SHOWN]))
        extra = {n: cell for n, cell in enumerate(cells[len(heads) :], start=len(heads) + 1) if cell.strip()}
        is_empty = False
        yield Row(number, dict(zip(heads, [*cells, *[""] * len(heads)], strict=False)), extra)
    if is_empty:
        raise RuleBroken("register.only_head", file=path.name)
    if any(map(is_surely_old, old)):
        raise RuleBroken("register.old_spelling", cells=told(old))


def _heads(lines: Iterator[list[str]], path: Path, mapping: RegisterMapping) -> list[str]:
    try:
        heads = [normalize("NFC", cell.strip()) for cell in next(lines)]
    except StopIteration:
        raise RuleBroken("register.empty", file=path.name) from None
    while heads and not heads[-1]:  # a workbook pads its head to the widest row
        heads.pop()
    doubled = sorted({head for head in heads if head and heads.count(head) > 1})
    if doubled:
        raise RuleBroken("register.doubled_column", column=doubled[0])
    for column in mapping.named_columns:
        if column not in heads:
            raise RuleBroken("register.missing_column", column=column, columns=", ".join(heads))
    return heads


def _csv(path: Path, encoding: str) -> Iterator[list[str]]:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as packed:
                content = packed.read(UNPACKED_LIMIT + 1)
        except (OSError, EOFError, zlib.error):
            raise RuleBroken("register.broken_archive", file=path.name) from None
    if len(content) > UNPACKED_LIMIT:
        raise RuleBroken("register.too_large", file=path.name)
    try:
        text = content.decode("utf-8-sig" if encoding.lower().replace("-", "") == "utf8" else encoding)
    except UnicodeError:
        raise RuleBroken("register.not_utf8", cells=told(suspicious_bytes(content))) from None
    first = text.partition("\n")[0]
    between = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(UNPACKED_LIMIT)  # a cell that is too long is told by its row and column
    # Strict: a quote that is never closed would swallow the rest of the file as one cell, without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    begun = 1
    try:
        for cells in reader:
            yield cells
            begun = reader.line_num + 1
    except csv.Error:
        raise RuleBroken("register.broken_quote", line=begun) from None


class YearOutOfRange(ValueError):
    """An instant no register means: before 1901 or after 2099."""


def instant(text: str, zone: ZoneInfo) -> datetime | None:
    """An instant as registers write it: ISO 8601 with or without offset and fraction, dd/mm/yyyy, or an Excel number.

    Raises: ValueError, YearOutOfRange. An empty cell is None; what has no offset is local to `zone`.
    """
    text = text.strip()
    if not text:
        return None
    at = _read_instant(text)
    if not 1900 < at.year < 2100:
        raise YearOutOfRange(text)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at


def _read_instant(text: str) -> datetime:
    if text.replace(".", "", 1).isdecimal() and text.isascii() and len(text.partition(".")[0]) == 5:
        return EXCEL_ZERO + timedelta(days=float(text))
    for form in FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 (the zone is put in by the caller)
        except ValueError:
            continue
    return datetime.fromisoformat(text)
