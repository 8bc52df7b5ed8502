"""Waiting for signatures in a unit's figures: at whom now, and how long it took, by the step it happened in.

The clerk's number and seal come after the signature and are told apart: from the signature to the seal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, FilteredRelation, Q

from congvu.dossiers.choice import NONE
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Signing
from congvu.dossiers.rows import calendar_used
from congvu.dossiers.signings import AtPost, by_post, under_way
from congvu.dossiers.signings import waiting as with_time
from congvu.dossiers.with_clerk import AtAgency, by_agency, lying_with_clerk
from congvu.indicators.queries.counts import Figure, Scope
from congvu.indicators.queries.times import MEASURED, hours_of

Key = tuple[str, str]  # procedure, step


@dataclass(frozen=True)
class WaitingForSignature:
    """How many dossiers charged to the unit wait for a signature, and at which posts; for a clerk, and of which agency.

    The oldest first.
    """

    figure: Figure
    posts: Sequence[AtPost]
    issuing: Figure
    agencies: Sequence[AtAgency]


def signatures(scope: Scope) -> WaitingForSignature:
    """What waits now, of the dossiers charged to the unit or to one below it."""
    now, group = scope.window.at, GROUPS["cho-ky"]
    count = group.rows(scope.rows, scope.window).count()
    turns = under_way().filter(
        signing__dossier__settling_unit__path__startswith=scope.unit.path, signing__dossier__finished_at=None
    )
    posts = by_post(with_time(turns, now), now) if count else []
    signed = GROUPS["cho-van-thu"].rows(scope.rows, scope.window).count()
    papers = lying_with_clerk().filter(
        dossier__settling_unit__path__startswith=scope.unit.path, dossier__finished_at=None
    )
    agencies = by_agency(papers, now) if signed else []
    return WaitingForSignature(scope.figure("cho-ky", count), posts, scope.figure("cho-van-thu", signed), agencies)


def waiting_at_steps(scope: Scope) -> Mapping[Key, int]:
    """How many wait for a signature at each step they lie at now."""
    keys = ("procedure_version__procedure__slug", "run__step_id")
    rows = GROUPS["cho-ky"].rows(scope.rows, scope.window).order_by()
    lying = rows.annotate(run=FilteredRelation("runs", condition=Q(runs__finished_at=None)))
    return {(slug, step or NONE): count for slug, step, count in lying.values_list(*keys).annotate(Count("pk"))}


def waited_at_steps(scope: Scope) -> Mapping[Key, list[int]]:
    """Working seconds from submission to signature, return or withdrawal, of those that ended in the period."""
    return _lasted(scope, "sent_at", "decided_at")


def issued_at_steps(scope: Scope) -> Mapping[Key, list[int]]:
    """Working seconds from signature to seal, or until the clerk gave it back, of those that ended in the period."""
    return _lasted(scope, "decided_at", "ended_at", ended_at__gt=F("decided_at"))


def _lasted(scope: Scope, begin_field: str, end_field: str, **only: object) -> Mapping[Key, list[int]]:
    rows = Signing.objects.filter(
        **{f"{end_field}__range": scope.window.instants}, dossier__settling_unit__path__startswith=scope.unit.path
    ).filter(**only)
    columns = ("dossier__procedure_version__procedure__slug", "step_id", "calendar", begin_field, end_field)
    measured = rows.annotate(calendar=calendar_used("dossier")).order_by(f"-{end_field}")
    ended = list(measured.values_list(*columns)[:MEASURED])
    hours = hours_of({calendar for _slug, _step, calendar, _begin, _end in ended}, scope)
    found: dict[Key, list[int]] = {}
    for slug, step, calendar, begin, end in ended:
        found.setdefault((slug, step or NONE), []).append(hours[calendar].elapsed(begin, end))
    return found
