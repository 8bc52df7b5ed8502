"""The settlement report as a spreadsheet and as a paper, with the heads of the form (TT 01/2020/TT-VPCP)."""

import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime

from congvu.dossiers.sources import gone_of
from congvu.indicators.queries.settlement import By, Line, Report
from congvu.offices.models import PLACE, Official, Role, Unit
from congvu.papers.render import compile_form
from congvu.rules.settlement_report import COLUMNS

DIRECT, ROLLED_UP = "II.06a/VPCP/KSTT", "II.06b/VPCP/KSTT"
# Heads of the form: first row and column, last row and column (from 0), words.
HEADS = (
    (0, 0, 2, 0, "STT"),
    (0, 2, 0, 5, "Số lượng hồ sơ tiếp nhận"),
    (0, 6, 0, 9, "Số lượng hồ sơ đã giải quyết"),
    (0, 10, 0, 12, "Số lượng hồ sơ đang giải quyết"),
    (1, 2, 2, 2, "Tổng số"),
    (1, 3, 1, 4, "Trong kỳ"),
    (2, 3, 2, 3, "Trực tuyến"),
    (2, 4, 2, 4, "Trực tiếp, dịch vụ bưu chính"),
    (1, 5, 2, 5, "Từ kỳ trước"),
    (1, 6, 2, 6, "Tổng số"),
    (1, 7, 2, 7, "Trước hạn"),
    (1, 8, 2, 8, "Đúng hạn"),
    (1, 9, 2, 9, "Quá hạn"),
    (1, 10, 2, 10, "Tổng số"),
    (1, 11, 2, 11, "Trong hạn"),
    (1, 12, 2, 12, "Quá hạn"),
)
NUMBERS = (
    "(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
    "(11)=(12)+(13)", "(12)", "(13)",
)  # fmt: skip
APART = "Do cơ quan ngành dọc, cấp tỉnh giải quyết (không tính vào tổng cộng trên)"
NAMES = {By.FIELD: "Lĩnh vực giải quyết", By.UNIT: "Đơn vị giải quyết", By.PROCEDURE: "Thủ tục hành chính"}


@dataclass(frozen=True)
class Heading:
    """What stands above and below the table; papers are Vietnamese whatever the reader's language."""

    form: str
    title: str
    period: str
    days: str
    superior: str
    unit: str
    place_and_date: str
    rows: str
    judged: str
    notes: list[str]
    authority: str
    signer: str


def form_number(found: Report) -> str:
    """II.06a for whoever settles directly, II.06b where the rows are the units below."""
    return ROLLED_UP if found.by is By.UNIT else DIRECT


def heading(found: Report, name: str, signer: Official) -> Heading:
    """The heading of a report, drawn up by the reader who asked for it."""
    unit, window = found.scope.unit, found.scope.window
    root = Unit.objects.get(PLACE)
    day = localtime(window.at)
    post = signer.posts_on(window.today).filter(role__in=[Role.HEAD, Role.LEADER]).first()
    place = root.name.removeprefix("Đặc khu ")
    return Heading(
        form=form_number(found), title=_title(found),
        period=name or "tự chọn", days=f"Từ ngày {window.first:%d/%m/%Y} đến hết ngày {window.last:%d/%m/%Y}",
        superior=root.name if unit.parent_id else "", unit=unit.name,
        place_and_date=f"{place}, ngày {day:%d} tháng {_month(day)} năm {day:%Y}",
        rows=NAMES[found.by], judged=_judged(found), notes=[*_gone(found), *_notes(found), *_notes_apart(found)],
        authority=post.title if post else "", signer=signer.full_name if post else "",
    )  # fmt: skip


def _month(day: datetime) -> str:
    """January and February get a nought (NĐ 30/2020/NĐ-CP)."""
    return f"{day.month:02}" if day.month < 3 else str(day.month)


def _title(found: Report) -> str:
    if found.by is By.UNIT:
        return "Tình hình, kết quả giải quyết thủ tục hành chính, tổng hợp theo đơn vị trực thuộc"
    return "Tình hình, kết quả giải quyết thủ tục hành chính tại cơ quan, đơn vị trực tiếp giải quyết"


def _judged(found: Report) -> str:
    window = found.scope.window
    if found.has_ended:
        return f"Cột 11–13 xét tại thời điểm kết thúc ngày {window.last:%d/%m/%Y}."
    return f"Kỳ chưa kết thúc: số liệu tính đến {localtime(window.at):%H:%M ngày %d/%m/%Y}."


def _gone(found: Report) -> list[str]:
    """What the page says of dossiers that their source no longer holds stands on the paper too."""
    gone = gone_of(found.scope.unit)
    return [f"Trong các số này có {gone} hồ sơ không còn trong sổ nguồn của hệ thống khác."] if gone else []


