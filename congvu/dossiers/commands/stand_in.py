"""Where a dossier goes next; what is addressed to somebody away goes to the substitute, and says so."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, SigningTurn, StandInWork
from congvu.offices.absences import away, signs_instead, stand_in
from congvu.offices.models import Official, Post, Unit
from congvu.offices.signing_posts import signing_post
from congvu.rules.errors import RuleBroken


@dataclass(frozen=True)
class Receiver:
    """Where a dossier goes next: to a unit, and to an official of it, or to whoever there takes it up.

    `meant_for` is who was addressed, where that person is away.
    """

    unit: Unit
    official: Official | None = None
    meant_for: Official | None = None

    @property
    def told(self) -> dict[str, object]:
        """What the ledger keeps of it."""
        to: dict[str, object] = {"to": self.unit.code, "official": self.official.login if self.official else ""}
        return to | ({"meant_for": self.meant_for.login} if self.meant_for else {})


def seated(to: Receiver, at: datetime) -> Receiver:
    """The desk that gets it: the receiver must hold a post in the unit on that day; for one away, who stands in.

    Raises: RuleBroken `receiver.not_in_unit`.
    """
    if to.official is None:
        return to
    if not to.official.posts_on(localdate(at)).filter(unit=to.unit).exists():
        raise RuleBroken("receiver.not_in_unit", official=to.official.full_name, unit=to.unit.name)
    there = stand_in(to.official, to.unit, at)
    return to if there == to.official else Receiver(to.unit, there, meant_for=to.official)


def note_stand_in(dossier: Dossier, to: Receiver, at: datetime) -> None:
    """Keep that this came to a substitute: it may be given back when the absence is over."""
    absence = away(to.meant_for, at) if to.meant_for else None
    if absence is not None:
        StandInWork.objects.create(absence=absence, dossier=dossier, unit=to.unit, official=to.official, at=at)


@dataclass(frozen=True)
class Seat:
    """The post at which a draft waits for a signature; `chosen` is the one that was, where its holder is away."""

    post: Post
    chosen: Post | None = None

    @property
    def told(self) -> dict[str, object]:
        """What the ledger keeps of it."""
        post = self.post
        there: dict[str, object] = {"login": post.official.login, "unit": post.unit.code, "role": post.role}
        return there | ({"meant_for": self.chosen.official.login} if self.chosen else {})


def seated_signer(post: Post, settling: Unit, at: datetime) -> Seat:
    """Where a draft for that post waits: there, else with who signs instead for the unit that settles.

    Raises: RuleBroken `signing.signer_away`.
    """
    if away(post.official, at) is None:
        return Seat(post)
    there = signs_instead(post.official, post.unit, settling, at)
    instead = signing_post(there, post.unit, settling, at) if there else None
    if instead is None:
        raise RuleBroken("signing.signer_away", official=post.official.full_name, title=post.title)
    return Seat(instead, chosen=post)


def note_signing_stand_in(turn: SigningTurn, seat: Seat, at: datetime) -> None:
    """Keep that this draft came to a substitute: it may be given back when the absence is over."""
    absence = away(seat.chosen.official, at) if seat.chosen else None
    if absence is not None and seat.chosen is not None:
        StandInWork.objects.create(
            absence=absence, dossier=turn.signing.dossier, turn=turn, unit=seat.chosen.unit,
            official=seat.post.official, at=at,
        )  # fmt: skip
