"""Hand-over lists (danh sách bàn giao): their states, what may travel, and what stands still on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken


class BatchState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    PARTLY_RECEIVED = "partly_received"
    CANCELLED = "cancelled"


class BatchMove(StrEnum):
    """What can be done to a list."""

    TAKE_OFF = "take_off"
    SEND = "send"
    RECEIVE = "receive"
    RECEIVE_PARTLY = "receive_partly"
    CANCEL = "cancel"


TRANSITIONS: Mapping[tuple[BatchState, BatchMove], BatchState] = {
    (BatchState.DRAFT, BatchMove.TAKE_OFF): BatchState.DRAFT,
    (BatchState.DRAFT, BatchMove.SEND): BatchState.SENT,
    (BatchState.DRAFT, BatchMove.CANCEL): BatchState.CANCELLED,
    (BatchState.SENT, BatchMove.RECEIVE): BatchState.RECEIVED,
    (BatchState.SENT, BatchMove.RECEIVE_PARTLY): BatchState.PARTLY_RECEIVED,
    (BatchState.SENT, BatchMove.CANCEL): BatchState.CANCELLED,
}

# Acts that need the papers in the hand; on the way nobody has them. Pausing, resuming and correcting do not.
NEED_THE_PAPERS = frozenset(
    {Move.FINISH_STEP, Move.HAND_ON, Move.RECORD_RESULT, Move.RETURN, Move.STOP, Move.WITHDRAW}
)


class Cargo(StrEnum):
    """What travels of a dossier: its papers to the unit that works on it, or the result to where it is collected."""

    PAPERS = "papers"
    RESULT = "result"


def check_not_on_the_way(move: Move, destination: str) -> None:
    """While it travels (đang luân chuyển) nobody works on a dossier; `destination` is empty when it does not.

    Raises: RuleBroken `dossier.on_the_way`.
    """
    if destination and move in NEED_THE_PAPERS:
        raise RuleBroken("dossier.on_the_way", to=destination)


@dataclass(frozen=True)
class Judged:
    """The receiver's word on one dossier of the list; a refusal has its reason."""

    item_id: int
    reason: str = ""
    is_refused: bool = False


def outcome(items: Sequence[int], judged: Sequence[Judged]) -> BatchMove:
    """Was the list received in full or in part? Each dossier needs one word, each refusal a reason.

    Raises: RuleBroken `batch.not_all_judged`, `batch.refusal_needs_reason`.
    """
    if sorted(items) != sorted(one.item_id for one in judged):
        raise RuleBroken("batch.not_all_judged")
    refused = [one for one in judged if one.is_refused]
    if any(not one.reason for one in refused):
        raise RuleBroken("batch.refusal_needs_reason")
    return BatchMove.RECEIVE_PARTLY if refused else BatchMove.RECEIVE
