"""What a substitute has taken over and still has, and what lies with somebody away although nothing should."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu.dossiers.models import Dossier, DossierQuerySet, Origin, Signing, SigningTurn, StandInWork
from congvu.dossiers.signings import unsigned
from congvu.offices.absences import stand_in
from congvu.offices.beside import of_bodies_beside
from congvu.offices.models import Absence, Official, Unit
from congvu.offices.signing_posts import SIGNING_ROLES
from congvu.rules.signing import SigningState


def lying(official: Official) -> int:
    """How many open dossiers lie with this person."""
    return int(Dossier.objects.open().filter(holder=official).count())


def to_sign(official: Official) -> int:
    """How many turns wait, or will wait, for this person's signature."""
    return int(unsigned().filter(post__official=official).count())


def unsigned_with_absent(at: datetime, unit: Unit | None = None) -> "QuerySet[SigningTurn]":
    """What waits, or will wait, to be signed by somebody away: should be nothing, as `staying`."""
    gone = Absence.objects.filter(Absence.in_force(at), official=OuterRef("post__official"))
    rows = unsigned().filter(Exists(gone))
    return rows.filter(post__unit__path__startswith=unit.path) if unit else rows


def staying(at: datetime, unit: Unit | None = None) -> DossierQuerySet:
    """What lies with somebody away (việc còn ở người vắng mặt): should be nothing, whenever it is asked."""
    gone = Absence.objects.filter(Absence.in_force(at), official=OuterRef("holder"))
    rows: DossierQuerySet = Dossier.objects.open().filter(Exists(gone))
    return rows.filter(unit__path__startswith=unit.path) if unit else rows


def named_in_source(official: Official, reader: Official, on: date) -> DossierQuerySet:
    """Open dossiers that another system's register says lie with somebody of this name: only there can they move on."""
    rows: DossierQuerySet = Dossier.objects.visible_to(reader, on).open().exclude(of_bodies_beside("settling_unit"))
    same = rows.filter(origin=Origin.IMPORTED, holder__is_imported=True, holder__name_key=official.name_key)
    return same.select_related("procedure_version__procedure", "unit").order_by("due_at", "pk")


def returnable(absence: Absence, at: datetime) -> DossierQuerySet:
    """What was taken over for this absence, is still open in that unit and with who took it over: it may go back."""
    units = list(absence.official.posts_on(localdate(at)).values_list("unit", flat=True))
    taken = StandInWork.objects.filter(
        absence=absence, dossier=OuterRef("pk"), turn=None, unit=OuterRef("unit"), given_back_at=None
    )
    came = StandInWork.objects.filter(dossier=OuterRef("pk"), turn=None, official=OuterRef("holder"))
    with_a_substitute = Q(holder=None) | Exists(came)
    rows: DossierQuerySet = Dossier.objects.open().filter(Exists(taken), with_a_substitute, unit__in=units)
    return rows.exclude(holder=absence.official).select_related("unit", "holder").order_by("pk")


def returnable_turns(absence: Absence, at: datetime) -> "QuerySet[SigningTurn]":
    """The drafts taken over for this absence that still wait for who took them over, and may go back.

    `home`: the unit in which each waited for the absent official; it may wait at a post above now.
    """
    held = absence.official.posts_on(localdate(at)).filter(role__in=SIGNING_ROLES)
    units = list(held.values_list("unit", flat=True))
    taken = StandInWork.objects.filter(
        absence=absence, turn__signing=OuterRef("signing"), turn__level=OuterRef("level"), given_back_at=None
    )
    came = StandInWork.objects.filter(turn=OuterRef("pk"), official=OuterRef("post__official"))
    rows = unsigned().filter(Exists(came)).annotate(home=Subquery(taken.values("unit")[:1])).filter(home__in=units)
    return rows.exclude(post__official=absence.official).order_by("signing__dossier", "pk")


@dataclass(frozen=True)
class Came:
    """One piece of work that came to a substitute, for the absence's page; `draft` is what is to be signed."""

    dossier: Dossier
    draft: str
    to: Official | None
    at: datetime
    minutes: str
    is_open: bool
    is_given_back: bool


def came(absence: Absence) -> Sequence[Came]:
    """Everything that was taken over for an absence, in order."""
    related = ("dossier__procedure_version__procedure", "official", "paper", "turn__signing")
    rows = absence.work.select_related(*related).order_by("at", "pk")
    return [
        Came(one.dossier, one.turn.signing.what if one.turn else "", one.official, one.at,
             one.paper.symbol if one.paper else "", _is_open(one), one.given_back_at is not None)
        for one in rows
    ]  # fmt: skip


def _is_open(work: StandInWork) -> bool:
    return work.turn.signing.state == SigningState.WAITING if work.turn else work.dossier.finished_at is None


def instead(dossier: Dossier, at: datetime) -> StandInWork | None:
    """Whether an act at this very instant went to a substitute, so that the page can say so."""
    rows = dossier.stand_ins.filter(at=at, paper=None, turn=None).select_related("official", "absence__official")
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


def said_signing_instead(signing: Signing, at: datetime) -> list[str]:
    """One sentence for each signer chosen at this very instant who is away."""
    rows = StandInWork.objects.filter(turn__signing=signing, at=at, paper=None).order_by("pk")
    said = _("%(meant)s đang vắng mặt: văn bản chờ %(to)s ký thay.")
    return [
        said % {"meant": one.absence.official.full_name, "to": one.official.full_name if one.official else ""}
        for one in rows.select_related("official", "absence__official")
    ]
