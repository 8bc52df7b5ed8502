"""A dossier of another system that was accepted here goes to another desk (bàn giao hồ sơ của hệ thống nguồn).

Only whose desk it lies on is ours: state and steps are the source's, where the same must be done by hand.
"""

from collections.abc import Mapping
from datetime import datetime

from congvu.dossiers.commands.parcels import Given, Parcel, Piece
from congvu.dossiers.commands.progress import save
from congvu.ledger.commands import Act
from congvu.offices.models import Official
from congvu.rules.ledger import Action


def give_filing(piece: Piece, parcel: Parcel, actor: Official, at: datetime, facts: Mapping[str, object]) -> Given:
    """It lies with whoever takes over, or in the unit for its head to give out."""
    dossier, to = piece.dossier, parcel.to
    dossier.holder = to.official
    save(dossier, actor, at, "holder")
    told = to.told | dict(facts)
    return Given(Act(Action.DOSSIER_FILING_MOVED, f"dossier:{dossier.pk}", dossier.unit.code, actor.login, told))
