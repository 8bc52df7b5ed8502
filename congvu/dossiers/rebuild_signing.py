"""The submissions for signature of a dossier told from its ledger entries, and the same as the rows have them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from congvu.dossiers.models import Dossier, Outcome
from congvu.rules.ledger import Action
from congvu.rules.signing import SIGNING, SigningMove, SigningState
from congvu.rules.state_machine import next_state


@dataclass(frozen=True)
class Turn:
    """One person's waiting at a level; `began_at` None: not reached."""

    level: int
    login: str
    unit: str
    began_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    authority: str = ""
    whom: str = ""


@dataclass
class Submission:
    """One submission: its time of waiting, its number, and whose turn it was."""

    number: int
    draft: str
    agency: str
    sent_at: datetime
    sent_by: str
    state: str = SigningState.WAITING.value
    decided_at: datetime | None = None
    ended_at: datetime | None = None
    symbol: str = ""
    numbered_at: datetime | None = None
    sealed_at: datetime | None = None
    drafted_in: str = ""
    file: str = ""
    turns: list[Turn] = field(default_factory=list)


Facts = Mapping[str, Any]
Submissions = list[Submission]


def _submitted(told: Submissions, facts: Facts, at: datetime, actor: str) -> None:
    one = Submission(
        facts["signing"], facts["draft"], facts["agency"], at, actor, drafted_in=facts.get("drafted", ""),
        file=facts.get("file", ""),
    )  # fmt: skip
    for level, who in enumerate(facts["turns"], start=1):
        one.turns.append(Turn(level, who["login"], who["unit"], began_at=at if level == 1 else None))
    told.append(one)


def _moved(told: Submissions, facts: Facts, move: SigningMove) -> Submission:
    one = next(one for one in told if one.number == facts["signing"])
    one.state = next_state(SIGNING, SigningState(one.state), move).value
    return one


def _ended(one: Submission, outcome: Outcome, at: datetime, said: tuple[str, str] | None = None) -> int:
    """End the turn under way, if there is one, with the form it was signed in; gives its level."""
    for place, turn in enumerate(one.turns):
        if turn.began_at and turn.ended_at is None:
            authority, whom = said or (turn.authority, turn.whom)
            one.turns[place] = replace(turn, ended_at=at, outcome=outcome.value, authority=authority, whom=whom)
            return turn.level
    return 0


def _initialled(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    one = _moved(told, facts, SigningMove.INITIAL)
    level = _ended(one, Outcome.INITIALLED, at, ("", ""))
    one.turns = [replace(turn, began_at=at) if _is_next(turn, level + 1) else turn for turn in one.turns]


def _is_next(turn: Turn, level: int) -> bool:
    return turn.level == level and turn.ended_at is None


def _signed(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    one = _moved(told, facts, SigningMove.SIGN)
    _ended(one, Outcome.SIGNED, at, (facts["authority"], facts["whom"]))
    one.decided_at = at


def _returned(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    _over(_moved(told, facts, SigningMove.RETURN), Outcome.RETURNED, at)


def _withdrawn(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    _over(_moved(told, facts, SigningMove.WITHDRAW), Outcome.ENDED, at)


def _over(one: Submission, outcome: Outcome, at: datetime) -> None:
    _ended(one, outcome, at)
    one.decided_at, one.ended_at = one.decided_at or at, at


def cancelled(told: Submissions, at: datetime, states: Collection[SigningState]) -> None:
    """The dossier ended: what was under way in these states ended with it."""
    for one in told:
        if SigningState(one.state) in states:
            one.state = SigningState.CANCELLED.value
            _over(one, Outcome.ENDED, at)


def _handed_on(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    one = _moved(told, facts, SigningMove.HAND_ON)
    level = _ended(one, Outcome.HANDED_ON, at)
    one.turns.append(_turn_of(facts, level, at))


def _turn_of(facts: Facts, level: int, at: datetime | None) -> Turn:
    who = facts["to"]
    return Turn(level, who["login"], who["unit"], at, authority=facts["authority"], whom=facts["whom"])


def _substituted(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    """The turn of who is away: under way it begins anew at the substitute's, a later one changes its post."""
    one, after = _moved(told, facts, SigningMove.MOVE), []
    for place, turn in enumerate(one.turns):
        if (turn.login, turn.level) != (facts["from"], facts["level"]) or turn.ended_at is not None:
            continue
        there = _turn_of(facts, turn.level, turn.began_at and at)
        if turn.began_at is None:
            one.turns[place] = there
        else:
            one.turns[place] = replace(turn, ended_at=at, outcome=Outcome.MOVED.value)
            after.append(there)
    one.turns += after


def _numbered(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    one = _moved(told, facts, SigningMove.NUMBER)
    one.symbol, one.numbered_at = facts["symbol"], at


def _sealed(told: Submissions, facts: Facts, at: datetime, _actor: str) -> None:
    one = _moved(told, facts, SigningMove.SEAL)
    one.sealed_at = one.ended_at = at


SIGNING_TELLERS: Mapping[Action, Callable[[Submissions, Facts, datetime, str], None]] = {
    Action.DOSSIER_SIGNING_SUBMITTED: _submitted,
    Action.DOSSIER_SIGNING_INITIALLED: _initialled,
    Action.DOSSIER_SIGNING_SIGNED: _signed,
    Action.DOSSIER_SIGNING_RETURNED: _returned,
    Action.DOSSIER_SIGNING_WITHDRAWN: _withdrawn,
    Action.DOSSIER_SIGNING_HANDED_ON: _handed_on,
    Action.DOSSIER_SIGNING_MOVED: _substituted,
    Action.DOSSIER_SIGNING_NUMBERED: _numbered,
    Action.DOSSIER_SIGNING_SEALED: _sealed,
}


SIGNING_ROWS = (
    "signings__agency", "signings__drafted_in", "signings__sent_by", "signings__turns__post__unit",
    "signings__turns__post__official",
)  # fmt: skip


def stored_signings(dossier: Dossier) -> Submissions:
    """The submissions as the rows have them; `SIGNING_ROWS` brings those of many dossiers."""
    return [
        Submission(
            one.number, one.draft, one.agency.code, one.sent_at, one.sent_by.login, one.state,
            one.decided_at, one.ended_at, one.symbol, one.numbered_at, one.sealed_at,
            one.drafted_in.code if one.drafted_in else "", one.file_hash,
            [
                Turn(
                    turn.level, turn.post.official.login, turn.post.unit.code, turn.began_at, turn.ended_at,
                    turn.outcome, turn.authority, turn.whom,
                )
                for turn in sorted(one.turns.all(), key=lambda turn: turn.pk)
            ],
        )
        for one in sorted(dossier.signings.all(), key=lambda one: one.number)
    ]  # fmt: skip
