"""The story of one dossier for a page: standing, timeline, three clocks, and why the date is what it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu.dossiers.filed import filed_at, waiting_from
from congvu.dossiers.handed_over import handed_over
from congvu.dossiers.held import Held, held_now
from congvu.dossiers.models import Dossier, DueDate, Pause, ReadingHow, StepRun
from congvu.dossiers.moments import Moment, outside_moments
from congvu.dossiers.signing_times import waited
from congvu.dossiers.waits import Wait, waits_for
from congvu.dossiers.why import Why, calendar_days, why_committed, why_of
from congvu.dossiers.why_lines import term_told
from congvu.law import pause_ground, practice
from congvu.offices.models import Role
from congvu.offices.templatetags.congvu_format import days_on_the_wall, local_instant, working_duration
from congvu.rules.dossier import is_late
from congvu.rules.standing import Standing, Timing, standing
from congvu.rules.term import Term, Unit
from congvu.rules.working_time import Calendar


@dataclass(frozen=True)
class Clocks:
    """The time counted without pauses, for both dates, and the whole time the citizen lived through (ba đồng hồ).

    The last begins with the filing where it was filed online, the others with the receipt. Units: working seconds;
    `lived_days` are calendar days, and so are `counted_days` of `term_days`, where the term is in such days. Of what
    was counted, `signing` was waited for signatures and `issuing` for the clerk's number and seal, over or not.
    """

    counted: int
    paused: int
    lived: int
    lived_days: int
    counted_days: int = 0
    term_days: int = 0
    signing: int = 0
    issuing: int = 0


@dataclass(frozen=True)
class Against:
    """How a dossier's end lies to one of its dates: `early`, `on_time`, `late`; open and in time `left`, or `held`.

    Units: working seconds left or over, at the end, else at the open pause's beginning, else now. `time` tells them;
    what a term in calendar days has left is told in such days, for by these a pause moves it. While it is `held`,
    `then` tells what becomes of the date, which nobody knows before the pause ends.
    """

    at: datetime
    word: str
    seconds: int
    time: str
    then: str = ""


@dataclass(frozen=True)
class Dated:
    """One of a dossier's dates, and the term it comes from; another system's date has none."""

    at: datetime | None
    term: Term | None


@dataclass(frozen=True)
class Story:
    dossier: Dossier
    standing: Standing
    statutory: Against | None
    committed: Against | None
    moments: list[Moment]
    clocks: Clocks
    term: str
    why: Why | None
    why_committed: Why | None
    held: Held | None
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
    stands, held = standing_of(dossier, now, hours), held_now(dossier, pauses)
    version = dossier.procedure_version
    law = Dated(dossier.due_at, version.statutory_term)
    own = Dated(dossier.committed_at, version.committed_term)
    statutory = against(law, dossier, held, now, hours)
    return Story(
        dossier=dossier,
        standing=stands,
        statutory=statutory,
        committed=against(own, dossier, held, now, hours),
        moments=_moments(dossier, runs, pauses, stands, statutory),
        clocks=_clocks(dossier, pauses, now, hours),
        term=term_told(version.statutory_term),
        why=why_of(dossier, pauses, hours),
        why_committed=why_committed(dossier, pauses, hours),
        held=held,
        causes=list(dossier.due_dates.order_by("number")),
        holder_title=_holder_title(dossier, now),
        is_late=stands.timing in {Timing.OVERDUE, Timing.DONE_LATE},
        waits=waits_for(dossier, now),
    )


def against(dated: Dated, dossier: Dossier, held: Held | None, now: datetime, hours: Calendar) -> Against | None:
    """The dossier measured by one of its dates; told the same way of the law's and of the place's own, for ever."""
    date, stopped = dated.at, dossier.finished_at or dossier.paused_at
    if date is None:
        return None
    if is_late(date, stopped, now):
        over = hours.elapsed(date, stopped or now)
        return Against(date, "late", over, working_duration(over))
    seconds = hours.elapsed(stopped or now, date)
    time = working_duration(seconds)
    if dated.term and dated.term.unit is Unit.CALENDAR_DAYS:
        time = days_on_the_wall(int((date - (stopped or now)).total_seconds()))
    if dossier.finished_at:
        return Against(date, "early" if localdate(dossier.finished_at) < localdate(date) else "on_time", seconds, time)
    if held is None:
        return Against(date, "left", seconds, time)
    return Against(date, "held", seconds, time, _when_it_goes_on(held, time))


def _when_it_goes_on(held: Held, time: str) -> str:
    if held.begins_anew:
        return held.then
    return _("còn %(time)s sau khi hết tạm dừng; hạn mới được tính khi đó") % {"time": time}


def _holder_title(dossier: Dossier, now: datetime) -> str:
    """The post of whoever has it, never the name."""
    if dossier.holder is None:
        return ""
    post = dossier.holder.posts_on(localdate(now)).filter(unit=dossier.unit).first()
    return post.title if post else ""


def _moments(
    dossier: Dossier, runs: list[StepRun], pauses: list[Pause], stands: Standing, statutory: Against | None
) -> list[Moment]:
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
    moments += _apologies(dossier) + outside_moments(dossier)
    moments.sort(key=lambda moment: moment.at or dossier.received_at)
    if dossier.finished_at:
        kind = "late" if stands.timing == Timing.DONE_LATE else "done"
        title = dossier.state_word if dossier.is_ended else _("Đã có kết quả")
        moments.append(Moment(kind, title, dossier.finished_at, dossier.finished_at))
    elif statutory and statutory.then:
        moments.append(Moment("todo", _("Có kết quả"), detail=statutory.then))
    else:
        detail = _("đã qua hạn theo quy định") if now_kind == "late" else _("theo quy định")
        moments.append(Moment("todo", _("Có kết quả"), dossier.due_at, detail=detail))
    if dossier.returned_at:
        moments.append(Moment("done", _("Đã trả kết quả"), dossier.returned_at, detail=handed_over(dossier)))
    elif not dossier.is_ended:
        moments.append(Moment("todo", _("Trả kết quả")))
    return moments


def _apologies(dossier: Dossier) -> list[Moment]:
    """Each apology; one written after the limit gave no more time, it only told a day."""
    found, told_only = [], list(dossier.extensions.told_only())
    for one in dossier.extensions.select_related("paper"):
        said = {"paper": one.paper.symbol, "due": local_instant(one.due_after)}
        detail = _("hẹn lại %(due)s (văn bản số %(paper)s)") % said
        title = _("Xin lỗi muộn và gia hạn") if one.is_late else _("Xin lỗi và gia hạn")
        if one in told_only:
            title = _("Xin lỗi sau khi quá hạn, hẹn lại")
        kind = "late" if one.is_late else "done"
        found.append(Moment(kind, title, one.extended_at, one.extended_at, detail=detail))
    return found


def _clocks(dossier: Dossier, pauses: list[Pause], now: datetime, hours: Calendar) -> Clocks:
    end = max(dossier.finished_at or now, dossier.received_at)
    spans = [(pause.started_at, pause.ended_at or end) for pause in pauses]
    counted = hours.elapsed(dossier.received_at, end, spans)
    whole = hours.elapsed(dossier.received_at, end)
    lived_to, lived_from = max(dossier.returned_at or end, dossier.received_at), waiting_from(dossier)
    days = (localdate(lived_to) - localdate(lived_from)).days
    of_term = calendar_days(dossier, pauses, end)
    lived = hours.elapsed(lived_from, lived_to)
    signed = waited(dossier.pk, dossier.received_at, end, spans, hours)
    return Clocks(counted, whole - counted, lived, days, *of_term, signed.signing, signed.issuing)


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
