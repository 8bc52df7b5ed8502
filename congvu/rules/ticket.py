"""A numbered ticket (số thứ tự) of one counter and day: called, called again, skipped, served."""

from collections.abc import Mapping
from enum import StrEnum


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SKIPPED = "skipped"
    SERVED = "served"


class TicketMove(StrEnum):
    CALL = "call"
    SKIP = "skip"
    SERVE = "serve"


# Whoever did not come when called may be called again later that day; whoever was served takes a new number.
TICKET: Mapping[tuple[TicketState, TicketMove], TicketState] = {
    (TicketState.WAITING, TicketMove.CALL): TicketState.CALLED,
    (TicketState.CALLED, TicketMove.CALL): TicketState.CALLED,
    (TicketState.SKIPPED, TicketMove.CALL): TicketState.CALLED,
    (TicketState.CALLED, TicketMove.SKIP): TicketState.SKIPPED,
    (TicketState.CALLED, TicketMove.SERVE): TicketState.SERVED,
}
