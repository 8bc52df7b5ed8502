"""Hand-over lists (danh sách bàn giao): made, sent and signed for; both signatures are acts in the ledger.

Until the receiver signs, a dossier stays with the giver: the time on the way is the giver's, and no clock stops.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from congvu.dossiers.commands.filing_moves import carried
from congvu.dossiers.commands.progress import close_run, open_run, save
from congvu.dossiers.handover_list import handover_list
from congvu.dossiers.models import Batch, BatchItem, Dossier, Origin
from congvu.dossiers.transit import destination_field, ready_to_go, waiting
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.papers import commands as papers
from congvu.rules import dossier as rules
from congvu.rules.batch import TRANSITIONS, BatchMove, BatchState, Cargo, Judged, outcome
from congvu.rules.dossier import Move, State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.state_machine import next_state
from congvu.rules.vietnamese import clean

MOST = 200


@transaction.atomic
def make_batch(
    *, actor: Official, at: datetime, from_unit: Unit, to_unit: Unit, cargo: Cargo, dossier_ids: Sequence[int]
) -> Batch:
    """Put what waits in one unit for another on a numbered list (lập danh sách bàn giao).

    Raises: RuleBroken `rights.missing`, `batch.empty`, `batch.too_long`, `batch.not_waiting`.
    """
    # Not a full lock: every act that names the unit would wait for it, and this one for the act's dossier.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=from_unit.pk)
    require(actor, Right.HAND_OVER_BATCH, localdate(at), unit)
    wanted = sorted(set(dossier_ids))
    if not wanted:
        raise RuleBroken("batch.empty")
    if len(wanted) > MOST:
        raise RuleBroken("batch.too_long", most=MOST)
    locked = list(Dossier.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    ready = waiting(cargo, unit).filter(**{destination_field(cargo): to_unit}, pk__in=wanted)
    _refuse_missing(wanted, locked, set(ready.values_list("pk", flat=True)))
    year = localdate(at).year
    last = Batch.objects.filter(from_unit=unit, year=year).order_by("-number").values_list("number", flat=True).first()
    batch = Batch.objects.create(
        from_unit=unit, to_unit=to_unit, cargo=cargo, year=year, number=(last or 0) + 1, made_by=actor, made_at=at
    )
    BatchItem.objects.bulk_create([BatchItem(batch=batch, dossier=one) for one in locked])
    ledger.append_all([_act(batch, Action.BATCH_MADE, unit, actor, {"codes": [one.code for one in locked]})], at=at)
    return batch


def _refuse_missing(wanted: Sequence[int], locked: Sequence[Dossier], ready: set[int]) -> None:
    """Each dossier must still lie here, wait for that unit, and be on no other list."""
    codes = {one.pk: one.code for one in locked}
    for pk in wanted:
        if pk not in ready:
            raise RuleBroken("batch.not_waiting", code=codes.get(pk, "?"))


@transaction.atomic
def take_off(*, actor: Official, at: datetime, batch_id: int, item_id: int) -> Batch:
    """Take a dossier off a list not yet sent (bỏ khỏi danh sách); it waits again."""
    batch = _lock(batch_id)
    require(actor, Right.HAND_OVER_BATCH, localdate(at), batch.from_unit)
    next_state(TRANSITIONS, BatchState(batch.state), BatchMove.TAKE_OFF)
    item = batch.items.select_related("dossier").filter(pk=item_id).first()
    if item is None:
        raise RuleBroken("batch.item_gone")
    if batch.items.count() == 1:
        raise RuleBroken("batch.last_one")
    item.delete()
    ledger.append_all(
        [_act(batch, Action.BATCH_CHANGED, batch.from_unit, actor, {"taken_off": item.dossier.code})], at=at
    )
    return batch


@transaction.atomic
def send_batch(
    *, actor: Official, at: datetime, batch_id: int, carried_by: str, departs_at: datetime | None = None
) -> Batch:
    """Sign the list as giver and let it go (ký giao): from now on it is on the way.

    Raises: RuleBroken `batch.needs_carrier`, `batch.departs_in_the_past`, `batch.not_waiting`.
    """
    batch = _lock(batch_id)
    require(actor, Right.HAND_OVER_BATCH, localdate(at), batch.from_unit)
    state = next_state(TRANSITIONS, BatchState(batch.state), BatchMove.SEND)
    carrier = clean(carried_by)[:120]
    if not carrier:
        raise RuleBroken("batch.needs_carrier")
    if departs_at is not None and localdate(departs_at) < localdate(at):
        raise RuleBroken("batch.departs_in_the_past", at=departs_at)
    dossiers = _lock_dossiers(batch)
    wanted = [one.pk for one in dossiers]
    ready = ready_to_go(Cargo(batch.cargo), batch.from_unit).filter(pk__in=wanted)
    _refuse_missing(wanted, dossiers, set(ready.values_list("pk", flat=True)))
    batch.state, batch.sent_by, batch.sent_at = state, actor, at
    batch.carried_by, batch.departs_at = carrier, departs_at
    batch.save(update_fields=["state", "sent_by", "sent_at", "carried_by", "departs_at"])
    told = {"carried_by": carrier, "departs": departs_at.isoformat() if departs_at else "", "paper": _paper(batch, at)}
    codes: dict[str, object] = {"codes": [one.code for one in dossiers]}
    acts = [_act(batch, Action.BATCH_SENT, batch.from_unit, actor, told | codes)]
    acts += [_act_on(one, batch, Action.DOSSIER_SENT, batch.from_unit, actor, {}) for one in dossiers]
    ledger.append_all(acts, at=at)
    return batch


@transaction.atomic
def receive_batch(*, actor: Official, at: datetime, batch_id: int, judged: Sequence[Judged]) -> Batch:
    """Sign the list as receiver (ký nhận), dossier by dossier; what is refused stays with the giver, with the reason.

    Raises: RuleBroken `batch.same_person`, `batch.not_all_judged`, `batch.refusal_needs_reason`.
    """
    batch = _lock(batch_id)
    require(actor, Right.HAND_OVER_BATCH, localdate(at), batch.to_unit)
    if batch.sent_by_id == actor.pk:
        raise RuleBroken("batch.same_person")
    items = {item.pk: item for item in batch.items.select_for_update().order_by("dossier")}
    said = {one.item_id: Judged(one.item_id, clean(one.reason)[:300], one.is_refused) for one in judged}
    state = next_state(TRANSITIONS, BatchState(batch.state), outcome(sorted(items), list(said.values())))
    dossiers = {one.pk: one for one in _lock_dossiers(batch)}
    for item in items.values():
        word = said[item.pk]
        item.is_open, item.is_received, item.reason = False, not word.is_refused, word.reason
        item.save(update_fields=["is_open", "is_received", "reason"])
    batch.state, batch.ended_by, batch.ended_at = state, actor, at
    batch.save(update_fields=["state", "ended_by", "ended_at"])
    acts = [_arrival(dossiers[item.dossier_id], batch, said[item.pk], actor, at) for item in items.values()]
    told = {
        "received": sum(not one.is_refused for one in said.values()),
        "refused": sum(one.is_refused for one in said.values()), "paper": _paper(batch, at),
    }  # fmt: skip
    ledger.append_all([_act(batch, Action.BATCH_RECEIVED, batch.to_unit, actor, told), *acts], at=at)
    return batch


def _arrival(dossier: Dossier, batch: Batch, word: Judged, actor: Official, at: datetime) -> Act:
    """What becomes of one dossier when the receiver signs."""
    if word.is_refused:
        facts = {"reason": word.reason}
        return _act_on(dossier, batch, Action.DOSSIER_SENT_BACK, batch.to_unit, actor, facts)
    if batch.cargo == Cargo.RESULT:
        return _act_on(dossier, batch, Action.DOSSIER_RESULT_ARRIVED, batch.to_unit, actor, {})
    action, told = _arrive(dossier, actor=actor, unit=batch.to_unit, at=at, note=f"Danh sách bàn giao {batch.code}")
    return _act_on(dossier, batch, action, batch.from_unit, actor, told)


def _arrive(
    dossier: Dossier, *, actor: Official, unit: Unit, at: datetime, note: str
) -> tuple[Action, dict[str, object]]:
    """Papers signed for in another unit: reception's step is done, any other (or a paused one) goes on there.

    Inside the command that signs; gives what the ledger is to keep.
    """
    if dossier.origin == Origin.IMPORTED:
        return carried(dossier, actor=actor, unit=unit, at=at)
    version = dossier.procedure_version
    step = version.step(0)
    is_reception = dossier.step == 0 and step.get("by") == "counter" and len(version.steps) > 1
    is_done = is_reception and dossier.state != State.PAUSED
    state = next_state(rules.TRANSITIONS, State(dossier.state), Move.FINISH_STEP if is_done else Move.HAND_ON)
    run = close_run(dossier, at, note, is_step_done=is_done)
    dossier.state, dossier.step = state, dossier.step + is_done
    dossier.unit, dossier.holder = unit, None
    save(dossier, actor, at, "state", "step", "unit", "holder")
    following = version.step(dossier.step)
    open_run(dossier, following["id"], following["name_vi"], at, after=run.number)
    told: dict[str, object] = {"step": run.step_id, "next": following["id"], "official": ""}
    return (Action.DOSSIER_STEP_FINISHED if is_done else Action.DOSSIER_HANDED_ON), told


@transaction.atomic
def cancel_batch(*, actor: Official, at: datetime, batch_id: int, reason: str) -> Batch:
    """Give a list up (huỷ danh sách): a draft, or one that did not leave after all; everything waits again.

    Raises: RuleBroken `batch.needs_reason`.
    """
    batch = _lock(batch_id)
    require(actor, Right.HAND_OVER_BATCH, localdate(at), batch.from_unit)
    state = next_state(TRANSITIONS, BatchState(batch.state), BatchMove.CANCEL)
    because = clean(reason)[:300]
    if not because:
        raise RuleBroken("batch.needs_reason")
    batch.items.update(is_open=False)
    batch.state, batch.ended_by, batch.ended_at, batch.reason = state, actor, at, because
    batch.save(update_fields=["state", "ended_by", "ended_at", "reason"])
    ledger.append_all([_act(batch, Action.BATCH_CANCELLED, batch.from_unit, actor, {"reason": because})], at=at)
    return batch


def _lock(batch_id: int) -> Batch:
    batch: Batch = Batch.objects.select_for_update().get(pk=batch_id)
    return batch


def _lock_dossiers(batch: Batch) -> list[Dossier]:
    """The dossiers of a list, locked in the order of their keys like everywhere."""
    ids = list(batch.items.values_list("dossier", flat=True))
    rows = list(Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    prefetch_related_objects(rows, "procedure_version__procedure", "unit", "received_unit", "settling_unit")
    return rows


def _paper(batch: Batch, at: datetime) -> str:
    """Issue the printed list as it stands now; gives its hash for the ledger."""
    signer = batch.ended_by or batch.sent_by or batch.made_by
    paper = papers.issue(
        form="BG", subject=f"batch:{batch.pk}", unit=batch.from_unit.code, actor_code=signer.login, at=at,
        data=handover_list(batch),
    )  # fmt: skip
    return str(paper.data_hash)


def _act(batch: Batch, action: Action, unit: Unit, actor: Official, facts: Mapping[str, object]) -> Act:
    told = {"batch": batch.code, "to": batch.to_unit.code, "cargo": batch.cargo}
    return Act(action, f"batch:{batch.pk}", unit.code, actor.login, told | dict(facts))


def _act_on(
    dossier: Dossier, batch: Batch, action: Action, unit: Unit, actor: Official, facts: Mapping[str, object]
) -> Act:
    told = {"batch": batch.code, "from": batch.from_unit.code, "to": batch.to_unit.code, "cargo": batch.cargo}
    return Act(action, f"dossier:{dossier.pk}", unit.code, actor.login, told | dict(facts))
