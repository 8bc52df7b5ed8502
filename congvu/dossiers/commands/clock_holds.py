"""The clock while something outside the desks is awaited: it stands as long as a cause holds it, and not longer.

A posting whose step does not count, a question on a pause ground, and dues delivered and not yet settled hold it.
Every act on these ends with `set_clock`, in its own transaction, so that nobody pauses or resumes by hand.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congvu.dossiers.commands import waiting
from congvu.dossiers.commands.progress import move, record
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.commands.waiting import begin_pause, finish_pause
from congvu.dossiers.models import Dossier
from congvu.law import ground_of_act, pause_ground
from congvu.offices.models import Official
from congvu.rules.awaited import ReplyState
from congvu.rules.dossier import Move, State
from congvu.rules.dues import DuesState
from congvu.rules.ledger import Action
from congvu.rules.posting import PostingState


@dataclass(frozen=True)
class Hold:
    """A cause that holds the clock: the legal ground, and the number of its paper."""

    ground: str
    paper: str


def holds(dossier: Dossier) -> list[Hold]:
    """What holds the dossier's clock now; the posting first, then questions, then dues, each the oldest first."""
    posted = dossier.postings.filter(state=PostingState.OPEN, counts_in_clock=False)
    asked = dossier.awaited.filter(state=ReplyState.ASKED).exclude(ground="").order_by("sent_at")
    owed = dossier.dues.filter(state=DuesState.DELIVERED).order_by("delivered_at")
    return [
        *(Hold(ground_of_act("posting").id, one.minutes) for one in posted),
        *(Hold(one.ground, one.paper) for one in asked),
        *(Hold(ground_of_act("dues").id, one.number) for one in owed),
    ]


def set_clock(dossier: Dossier, actor: Official, at: datetime) -> None:
    """Stop or start the clock by what holds it now; a pause made by hand is left as it is.

    After the due instant no cause stops the clock: what is late stays late, and the act itself goes on all the same.
    """
    wanted = holds(dossier)
    standing = dossier.pauses.filter(ended_at=None).first()
    if standing is not None:
        if not standing.by_act or Hold(standing.ground, standing.paper) in wanted:
            return
        dossier.state = move(dossier, Move.RESUME)
        finish_pause(dossier, actor, at)
    if wanted and State(dossier.state) is not State.PAUSED and not (dossier.due_at and at > dossier.due_at):
        _stop(dossier, wanted[0], actor, at)


def _stop(dossier: Dossier, hold: Hold, actor: Official, at: datetime) -> None:
    pause = begin_pause(dossier, move(dossier, Move.PAUSE), hold.ground, hold.paper, "", actor, at)
    pause.by_act = True
    pause.save(update_fields=["by_act"])
    record(dossier, Action.DOSSIER_PAUSED, actor, at, {"ground": hold.ground, "paper": hold.paper})
    name = pause_ground(hold.ground).name_vi
    tell(dossier, at, f"Hồ sơ {dossier.code} tạm dừng tính hạn: {name} (văn bản số {hold.paper}).")


@transaction.atomic
def resume(
    *,
    actor: Official,
    at: datetime,
    dossier_id: int,
    seen_version: int | None,
    note: str = "",
    came: Collection[int] = (),
) -> Dossier:
    """End a pause made by hand; where another cause holds the clock, it stands on that one from this instant."""
    dossier = waiting.resume(
        actor=actor, at=at, dossier_id=dossier_id, seen_version=seen_version, note=note, came=came
    )
    set_clock(dossier, actor, at)
    return dossier
