"""What waits for the signature of somebody away goes to who stands in (chuyển người thay ký do vắng mặt)."""

from collections.abc import Mapping
from datetime import datetime

from congvu.dossiers.commands.parcels import Given, Parcel, Piece
from congvu.dossiers.commands.progress import save
from congvu.dossiers.commands.signing import SignAs, end_signing, pass_turn
from congvu.dossiers.models import Dossier, Outcome
from congvu.dossiers.signings import unsigned
from congvu.ledger.commands import Act
from congvu.offices.absences import signs_instead
from congvu.offices.models import Official
from congvu.offices.signing_posts import signing_post
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.signing import SigningMove

NOBODY = "Người ký vắng mặt và không có người thay ký. Trình lại cho người ký khác."


def to_be_signed_by(official: Official) -> list[Piece]:
    """Every turn that waits, or will wait, for this person, in the order of its dossiers."""
    dossiers: dict[int, Dossier] = {}
    found = []
    for turn in unsigned().filter(post__official=official).order_by("signing__dossier", "pk"):
        dossier = dossiers.setdefault(turn.signing.dossier_id, turn.signing.dossier)
        turn.signing.dossier = dossier
        found.append(Piece(dossier, turn.post.unit, official, turn))
    return found


def signer_instead(piece: Piece, absent: Official, at: datetime) -> Official | None:
    """Who may sign it instead, for the unit that settles the dossier."""
    return signs_instead(absent, piece.unit, piece.dossier.settling_unit, at)


def give_signing(
    piece: Piece, parcel: Parcel, actor: Official, at: datetime, facts: Mapping[str, object]
) -> Given:
    """The turn begins anew at the other's post; who signs there says in whose place, for himself."""
    turn, to = piece.turn, parcel.to.official
    post = signing_post(to, piece.unit, piece.dossier.settling_unit, at) if to else None
    if turn is None or to is None or post is None:
        who = to.full_name if to else parcel.giver.full_name
        raise RuleBroken("absence.cannot_sign", official=who, unit=piece.unit.name, count=1)
    there = pass_turn(turn, post, SignAs(), Outcome.MOVED, at)
    save(piece.dossier, actor, at)
    told = {
        "signing": turn.signing.number, "level": turn.level, "from": parcel.giver.login, "authority": "", "whom": "",
        "basis": "", "to": {"login": to.login, "unit": post.unit.code, "role": post.role},
    }  # fmt: skip
    return Given(_act(piece, Action.DOSSIER_SIGNING_MOVED, actor, told | dict(facts)), there)


def return_unplaced(piece: Piece, parcel: Parcel, actor: Official, at: datetime) -> Act:
    """Where nobody may sign instead, the draft goes back to who submitted it: it waits with nobody who is away."""
    if piece.turn is None:
        raise TypeError("a draft has its turn")
    signing = piece.turn.signing
    end_signing(signing, SigningMove.RETURN, Outcome.RETURNED, at, NOBODY)
    save(piece.dossier, actor, at)
    told = {"signing": signing.number, "reason": NOBODY, "absence": f"absence:{parcel.absence.pk}"}
    return _act(piece, Action.DOSSIER_SIGNING_RETURNED, actor, told)


def _act(piece: Piece, action: Action, actor: Official, facts: dict[str, object]) -> Act:
    return Act(action, f"dossier:{piece.dossier.pk}", piece.dossier.unit.code, actor.login, facts)
