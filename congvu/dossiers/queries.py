"""The story of one dossier for a page: standing, timeline, three clocks, and why the date is what it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.dossiers.filed import filed_at, waiting_from
from congvu.dossiers.handed_over import handed_over
from congvu.dossiers.models import Cause, Dossier, DueDate, Pause, ReadingHow, StepRun
from congvu.dossiers.moments import Moment, outside_moments
from congvu.dossiers.waits import Wait, waits_for
from congvu.law import pause_ground, practice
from congvu.offices.models import Role
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.dossier import is_late
from congvu.rules.explanation import Explanation, why_due
from congvu.rules.standing import Standing, Timing, standing
from congvu.rules.working_time import Calendar

LINES = {
    "start": gettext_noop("ngày tiếp nhận, không tính"),
    "weekend": gettext_noop("nghỉ hằng tuần"),
    "holiday": gettext_noop("nghỉ lễ"),
    "closure": gettext_noop("đóng cửa tạm thời"),
    "counted": gettext_noop("tính"),
    "worked_swap": gettext_noop("làm bù, có tính"),
    "pause": gettext_noop("tạm dừng, không tính"),
    "result": gettext_noop("đến hạn"),
}


@dataclass(frozen=True)
class Clocks:
    """The time counted without pauses, for both dates, and the whole time the citizen lived through (ba đồng hồ).

    The last begins with the filing where it was filed online, the others with the receipt. Units: working seconds;
    `lived_days` are calendar days.
    """

    counted: int
    paused: int
    lived: int
    lived_days: int


@dataclass(frozen=True)
class Against:
    """How a dossier's end lies to one of its dates: `early`, `on_time`, `late`; `left` while it is open and in time.

    Units: working seconds left or over, at the end, else at the open pause's beginning, else now.
    """

    at: datetime
    word: str
    seconds: int


@dataclass(frozen=True)
class WhyLine:
    when: str
    what: str
    seconds: int


@dataclass(frozen=True)
class Story:
    dossier: Dossier
    standing: Standing
    statutory: Against | None
    committed: Against | None
    moments: list[Moment]
    clocks: Clocks
    why: list[WhyLine]
    causes: list[DueDate]
    holder_title: str
    is_late: bool
    waits: list[Wait]


def calendar_for(dossier: Dossier) -> Calendar:
    """The calendar the dossier's dates were last computed with."""
    return dossier.due_dates.select_related("calendar").latest("number").calendar.hours


def standing_of(dossier: Dossier, now: datetime, hours: Calendar) -> Standing:
    """How the dossier stands with the law's date now."""
    return standing(dossier.clock, now, hours, practice().due_soon_working_hours * 3600)


def story(dossier: Dossier, now: datetime) -> Story:
    """Everything a page tells about one dossier."""
    hours = calendar_for(dossier)
    pauses = list(dossier.pauses.order_by("started_at"))
    runs = list(dossier.runs.select_related("unit", "official").order_by("number"))
    stands = standing_of(dossier, now, hours)
    return Story(
        dossier=dossier,
        standing=stands,
        statutory=against(dossier.due_at, dossier, now, hours),
        committed=against(dossier.committed_at, dossier, now, hours),
        moments=_moments(dossier, runs, pauses, stands),
        clocks=_clocks(dossier, pauses, now, hours),
        why=_why(dossier, pauses, hours),
        causes=list(dossier.due_dates.order_by("number")),
        holder_title=_holder_title(dossier, now),
        is_late=stands.timing in {Timing.OVERDUE, Timing.DONE_LATE},
        waits=waits_for(dossier, now),
    )


def against(date: datetime | None, dossier: Dossier, now: datetime, hours: Calendar) -> Against | None:
    """The dossier measured by one of its dates; told the same way of the law's and of the place's own, for ever."""
    if date is None:
        return None
    stopped = dossier.finished_at or dossier.paused_at
    if is_late(date, stopped, now):
        return Against(date, "late", hours.elapsed(date, stopped or now))
    word = "left"
    if dossier.finished_at:
        word = "early" if localdate(dossier.finished_at) < localdate(date) else "on_time"
    return Against(date, word, hours.elapsed(stopped or now, date))


def _holder_title(dossier: Dossier, now: datetime) -> str:
    """The post of whoever has it, never the name."""
    if dossier.holder is None:
        return ""
    post = dossier.holder.posts_on(localdate(now)).filter(unit=dossier.unit).first()
    return post.title if post else ""


