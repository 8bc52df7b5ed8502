"""Tables for spreadsheets: XLSX with stated types, and CSV; in neither can a text run as a formula."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from django.utils.timezone import localtime

Value = str | int | date | datetime | None

# What spreadsheets read as the beginning of a formula, and the quote itself: one quote before is always ours.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
LONGEST = 32_000


def safe_cell(text: str) -> str:
    """A CSV cell that a spreadsheet will not run as a formula; whoever reads it takes one leading quote away."""
    return f"'{text}" if text.startswith(RISKY) else text


def printable(text: str) -> str:
    """A text without the signs no spreadsheet can hold."""
    return UNPRINTABLE.sub("\ufffd", text)[:LONGEST]


@dataclass(frozen=True)
class Column:
    label: str
    width: int


@dataclass(frozen=True)
class Table:
    """Rows under columns; `marks` say who made it, when, from what: label and value."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    marks: Sequence[tuple[str, str]]
    marks_title: str


def as_csv(table: Table) -> bytes:
    """CSV in UTF-8 with its mark; the marks stand below the rows, so that the first line is the head."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(safe_cell(column.label) for column in table.columns)
    for row in table.rows:
        sheet.writerow(_as_text(value) for value in row)
    sheet.writerow([])
    for label, value in table.marks:
        sheet.writerow([safe_cell(label), safe_cell(printable(value))])
    return out.getvalue().encode("utf-8-sig")


def _as_text(value: Value) -> str | int:
    if value is None or isinstance(value, int):
        return "" if value is None else value
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else safe_cell(printable(value))


def as_xlsx(table: Table) -> bytes:
    """XLSX: every cell's type is stated, never guessed; days and instants are local; the head stays in sight."""
    out = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        "remove_timezone": True,
    }  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
               date: book.add_format({"num_format": "dd/mm/yyyy"})}  # fmt: skip
    sheet = book.add_worksheet(table.title[:31])
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, printable(column.label), head)
    for line, row in enumerate(table.rows, start=1):
        for number, value in enumerate(row):
            _write(sheet, line, number, value, formats)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.set_footer("&L" + "; ".join(value for _label, value in table.marks[:2]).replace("&", "&&")[:200] + "&R&P/&N")
    _marks(book, table, head)
    book.close()
    return out.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, number: int, value: Value, formats: dict[type[date], object]
) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, number, localtime(value).replace(tzinfo=None, microsecond=0), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(line, number, value, formats[date])
    elif isinstance(value, int):
        sheet.write_number(line, number, value)
    else:
        sheet.write_string(line, number, printable(value))


def _marks(book: xlsxwriter.Workbook, table: Table, head: object) -> None:
    """The sheet that says who made this, when, from what, and how many rows."""
    sheet = book.add_worksheet(table.marks_title[:31])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    for line, (label, value) in enumerate(table.marks):
        sheet.write_string(line, 0, printable(label), head)
        sheet.write_string(line, 1, printable(value))


MAKERS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
