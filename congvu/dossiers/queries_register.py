"""Questions around the day's register: the mappings in force, the queue of online filings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from congvu.dossiers.models import FilingState, MappingVersion, OnlineFiling
from congvu.law import practice
from congvu.offices.models import Official, Unit
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


@dataclass(frozen=True)
class Waits:
    """One filing that waits too long at its counter. Units: working seconds, by the counter's calendar."""

    filing: OnlineFiling
    since: datetime
    seconds: int


def waiting_long(overseer: Official, now: datetime) -> list[Waits]:
    """The filings that wait longer than the office's practice at counters this person looks over, the longest first."""
    rows = OnlineFiling.objects.filter(
        within_reach(overseer, Right.READ_FIGURES, localdate(now), "counter"), state=FilingState.WAITING
    )
    rows = rows.annotate(since=Coalesce("filed_at", "seen_at")).order_by("since", "pk")
    counters = Unit.objects.filter(pk__in=rows.order_by().values("counter")).select_related("calendar")
    hours = {unit.pk: unit.calendar_in_force().hours for unit in counters}
    limit, too_long = practice().filing_waits_working_hours * 3600, Q(pk__in=[])
    for unit, calendar in hours.items():
        too_long |= Q(counter=unit, since__lt=calendar.before(now, limit))
    found = rows.filter(too_long).select_related("procedure_version__procedure", "counter")
    waits = [Waits(one, one.since, hours[one.counter_id].elapsed(one.since, now)) for one in found]
    return [one for one in waits if one.seconds > limit]  # one filed at night begins to wait at the opening
