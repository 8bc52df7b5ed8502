"""The lines a dossier owes from its reception on: written inside the reception's own transaction and entry."""

from collections.abc import Sequence
from datetime import datetime

from congvu.dossiers.models import Dossier, FeeItem
from congvu.offices.models import Official
from congvu.rules.fees import Owed


def enter_fees(dossier: Dossier, lines: Sequence[Owed], actor: Official, at: datetime) -> None:
    """Enter what is owed (ghi khoản thu)."""
    for one in lines:
        FeeItem.objects.create(
            dossier=dossier, kind=one.kind, name=one.name, amount=one.amount, noted_at=at, noted_by=actor
        )
