"""Where a dossier of another system lies here: handed to a desk, given on for somebody away, carried with a list.

Only unit and desk are ours: state, steps, dates and result are the source's, where the same must be done by hand. What
the source says later moves it again only where it says something new.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands import progress
from congvu.dossiers.commands.parcels import Given, Parcel, Piece
from congvu.dossiers.commands.stand_in import Receiver, note_stand_in, seated
from congvu.dossiers.models import Dossier, Origin
from congvu.dossiers.transit import transit_of
from congvu.ledger.commands import Act
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, has_right, require
from congvu.rules.batch import check_not_on_the_way
from congvu.rules.dossier import OPEN_STATES, Move, State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


def hand_on(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, to: Receiver, note: str = ""
) -> Dossier:
    """Give a dossier to another desk, whichever system registered it (chuyển xử lý)."""
    is_own = Dossier.objects.values_list("origin", flat=True).get(pk=dossier_id) == Origin.OWN
    verb = progress.hand_on if is_own else _hand_on_imported
    return verb(actor=actor, at=at, dossier_id=dossier_id, seen_version=seen_version, to=to, note=note)


@transaction.atomic
def _hand_on_imported(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, to: Receiver, note: str = ""
) -> Dossier:
    """Only unit and desk change; no stretch of work is told, for the source tells the steps.

    Raises: RuleBroken `state.no_such_move`, `dossier.on_the_way`, `receiver.not_in_unit`.
    """
    dossier = progress.lock(dossier_id, seen_version)
    today = localdate(at)
    if not has_right(actor, Right.REASSIGN_DOSSIER, today, dossier.unit):
        require(actor, Right.WORK_ON_DOSSIER, today, dossier.unit)
    if State(dossier.state) not in OPEN_STATES:
        raise RuleBroken("state.no_such_move", state=dossier.state, action=Move.HAND_ON.value)
    on_the_way = transit_of(dossier)
    check_not_on_the_way(Move.HAND_ON, on_the_way.to_unit.name if on_the_way else "")
    to = seated(to, at)
    dossier.unit, dossier.holder = to.unit, to.official
    progress.save(dossier, actor, at, "unit", "holder")
    progress.record(dossier, Action.DOSSIER_FILING_MOVED, actor, at, to.told | {"note": clean(note)})
    note_stand_in(dossier, to, at)
    return dossier


def give_filing(piece: Piece, parcel: Parcel, actor: Official, at: datetime, facts: Mapping[str, object]) -> Given:
    """It lies with whoever takes over, or in the unit for its head to give out."""
    dossier, to = piece.dossier, parcel.to
    dossier.holder = to.official
    progress.save(dossier, actor, at, "holder")
    told = to.told | dict(facts)
    return Given(Act(Action.DOSSIER_FILING_MOVED, f"dossier:{dossier.pk}", dossier.unit.code, actor.login, told))


def carried(dossier: Dossier, *, actor: Official, unit: Unit, at: datetime) -> tuple[Action, dict[str, object]]:
    """Its papers were signed for in another unit, whatever its source says by then; for the command that signs."""
    dossier.unit, dossier.holder = unit, None
    progress.save(dossier, actor, at, "unit", "holder")
    return Action.DOSSIER_FILING_MOVED, Receiver(unit).told
