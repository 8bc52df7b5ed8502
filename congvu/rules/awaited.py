"""Answers awaited of other bodies (chờ cơ quan khác trả lời): whoever is late there, it is not the desk here."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum


class ReplyState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"


class ReplyMove(StrEnum):
    ANSWER = "answer"


REPLY: Mapping[tuple[ReplyState, ReplyMove], ReplyState] = {
    (ReplyState.ASKED, ReplyMove.ANSWER): ReplyState.ANSWERED,
}


def reply_is_late(reply_by: datetime | None, answered_at: datetime | None, now: datetime) -> bool:
    """Did the other body answer after its time, or is it silent after it? Without a legal time it is never late."""
    return reply_by is not None and (answered_at or now) > reply_by
