"""What a substitute has taken over and still has, and what lies with somebody away although nothing should."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, DossierQuerySet, Origin, StandInWork
from congvu.offices.models import Absence, Official, Unit


def still_lying(official: Official) -> bool:
    """Does any open dossier lie with this person?"""
    return bool(Dossier.objects.open().filter(holder=official, origin=Origin.OWN).exists())


def staying(at: datetime, unit: Unit | None = None) -> DossierQuerySet:
    """What lies with somebody away (việc còn ở người vắng mặt): should be nothing, whenever it is asked."""
    gone = Absence.objects.filter(Absence.in_force(at), official=OuterRef("holder"))
    rows: DossierQuerySet = Dossier.objects.open().filter(Exists(gone), origin=Origin.OWN)
    return rows.filter(unit__path__startswith=unit.path) if unit else rows


def returnable(absence: Absence, at: datetime) -> DossierQuerySet:
    """What was taken over for this absence, is still open in that unit and with who took it over: it may go back."""
    units = list(absence.official.posts_on(localdate(at)).values_list("unit", flat=True))
    taken = StandInWork.objects.filter(
        absence=absence, dossier=OuterRef("pk"), unit=OuterRef("unit"), given_back_at=None
    )
    came = StandInWork.objects.filter(dossier=OuterRef("pk"), official=OuterRef("holder"))
    with_a_substitute = Q(holder=None) | Exists(came)
    rows: DossierQuerySet = Dossier.objects.open().filter(Exists(taken), with_a_substitute, unit__in=units)
    return rows.exclude(holder=absence.official).order_by("pk")


@dataclass(frozen=True)
class Came:
    """One dossier that came to a substitute, for the absence's page."""

    dossier: Dossier
    to: Official | None
    at: datetime
    minutes: str
    is_open: bool
    is_given_back: bool


def came(absence: Absence) -> Sequence[Came]:
    """Everything that was taken over for an absence, in order."""
    related = ("dossier__procedure_version__procedure", "official", "paper")
    rows = absence.work.select_related(*related).order_by("at", "pk")
    return [
        Came(one.dossier, one.official, one.at, one.paper.symbol if one.paper else "",
             one.dossier.finished_at is None, one.given_back_at is not None)
        for one in rows
    ]  # fmt: skip


def instead(dossier: Dossier, at: datetime) -> StandInWork | None:
    """Whether an act at this very instant went to a substitute, so that the page can say so."""
    rows = dossier.stand_ins.filter(at=at, paper=None).select_related("official", "absence__official")
    found: StandInWork | None = rows.first()
    return found
