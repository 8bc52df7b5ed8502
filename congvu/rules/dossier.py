"""The law of one dossier (hồ sơ): states and moves, when it is late, which steps may not be skipped or shortened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from congvu.rules.errors import RuleBroken
from congvu.rules.working_time import Calendar, Term


class State(StrEnum):
    RECEIVED = "received"
    IN_PROCESS = "in_process"
    PAUSED = "paused"
    RESULT_READY = "result_ready"
    RETURNED = "returned"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done to a dossier."""

    FINISH_STEP = "finish_step"
    HAND_ON = "hand_on"
    PAUSE = "pause"
    RESUME = "resume"
    RECORD_RESULT = "record_result"
    RETURN = "return"
    CORRECT = "correct"
    ASK_PAPERS = "ask_papers"
    EXTEND = "extend"
    STOP = "stop"
    WITHDRAW = "withdraw"
    OPEN_POSTING = "open_posting"
    EXTEND_POSTING = "extend_posting"
    RESTART_POSTING = "restart_posting"
    CLOSE_POSTING = "close_posting"
    NOTE_OBJECTION = "note_objection"
    SETTLE_OBJECTION = "settle_objection"
    ASK_BODY = "ask_body"
    NOTE_REPLY = "note_reply"
    NOTE_DUES = "note_dues"
    DELIVER_DUES = "deliver_dues"
    NOTE_PAYMENT = "note_payment"
    EXEMPT_DUES = "exempt_dues"
    WITHDRAW_DUES = "withdraw_dues"


# Acts that leave the dossier's own state as it is: what they change has tables of its own (posting, awaited, dues).
# Where such an act stops or starts the clock, that is a pause or a resumption of its own, in the same transaction.
KEPT_BESIDE = (
    Move.OPEN_POSTING, Move.CLOSE_POSTING, Move.NOTE_OBJECTION, Move.SETTLE_OBJECTION, Move.EXTEND_POSTING,
    Move.RESTART_POSTING, Move.NOTE_PAYMENT, Move.DELIVER_DUES, Move.NOTE_DUES, Move.EXEMPT_DUES, Move.WITHDRAW_DUES,
    Move.NOTE_REPLY, Move.ASK_BODY,
)  # fmt: skip

TRANSITIONS: Mapping[tuple[State, Move], State] = {
    (State.RECEIVED, Move.FINISH_STEP): State.IN_PROCESS,
    (State.RECEIVED, Move.HAND_ON): State.IN_PROCESS,
    (State.RECEIVED, Move.ASK_PAPERS): State.PAUSED,
    (State.RECEIVED, Move.PAUSE): State.PAUSED,
    (State.RECEIVED, Move.RECORD_RESULT): State.RESULT_READY,
    (State.RECEIVED, Move.EXTEND): State.RECEIVED,
    (State.RECEIVED, Move.STOP): State.STOPPED,
    (State.RECEIVED, Move.WITHDRAW): State.WITHDRAWN,
    (State.RECEIVED, Move.CORRECT): State.RECEIVED,
    (State.IN_PROCESS, Move.FINISH_STEP): State.IN_PROCESS,
    (State.IN_PROCESS, Move.HAND_ON): State.IN_PROCESS,
    (State.IN_PROCESS, Move.ASK_PAPERS): State.PAUSED,
    (State.IN_PROCESS, Move.PAUSE): State.PAUSED,
    (State.IN_PROCESS, Move.RECORD_RESULT): State.RESULT_READY,
    (State.IN_PROCESS, Move.EXTEND): State.IN_PROCESS,
    (State.IN_PROCESS, Move.STOP): State.STOPPED,
    (State.IN_PROCESS, Move.WITHDRAW): State.WITHDRAWN,
    (State.IN_PROCESS, Move.CORRECT): State.IN_PROCESS,
    (State.PAUSED, Move.HAND_ON): State.PAUSED,
    (State.PAUSED, Move.RESUME): State.IN_PROCESS,
    (State.PAUSED, Move.STOP): State.STOPPED,
    (State.PAUSED, Move.WITHDRAW): State.WITHDRAWN,
    (State.PAUSED, Move.CORRECT): State.PAUSED,
    (State.RESULT_READY, Move.RETURN): State.RETURNED,
    (State.RESULT_READY, Move.CORRECT): State.RESULT_READY,
    (State.RETURNED, Move.CORRECT): State.RETURNED,
    (State.STOPPED, Move.CORRECT): State.STOPPED,
    (State.WITHDRAWN, Move.CORRECT): State.WITHDRAWN,
    **{
        (state, move): state for state in (State.RECEIVED, State.IN_PROCESS, State.PAUSED) for move in KEPT_BESIDE
    },
}

# Ended without a result: for figures they are settled at the instant they ended (domain rule: end time is the result,
# else the stop or the withdrawal).
ENDED_WITHOUT_RESULT = frozenset({State.STOPPED, State.WITHDRAWN})
OPEN_STATES = frozenset({State.RECEIVED, State.IN_PROCESS, State.PAUSED})


def is_late(due_at: datetime | None, stopped_at: datetime | None, now: datetime) -> bool:
    """Overdue (quá hạn): the instant the clock stopped (finished or paused), else now, lies after the due instant.

    The due instant itself is still in time; a dossier without a due instant is never late.
    """
    return due_at is not None and (stopped_at or now) > due_at


def fixed_length(step: Mapping[str, Any]) -> Term | None:
    """The length the law fixes for a step (niêm yết, thời gian phản đối); None where it fixes none."""
    duration = step.get("duration")
    if not step.get("protected") or step.get("illustrative") or not duration:
        return None
    return Term.parse(f"{duration['value']}{duration['unit']}")


def check_step_may_finish(step: Mapping[str, Any], started_at: datetime, at: datetime, calendar: Calendar) -> None:
    """A step whose length the law fixes (niêm yết, thời gian phản đối) may not be ended before that length is over.

    Raises: RuleBroken `step.protected_too_short` with the earliest instant.
    """
    length = fixed_length(step)
    if length is None:
        return
    earliest = calendar.due(started_at, length)
    if at < earliest:
        raise RuleBroken("step.protected_too_short", step=step["name_vi"], earliest=earliest)


def check_result_may_be_recorded(steps: Sequence[Mapping[str, Any]], done: Iterable[str]) -> None:
    """No result before every protected step of the procedure has been finished.

    Raises: RuleBroken `step.protected_missing` naming the first one.
    """
    finished = set(done)
    for step in steps:
        if step.get("protected") and step["id"] not in finished:
            raise RuleBroken("step.protected_missing", step=step["name_vi"])
