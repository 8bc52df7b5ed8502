"""The course of an absence: it begins and ends at its time, and what is still open afterwards may be given back.

The worker does it from `keep_absences`; done again, it does nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.parcels import Kind, Parcel, Piece
from congvu.dossiers.commands.stand_in import Receiver
from congvu.dossiers.commands.work_moving import DOSSIERS, DRAFTS, hand_over_all, lock_dossiers, send
from congvu.dossiers.models import Dossier, SigningTurn
from congvu.dossiers.stand_ins import lying, returnable, returnable_turns, to_sign
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices.absences import away, may_manage
from congvu.offices.models import PLACE, Absence, Official, Unit
from congvu.offices.permissions import Right
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action


def begin(absence: Absence, actor: Official, at: datetime) -> list[Act]:
    """Hand over what lies there. Again: only what has come since, and no second beginning."""
    moved = hand_over_all(absence, actor, at)
    if absence.begun_at is not None:
        return moved
    absence.begun_at = at
    save_absence(absence, "begun_at")
    return [absence_act(absence, Action.ABSENCE_BEGUN, actor, at, {"moved": len(moved)}), *moved]


@transaction.atomic
def give_back(
    *, actor: Official, at: datetime, absence_id: int, chosen: Iterable[int], drafts: Iterable[int] = ()
) -> Absence:
    """Give what is still open back to who has returned (bàn giao lại): dossiers, drafts (by their turns); with minutes.

    Raises: RuleBroken `absence.not_over`, `absence.nothing_chosen`, `absence.not_returnable`.
    """
    absence = lock_absence(absence_id)
    if away(absence.official, at) is not None:
        raise RuleBroken("absence.not_over", official=absence.official.full_name)
    lies, waits = _chosen_pieces(absence, set(chosen), set(drafts), actor, at)
    told = {"codes": [one.dossier.code for one in (*lies, *waits)]}
    acts = _returned(absence, lies, DOSSIERS, actor, at)
    acts += _returned(absence, waits, DRAFTS, actor, at)
    ledger.append_all([absence_act(absence, Action.ABSENCE_GIVEN_BACK, actor, at, told), *acts], at=at)
    return absence


def _chosen_pieces(
    absence: Absence, dossiers: set[int], drafts: set[int], actor: Official, at: datetime
) -> tuple[list[Piece], list[Piece]]:
    """The chosen dossiers and drafts, locked, if each may go back and this person may give it."""
    turns = dict(SigningTurn.objects.filter(pk__in=drafts).values_list("pk", "signing__dossier"))
    if not lock_dossiers([*dossiers, *turns.values()]):
        raise RuleBroken("absence.nothing_chosen")
    lies = [Piece(one, one.unit, one.holder) for one in returnable(absence, at).filter(pk__in=dossiers)]
    back = returnable_turns(absence, at).filter(pk__in=turns)
    taken = absence.work.filter(given_back_at=None, turn__isnull=False).select_related("unit", "turn")
    homes = {(one.turn.signing_id, one.turn.level): one.unit for one in taken if one.turn}
    waits = [Piece(one.signing.dossier, homes[one.signing_id, one.level], one.post.official, one) for one in back]
    gone = dossiers - {one.dossier.pk for one in lies}
    gone |= {turns[pk] for pk in set(turns) - {one.turn.pk for one in waits if one.turn}}
    if gone:
        raise RuleBroken("absence.not_returnable", code=Dossier.objects.filter(pk__in=gone).order_by("pk")[0].code)
    for one in (*lies, *waits):
        if one.holder != actor and not may_manage(actor, absence.official, [one.unit], localdate(at)):
            raise RuleBroken("rights.missing", right=Right.MANAGE_ABSENCES.value, unit=one.unit.name)
    return lies, waits


def _returned(absence: Absence, pieces: Sequence[Piece], kind: Kind, actor: Official, at: datetime) -> list[Act]:
    """One set of minutes for each unit and each who has them now."""
    acts: list[Act] = []
    desks = {(one.unit.pk, one.holder.pk if one.holder else 0): one for one in pieces}
    for _key, desk in sorted(desks.items(), key=lambda one: one[0]):
        some = [one for one in pieces if (one.unit, one.holder) == (desk.unit, desk.holder)]
        parcel = Parcel(absence, desk.holder or actor, Receiver(desk.unit, absence.official), some, is_return=True)
        acts += send(parcel, kind, actor, at)
    return acts


def keep_absences(*, actor: Official, at: datetime) -> None:
    """What the worker does: begin and end at their time, and move what came to somebody away all the same.

    Each absence by itself; one that cannot begin is told (`RuleBroken`) after the others are done.
    """
    refusals: list[RuleBroken] = []
    in_force = Absence.objects.filter(Absence.in_force(at)).select_related("official").order_by("from_at", "pk")
    todo = [one.pk for one in in_force if one.begun_at is None or lying(one.official) or to_sign(one.official)]
    over = Absence.objects.filter(ended_at=None, to_at__lte=at).order_by("to_at", "pk").values_list("pk", flat=True)
    for pk in todo:
        try:
            _keep_begun(pk, actor, at)
        except RuleBroken as refusal:
            refusals.append(refusal)
    for pk in list(over):
        _keep_ended(pk, actor, at)
    if refusals:
        raise refusals[0]


@transaction.atomic
def _keep_begun(absence_id: int, actor: Official, at: datetime) -> None:
    absence = lock_absence(absence_id)
    if absence.span.holds(at):  # it may have been ended or moved meanwhile
        ledger.append_all(begin(absence, actor, at), at=at)


@transaction.atomic
def _keep_ended(absence_id: int, actor: Official, at: datetime) -> None:
    absence = lock_absence(absence_id)
    if absence.ended_at is None and absence.to_at is not None and absence.to_at <= at:
        absence.ended_at = at
        save_absence(absence, "ended_at")
        facts = {"to": instant(absence.to_at)}
        ledger.append_all([absence_act(absence, Action.ABSENCE_ENDED, actor, at, facts)], at=at)


def lock_absence(absence_id: int) -> Absence:
    absence: Absence = Absence.objects.select_for_update(no_key=True).get(pk=absence_id)
    return absence


def save_absence(absence: Absence, *fields: str) -> None:
    absence.version += 1
    absence.save(update_fields=[*fields, "version"])


def absence_act(absence: Absence, action: Action, actor: Official, at: datetime, facts: Mapping[str, object]) -> Act:
    """Recorded under the unit of whoever acts: the public leaf does not say in which unit somebody is away."""
    post = actor.posts_on(localdate(at)).order_by("unit__path").first()
    unit = post.unit if post else Unit.objects.get(PLACE)
    return Act(action, f"absence:{absence.pk}", unit.code, actor.login, dict(facts))


def instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""
