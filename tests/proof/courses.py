"""The plain way of a dossier to its end, and what may be tried at each place of it, for the machine of any history."""

from datetime import datetime

from congvu.dossiers.commands.progress import calendar_of
from congvu.dossiers.models import Dossier
from congvu.rules.dossier import OPEN_STATES, TRANSITIONS, Move, State, fixed_length
from congvu.rules.state_machine import allowed_actions
from tests.proof.outside import awaited, owed, posted, unanswered

POSTINGS = {Move.EXTEND_POSTING, Move.RESTART_POSTING, Move.CLOSE_POSTING, Move.NOTE_OBJECTION}
DUES = {Move.NOTE_PAYMENT, Move.EXEMPT_DUES, Move.WITHDRAW_DUES}
UNDER_WAY = POSTINGS | DUES | {Move.SETTLE_OBJECTION, Move.DELIVER_DUES}
# What one kind of try in eight looks for: clocks that stop and start, and the many acts on what is beside a dossier.
SOUGHT = {
    1: {Move.PAUSE, Move.RESUME}, 2: {Move.OPEN_POSTING, Move.NOTE_DUES, Move.ASK_BODY},
    3: {Move.NOTE_OBJECTION, Move.SETTLE_OBJECTION},
    **dict.fromkeys((4, 5, 6, 7), UNDER_WAY),
}  # fmt: skip


def onward(dossier: Dossier) -> Move:
    """What comes next until the result is returned: first what is open beside the dossier ends, then its step."""
    state, notice, step = State(dossier.state), owed(dossier), dossier.procedure_version.step(dossier.step)
    if state not in OPEN_STATES:
        return Move.RETURN if state is State.RESULT_READY else Move.CORRECT
    for is_open, act in (
        (awaited(dossier), Move.NOTE_REPLY),
        (notice, Move.NOTE_PAYMENT if notice and notice.state == "delivered" else Move.DELIVER_DUES),
        (posted(dossier), Move.CLOSE_POSTING),
        (unanswered(dossier), Move.SETTLE_OBJECTION),
        (state is State.PAUSED, Move.RESUME),
        (is_to_be_posted(dossier), Move.OPEN_POSTING),
        (step.get("kind") == "dues" and not dossier.dues.filter(state="settled").exists(), Move.NOTE_DUES),
        (dossier.step + 1 == len(dossier.procedure_version.steps), Move.RECORD_RESULT),
    ):
        if is_open:
            return act
    return Move.FINISH_STEP


def is_to_be_posted(dossier: Dossier) -> bool:
    step = dossier.procedure_version.step(dossier.step)
    return step.get("kind") == "posting" and not dossier.postings.exists()


def earliest(dossier: Dossier, move: Move, now: datetime) -> datetime:
    """When the act on the plain way may be done: a posting and a protected step have a length."""
    posting, length = posted(dossier), fixed_length(dossier.procedure_version.step(dossier.step))
    if move is Move.CLOSE_POSTING and posting:
        return max(now, posting.ends_at)
    if move is Move.FINISH_STEP and length:
        begun = dossier.runs.filter(step_id=dossier.procedure_version.step(dossier.step)["id"]).earliest("number")
        return max(now, calendar_of(dossier).calendar.hours.due(begun.started_at, length))
    return now


def fitting(dossier: Dossier) -> list[Move]:
    """The moves of its state that have something to act on."""
    notice, idle = owed(dossier), set[Move]()
    for is_there, acts in (
        (posted(dossier), POSTINGS),
        (unanswered(dossier), {Move.SETTLE_OBJECTION}),
        (awaited(dossier), {Move.NOTE_REPLY}),
        (notice, DUES),
        (notice and notice.state == "noted", {Move.DELIVER_DUES}),
        (dossier.pauses.filter(ended_at=None, by_act=False).exists(), {Move.RESUME}),
        (is_to_be_posted(dossier), {Move.OPEN_POSTING}),
    ):
        idle |= set() if is_there else acts
    return [move for move in allowed_actions(TRANSITIONS, State(dossier.state)) if move not in idle]
