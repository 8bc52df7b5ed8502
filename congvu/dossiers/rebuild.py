"""The course of a dossier told again from its ledger entries alone.

Nothing of a timeline or a clock stands in the rows only: `told` and `course.stored` are equal, or a row was changed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from congvu.dossiers.course import Appointed, Course, Due, Stop, Stretch
from congvu.dossiers.models import Cause
from congvu.dossiers.rebuild_signing import SIGNING_TELLERS, cancelled
from congvu.rules.dossier import TRANSITIONS, Move, State
from congvu.rules.ledger import Action
from congvu.rules.signing import OPEN_SIGNINGS, SigningState
from congvu.rules.state_machine import next_state

Facts = Mapping[str, Any]


def told(bodies: Iterable[Mapping[str, Any]]) -> Course:
    """The course as the bodies of a dossier's entries tell it, in their order."""
    course = Course()
    for body in bodies:
        action = Action(body["action"])
        if action in NOT_THE_COURSE:
            continue
        facts, at = body["facts"], datetime.fromisoformat(body["at"])
        if action in SIGNING_TELLERS:
            SIGNING_TELLERS[action](course.signings, facts, at, body["actor"])
        else:
            TELLERS[action](course, facts, at, body["actor"])
        course.acts += 1
    return course


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _moved(course: Course, move: Move) -> None:
    course.state = next_state(TRANSITIONS, State(course.state), move).value


def _accepted(course: Course, facts: Facts, at: datetime, actor: str) -> None:
    received = datetime.fromisoformat(facts["received"])
    course.code, course.procedure, course.state = facts["code"], facts["procedure"], State.RECEIVED.value
    course.received_unit = course.unit = facts["unit"]
    course.settling_unit, course.holder = facts["settling"], actor
    course.received_at, course.recorded_at = received, at
    course.runs.append(Stretch(facts["step"], course.unit, actor, at))
    course.dues.append(Due(Cause.RECEIVED, received, _instant(facts["due"]), _instant(facts["committed"]), at))


def _ended(course: Course, at: datetime, *, is_step_done: bool) -> None:
    course.runs[-1] = replace(course.runs[-1], finished_at=at, is_step_done=is_step_done)


def _went_on(course: Course, facts: Facts, step: str, at: datetime) -> None:
    course.unit, course.holder = facts["to"], facts["official"]
    course.runs.append(Stretch(step, course.unit, course.holder, at))


def _step_finished(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.FINISH_STEP)
    course.step += 1
    _ended(course, at, is_step_done=True)
    _went_on(course, facts, facts["next"], at)


def _handed_on(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.HAND_ON)
    _ended(course, at, is_step_done=False)
    _went_on(course, facts, facts.get("next", facts["step"]), at)


def _paused(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.PAUSE)
    course.stops.append(Stop(facts["ground"], facts["paper"], at))


def _papers_asked(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.ASK_PAPERS)
    course.stops.append(Stop(facts["ground"], facts["paper"], at))