def _notes(found: Report) -> list[str]:
    """Each sum that does not hold, with the codes of the dossiers that keep it from holding."""
    notes = []
    for check in found.checks:
        if check.breaks:
            whole = check.breaks[-1]
            words = f"Cột {check.invariant} lệch {abs(whole.difference)}: {whole.whole} và {whole.parts}."
            if check.culprit:
                codes = ", ".join(code for _pk, code in check.culprit.dossiers)
                more = check.culprit.figure.count - len(check.culprit.dossiers)
                words += f" {check.culprit.figure.label}: {codes}" + (f" và {more} hồ sơ khác." if more else ".")
            notes.append(words)
    return notes


def _notes_apart(found: Report) -> list[str]:
    notes = _notes(found.outside) if found.outside else []
    return [f"Phần ngành dọc, cấp tỉnh. {note}" for note in notes]


def _values(line: Line) -> list[int]:
    return [line.row.counts[column] for column in COLUMNS]


def pdf(found: Report, head: Heading) -> bytes:
    """The paper, A4 across, with the national header and a place for the signature."""
    data: dict[str, Any] = asdict(head) | {"lines": _printed(found.lines), "total": _printed([found.total])[0][1:]}
    data |= {"apart": "", "apart_lines": [], "apart_total": []}
    if found.outside:
        apart = found.outside
        data |= {"apart": APART, "apart_lines": _printed(apart.lines), "apart_total": _printed([apart.total])[0][1:]}
    text = json.dumps(data, ensure_ascii=False)
    return compile_form("settlement_report.typ", text, int(found.scope.window.at.timestamp()))


def _printed(lines: list[Line]) -> list[list[str]]:
    return [[line.row.name, *map(str, _values(line))] for line in lines]


def xlsx(found: Report, head: Heading) -> bytes:
    """The spreadsheet: numbers are numbers, words are words (never formulas), heads merged as on the form."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = localtime(found.scope.window.at).replace(tzinfo=None)
    book.set_properties({"title": f"Biểu {head.form}", "author": head.unit, "created": made})
    sheet = book.add_worksheet("II.06")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=1.18, right=0.7, top=0.8, bottom=0.8)
    look = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
    cell = look | {"border": 1}
    styles = {
        "plain": book.add_format(look),
        "bold": book.add_format(look | {"bold": True, "align": "center"}),
        "head": book.add_format(cell | {"bold": True, "align": "center"}),
        "order": book.add_format(cell | {"italic": True, "align": "center", "font_size": 10}),
        "name": book.add_format(cell),
        "number": book.add_format(cell | {"num_format": "#,##0"}),
        "total": book.add_format(cell | {"bold": True}),
        "sum": book.add_format(cell | {"bold": True, "num_format": "#,##0"}),
    }
    _write_table(sheet, found, head, styles)
    book.close()
    return out.getvalue()


def _write_table(sheet: Any, found: Report, head: Heading, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 38)
    sheet.set_column(2, 12, 11)
    sheet.merge_range(0, 0, 0, 2, f"Biểu số: {head.form}", styles["plain"])
    sheet.merge_range(0, 3, 0, 12, f"Đơn vị báo cáo: {head.unit}", styles["plain"])
    sheet.merge_range(1, 0, 1, 12, head.title.upper(), styles["bold"])
    sheet.merge_range(2, 0, 2, 12, f"Kỳ báo cáo: {head.period} ({head.days})", styles["bold"])
    sheet.merge_range(3, 0, 3, 12, "Đơn vị tính: hồ sơ thủ tục hành chính", styles["plain"])
    top = 4
    for first, left, last, right, words in (*HEADS, (0, 1, 2, 1, head.rows)):
        if (first, left) == (last, right):
            sheet.write_string(top + first, left, words, styles["head"])
        else:
            sheet.merge_range(top + first, left, top + last, right, words, styles["head"])
    for column, words in enumerate(NUMBERS):
        sheet.write_string(top + 3, column, words, styles["order"])
    sheet.repeat_rows(top, top + 3)
    sheet.freeze_panes(top + 4, 2)
    row = _write_lines(sheet, top + 4, found, "Tổng cộng", styles)
    if found.outside:
        sheet.merge_range(row, 0, row, 12, APART, styles["total"])
        row = _write_lines(sheet, row + 1, found.outside, "Cộng phần này", styles)
    for words in (head.judged, *head.notes):
        sheet.merge_range(row, 0, row, 12, words, styles["plain"])
        row += 1


def _write_lines(sheet: Any, row: int, found: Report, whole: str, styles: dict[str, Any]) -> int:
    """The rows of one part and its totals; gives the row after them."""
    for number, line in enumerate(found.lines, 1):
        sheet.write_number(row, 0, number, styles["number"])
        sheet.write_string(row, 1, line.row.name, styles["name"])
        for column, value in enumerate(_values(line), 2):
            sheet.write_number(row, column, value, styles["number"])
        row += 1
    sheet.write_string(row, 0, "", styles["total"])
    sheet.write_string(row, 1, whole, styles["total"])
    for column, value in enumerate(_values(found.total), 2):
        sheet.write_number(row, column, value, styles["sum"])
    return row + 1
