"""Handing over all of somebody's open work at once (bàn giao công việc), with numbered minutes.

What there is to hand over is said by `KINDS`: dossiers on the desk, drafts that wait to be signed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.commands.filing_moves import give_filing
from congvu.dossiers.commands.parcels import Given, Kind, Parcel, Piece
from congvu.dossiers.commands.progress import close_run, open_run, save
from congvu.dossiers.commands.signing_moves import give_signing, return_unplaced, signer_instead, to_be_signed_by
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


def held_by(official: Official) -> list[Piece]:
    """The open dossiers on this person's desk, also those of another system that were accepted here."""
    rows = Dossier.objects.open().filter(holder=official).order_by("pk")
    found = rows.select_related("procedure_version__procedure", "unit", "holder")
    return [Piece(one, one.unit, one.holder) for one in found]


def give_dossier(
    piece: Piece, parcel: Parcel, actor: Official, at: datetime, facts: Mapping[str, object]
) -> Given:
    """The step goes on at another desk of the same unit; also while the papers are on the way: the duty moves."""
    dossier, to = piece.dossier, parcel.to
    if dossier.origin == Origin.IMPORTED:
        return give_filing(piece, parcel, actor, at, facts)
    state = next_state(TRANSITIONS, State(dossier.state), Move.HAND_ON)
    run = close_run(dossier, at, f"Biên bản bàn giao công việc số {facts['minutes']}", is_step_done=False)
    dossier.state, dossier.holder = state, to.official
    save(dossier, actor, at, "state", "holder")
    open_run(dossier, run.step_id, run.name, at, after=run.number)
    told = to.told | {"step": run.step_id} | dict(facts)
    return Given(Act(Action.DOSSIER_HANDED_ON, f"dossier:{dossier.pk}", dossier.unit.code, actor.login, told))


def desk_instead(piece: Piece, absent: Official, at: datetime) -> Official | None:
    return stand_in(absent, piece.unit, at)


DOSSIERS = Kind(_("Hồ sơ đang thụ lý"), held_by, desk_instead, give_dossier)
DRAFTS = Kind(_("Văn bản chờ ký"), to_be_signed_by, signer_instead, give_signing, return_unplaced)
KINDS = (DOSSIERS, DRAFTS)


def lock_dossiers(ids: Iterable[int]) -> set[int]:
    """All dossiers of one act before the first change, in the order of their keys."""
    rows = Dossier.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    return {one.pk for one in rows}


def hand_over_all(absence: Absence, actor: Official, at: datetime) -> list[Act]:
    """Everything that lies with the absent official goes to who stands in, unit by unit; gives the acts to record."""
    giver, acts = absence.official, []
    locked = lock_dossiers(one.dossier.pk for kind in KINDS for one in kind.lying_with(giver))
    for kind in KINDS:
        lying = [one for one in kind.lying_with(giver) if one.dossier.pk in locked]  # again: as they are under the lock
        acts += send_all(absence, giver, kind, lying, actor=actor, at=at)
    return acts


def send_all(
    absence: Absence, giver: Official, kind: Kind, pieces: Iterable[Piece], *, actor: Official, at: datetime
) -> list[Act]:
    """Each piece goes to who takes it instead of the absent official: one parcel a unit and receiver."""
    parcels: dict[tuple[Unit, Official | None], list[Piece]] = {}
    receivers: dict[tuple[int, int], Official | None] = {}
    for one in pieces:
        between = one.unit.pk, one.dossier.settling_unit_id
        if between not in receivers:
            receivers[between] = kind.receiver(one, absence.official, at)
        parcels.setdefault((one.unit, receivers[between]), []).append(one)
    acts: list[Act] = []
    for (unit, to), some in sorted(parcels.items(), key=lambda one: (one[0][0].pk, one[0][1].pk if one[0][1] else 0)):
        acts += send(Parcel(absence, giver, Receiver(unit, to), some), kind, actor, at)
    return acts


def send(parcel: Parcel, kind: Kind, actor: Official, at: datetime) -> list[Act]:
    """One parcel with its minutes, and what is kept of it."""
    if parcel.to.official is None and kind.unplaced is not None:
        return [kind.unplaced(one, parcel, actor, at) for one in parcel.pieces]
    paper = _minutes(parcel, kind, actor, at)
    facts = {"absence": f"absence:{parcel.absence.pk}", "minutes": paper.symbol}
    given = [kind.give(one, parcel, actor, at, facts) for one in parcel.pieces]
    if parcel.is_return:
        keys = {one.key for one in parcel.pieces}
        back = [pk for pk, *key in taken_over(parcel.absence) if tuple(key) in keys]
        StandInWork.objects.filter(pk__in=back).update(given_back_at=at)
    else:
        kept = {"absence": parcel.absence, "unit": parcel.to.unit, "official": parcel.to.official, "at": at}
        StandInWork.objects.bulk_create([
            StandInWork(dossier=piece.dossier, turn=one.turn, paper=paper, **kept)
            for piece, one in zip(parcel.pieces, given, strict=True)
        ])  # fmt: skip
    return [one.act for one in given]


def taken_over(absence: Absence) -> "QuerySet[StandInWork, Any]":
    """What was taken over and not given back: its key, and which piece it is (`Piece.key`)."""
    rows = absence.work.filter(given_back_at=None)
    return rows.values_list("pk", "dossier", "turn__signing", "turn__level")


def _minutes(parcel: Parcel, kind: Kind, actor: Official, at: datetime) -> Paper:
    unit = parcel.to.unit
    number = papers.take_number(unit=unit, series=paper_forms()[MINUTES].type_code, year=localdate(at).year)
    return papers.issue(
        form=MINUTES, subject=f"absence:{parcel.absence.pk}", unit=unit.code, actor_code=actor.login, at=at,
        data=work_minutes(parcel, at) | {
            "symbol": number.symbol, "what": str(kind.label), "made_by": actor.full_name,
        }, number=number,
    )  # fmt: skip
