"""What became of a register's file, in words: for the history on the page and for the text beside a watched file."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from congvu.eventlog.register import Fault
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.vietnamese import thousands
from congvu.sentences_register import fault_said

MOST_FAULTS = 200


def of_taken(name: str, counts: Mapping[str, int], at: datetime) -> str:
    """The counts of a file that was taken over."""
    said = {key: thousands(value) for key, value in counts.items()}
    when = {"name": name, "at": local_instant(at)}
    lines = [
        _("Đã nhận tệp %(name)s lúc %(at)s.") % when,
        _("%(total)s hồ sơ trong tệp: mới %(new)s, thay đổi %(changed)s, giữ nguyên %(unchanged)s.") % said,
    ]
    if counts.get("vanished") or counts.get("reappeared"):
        gone = _("%(vanished)s hồ sơ không còn trong sổ nguồn, %(reappeared)s hồ sơ có lại; không hồ sơ nào bị xoá.")
        lines.append(gone % said)
    if counts.get("filings"):
        lines.append(_("%(filings)s hồ sơ trực tuyến mới chờ tiếp nhận.") % said)
    if counts.get("missing"):
        lines.append(_("%(missing)s hồ sơ đã lấy trước đây không có trong tệp này: giữ nguyên.") % said)
    return "\n".join(lines)


def of_faults(name: str, faults: list[Fault]) -> str:
    """Every fault with row, column and what to do, up to a stated number."""
    said = {"name": name, "count": thousands(len(faults))}
    lines = [_("Không nhận tệp %(name)s: có %(count)s lỗi; chưa ghi gì.") % said]
    lines += fault_lines(faults[:MOST_FAULTS])
    if len(faults) > MOST_FAULTS:
        lines.append(_("… và %(count)s lỗi khác.") % {"count": thousands(len(faults) - MOST_FAULTS)})
    return "\n".join(lines)


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    return [
        _("Dòng %(row)s, cột “%(column)s”: %(said)s.")
        % {"row": fault.row, "column": fault.column, "said": fault_said(fault, _)}
        for fault in faults
    ]


def of_refusal(name: str, said: str) -> str:
    """The file as a whole was refused."""
    return _("Không nhận tệp %(name)s; chưa ghi gì. %(said)s") % {"name": name, "said": said}


def in_folder(said: str) -> str:
    """Of a file of the watched folder also where it lies now, and what to do with it."""
    return said + "\n" + _(
        "Tệp được cất trong thư mục broken, báo cáo này nằm cạnh tệp. "
        "Sửa tệp rồi đặt lại vào thư mục, hoặc tải tệp lên trang Sổ trong ngày."
    )


def of_known(name: str, earlier: datetime) -> str:
    """The very same content was taken before."""
    return _(
        "Tệp %(name)s có nội dung đã nhận lúc %(at)s nên không nhận lần nữa. "
        "Nếu đây đúng là sổ mới nhất, tải tệp lên trang Sổ trong ngày để xem và quyết định."
    ) % {"name": name, "at": local_instant(earlier)}
