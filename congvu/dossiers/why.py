"""“Vì sao hẹn ngày này?” in words: the term, its days, each pause with its ground, the apology's new day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.dossiers.held import ground_told, held_now
from congvu.dossiers.models import Cause, Dossier, DueDate, Extension, Pause
from congvu.dossiers.models.letters import ExtensionQuerySet
from congvu.offices.models import ProcedureVersion
from congvu.offices.templatetags.congvu_format import days_on_the_wall, hours_and_minutes, local_instant
from congvu.rules.explanation import Explanation, Line, Part, why_due
from congvu.rules.letters import legal_basis
from congvu.rules.term import Term, Unit
from congvu.rules.working_time import Calendar

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
    "same_day": gettext_noop("nhận trước %(name)s: trả trong ngày"),
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


@dataclass(frozen=True)
class WhyPart:
    """One part of the reason: what it leads to, and the days that show it."""

    title: str
    lines: list[WhyLine]

    @property
    def has_time(self) -> bool:
        """Has any of its days a length of time to be added up?"""
        return any(line.time for line in self.lines)

    @property
    def has_pause(self) -> bool:
        """Did the clock stand on one of its counted days?"""
        return any(line.is_paused for line in self.lines)


@dataclass(frozen=True)
class Why:
    """The reason for one date: the term in words, the law behind it, the parts in their order."""

    term: str
    basis: str
    parts: list[WhyPart]


def term_told(term: Term | None) -> str:
    """The term in the reader's language: “5 ngày làm việc”; empty where there is none."""
    if term is None:
        return ""
    if term.cutoff:
        said = _("trong ngày làm việc; nhận sau %(hour)s thì trong ngày làm việc tiếp theo")
        return said % {"hour": f"{term.cutoff:%H:%M}"}
    one, many = TERMS[term.unit]
    return _(one) if term.amount == 1 else _(many) % {"n": number_format(term.amount.normalize(), use_l10n=True)}


def why_of(dossier: Dossier, pauses: Sequence[Pause], hours: Calendar) -> Why | None:
    """Why the law's date is what it is; None where another system stated it."""
    base = _base(dossier)
    told = explanation(dossier, pauses, hours)
    if base is None or told is None:
        return None
    held, apologies = iter(one for one in _since(base, pauses) if one.ended_at), iter(_apologies(base, dossier))
    parts = []
    for part in told.parts:
        if part.kind == "pause":
            title = _pause_title(part, told.term, next(held))
        elif part.kind == "appointed":
            title = _apology_title(part, next(apologies))
        else:
            title = _title(part, is_alone=len(told.parts) == 1 and not dossier.paused_at)
        parts.append(WhyPart(title, _lines(part.lines, told.term, base.cause)))
    if now := held_now(dossier, pauses):
        said = {"begin": local_instant(now.since), "ground": now.who, "paper": now.paper, "then": now.then}
        title = _("Đang tạm dừng từ %(begin)s (%(ground)s, văn bản số %(paper)s): %(then)s") % said
        parts.append(WhyPart(title, []))
    parts += [WhyPart(_reappointed_title(one), []) for one in _letters(base, dossier).told_only()]
    return Why(term_told(told.term), legal_basis(dossier.procedure_version.basis), parts)


def why_appointed(version: ProcedureVersion, hours: Calendar, received_at: datetime) -> list[Why]:
    """Why both dates of a dossier received now are what they are: the law's, then the place's own where it has one."""
    whys, law = [], version.statutory_term
    for term in (law, version.committed_term):
        if term is None:
            continue
        told = why_due(hours, received_at, term)
        parts = [WhyPart(_title(told.parts[0], is_alone=True), _lines(told.parts[0].lines, term))]
        if law and told.due_at > (due := hours.due(received_at, law)):
            parts.append(WhyPart(_("Không muộn hơn hạn theo quy định: %(due)s") % {"due": local_instant(due)}, []))
        whys.append(Why(term_told(term), legal_basis(version.basis) if term is law else "", parts))
    return whys


def explanation(dossier: Dossier, pauses: Iterable[Pause], hours: Calendar) -> Explanation | None:
    """The due date computed again from its last beginning; None where another system stated it."""
    term, base = dossier.procedure_version.statutory_term, _base(dossier)
    if term is None or base is None:
        return None
    held = [(one.started_at, one.ended_at) for one in _since(base, pauses)]
    anew = [(one.extended_at, one.due_after) for one in _apologies(base, dossier)]
    return why_due(hours, base.begins_at, term, held, anew)


