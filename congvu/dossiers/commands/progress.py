"""Working a dossier: finish a step, hand on, record the result, hand it over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.beside import kept_beside
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.commands.stand_in import Receiver as Receiver
from congvu.dossiers.commands.stand_in import note_stand_in, seated
from congvu.dossiers.last_act import last_act
from congvu.dossiers.models import Dossier, DueDate, Origin, StepRun
from congvu.dossiers.signings import refuse_unsigned
from congvu.dossiers.transit import transit_of
from congvu.ledger import commands as ledger
from congvu.offices.models import Official
from congvu.offices.permissions import Right, has_right, require
from congvu.rules.batch import check_not_on_the_way
from congvu.rules.beside import check_step_end
from congvu.rules.dossier import TRANSITIONS, Move, State, check_result_may_be_recorded, check_step_may_finish
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.state_machine import next_state
from congvu.rules.vietnamese import clean


def lock(dossier_id: int, seen_version: int | None) -> Dossier:
    """The dossier's row, locked; refused when somebody changed it after the sender's page was made.

    `seen_version` None is for acts that carry no form (a script). Raises: RuleBroken `dossier.changed_meanwhile`.
    """
    # The row alone, without joins: whoever waited for it wakes up with its new values, but PostgreSQL would compare
    # joined rows read before the wait with them, and find nothing.
    dossier: Dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    if seen_version is not None and dossier.version != seen_version:
        who, did = dossier.changed_by.full_name, last_act(dossier)
        raise RuleBroken("dossier.changed_meanwhile", who=who, did=did, at=dossier.changed_at)
    return dossier


def save(dossier: Dossier, actor: Official, at: datetime, *fields: str) -> None:
    """Write the changed fields with who, when and the next version."""
    dossier.version += 1
    dossier.changed_by, dossier.changed_at = actor, at
    dossier.save(update_fields=[*fields, "version", "changed_by", "changed_at"])


def record(dossier: Dossier, action: Action, actor: Official, at: datetime, facts: Mapping[str, object]) -> None:
    """The ledger entry of an act on this dossier, under the unit where it lies."""
    subject = f"dossier:{dossier.pk}"
    ledger.append(action=action, subject=subject, unit=dossier.unit.code, actor=actor.login, at=at, facts=facts)


def calendar_of(dossier: Dossier) -> DueDate:
    """The latest cause of the due date: it names the calendar version the dossier lives under."""
    return dossier.due_dates.select_related("calendar").latest("number")


def move(dossier: Dossier, step: Move) -> State:
    """The state after a move.

    Raises: RuleBroken `state.no_such_move`, `dossier.of_another_system`, `dossier.on_the_way`.
    """
    if dossier.origin == Origin.IMPORTED:
        raise RuleBroken("dossier.of_another_system", code=dossier.code)
    on_the_way = transit_of(dossier)
    check_not_on_the_way(step, on_the_way.to_unit.name if on_the_way else "")
    return next_state(TRANSITIONS, State(dossier.state), step)


@transaction.atomic
def finish_step(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, to: Receiver, note: str = ""
) -> Dossier:
    """Finish the current step and hand the next one on (hoàn thành bước, chuyển bước tiếp theo).

    Raises: RuleBroken `step.last_one`, `step.protected_too_short`, `receiver.not_in_unit`, `signing.*`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    state = move(dossier, Move.FINISH_STEP)
    version = dossier.procedure_version
    if dossier.step + 1 >= len(version.steps):
        raise RuleBroken("step.last_one")
    to = seated(to, at)
    run = close_run(dossier, at, note, is_step_done=True)
    dossier.state, dossier.step = state, dossier.step + 1
    dossier.unit, dossier.holder = to.unit, to.official
    save(dossier, actor, at, "state", "step", "unit", "holder")
    following = version.step(dossier.step)
    open_run(dossier, following["id"], following["name_vi"], at, after=run.number)
    record(dossier, Action.DOSSIER_STEP_FINISHED, actor, at, to.told | {"step": run.step_id, "next": following["id"]})
    note_stand_in(dossier, to, at)
    return dossier


