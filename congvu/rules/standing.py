"""How a dossier stands with its time: in time, soon due, overdue, paused, done early or late."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from congvu.rules.dossier import is_late
from congvu.rules.working_time import Calendar


class Timing(StrEnum):
    """How a dossier stands with its time; its words on the screen (nhãn thời hạn) are the app's."""

    NO_DUE = "no_due"
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE_COMMITMENT = "done_late_commitment"
    DONE_LATE = "done_late"
    ENDED = "ended"


@dataclass(frozen=True)
class Standing:
    """The answer of `standing`: working seconds left (positive) or overrun (negative) at the instant that counts.

    `behind`: open and in time by the law, but so long past the place's own commitment (đang chậm so với cam kết).
    """

    timing: Timing
    seconds: int
    behind: int = 0


@dataclass(frozen=True)
class Clock:
    """The instants a standing is read from; `paused_at` is the open pause's beginning.

    `has_result` is false for a dossier that was stopped or withdrawn: ending in time, it is not “done in time”.
    """

    due_at: datetime | None
    committed_at: datetime | None
    finished_at: datetime | None
    paused_at: datetime | None
    has_result: bool = True


def standing(clock: Clock, now: datetime, calendar: Calendar, soon_seconds: int) -> Standing:
    """How a dossier stands (thời hạn còn lại hoặc đã quá), in working seconds of its unit's calendar.

    A late dossier that gets finished stays late for ever; one paused after its due instant is overdue, not paused.
    """
    if clock.due_at is None:
        return Standing(Timing.NO_DUE, 0)
    until = clock.finished_at or clock.paused_at or now
    late = is_late(clock.due_at, clock.finished_at or clock.paused_at, now)
    seconds = -calendar.elapsed(clock.due_at, until) if late else calendar.elapsed(until, clock.due_at)
    if clock.finished_at is not None:
        if late:
            return Standing(Timing.DONE_LATE, seconds)
        if not clock.has_result:
            return Standing(Timing.ENDED, seconds)
        missed = clock.committed_at is not None and clock.finished_at > clock.committed_at
        return Standing(Timing.DONE_LATE_COMMITMENT if missed else Timing.DONE_ON_TIME, seconds)
    if late:
        return Standing(Timing.OVERDUE, seconds)
    behind = 0
    if clock.committed_at is not None and is_late(clock.committed_at, None, until):
        behind = max(1, calendar.elapsed(clock.committed_at, until))
    if clock.paused_at is not None:
        return Standing(Timing.PAUSED, seconds, behind)
    return Standing(Timing.DUE_SOON if seconds <= soon_seconds else Timing.ON_TIME, seconds, behind)