def calendar_days(dossier: Dossier, pauses: Sequence[Pause], end: datetime) -> tuple[int, int]:
    """How many days of a term in calendar days are counted until `end`, and of how many; (0, 0) of other terms.

    Days as the due date has them: the first is not counted, and a pause takes its length by the clock on the wall.
    The days over which the last one rolls to a working day are none of the term's.
    """
    term, base = dossier.procedure_version.statutory_term, _base(dossier)
    if term is None or term.unit is not Unit.CALENDAR_DAYS or base is None:
        return 0, 0
    stood = sum(((one.ended_at or end) - one.started_at for one in _since(base, pauses)), timedelta())
    days, of = max(0, (localdate(end - stood) - localdate(base.begins_at)).days), int(term.amount)
    over = dossier.due_at is not None and (dossier.paused_at or end) > dossier.due_at
    return days if over else min(days, of), of


def _base(dossier: Dossier) -> DueDate | None:
    """The last cause from which the term was counted from its first day."""
    beginnings = dossier.due_dates.filter(cause__in=[Cause.RECEIVED, Cause.RESTARTED, Cause.CORRECTED])
    return beginnings.order_by("number").last()


def _since(base: DueDate, pauses: Iterable[Pause]) -> list[Pause]:
    return [one for one in pauses if one.started_at >= base.caused_at]


def _apologies(base: DueDate, dossier: Dossier) -> list[Extension]:
    """The apologies that moved the date; one written after it only told another day."""
    return list(_letters(base, dossier).moving())


def _letters(base: DueDate, dossier: Dossier) -> ExtensionQuerySet:
    since: ExtensionQuerySet = dossier.extensions.filter(extended_at__gte=base.caused_at)
    return since.select_related("paper").order_by("extended_at")


def _reappointed_title(apology: Extension) -> str:
    said = {
        "due": local_instant(apology.due_after), "paper": apology.paper.symbol, "at": local_instant(apology.extended_at)
    }  # fmt: skip
    return _(
        "Ngày hẹn lại: %(due)s (văn bản xin lỗi số %(paper)s, lập lúc %(at)s, sau khi đã quá hạn): "
        "hạn không đổi, hồ sơ vẫn quá hạn"
    ) % said


def _title(part: Part, *, is_alone: bool) -> str:
    said = {"due": local_instant(part.due_at)}
    if part.kind == "moved":
        return _("Hạn mới: %(due)s") % said
    return (_("Hạn: %(due)s") if is_alone else _("Hạn ban đầu: %(due)s")) % said


def _apology_title(part: Part, apology: Extension) -> str:
    said = {"due": local_instant(part.due_at), "paper": apology.paper.symbol}
    return _("Hạn mới: %(due)s (hẹn lại theo văn bản xin lỗi, gia hạn số %(paper)s)") % said


def _pause_title(part: Part, term: Term, pause: Pause) -> str:
    said = {
        "begin": local_instant(part.begin), "end": local_instant(part.end),
        "ground": ground_told(pause.ground), "paper": pause.paper, "time": _length(term)(part.seconds),
    }  # fmt: skip
    if term.unit is Unit.CALENDAR_DAYS:
        return _("Tạm dừng từ %(begin)s đến %(end)s (%(ground)s, văn bản số %(paper)s): cộng thêm %(time)s") % said
    long = _("Tạm dừng từ %(begin)s đến %(end)s (%(ground)s, văn bản số %(paper)s): cộng thêm %(time)s làm việc")
    return long % said


def _length(term: Term) -> Callable[[int], str]:
    """How lengths are told: working time, or days on the wall where the term is in calendar days."""
    return days_on_the_wall if term.unit is Unit.CALENDAR_DAYS else hours_and_minutes


def _lines(lines: Iterable[Line], term: Term, cause: str = Cause.RECEIVED) -> list[WhyLine]:
    length = _length(term)
    return [
        WhyLine(one.on, _what(one, cause), length(one.seconds) if one.seconds else "", one.is_paused) for one in lines
    ]


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