def _extended(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _reappointed(course, facts, at, _actor)
    last = course.dues[-1]
    course.dues.append(Due(Cause.EXTENDED, last.begins_at, _instant(facts["due"]), last.committed_at, at))


def _reappointed(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    """An apology after the limit: a day is told, the due date stays."""
    _moved(course, Move.EXTEND)
    before, day = datetime.fromisoformat(facts["before"]), datetime.fromisoformat(facts["due"])
    course.appointed.append(Appointed(at, before, day))


def _stopped(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _ended_without_result(course, Move.STOP, facts, at)


def _withdrawn(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _ended_without_result(course, Move.WITHDRAW, facts, at)


def _ended_without_result(course: Course, move: Move, facts: Facts, at: datetime) -> None:
    if course.state == State.PAUSED:
        _pause_ended(course, facts, at)
    _moved(course, move)
    _ended(course, at, is_step_done=False)
    cancelled(course.signings, at, OPEN_SIGNINGS)
    course.finished_at, course.unit, course.holder = at, course.received_unit, ""


def _resumed(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.RESUME)
    _pause_ended(course, facts, at)


def _pause_ended(course: Course, facts: Facts, at: datetime) -> None:
    course.stops[-1] = replace(course.stops[-1], ended_at=at)
    anew = facts["anew"]
    begins, cause = (at, Cause.RESTARTED) if anew else (course.dues[-1].begins_at, Cause.RESUMED)
    course.dues.append(Due(cause, begins, _instant(facts["due"]), _instant(facts["committed"]), at))


def _result_recorded(course: Course, _facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.RECORD_RESULT)
    _ended(course, at, is_step_done=True)
    course.finished_at, course.unit, course.holder = at, course.received_unit, ""


def _returned(course: Course, _facts: Facts, at: datetime, _actor: str) -> None:
    _moved(course, Move.RETURN)
    course.returned_at, course.holder = at, ""


def _corrected(course: Course, _facts: Facts, _at: datetime, _actor: str) -> None:
    """The applicant's particulars are no part of the course."""
    _moved(course, Move.CORRECT)


def _beside(_course: Course, _facts: Facts, _at: datetime, _actor: str) -> None:
    """Postings, questions, dues, fees, scans: where they stop the clock, the pause has its own entry."""


def _imported(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    course.received_unit, course.recorded_at = facts["unit"], at
    _stated(course, facts, at, {"due_at", "steps"})


def _filing_accepted(course: Course, facts: Facts, at: datetime, actor: str) -> None:
    """An online filing received here: it lies at the counter until its source says where it went."""
    course.code, course.procedure, course.state = facts["code"], facts["procedure"], State.RECEIVED.value
    course.received_unit = course.unit = facts["unit"]
    course.settling_unit, course.holder, course.received_at, course.recorded_at = facts["settling"], actor, at, at
    course.dues.append(Due(Cause.STATED, at, _instant(facts["due"]), None, at))


def _filing_moved(course: Course, facts: Facts, _at: datetime, _actor: str) -> None:
    """Another desk has it here; what its source says of it stays."""
    course.unit, course.holder = facts["to"], facts["official"]


def _updated(course: Course, facts: Facts, at: datetime, _actor: str) -> None:
    _stated(course, facts, at, set(facts["changed"]))


def _stated(course: Course, facts: Facts, at: datetime, changed: set[str]) -> None:
    """What a register states now; of its steps, those that still stand as they were told stay as they were told."""
    received = _instant(facts["received"])
    course.code, course.procedure, course.state = facts["code"], facts["procedure"], facts["state"]
    course.unit, course.settling_unit = facts["unit"], facts.get("settling", facts["unit"])
    course.received_unit = facts.get("received_unit", course.received_unit)
    returned, ended = _instant(facts["returned"]), _instant(facts["ended"])
    course.holder, course.received_at, course.finished_at = facts["official"], received, ended or returned
    # A day without its hour reads as midnight, before the result of that day (stated.py).
    course.returned_at = max(returned, course.finished_at) if returned and course.finished_at else None
    course.said = tuple(facts["said"]) if "said" in facts else None
    if course.finished_at:
        cancelled(course.signings, at, {SigningState.WAITING})
    if changed & {"due_at", "received_at"}:
        course.dues.append(Due(Cause.STATED, received or at, _instant(facts["due"]), None, at))
    if "steps" in changed:
        _steps_stated(course, facts["steps"], received or at)


def _steps_stated(course: Course, steps: list[list[str]], since: datetime) -> None:
    want: list[Stretch] = []
    for step, ended, by in steps:
        done = datetime.fromisoformat(ended)
        since = since if want else min(since, done)
        want.append(Stretch(step, course.unit, by, since, done, is_step_done=True))
        since = done
    standing = 0
    for old, new in zip(course.runs, want, strict=False):
        if replace(old, unit=new.unit) != new:
            break
        standing += 1
    course.runs = course.runs[:standing] + want[standing:]


KEPT_BESIDE = (
    Action.DOSSIER_POSTING_OPENED, Action.DOSSIER_POSTING_EXTENDED, Action.DOSSIER_POSTING_RESTARTED,
    Action.DOSSIER_POSTING_CLOSED, Action.DOSSIER_OBJECTION_NOTED, Action.DOSSIER_OBJECTION_SETTLED,
    Action.DOSSIER_BODY_ASKED, Action.DOSSIER_REPLY_NOTED, Action.DOSSIER_DUES_NOTED, Action.DOSSIER_DUES_DELIVERED,
    Action.DOSSIER_DUES_PAID, Action.DOSSIER_DUES_EXEMPTED, Action.DOSSIER_DUES_WITHDRAWN,
    Action.DOSSIER_FEE_SET, Action.DOSSIER_FEE_EXEMPTED, Action.DOSSIER_FEE_PAID,
    Action.DOSSIER_FEE_RECEIPT_CORRECTED, Action.DOSSIER_FEE_RECEIPT_CANCELLED, Action.DOSSIER_SCAN_ADDED,
    Action.DOSSIER_SCAN_WITHDRAWN, Action.DOSSIER_SCAN_ATTACHED,
)  # fmt: skip
TELLERS: Mapping[Action, Callable[[Course, Facts, datetime, str], None]] = {
    Action.DOSSIER_ACCEPTED: _accepted,
    Action.DOSSIER_STEP_FINISHED: _step_finished,
    Action.DOSSIER_HANDED_ON: _handed_on,
    Action.DOSSIER_PAUSED: _paused,
    Action.DOSSIER_RESUMED: _resumed,
    Action.DOSSIER_RESULT_RECORDED: _result_recorded,
    Action.DOSSIER_RETURNED: _returned,
    Action.DOSSIER_CORRECTED: _corrected,
    Action.DOSSIER_SUPPLEMENT_ASKED: _papers_asked,
    Action.DOSSIER_EXTENDED: _extended,
    Action.DOSSIER_REAPPOINTED: _reappointed,
    Action.DOSSIER_STOPPED: _stopped,
    Action.DOSSIER_WITHDRAWN: _withdrawn,
    Action.DOSSIER_IMPORTED: _imported,
    Action.DOSSIER_UPDATED: _updated,
    Action.DOSSIER_FILING_ACCEPTED: _filing_accepted,
    Action.DOSSIER_FILING_MOVED: _filing_moved,
    **dict.fromkeys(KEPT_BESIDE, _beside),
}

# Papers under way from desk to desk (the course goes on only where they are signed for), what the applicant says, and
# whether the source still holds it.
NOT_THE_COURSE = frozenset({
    Action.DOSSIER_SENT, Action.DOSSIER_SENT_BACK, Action.DOSSIER_RESULT_ARRIVED, Action.DOSSIER_RATED,
    Action.DOSSIER_VANISHED, Action.DOSSIER_REAPPEARED,
})  # fmt: skip