def _moments(dossier: Dossier, runs: list[StepRun], pauses: list[Pause], stands: Standing) -> list[Moment]:
    moments = [Moment("done", _("Đã tiếp nhận"), dossier.received_at, where=dossier.received_unit.name)]
    if filed := filed_at(dossier):
        moments.insert(0, Moment("done", _("Nộp trực tuyến"), filed))
    if dossier.declared_paper:
        paper = {"paper": dossier.declared_paper}
        moments.append(Moment("done", _("Máy chủ ghi nhận (khai theo giấy số %(paper)s)") % paper, dossier.recorded_at))
    now_kind = "late" if stands.timing == Timing.OVERDUE else "now"
    for run in runs:
        kind = "done" if run.finished_at else now_kind
        moments.append(Moment(kind, run.name, run.started_at, run.finished_at, run.unit.name, is_data=True))
    for pause in pauses:
        ground = pause_ground(pause.ground)
        paper = {"ground": ground.name_vi, "paper": pause.paper}
        detail = _("%(ground)s (văn bản số %(paper)s)") % paper
        moments.append(Moment("pause", _("Tạm dừng tính hạn"), pause.started_at, pause.ended_at, detail=detail))
    for one in dossier.extensions.select_related("paper"):
        said = {"paper": one.paper.symbol, "due": local_instant(one.due_after)}
        detail = _("hẹn lại %(due)s (văn bản số %(paper)s)") % said
        title = _("Xin lỗi muộn và gia hạn") if one.is_late else _("Xin lỗi và gia hạn")
        kind = "late" if one.is_late else "done"
        moments.append(Moment(kind, title, one.extended_at, one.extended_at, detail=detail))
    moments += outside_moments(dossier)
    moments.sort(key=lambda moment: moment.at or dossier.received_at)
    if dossier.finished_at:
        kind = "late" if stands.timing == Timing.DONE_LATE else "done"
        title = dossier.state_word if dossier.is_ended else _("Đã có kết quả")
        moments.append(Moment(kind, title, dossier.finished_at, dossier.finished_at))
    else:
        detail = _("đã qua hạn theo quy định") if now_kind == "late" else _("theo quy định")
        moments.append(Moment("todo", _("Có kết quả"), dossier.due_at, detail=detail))
    if dossier.returned_at:
        moments.append(Moment("done", _("Đã trả kết quả"), dossier.returned_at, detail=handed_over(dossier)))
    elif not dossier.is_ended:
        moments.append(Moment("todo", _("Trả kết quả")))
    return moments


def _clocks(dossier: Dossier, pauses: list[Pause], now: datetime, hours: Calendar) -> Clocks:
    end = max(dossier.finished_at or now, dossier.received_at)
    spans = [(pause.started_at, pause.ended_at or end) for pause in pauses]
    counted = hours.elapsed(dossier.received_at, end, spans)
    whole = hours.elapsed(dossier.received_at, end)
    lived_to, lived_from = max(dossier.returned_at or end, dossier.received_at), waiting_from(dossier)
    days = (localdate(lived_to) - localdate(lived_from)).days
    return Clocks(counted, whole - counted, hours.elapsed(lived_from, lived_to), days)


def explanation(dossier: Dossier, pauses: list[Pause], hours: Calendar) -> Explanation | None:
    """The due date computed again from its last beginning; None where another system stated it."""
    term = dossier.procedure_version.statutory_term
    base = (
        dossier.due_dates.filter(cause__in=[Cause.RECEIVED, Cause.RESTARTED, Cause.CORRECTED]).order_by("number").last()
    )
    if term is None or base is None:
        return None
    since = [
        (pause.started_at, pause.ended_at) for pause in pauses if pause.ended_at and pause.started_at >= base.caused_at
    ]
    return why_due(hours, base.begins_at, term, [(a, b) for a, b in since if b is not None])


def _why(dossier: Dossier, pauses: list[Pause], hours: Calendar) -> list[WhyLine]:
    told = explanation(dossier, pauses, hours)
    lines = []
    for line in told.lines if told else ():
        span = ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in line.spans if a != b and a.date() == b.date())
        if line.kind == "pause":
            begin, end = line.spans[0]
            span = f"{begin:%H:%M %d/%m}–{end:%H:%M %d/%m}"
        if line.kind == "result":
            span = f"{line.spans[0][0]:%H:%M}"
        what = _(LINES[line.kind]) + (f": {line.name}" if line.name else "") + (f" ({span})" if span else "")
        lines.append(WhyLine(f"{line.on:%d/%m/%Y}", what, line.seconds))
    for one in dossier.extensions.select_related("paper") if lines else ():
        said = {"paper": one.paper.symbol, "due": f"{localtime(one.due_after):%H:%M}"}
        what = _("hẹn lại đến %(due)s theo văn bản xin lỗi, gia hạn số %(paper)s") % said
        lines.append(WhyLine(f"{localtime(one.due_after):%d/%m/%Y}", what, 0))
    return lines


def readers(dossier: Dossier) -> list[tuple[str, str, datetime, str]]:
    """Who looked at the dossier, the newest first: unit, role, time, and how if not by opening it; never a name."""
    rows = dossier.readings.select_related("unit").order_by("-at", "-pk")
    return [
        (
            row.unit.name if row.unit else "", str(Role(row.role).label) if row.role else "", row.at,
            "" if row.how == ReadingHow.OPENED else str(ReadingHow(row.how).label),
        )
        for row in rows
    ]  # fmt: skip
