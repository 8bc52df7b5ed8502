"""Waiting for signatures in a unit's figures: at whom now, and how long it took, by the step it happened in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Signing
from congvu.dossiers.rows import calendar_used
from congvu.dossiers.signings import AtPost, by_post, under_way
from congvu.dossiers.signings import waiting as with_time
from congvu.indicators.queries.counts import Figure, Scope
from congvu.indicators.queries.times import MEASURED, hours_of

Key = tuple[str, str]  # procedure, step


@dataclass(frozen=True)
class WaitingForSignature:
    """How many dossiers charged to the unit wait for a signature, and at which posts, the oldest first."""

    figure: Figure
    posts: Sequence[AtPost]


def signatures(scope: Scope) -> WaitingForSignature:
    """What waits now, of the dossiers charged to the unit or to one below it."""
    now, group = scope.window.at, GROUPS["cho-ky"]
    count = group.rows(scope.rows, scope.window).count()
    turns = under_way().filter(
        signing__dossier__settling_unit__path__startswith=scope.unit.path, signing__dossier__finished_at=None
    )
    return WaitingForSignature(scope.figure("cho-ky", count), by_post(with_time(turns, now), now) if count else [])


def waiting_at_steps(scope: Scope) -> Mapping[Key, int]:
    """How many wait for a signature at each step they lie at now."""
    keys = ("procedure_version__procedure__slug", "runs__step_id")
    rows = GROUPS["cho-ky"].rows(scope.rows, scope.window).filter(runs__finished_at=None)
    return {(slug, step): count for slug, step, count in rows.order_by().values_list(*keys).annotate(Count("pk"))}


def waited_at_steps(scope: Scope) -> Mapping[Key, list[int]]:
    """Working seconds from submission to signature, return or withdrawal, of those that ended in the period."""
    rows = Signing.objects.filter(
        decided_at__range=scope.window.instants, dossier__settling_unit__path__startswith=scope.unit.path
    )
    columns = ("dossier__procedure_version__procedure__slug", "step_id", "calendar", "sent_at", "decided_at")
    ended = list(
        rows.annotate(calendar=calendar_used("dossier")).order_by("-decided_at").values_list(*columns)[:MEASURED]
    )
    hours = hours_of({calendar for _slug, _step, calendar, _begin, _end in ended}, scope)
    found: dict[Key, list[int]] = {}
    for slug, step, calendar, begin, end in ended:
        found.setdefault((slug, step), []).append(hours[calendar].elapsed(begin, end))
    return found
