"""What a unit of another system's register is: the place's own, or a body of the province or of a vertical sector."""

from datetime import datetime

from django.utils.timezone import localdate

from congvu.ledger import commands as ledger
from congvu.offices.models import Official, Unit, UnitKind
from congvu.offices.permissions import Right, require
from congvu.rules.ledger import Action


def state_unit_kind(*, actor: Official, at: datetime, unit: Unit, kind: UnitKind) -> None:
    """Say whether what the unit settles is counted as the place's own; inside the transaction of a take-over."""
    require(actor, Right.SET_UP_PLACE, localdate(at), unit)
    unit.kind = kind
    unit.save(update_fields=["kind"])
    ledger.append(
        action=Action.OFFICES_UNIT_KIND_STATED, subject=f"unit:{unit.code}:{localdate(at).year}", unit=unit.code,
        actor=actor.login, at=at, facts={"unit": unit.code, "kind": kind.value},
    )  # fmt: skip
