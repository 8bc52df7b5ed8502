"""Rows of dossiers, the same for every list: how each stands, its step since when, where it is, what it waits for.

A fixed number of questions to the database, however many dossiers a list shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from congvu.dossiers.models import Batch, Dossier, DueDate, Extension, StepRun
from congvu.dossiers.queries import standing_of
from congvu.dossiers.signings import Hours
from congvu.dossiers.sources import gone_since
from congvu.dossiers.transit import on_the_way
from congvu.dossiers.waits import Wait, waits_of
from congvu.offices.models import CalendarVersion
from congvu.rules.standing import Standing

RELATED = ("procedure_version__procedure", "unit", "holder", "settling_unit__calendar")


@dataclass(frozen=True)
class Row:
    """One line of a list: `since` it is on that desk at that step; the list it travels on; since when it is gone.

    `reappointed` is the day an apology after the limit told (ngày hẹn lại).
    """

    dossier: Dossier
    standing: Standing
    step: str
    since: datetime
    on_the_way: Batch | None = None
    waits: Sequence[Wait] = ()
    gone_since: datetime | None = None
    reappointed: datetime | None = None


def rows_of(dossiers: Sequence[Dossier], now: datetime) -> list[Row]:
    """The row of each, in their order."""
    stands, lies = standings_of(dossiers, now), _lies(dossiers)
    travelling, waits, gone = on_the_way(dossiers), waits_of(dossiers, now), gone_since(dossiers)
    appointed = reappointed(dossiers)
    rows = []
    for one in dossiers:
        since, step = lies.get(one.pk, (one.received_at, ""))
        rows.append(Row(
            one, stands[one.pk], step or step_name(one), since, travelling.get(one.pk), waits.get(one.pk, []),
            gone.get(one.pk), appointed.get(one.pk),
        ))  # fmt: skip
    return rows


def reappointed(dossiers: Iterable[Dossier]) -> dict[int, datetime]:
    """The day each was appointed anew for after its limit; the due date stays what it was."""
    told = Extension.objects.told_only().filter(dossier__in=[one.pk for one in dossiers if one.extended_on])
    return dict(told.order_by("number").values_list("dossier", "due_after"))


def step_name(dossier: Dossier) -> str:
    """The step an open dossier is at; of a finished one, and of one whose steps are another system's, its state."""
    steps = dossier.procedure_version.steps
    if dossier.is_own and dossier.finished_at is None and dossier.step < len(steps):
        return str(steps[dossier.step]["name_vi"])
    return dossier.state_word


def standings_of(dossiers: Sequence[Dossier], now: datetime) -> dict[int, Standing]:
    """How each stands, by the calendar it lives under; one without any due date, by its unit's calendar in force."""
    keys = [one.pk for one in dossiers]
    used = dict(Dossier.objects.filter(pk__in=keys).annotate(used=calendar_used("pk")).values_list("pk", "used"))
    versions = CalendarVersion.objects.in_bulk({pk for pk in used.values() if pk is not None})
    hours = {pk: version.hours for pk, version in versions.items()}
    in_force = Hours()
    return {
        one.pk: standing_of(one, now, hours.get(used[one.pk]) or in_force.of(one.settling_unit)) for one in dossiers
    }


def calendar_used(dossier: str) -> Subquery:
    """The calendar version of a dossier's latest due date; `dossier` names its key in the outer query."""
    latest: QuerySet[DueDate] = DueDate.objects.filter(dossier=OuterRef(dossier)).order_by("-number")
    return Subquery(latest.values("calendar")[:1])


def _lies(dossiers: Sequence[Dossier]) -> dict[int, tuple[datetime, str]]:
    """Since when each open one lies where it lies, and at which step."""
    runs = StepRun.objects.filter(dossier__in=[one.pk for one in dossiers if one.finished_at is None], finished_at=None)
    return {pk: (since, step) for pk, since, step in runs.values_list("dossier", "started_at", "name")}
