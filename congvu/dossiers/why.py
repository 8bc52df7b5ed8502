"""“Vì sao hẹn ngày này?” in words: the term, its days, each pause with its ground, the apology's new day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu.dossiers.held import ground_told, held_now
from congvu.dossiers.models import Cause, Dossier, DueDate, Extension, Pause
from congvu.dossiers.models.letters import ExtensionQuerySet
from congvu.dossiers.why_lines import WhyLine, length_of, lines_of, term_told
from congvu.offices.models import CalendarVersion, ProcedureVersion
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.explanation import Explanation, Part, why_due
from congvu.rules.letters import legal_basis
from congvu.rules.term import Term, Unit
from congvu.rules.working_time import Calendar


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
    """The reason for one date: the term in words, the law behind it, the parts in their order.

    `rules` names the version of the procedure and that of the calendar it was computed with.
    """

    term: str
    basis: str
    parts: list[WhyPart]
    rules: str = ""


def why_of(dossier: Dossier, pauses: Sequence[Pause], hours: Calendar) -> Why | None:
    """Why the law's date is what it is; None where another system stated it."""
    base = _base(dossier)
    told = explanation(dossier, pauses, hours)
    if base is None or told is None:
        return None
    parts = _parts(told, base.cause, _since(base, pauses), _apologies(base, dossier), is_open=bool(dossier.paused_at))
    parts += _standing_now(dossier, pauses)
    parts += [WhyPart(_reappointed_title(one), []) for one in _letters(base, dossier).told_only()]
    version = dossier.procedure_version
    return Why(term_told(told.term), legal_basis(version.basis), parts, _rules(version, base.calendar))


def why_committed(dossier: Dossier, pauses: Sequence[Pause], hours: Calendar) -> Why | None:
    """Why the place's own date is what it is; None where it promised none."""
    base, promised = _base(dossier), dossier.committed_at
    told = explained_commitment(dossier, pauses, hours)
    if base is None or told is None or promised is None:
        return None
    counted = moving_the_commitment(dossier, _since(base, pauses))
    parts = _parts(told, base.cause, counted, (), is_open=dossier.paused_at in {one.started_at for one in counted})
    if told.due_at > promised:
        parts.append(WhyPart(_("Không muộn hơn hạn theo quy định: %(due)s") % {"due": local_instant(promised)}, []))
    for one in _since(base, pauses):
        if one not in counted:
            said = {"begin": local_instant(one.started_at)}
            parts.append(WhyPart(_("Tạm dừng từ %(begin)s, sau thời điểm cam kết: cam kết không đổi") % said, []))
    if any(one.ended_at is None for one in counted):
        parts += _standing_now(dossier, pauses)
    return Why(term_told(told.term), "", parts, _rules(dossier.procedure_version, base.calendar))


def _parts(
    told: Explanation, cause: str, pauses: Iterable[Pause], apologies: Iterable[Extension], *, is_open: bool
) -> list[WhyPart]:
    """The parts in words; `is_open`: the clock stands now, so the first date is not the last word."""
    held, given, parts = iter(one for one in pauses if one.ended_at), iter(apologies), []
    for part in told.parts:
        if part.kind == "pause":
            title = _pause_title(part, told.term, next(held))
        elif part.kind == "appointed":
            title = _apology_title(part, next(given))
        else:
            title = _title(part, is_alone=len(told.parts) == 1 and not is_open)
        parts.append(WhyPart(title, lines_of(part, told.term, cause)))
    return parts


def _standing_now(dossier: Dossier, pauses: Sequence[Pause]) -> list[WhyPart]:
    now = held_now(dossier, pauses)
    if now is None:
        return []
    said = {"begin": local_instant(now.since), "ground": now.who, "paper": now.paper, "then": now.then}
    return [WhyPart(_("Đang tạm dừng từ %(begin)s (%(ground)s, văn bản số %(paper)s): %(then)s") % said, [])]


def _rules(version: ProcedureVersion, calendar: CalendarVersion) -> str:
    said = {"on": f"{version.valid_from:%d/%m/%Y}", "calendar": calendar.calendar.name, "number": calendar.number}
    return _("Bản quy định từ ngày %(on)s; lịch làm việc %(calendar)s, bản số %(number)s") % said


def why_appointed(version: ProcedureVersion, calendar: CalendarVersion, received_at: datetime) -> list[Why]:
    """Why both dates of a dossier received now are what they are: the law's, then the place's own where it has one."""
    whys, law, hours = [], version.statutory_term, calendar.hours
    for term in (law, version.committed_term):
        if term is None:
            continue
        told = why_due(hours, received_at, term)
        parts = [WhyPart(_title(told.parts[0], is_alone=True), lines_of(told.parts[0], term))]
        if law and told.due_at > (due := hours.due(received_at, law)):
            parts.append(WhyPart(_("Không muộn hơn hạn theo quy định: %(due)s") % {"due": local_instant(due)}, []))
        basis = legal_basis(version.basis) if term is law else ""
        whys.append(Why(term_told(term), basis, parts, _rules(version, calendar)))
    return whys


def explanation(dossier: Dossier, pauses: Iterable[Pause], hours: Calendar) -> Explanation | None:
    """The due date computed again from its last beginning; None where another system stated it."""
    term, base = dossier.procedure_version.statutory_term, _base(dossier)
    if term is None or base is None:
        return None
    held = [(one.started_at, one.ended_at) for one in _since(base, pauses)]
    anew = [(one.extended_at, one.due_after) for one in _apologies(base, dossier)]
    return why_due(hours, base.begins_at, term, held, anew)


def explained_commitment(dossier: Dossier, pauses: Iterable[Pause], hours: Calendar) -> Explanation | None:
    """The committed date computed again, before the law's date cuts it; None where the place promised none."""
    term, base = dossier.procedure_version.committed_term, _base(dossier)
    if term is None or base is None or dossier.committed_at is None:
        return None
    counted = moving_the_commitment(dossier, _since(base, pauses))
    return why_due(hours, base.begins_at, term, [(one.started_at, one.ended_at) for one in counted])


def moving_the_commitment(dossier: Dossier, pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses that began while the commitment had not gone by; a later one leaves it where it is."""
    rows = sorted(dossier.due_dates.all(), key=lambda one: one.number)

    def promised(at: datetime) -> datetime | None:
        return next((one.committed_at for one in reversed(rows) if one.caused_at <= at), None)

    return [one for one in pauses if (due := promised(one.started_at)) and one.started_at <= due]


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
    return beginnings.select_related("calendar__calendar").order_by("number").last()


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
        "ground": ground_told(pause.ground), "paper": pause.paper, "time": length_of(term)(part.seconds),
    }  # fmt: skip
    if term.unit is Unit.CALENDAR_DAYS:
        return _("Tạm dừng từ %(begin)s đến %(end)s (%(ground)s, văn bản số %(paper)s): cộng thêm %(time)s") % said
    long = _("Tạm dừng từ %(begin)s đến %(end)s (%(ground)s, văn bản số %(paper)s): cộng thêm %(time)s làm việc")
    return long % said
