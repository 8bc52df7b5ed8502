"""A sample of a register, looked at before its mapping exists: columns with values, and guesses with examples."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.eventlog.cases import Case, gather
from congvu.eventlog.mapping import Mapping as RegisterMapping
from congvu.eventlog.register import Fault, instant, rows
from congvu.eventlog.spelling import is_suspicious
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import fold

LOOKED_AT = 200
WORDS_LOOKED_AT = 5_000
SHOWN = 3
PREVIEWED = 20
ENCODINGS = ("utf-8", "utf-16", "cp1258")
LABELS = {
    "code": gettext_noop("Mã hồ sơ"),
    "procedure": gettext_noop("Thủ tục"),
    "received": gettext_noop("Ngày tiếp nhận"),
    "due": gettext_noop("Ngày hẹn trả"),
    "ended": gettext_noop("Ngày có kết quả"),
    "returned": gettext_noop("Ngày trả kết quả"),
    "applicant": gettext_noop("Người đề nghị"),
    "applicant_id": gettext_noop("Số định danh, mã số"),
    "unit": gettext_noop("Đơn vị giải quyết"),
    "official": gettext_noop("Cán bộ"),
    "channel": gettext_noop("Hình thức nộp"),
}
INSTANTS = ("received", "due", "ended", "returned")
# How registers name their columns, folded; the first that fits is proposed.
NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("ma ho so", "so ho so", "ma bien nhan", "so bien nhan"),
    "procedure": ("ten thu tuc", "thu tuc", "tthc"),
    "received": ("ngay tiep nhan", "thoi diem tiep nhan", "ngay nhan"),
    "due": ("ngay hen tra", "hen tra", "han xu ly", "han tra", "han giai quyet"),
    "returned": ("ngay tra",),
    "ended": ("ngay co ket qua", "ngay xong", "ngay hoan thanh", "ngay ket thuc", "ket thuc xu ly"),
    "applicant_id": ("so dinh danh", "cccd", "can cuoc", "cmnd", "so giay to"),
    "applicant": ("nguoi nop", "nguoi de nghi", "chu ho so", "nguoi dang ky", "ho ten", "ho va ten"),
    "unit": ("don vi", "co quan", "phong"),
    "official": ("can bo", "cong chuc", "nguoi xu ly", "nguoi thu ly", "chuyen vien"),
    "channel": ("hinh thuc", "kenh"),
}


# Fields whose words may stand for the place's own, by the mapping's key.
WORDS = {"units": "unit", "officials": "official", "procedures": "procedure"}


@dataclass(frozen=True)
class Column:
    """One column of the sample with some of its values; `dates` says how they read as instants, if they look so."""

    name: str
    values: list[str]
    dates: str


def guessed_kind(path: Path) -> str:
    with path.open("rb") as file:
        return "xlsx" if file.read(4) == b"PK\x03\x04" else "csv"


def guessed_encoding(path: Path) -> str:
    """UTF-8 unless the bytes say otherwise; what reads as an old font encoding is left to be refused with its cells."""
    with path.open("rb") as file:
        begin = file.read(1 << 20)
    if begin[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    whole = begin.rpartition(b"\n")[0] or begin
    if begin[:2] == b"\x1f\x8b" or _reads(whole, "utf-8"):
        return "utf-8"
    return "cp1258" if _reads(whole, "cp1258") and not is_suspicious(whole.decode("cp1258")) else "utf-8"


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def columns_of(path: Path, kind: str, encoding: str, zone: ZoneInfo) -> list[Column]:
    """The columns of a sample. Raises: RuleBroken `register.*`."""
    bare = RegisterMapping(kind, encoding, zone, {}, {}, {})
    found = [row.values for row in islice(rows(path, bare), LOOKED_AT)]
    if not found:
        raise RuleBroken("register.empty", file="")
    return [_column(name, [row[name].strip() for row in found], zone) for name in found[0] if name]


def _column(name: str, cells: Sequence[str], zone: ZoneInfo) -> Column:
    filled = [cell for cell in dict.fromkeys(cells) if cell]
    return Column(name, [cell[:60] for cell in filled[:SHOWN]], _dates(filled, zone))


def words_of(path: Path, kind: str, encoding: str, columns: Mapping[str, str]) -> dict[str, list[str]]:
    """The words of the sample in the columns of unit, official and procedure, each once, by the mapping's key."""
    bare = RegisterMapping(kind, encoding, ZoneInfo("UTC"), {}, {}, {})
    found: dict[str, dict[str, None]] = {key: {} for key in WORDS}
    for row in islice(rows(path, bare), WORDS_LOOKED_AT):
        for key, field in WORDS.items():
            if word := row.values.get(columns.get(field, ""), "").strip():
                found[key][word] = None
    return {key: list(words) for key, words in found.items()}


def _dates(cells: Sequence[str], zone: ZoneInfo) -> str:
    """How the values read as instants, with an example; '' where most do not."""
    read, unread = [], []
    for cell in cells:
        try:
            at = instant(cell, zone)
        except (ValueError, OverflowError):
            unread.append(cell)
        else:
            read.append((cell, at))
    if len(read) <= len(unread):
        months = [cell for cell in unread if _is_month_first(cell)]
        return _("“%(cell)s”: tháng đứng trước ngày, không đọc được") % {"cell": months[0]} if months else ""
    cell, at = read[-1]
    said = _("“%(cell)s” đọc là %(at)s") % {"cell": cell[:40], "at": f"{localtime(at, zone):%H:%M, %d/%m/%Y}"}
    return said + (_("; không đọc được “%(cell)s”") % {"cell": unread[0][:40]} if unread else "")


def _is_month_first(cell: str) -> bool:
    parts = cell.partition(" ")[0].split("/")
    return len(parts) == 3 and all(part.isdecimal() for part in parts) and int(parts[1]) > 12 >= int(parts[0])


def guessed_fields(columns: Iterable[Column]) -> dict[str, str]:
    """Field -> the column whose name fits it best; each column once."""
    free = {fold(one.name): one.name for one in columns}
    found: dict[str, str] = {}
    for name, words in NAMES.items():
        fits = [folded for word in words for folded in free if folded == word]
        fits += [folded for word in words for folded in free if folded.startswith(word)]
        fits += [folded for word in words for folded in free if word in folded]
        if fits:
            found[name] = free.pop(fits[0])
    return found


def preview(path: Path, mapping: RegisterMapping, at: datetime) -> tuple[list[Case], list[Fault]]:
    """The first rows as they would be taken, and what is wrong in them."""
    return gather(islice(rows(path, mapping), PREVIEWED), mapping, at)
