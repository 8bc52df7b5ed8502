"""Early warning (cảnh báo sớm): what is overdue and since when, what falls due today and on the next working day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.conditions import Window, overdue, within
from congvu.dossiers.models import Dossier, DossierQuerySet, SigningTurn, StepRun
from congvu.dossiers.queries import standing_of
from congvu.dossiers.signings import awaited_of
from congvu.dossiers.sources import gone_since
from congvu.notices.models import STATE_WORDS, Notice, NoticeState, Via
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, posts_with, within_reach
from congvu.rules.standing import Standing
from congvu.rules.working_time import Calendar

SHOWN = 100
AHEAD = timedelta(days=20)  # longer than any row of closed days
RELATED = ("procedure_version__procedure", "unit", "holder", "settling_unit__calendar")


@dataclass(frozen=True)
class Told:
    """One reminder: to whom, when, and what became of it."""

    name: str
    at: datetime
    state: NoticeState
    what: str


@dataclass(frozen=True)
class Line:
    """One dossier that is or becomes late: how it stands, with whom, since when it lies there, who was reminded.

    `signer` is whose signature it waits for, since `signer.began_at`.
    """

    dossier: Dossier
    standing: Standing
    since: datetime
    step: str
    reminded: Sequence[Told]
    gone_since: datetime | None = None
    signer: SigningTurn | None = None


@dataclass(frozen=True)
class Warned:
    """One group; `count` is all of it, `lines` the first of them."""

    slug: str
    label: str | Promise
    kind: str
    count: int
    lines: Sequence[Line]


def concerned(official: Official, on: date) -> tuple[DossierQuerySet, bool]:
    """What this person answers for: what lies in or is charged to the units looked over (True), else the own desk."""
    if posts_with(official, Right.READ_FIGURES, on):
        return Dossier.objects.filter(within_reach(official, Right.READ_FIGURES, on, "unit", "settling_unit")), True
    units = [post.unit_id for post in posts_with(official, Right.WORK_ON_DOSSIER, on)]
    return Dossier.objects.filter(Q(holder=official) | Q(holder=None, unit__in=units)), False


def warned(rows: DossierQuerySet, now: datetime) -> list[Warned]:
    """The three groups, the most urgent first; an empty one says so by its count."""
    window = Window(localdate(now), localdate(now), now, localdate(now))
    hours: dict[int, Calendar] = {}
    late = rows.open().filter(overdue(window)).order_by("due_at", "pk")
    soon = rows.open().filter(within(window), paused_at=None, due_at__lte=now + AHEAD).order_by("due_at", "pk")
    today = soon.filter(due_on=window.today)
    later = list(soon.filter(due_on__gt=window.today).values_list("pk", "due_on", "settling_unit"))
    next_day = _next_days({unit for _pk, _on, unit in later}, window.today, hours)
    tomorrow = Dossier.objects.filter(pk__in=[pk for pk, on, unit in later if on == next_day[unit]]).order_by("due_at")
    groups = (
        ("qua-han", _("Quá hạn"), "late", late),
        ("hom-nay", _("Đến hạn hôm nay"), "soon", today),
        ("ngay-mai", _("Đến hạn ngày làm việc tiếp theo"), "soon", tomorrow),
    )
    return [Warned(slug, label, kind, some.count(), _lines(some, now, hours)) for slug, label, kind, some in groups]


def _hours_of(unit: Unit, hours: dict[int, Calendar]) -> Calendar:
    if unit.pk not in hours:
        hours[unit.pk] = unit.calendar_in_force().hours
    return hours[unit.pk]


def _next_days(units: set[int], today: date, hours: dict[int, Calendar]) -> dict[int, date]:
    """The next working day by the calendar of each settling unit."""
    found = Unit.objects.filter(pk__in=units).select_related("calendar")
    return {unit.pk: _hours_of(unit, hours).next_open_day(today) for unit in found}


def _lines(rows: DossierQuerySet, now: datetime, hours: dict[int, Calendar]) -> list[Line]:
    shown = list(rows.select_related(*RELATED)[:SHOWN])
    runs = StepRun.objects.filter(dossier__in=[one.pk for one in shown], finished_at=None)
    lies = {pk: (since, step) for pk, since, step in runs.values_list("dossier", "started_at", "name")}
    reminders, signers = reminders_of(shown, now), awaited_of([one.pk for one in shown])
    gone = gone_since(shown)
    return [
        Line(
            one, standing_of(one, now, _hours_of(one.settling_unit, hours)), *lies.get(one.pk, (one.received_at, "")),
            reminders.get(f"dossier:{one.pk}", []), gone.get(one.pk), signers.get(one.pk),
        )
        for one in shown
    ]  # fmt: skip


def reminders_of(dossiers: Sequence[Dossier], now: datetime) -> dict[str, list[Told]]:
    """Who was reminded of each, in order."""
    subjects = [f"dossier:{one.pk}" for one in dossiers]
    rows = Notice.objects.filter(about__in=subjects, reminds__isnull=False).select_related("reminds")
    found: dict[str, list[Told]] = {}
    for row in rows.order_by("queued_at", "pk"):
        if row.reminds is not None:
            state = row.state_at(now)
            told = Told(row.reminds.full_name, row.queued_at, state, said_of(row, state))
            found.setdefault(row.about, []).append(told)
    return found


def said_of(notice: Notice, state: NoticeState) -> str:
    """The state in words, with who took it or why not."""
    word = str(STATE_WORDS[state])
    if state in {NoticeState.SENT, NoticeState.KEPT}:
        return f"{word}: {Via(notice.sent_via).label}"
    return f"{word}: {notice.failure}" if notice.failure else word
