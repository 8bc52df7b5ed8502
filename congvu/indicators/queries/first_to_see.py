"""The open dossiers to look at first: the longest overdue, then the oldest, charged to the unit or lying there."""

from datetime import datetime

from django.db.models import Case, F, Q, When

from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier
from congvu.dossiers.rows import RELATED, Row, rows_of
from congvu.indicators.queries.counts import Scope

SHOWN = 10


def pressing(scope: Scope) -> list[Row]:
    """The ten open dossiers longest overdue, filled up with the oldest open ones (quá hạn lâu nhất, tồn lâu nhất)."""
    overdue, path = GROUPS["qua-han"].condition(scope.window), scope.unit.path
    concerned = Q(settling_unit__path__startswith=path) | Q(unit__path__startswith=path)
    rows = Dossier.objects.filter(concerned, finished_at=None)
    late_first = Case(When(overdue, then=F("due_at"))).asc(nulls_last=True)
    ordered = rows.order_by(late_first, "received_at", "pk")
    keys = list(ordered.values_list("pk", flat=True)[:SHOWN])
    found = Dossier.objects.select_related(*RELATED).in_bulk(keys)
    return rows_of([found[pk] for pk in keys], scope.window.at)


def next_due(scope: Scope) -> datetime | None:
    """When the next dossier in time, not paused, falls due (hồ sơ gần hạn nhất)."""
    rows = GROUPS["trong-han"].rows(scope.rows, scope.window).filter(paused_at=None)
    found: datetime | None = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return found
