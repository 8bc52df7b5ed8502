"""What a dossier owes and what was paid for it: what its entries tell of it, and what its rows say."""

from collections.abc import Mapping, Sequence
from typing import Any

from congvu.dossiers.models import Dossier
from congvu.rules.ledger import Action

# The corrections that belong to an act on the fee, by the field they name; all others are of the applicant.
FIELDS = frozenset({"fee", "fee_receipt"})
ROWS = ("fee_items", "fee_receipts")
Told = Sequence[Mapping[str, Any]]


def told(bodies: Told) -> dict[str, object]:
    """The sum owed after the last act that told it, and the receipts that still stand."""
    standing: dict[str, int] = {}
    for body in bodies:
        if body["action"] == Action.DOSSIER_FEE_PAID:
            standing[body["facts"]["symbol"]] = body["facts"]["amount"]
        elif body["action"] == Action.DOSSIER_FEE_RECEIPT_CANCELLED:
            del standing[body["facts"]["symbol"]]
    owed = next((body["facts"]["fee"] for body in reversed(bodies) if "fee" in body["facts"]), 0)
    return {"fee": owed, "fee_items": owed, "fee_receipts": standing}


def stored(dossier: Dossier) -> dict[str, object]:
    """The same as the rows have it."""
    return {
        "fee": dossier.fee,
        "fee_items": sum(one.owed for one in dossier.fee_items.all()),
        "fee_receipts": {one.symbol: one.amount for one in dossier.fee_receipts.all() if not one.is_cancelled},
    }


def corrected(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The field of the correction that an act on the fee leaves."""
    if body["action"] == Action.DOSSIER_FEE_RECEIPT_CORRECTED:
        return ("fee_receipt",)
    return ("fee",) if body["action"] == Action.DOSSIER_FEE_SET and not body["facts"]["is_new"] else ()
