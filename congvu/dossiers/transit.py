"""What waits to travel between units, and what is on the way (đang luân chuyển)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from congvu.dossiers.models import Batch, BatchItem, Dossier, DossierQuerySet, Origin
from congvu.offices.models import Post, Unit
from congvu.rules.batch import BatchState, Cargo
from congvu.rules.dossier import State


def transit_of(dossier: Dossier) -> Batch | None:
    """The list on which a dossier or its result is on the way now; None if it is not."""
    found = BatchItem.objects.filter(dossier=dossier, is_open=True, batch__state=BatchState.SENT)
    item = found.select_related("batch__to_unit", "batch__from_unit").first()
    return item.batch if item else None


def on_the_way(dossiers: Iterable[Dossier]) -> dict[int, Batch]:
    """Of many dossiers, those on the way, each with its list."""
    found = BatchItem.objects.filter(dossier__in=list(dossiers), is_open=True, batch__state=BatchState.SENT)
    return {item.dossier_id: item.batch for item in found.select_related("batch__to_unit", "batch__from_unit")}


def _on_a_list() -> Exists:
    return Exists(BatchItem.objects.filter(dossier=OuterRef("pk"), is_open=True))


def _arrived() -> Exists:
    arrived = BatchItem.objects.filter(dossier=OuterRef("pk"), is_received=True, batch__cargo=Cargo.RESULT)
    return Exists(arrived)


def ready_to_go(cargo: Cargo, unit: Unit) -> DossierQuerySet:
    """What lies in a unit and belongs elsewhere: papers still at reception, results not yet where they are collected.

    The result of a dossier of another register is handed out there, not here; its papers travel here where somebody
    sits in the unit that settles it.
    """
    if cargo is Cargo.PAPERS:
        lying: DossierQuerySet = Dossier.objects.open().filter(unit=unit, step=0).exclude(settling_unit=unit)
        somebody = Exists(Post.objects.filter(unit=OuterRef("settling_unit")))
        return lying.filter(Q(somebody) | Q(origin=Origin.OWN))
    own: DossierQuerySet = Dossier.objects.filter(origin=Origin.OWN)
    results = own.filter(state=State.RESULT_READY, settling_unit=unit).exclude(received_unit=unit)
    return results.exclude(_arrived())


def waiting(cargo: Cargo, unit: Unit) -> DossierQuerySet:
    """What of it is on no list yet (chờ bàn giao)."""
    return ready_to_go(cargo, unit).exclude(_on_a_list())


def destination_field(cargo: Cargo) -> str:
    """Papers go to the unit that settles, results to the one that received."""
    return "settling_unit" if cargo is Cargo.PAPERS else "received_unit"


@dataclass(frozen=True)
class Waiting:
    """How many wait in one unit for another."""

    cargo: Cargo
    from_unit: Unit
    to_unit: Unit
    count: int
    oldest: object


def destinations(units: Iterable[Unit]) -> list[Waiting]:
    """What waits to be handed over from these units, by destination."""
    found = []
    for unit in units:
        for cargo in Cargo:
            field = destination_field(cargo)
            counts = waiting(cargo, unit).order_by().values_list(field).annotate(Count("pk"))
            there = {pk: count for pk, count in counts}
            for one in Unit.objects.filter(pk__in=there).order_by("name_key"):
                oldest = waiting(cargo, unit).filter(**{field: one}).order_by("received_at").first()
                found.append(Waiting(cargo, unit, one, there[one.pk], oldest.received_at if oldest else None))
    return found


def of_destination(cargo: Cargo, from_unit: Unit, to_unit: Unit) -> "QuerySet[Dossier]":
    """What waits in one unit for another, the longest first."""
    rows = waiting(cargo, from_unit).filter(**{destination_field(cargo): to_unit})
    return rows.select_related("procedure_version__procedure", "applicant").order_by("received_at", "pk")
