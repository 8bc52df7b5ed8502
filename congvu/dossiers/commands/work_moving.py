"""Handing over all of somebody's open work at once (bàn giao công việc), with numbered minutes.

What there is to hand over is said by `KINDS`: another kind of open work (what waits for a signature) is one more line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.commands.progress import close_run, open_run, save
from congvu.dossiers.commands.stand_in import Receiver
from congvu.dossiers.models import Dossier, Origin, StandInWork
from congvu.dossiers.work_minutes import work_minutes
from congvu.law import paper_forms
from congvu.ledger.commands import Act
from congvu.offices.absences import stand_in
from congvu.offices.models import Absence, Official, Unit
from congvu.papers import commands as papers
from congvu.papers.models import Paper
from congvu.rules.dossier import TRANSITIONS, Move, State
from congvu.rules.ledger import Action
from congvu.rules.state_machine import next_state

MINUTES = "BGCV"


@dataclass(frozen=True)
class Parcel:
    """Dossiers of one unit that go from one person to another, by one set of minutes."""

    absence: Absence
    giver: Official
    to: Receiver
    dossiers: Sequence[Dossier]
    is_return: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of open work: what of it lies with an official (locked, in the order of keys), and how one goes on.

    `give` writes the change and gives the act for the ledger; the ledger itself comes last, for all of them.
    """

    label: str | Promise
    lying_with: Callable[[Official], list[Dossier]]
    give: Callable[[Dossier, Receiver, Official, datetime, Mapping[str, object]], Act]


def held_by(official: Official) -> list[Dossier]:
    """The open dossiers on this person's desk; those of another system's register move there, not here."""
    rows = Dossier.objects.select_for_update(no_key=True).filter(holder=official, origin=Origin.OWN)
    found = list(rows.open().order_by("pk"))
    prefetch_related_objects(found, "procedure_version__procedure", "unit")
    return found


def give_dossier(
    dossier: Dossier, to: Receiver, actor: Official, at: datetime, facts: Mapping[str, object]
) -> Act:
    """The step goes on at another desk of the same unit; also while the papers are on the way: the duty moves."""
    state = next_state(TRANSITIONS, State(dossier.state), Move.HAND_ON)
    run = close_run(dossier, at, f"Biên bản bàn giao công việc số {facts['minutes']}", is_step_done=False)
    dossier.state, dossier.holder = state, to.official
    save(dossier, actor, at, "state", "holder")
    open_run(dossier, run.step_id, run.name, at, after=run.number)
    told = to.told | {"step": run.step_id} | dict(facts)
    return Act(Action.DOSSIER_HANDED_ON, f"dossier:{dossier.pk}", dossier.unit.code, actor.login, told)


KINDS: tuple[Kind, ...] = (Kind(_("Hồ sơ đang thụ lý"), held_by, give_dossier),)


def hand_over_all(absence: Absence, actor: Official, at: datetime) -> list[Act]:
    """Everything that lies with the absent official goes to who stands in, unit by unit; gives the acts to record."""
    giver, acts = absence.official, []
    for kind in KINDS:
        lying: dict[Unit, list[Dossier]] = {}
        for dossier in kind.lying_with(giver):
            lying.setdefault(dossier.unit, []).append(dossier)
        for unit in sorted(lying, key=lambda one: one.pk):
            to = Receiver(unit, stand_in(giver, unit, at))
            acts += send(Parcel(absence, giver, to, lying[unit]), kind, actor, at)
    return acts


def send(parcel: Parcel, kind: Kind, actor: Official, at: datetime) -> list[Act]:
    """One parcel with its minutes, and what is kept of it."""
    paper = _minutes(parcel, kind, actor, at)
    facts = {"absence": f"absence:{parcel.absence.pk}", "minutes": paper.symbol}
    acts = [kind.give(one, parcel.to, actor, at, facts) for one in parcel.dossiers]
    if parcel.is_return:
        rows = StandInWork.objects.filter(absence=parcel.absence, dossier__in=parcel.dossiers, given_back_at=None)
        rows.update(given_back_at=at)
    else:
        kept = {"absence": parcel.absence, "unit": parcel.to.unit, "official": parcel.to.official, "at": at}
        StandInWork.objects.bulk_create([StandInWork(dossier=one, paper=paper, **kept) for one in parcel.dossiers])
    return acts


def _minutes(parcel: Parcel, kind: Kind, actor: Official, at: datetime) -> Paper:
    unit = parcel.to.unit
    number = papers.take_number(unit=unit, series=paper_forms()[MINUTES].type_code, year=localdate(at).year)
    data = work_minutes(
        parcel.absence, parcel.to, parcel.dossiers, at, giver=parcel.giver, is_return=parcel.is_return
    )
    return papers.issue(
        form=MINUTES, subject=f"absence:{parcel.absence.pk}", unit=unit.code, actor_code=actor.login, at=at,
        data=data | {"symbol": number.symbol, "what": str(kind.label), "made_by": actor.full_name}, number=number,
    )  # fmt: skip
