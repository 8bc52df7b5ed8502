"""Early warning (cảnh báo sớm): what is overdue and since when, what falls due today and on the next working day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.conditions import Window, overdue, within
from congvu.dossiers.models import Dossier, DossierQuerySet, SigningTurn
from congvu.dossiers.promises import behind, committed_today
from congvu.dossiers.rows import RELATED, Row, rows_of
from congvu.dossiers.signings import Hours, awaited_of
from congvu.dossiers.waits import SIGNATURE, Wait
from congvu.notices.models import STATE_WORDS, Notice, NoticeState, Via
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, posts_with, within_reach

SHOWN = 100
AHEAD = timedelta(days=20)  # longer than any row of closed days


@dataclass(frozen=True)
class Told:
    """One reminder: to whom, when, and what became of it."""

    name: str
    at: datetime
    state: NoticeState
    what: str


@dataclass(frozen=True)
class Line:
    """One dossier that is or becomes late: its row, who was reminded, and whose signature it waits for since when."""

    row: Row
    reminded: Sequence[Told]
    signer: SigningTurn | None = None

    @property
    def waits(self) -> list[Wait]:
        """What else it waits for: the signature is told by `signer`, with the name."""
        return [one for one in self.row.waits if one.kind != SIGNATURE or self.signer is None]


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
    """The groups, the most urgent first; an empty one says so by its count. The law's dates, then the commitments."""
    window = Window(localdate(now), localdate(now), now, localdate(now))
    late = rows.open().filter(overdue(window)).order_by("due_at", "pk")
    soon = rows.open().filter(within(window), paused_at=None, due_at__lte=now + AHEAD).order_by("due_at", "pk")
    today = soon.filter(due_on=window.today)
    later = list(soon.filter(due_on__gt=window.today).values_list("pk", "due_on", "settling_unit"))
    next_day = _next_days({unit for _pk, _on, unit in later}, window.today)
    tomorrow = Dossier.objects.filter(pk__in=[pk for pk, on, unit in later if on == next_day[unit]]).order_by("due_at")
    missed = rows.open().filter(behind(window)).order_by("committed_at", "pk")
    promised = rows.open().filter(committed_today(window)).order_by("committed_at", "pk")
    groups = (
        ("qua-han", _("Quá hạn"), "late", late),
        ("hom-nay", _("Đến hạn hôm nay"), "soon", today),
        ("ngay-mai", _("Đến hạn ngày làm việc tiếp theo"), "soon", tomorrow),
        ("cham-cam-ket", _("Đang chậm so với cam kết, còn trong hạn"), "soon", missed),
        ("cam-ket-hom-nay", _("Đến hạn cam kết hôm nay"), "soon", promised),
    )
    return [Warned(slug, label, kind, some.count(), _lines(some, now)) for slug, label, kind, some in groups]


def _next_days(units: set[int], today: date) -> dict[int, date]:
    """The next working day by the calendar of each settling unit."""
    hours = Hours()
    found = Unit.objects.filter(pk__in=units).select_related("calendar")
    return {unit.pk: hours.of(unit).next_open_day(today) for unit in found}


def _lines(some: DossierQuerySet, now: datetime) -> list[Line]:
    shown = list(some.select_related(*RELATED)[:SHOWN])
    reminders, signers = reminders_of(shown, now), awaited_of([one.pk for one in shown])
    return [
        Line(row, reminders.get(f"dossier:{row.dossier.pk}", []), signers.get(row.dossier.pk))
        for row in rows_of(shown, now)
    ]


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
