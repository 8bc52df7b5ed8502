"""The lines of “vì sao ngày này” in words: one a day, what became of it, and which hours count and which do not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.dossiers.models import Cause
from congvu.offices.templatetags.congvu_format import days_on_the_wall, hours_and_minutes, local_instant
from congvu.rules.explanation import Line, Part
from congvu.rules.term import Term, Unit

LINES = {
    "start": gettext_noop("ngày tiếp nhận, không tính"),
    "working_day": gettext_noop("ngày làm việc thứ %(number)s/%(of)s"),
    "swapped_day": gettext_noop("làm bù, ngày làm việc thứ %(number)s/%(of)s"),
    "calendar_day": gettext_noop("ngày thứ %(number)s/%(of)s, tính"),
    "counted": gettext_noop("tính"),
    "worked_swap": gettext_noop("làm bù, có tính"),
    "weekend": gettext_noop("nghỉ hằng tuần"),
    "holiday": gettext_noop("nghỉ lễ"),
    "closure": gettext_noop("đóng cửa tạm thời"),
    "rolled": gettext_noop("ngày cuối là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, %(at)s"),
    "rolled_after_hours": gettext_noop("đã hết giờ làm việc: chuyển sang ngày làm việc tiếp theo, %(at)s"),
    "to_closing": gettext_noop("tính đến hết giờ làm việc của ngày, %(at)s"),
    "same_day": gettext_noop("nhận không sau %(name)s: trả trong ngày"),
    "same_day_late": gettext_noop("nhận sau %(name)s: trả trong ngày làm việc tiếp theo"),
    "same_day_after_hours": gettext_noop("nhận sau giờ làm việc: trả trong ngày làm việc tiếp theo"),
    "same_day_shut": gettext_noop("nhận vào ngày nghỉ: trả trong ngày làm việc tiếp theo"),
    "next_day": gettext_noop("ngày làm việc tiếp theo"),
    "taken": gettext_noop("tạm dừng"),
    "resumed": gettext_noop("hết tạm dừng lúc %(at)s, tính tiếp từ đây"),
    "added_day": gettext_noop("ngày cộng thêm thứ %(number)s/%(of)s"),
    "added_hours": gettext_noop("cộng thêm"),
    "odd_seconds": gettext_noop("chênh do giờ in ra bỏ giây lẻ"),
}
COUNTED = {"counted", "worked_swap"}
WITH_HOURS = {"counted", "worked_swap", "closure", "taken", "added_hours"}
# One, and any other number: English tells them apart.
TERMS = {
    Unit.WORKING_DAYS: (gettext_noop("1 ngày làm việc"), gettext_noop("%(n)s ngày làm việc")),
    Unit.WORKING_HOURS: (gettext_noop("1 giờ làm việc"), gettext_noop("%(n)s giờ làm việc")),
    Unit.CALENDAR_DAYS: (gettext_noop("1 ngày"), gettext_noop("%(n)s ngày")),
}


@dataclass(frozen=True)
class WhyLine:
    on: date
    what: str
    time: str = ""
    is_paused: bool = False


def term_told(term: Term | None) -> str:
    """The term in the reader's language: “5 ngày làm việc”; empty where there is none."""
    if term is None:
        return ""
    if term.cutoff:
        said = _("trong ngày làm việc; nhận sau %(hour)s thì trong ngày làm việc tiếp theo")
        return said % {"hour": f"{term.cutoff:%H:%M}"}
    one, many = TERMS[term.unit]
    return _(one) if term.amount == 1 else _(many) % {"n": number_format(term.amount.normalize(), use_l10n=True)}


def length_of(term: Term) -> Callable[[int], str]:
    """How lengths are told: working time, or days on the wall where the term is in calendar days."""
    return days_on_the_wall if term.unit is Unit.CALENDAR_DAYS else hours_and_minutes


def lines_of(part: Part, term: Term, cause: str = Cause.RECEIVED) -> list[WhyLine]:
    length, found, before = length_of(term), [], part.begin if part.kind != "pause" else None
    for one in part.lines:
        what = _what(one, cause)
        if term.unit is Unit.WORKING_HOURS and one.kind in COUNTED and one.spans:
            what += _uncounted(before, one)
            before = one.spans[-1][1]
        found.append(WhyLine(one.on, what, length(one.seconds) if one.seconds else "", one.is_paused))
    return found


def _uncounted(before: datetime | None, line: Line) -> str:
    """The hours since what was counted last that do not count: the night, closed days, the break at noon."""
    spans = ((before, before), *line.spans) if before else line.spans
    gaps = [(end, begin) for (_begin, end), (begin, _end) in pairwise(spans) if end < begin]
    return "; " + _("không tính %(spans)s") % {"spans": ", ".join(_span(*one) for one in gaps)} if gaps else ""


def _what(line: Line, cause: str) -> str:
    """What became of a day: its kind, the name of a holiday or closure, its hours, and whether the clock stood."""
    last = local_instant(line.spans[-1][1]) if line.spans else ""
    what = _(LINES[line.kind]) % {"number": line.number, "of": line.of, "name": line.name, "at": last}
    if line.kind == "start" and cause == Cause.RESTARTED:
        what = _("ngày hồ sơ đủ, không tính")
    if line.name and line.kind != "same_day" and line.kind != "same_day_late":
        what += f": {line.name}"
    if line.kind in WITH_HOURS and line.spans:
        what += f" ({', '.join(_span(*one) for one in line.spans)})"
    return what + ("; " + _("có tạm dừng") if line.is_paused else "")


def _span(begin: datetime, end: datetime) -> str:
    if begin.date() == end.date():
        return f"{begin:%H:%M}–{end:%H:%M}"
    return f"{begin:%H:%M %d/%m}–{end:%H:%M %d/%m}"
