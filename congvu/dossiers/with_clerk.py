"""What is signed and lies with the clerk (văn thư) for its number and seal: of which agency, since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Signing
from congvu.dossiers.signings import SIGNING_RELATED, Hours
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, within_reach
from congvu.rules.signing import SigningState

WITH_CLERK = (SigningState.SIGNED, SigningState.NUMBERED)


def awaiting_clerk(w: Window) -> Q:
    """Open dossiers of which something is signed and waits for its number or its seal."""
    return Q(Exists(Signing.objects.filter(dossier=OuterRef("pk"), state__in=WITH_CLERK)), finished_at=None)


def lying_with_clerk() -> "QuerySet[Signing]":
    """All that lies with a clerk now, the longest first."""
    rows: QuerySet[Signing] = Signing.objects.filter(state__in=WITH_CLERK)
    return rows.select_related(*SIGNING_RELATED, "agency__calendar").order_by("decided_at", "pk")


def with_clerk_of(dossiers: Iterable[int]) -> dict[int, Signing]:
    """Of these dossiers, the paper that lies with the clerk; a dossier has one submission under way at most."""
    return {one.dossier_id: one for one in lying_with_clerk().filter(dossier__in=dossiers)}


def seen_with_clerk(official: Official, on: date) -> "QuerySet[Signing]":
    """What lies with clerks of the units this person answers for, or of dossiers they settle."""
    return lying_with_clerk().filter(within_reach(official, Right.READ_FIGURES, on, "agency", "dossier__settling_unit"))


@dataclass(frozen=True)
class AtAgency:
    """What lies with one agency's clerk, the longest first; `seconds`: how long the first has, in working time."""

    agency: Unit
    papers: Sequence[Signing]
    seconds: int

    @property
    def to_number(self) -> int:
        return sum(one.state == SigningState.SIGNED for one in self.papers)

    @property
    def to_seal(self) -> int:
        return len(self.papers) - self.to_number

    @property
    def since(self) -> datetime | None:
        return self.papers[0].decided_at


def by_agency(rows: Iterable[Signing], now: datetime) -> list[AtAgency]:
    """Papers gathered by agency, where the oldest lies first."""
    found: dict[int, list[Signing]] = {}
    for one in rows:
        found.setdefault(one.agency_id, []).append(one)
    hours = Hours()
    return [
        AtAgency(all_[0].agency, all_, hours.elapsed(all_[0].agency, all_[0].decided_at or now, now))
        for all_ in found.values()
    ]