@transaction.atomic
def hand_on(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, to: Receiver, note: str = ""
) -> Dossier:
    """Give the current step to another desk (chuyển xử lý, giao lại); the step itself goes on."""
    dossier = lock(dossier_id, seen_version)
    today = localdate(at)
    if not has_right(actor, Right.REASSIGN_DOSSIER, today, dossier.unit):
        require(actor, Right.WORK_ON_DOSSIER, today, dossier.unit)
    state = move(dossier, Move.HAND_ON)
    to = seated(to, at)
    run = close_run(dossier, at, note, is_step_done=False)
    dossier.state, dossier.unit, dossier.holder = state, to.unit, to.official
    save(dossier, actor, at, "state", "unit", "holder")
    open_run(dossier, run.step_id, run.name, at, after=run.number)
    record(dossier, Action.DOSSIER_HANDED_ON, actor, at, to.told | {"step": run.step_id})
    note_stand_in(dossier, to, at)
    return dossier


@transaction.atomic
def record_result(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, note: str = ""
) -> Dossier:
    """Record that the result is ready (có kết quả giải quyết); the dossier goes back to the counter that received it.

    Raises: RuleBroken `step.protected_missing`, `step.protected_too_short`, `signing.*`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.RECORD_RESULT, localdate(at), dossier.unit)
    state = move(dossier, Move.RECORD_RESULT)
    refuse_unsigned(dossier, actor, localdate(at))
    run = close_run(dossier, at, note, is_step_done=True)
    done = dossier.runs.filter(is_step_done=True).values_list("step_id", flat=True)
    check_result_may_be_recorded(dossier.procedure_version.steps, done)
    dossier.state, dossier.finished_at, dossier.finished_on = state, at, localdate(at)
    dossier.unit, dossier.holder = dossier.received_unit, None
    save(dossier, actor, at, "state", "finished_at", "finished_on", "unit", "holder")
    record(dossier, Action.DOSSIER_RESULT_RECORDED, actor, at, {"step": run.step_id})
    tell(dossier, at, f"Hồ sơ {dossier.code} đã có kết quả. Mời nhận tại {dossier.received_unit.name}.")
    return dossier


@transaction.atomic
def return_result(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None,
    told: Mapping[str, object] | None = None,
) -> Dossier:  # fmt: skip
    """Hand the result over to the applicant (trả kết quả); `told` is how it left (handing_over.py)."""
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.RETURN_RESULT, localdate(at), dossier.unit)
    dossier.state, dossier.returned_at, dossier.holder = move(dossier, Move.RETURN), at, None
    save(dossier, actor, at, "state", "returned_at", "holder")
    record(dossier, Action.DOSSIER_RETURNED, actor, at, told or {})
    return dossier


def close_run(dossier: Dossier, at: datetime, note: str, *, is_step_done: bool) -> StepRun:
    """End the stretch on the present desk; a step whose length the law fixes may not end early."""
    run: StepRun = dossier.runs.select_for_update().get(finished_at=None)
    step = dossier.procedure_version.step(dossier.step) if is_step_done else {}
    if step.get("protected"):
        first = dossier.runs.filter(step_id=run.step_id).earliest("number")
        check_step_may_finish(step, first.started_at, at, calendar_of(dossier).calendar.hours)
    if is_step_done:
        check_step_end(dossier.procedure_version.steps, dossier.step, kept_beside(dossier))
    run.finished_at, run.is_step_done, run.note = at, is_step_done, clean(note)
    run.save(update_fields=["finished_at", "is_step_done", "note"])
    return run


def open_run(dossier: Dossier, step_id: str, name: str, at: datetime, *, after: int) -> None:
    """Begin the next stretch, on the desk where the dossier now lies."""
    StepRun.objects.create(
        dossier=dossier, number=after + 1, step_id=step_id, name=name, unit=dossier.unit, official=dossier.holder,
        started_at=at,
    )  # fmt: skip
