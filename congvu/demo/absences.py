"""Who is away in the demonstration: one on leave now, one suspended, one who came back, one who leaves tomorrow.

The vice-chairwoman is on an errand: what is submitted to her, the chairman signs meanwhile.

The worker's own commands begin and end them at their time, and remind of what falls due now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone

from congvu.dossiers.commands.absence_course import give_back, keep_absences
from congvu.dossiers.commands.absences import Told, enter_absence
from congvu.dossiers.commands.reminders import remind_of_due
from congvu.dossiers.stand_ins import returnable
from congvu.offices.absences import posts_to_cover
from congvu.offices.commands import CLOCKWORK
from congvu.offices.contact_commands import set_email
from congvu.offices.models import Absence, Official
from congvu.rules.absence import AbsenceKind, Span

if TYPE_CHECKING:
    from congvu.demo.fill import Town


@dataclass(frozen=True)
class Plan:
    """One absence: who, by whom entered, who stands in; days counted from the present day, working days before it."""

    login: str
    entered_by: str
    substitute: str
    kind: AbsenceKind
    from_day: int
    days: int


PLANS = (
    Plan("chungthuc", "tuphap", "hotich", AbsenceKind.LEAVE, -9, 3),
    Plan("giamngheo", "chutich", "xahoi", AbsenceKind.SUSPENSION, -5, 15),
    Plan("dangky", "kinhte", "diachinh", AbsenceKind.LEAVE, -2, 6),
    Plan("cutru", "vanphong", "congan", AbsenceKind.ERRAND, 1, 2),
    Plan("phochutich", "vanphong", "chutich", AbsenceKind.ERRAND, -4, 9),
)


def plan(town: "Town", opened: Sequence[date]) -> None:
    """Enter each a working day before it begins; each begins, ends and gives back at its time."""
    for one in PLANS:
        first = opened[-1] + timedelta(days=1) if one.from_day > 0 else opened[max(1, len(opened) - 1 + one.from_day)]
        before = opened[-1] if one.from_day > 0 else opened[max(0, len(opened) - 2 + one.from_day)]
        span = Span(_morning(first), _morning(first + timedelta(days=one.days)))
        if (entered := min(_morning(before) + timedelta(hours=9), town.now)) < span.from_at:
            town.later(entered, partial(_enter, one, span))
            town.later(span.from_at, _keep)
        if span.to_at is not None:
            town.later(span.to_at, _keep)
            town.later(span.to_at + timedelta(hours=8), partial(_return, one))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, get_current_timezone())


def _enter(one: Plan, span: Span, at: datetime) -> None:
    people = {official.login: official for official in Official.objects.all()}
    official, substitute = people[one.login], people[one.substitute]
    named = {post.unit_id: substitute.pk for post in posts_to_cover(official, span)}
    told = Told(one.kind, span, named, f"{12 + PLANS.index(one)}/QĐ-UBND")
    enter_absence(actor=people[one.entered_by], at=at, official_id=official.pk, told=told)


def _keep(at: datetime) -> None:
    keep_absences(actor=Official.objects.get(login=CLOCKWORK), at=at)


def _return(one: Plan, at: datetime) -> None:
    absence = Absence.objects.filter(official__login=one.login).first()
    if absence is None:
        return
    chosen = list(returnable(absence, at).values_list("pk", flat=True))
    if chosen:
        give_back(actor=Official.objects.get(login=one.entered_by), at=at, absence_id=absence.pk, chosen=chosen)


def remind(town: "Town") -> None:
    """Two have told where they want to be reminded; everybody is reminded of what falls due now."""
    for login in ("hotich", "tuphap"):
        set_email(actor=Official.objects.get(login=login), at=town.now, email=f"{login}@vidu.vn")
    remind_of_due(actor=Official.objects.get(login=CLOCKWORK), at=town.now)
