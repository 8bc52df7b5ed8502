"""What goes from one person to another when work moves: single pieces, parcels of them, and the kinds there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from congvu.dossiers.commands.stand_in import Receiver
from congvu.dossiers.models import Dossier, SigningTurn
from congvu.ledger.commands import Act
from congvu.offices.models import Absence, Official, Unit


@dataclass(frozen=True)
class Piece:
    """One piece of open work in a unit: a dossier on a desk, or, with its `turn`, a draft to be signed there."""

    dossier: Dossier
    unit: Unit
    holder: Official | None
    turn: SigningTurn | None = None

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """The same piece at whichever desk: dossier, submission, level."""
        return (self.dossier.pk, self.turn.signing_id, self.turn.level) if self.turn else (self.dossier.pk, None, None)


@dataclass(frozen=True)
class Parcel:
    """Pieces of one unit that go from one person to another, by one set of minutes."""

    absence: Absence
    giver: Official
    to: Receiver
    pieces: Sequence[Piece]
    is_return: bool = False


@dataclass(frozen=True)
class Given:
    """What the ledger tells of one piece that moved; `turn` is where a draft now waits."""

    act: Act
    turn: SigningTurn | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of open work: what of it lies with an official, who takes it over in a unit, and how one piece goes on.

    `give` writes the change and gives the act for the ledger; the ledger itself comes last, for all of them.
    `unplaced` is for work that cannot wait in a unit without anybody; it goes without minutes.
    """

    label: str | Promise
    lying_with: Callable[[Official], list[Piece]]
    receiver: Callable[[Piece, Official, datetime], Official | None]
    give: Callable[[Piece, Parcel, Official, datetime, Mapping[str, object]], Given]
    unplaced: Callable[[Piece, Parcel, Official, datetime], Act] | None = None
