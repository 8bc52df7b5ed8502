"""The open dossiers to look at first: the longest overdue, then the oldest, charged to the unit or lying there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, StepRun
from congvu.dossiers.queries import standing_of
from congvu.dossiers.sources import gone_since
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.times import calendar_of, hours_of
from congvu.rules.standing import Standing

SHOWN = 10


@dataclass(frozen=True)
class Pressing:
    """One dossier that presses: how it stands, since when it lies where it lies, or is gone from its source."""

    dossier: Dossier
    standing: Standing
    step: str
    since: datetime
    gone_since: datetime | None


def pressing(scope: Scope) -> list[Pressing]:
    """The ten open dossiers longest overdue, filled up with the oldest open ones (quá hạn lâu nhất, tồn lâu nhất)."""
    overdue = GROUPS["qua-han"].condition(scope.window)
    run = StepRun.objects.filter(dossier=OuterRef("pk"), finished_at=None)
    path = scope.unit.path
    concerned = Q(settling_unit__path__startswith=path) | Q(unit__path__startswith=path)
    rows = Dossier.objects.filter(concerned, finished_at=None).annotate(
        calendar=calendar_of("pk"),
        since=Subquery(run.values("started_at")[:1]),
        at_step=Subquery(run.values("name")[:1]),
        overdue_from=Case(When(overdue, then=F("due_at"))),
    )
    ordered = rows.order_by(F("overdue_from").asc(nulls_last=True), "received_at", "pk")
    found = list(ordered.values_list("pk", "calendar", "since", "at_step")[:SHOWN])
    related = ("procedure_version__procedure", "unit", "holder")
    dossiers = Dossier.objects.select_related(*related).in_bulk([row[0] for row in found])
    hours, gone = hours_of({row[1] for row in found}, scope), gone_since(list(dossiers.values()))
    lines = []
    for pk, calendar, since, step in found:
        one = dossiers[pk]
        standing = standing_of(one, scope.window.at, hours[calendar])
        lines.append(Pressing(one, standing, step or "", since or one.received_at, gone.get(pk)))
    return lines


def next_due(scope: Scope) -> datetime | None:
    """When the next dossier in time, not paused, falls due (hồ sơ gần hạn nhất)."""
    rows = GROUPS["trong-han"].rows(scope.rows, scope.window).filter(paused_at=None)
    found: datetime | None = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return found
