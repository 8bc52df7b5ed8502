"""What a substitute has taken over and still has, and what lies with somebody away although nothing should."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu.dossiers.models import Dossier, DossierQuerySet, Origin, StandInWork
from congvu.offices.absences import stand_in
from congvu.offices.models import Absence, Official, Unit


def lying(official: Official) -> int:
    """How many open dossiers lie with this person."""
    return int(Dossier.objects.open().filter(holder=official, origin=Origin.OWN).count())


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


def who_stands_in(at: datetime) -> dict[tuple[int, int], str]:
    """For everybody away, by official and unit: what a list of desks adds to the name."""
    found = {}
    for absence in Absence.objects.filter(Absence.in_force(at)).select_related("official"):
        for one in absence.substitutions.select_related("unit"):
            there = stand_in(absence.official, one.unit, at)
            name = {"name": there.full_name if there else _("chưa giao cho ai")}
            found[absence.official_id, one.unit_id] = " " + _("(vắng mặt, nhận thay: %(name)s)") % name
    return found


def said_instead(dossier: Dossier, at: datetime) -> str:
    """The sentence for whoever addressed a dossier to somebody away; '' where that was not so."""
    work = instead(dossier, at)
    if work is None:
        return ""
    facts = {"meant": work.absence.official.full_name, "to": work.official.full_name if work.official else ""}
    if work.official is None:
        return _("%(meant)s đang vắng mặt và người nhận thay cũng vậy: hồ sơ chờ đơn vị phân công.") % facts
    return _("%(meant)s đang vắng mặt: hồ sơ đã chuyển cho %(to)s nhận thay.") % facts
