"""Questions around the day's register: the mappings in force, the queue of online filings."""

from datetime import date

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from congvu.dossiers.models import FilingState, MappingVersion, OnlineFiling
from congvu.offices.models import Official
from congvu.offices.permissions import Right, within_reach


def mappings_in_force() -> list[MappingVersion]:
    """The newest version of every mapping, by name."""
    newest = MappingVersion.objects.values("name").annotate(last=Max("number")).values_list("name", "last")
    numbers = dict(newest)
    return [one for one in MappingVersion.objects.order_by("name") if numbers[one.name] == one.number]


def mapping_in_force(name: str) -> MappingVersion | None:
    """The newest version of one mapping."""
    return MappingVersion.objects.filter(name=name).order_by("-number").first()


def filings_for(official: Official, on: date, *, is_done: bool = False) -> "QuerySet[OnlineFiling]":
    """The queue of the counters where this official receives, longest waiting first; or what left it, newest first."""
    rows = OnlineFiling.objects.filter(within_reach(official, Right.ACCEPT_DOSSIER, on, "counter"))
    rows = rows.select_related("procedure_version__procedure", "unit", "counter", "decided_by", "dossier")
    if is_done:
        return rows.exclude(state=FilingState.WAITING).order_by("-decided_at", "-pk")
    return rows.filter(state=FilingState.WAITING).order_by(Coalesce("filed_at", "seen_at"), "pk")
