"""Publishing what a procedure's fees are (công bố mức thu): a new version, never an edit of the one in force."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from congvu.offices.commands import publish_procedure
from congvu.offices.models import Official, Procedure, ProcedureVersion
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken

CARRIED = (
    "settling_unit", "term", "commitment", "supplement_policy", "steps", "papers", "fee", "basis", "source",
    "confidence", "valid_to",
)  # fmt: skip


@transaction.atomic
def publish_fees(
    *, actor: Official, at: datetime, slug: str, valid_from: date, fees: Sequence[Mapping[str, Any]]
) -> ProcedureVersion:
    """Publish the fees of a procedure from a day on; dossiers received before keep what was in force for them.

    Everything else of the version is carried over. Raises: RuleBroken `rights.missing`, `fee.starts_too_early`,
    `fee.not_in_force`, `fee.rate_unreadable`.
    """
    require(actor, Right.SET_UP_PLACE, localdate(at))
    procedure = Procedure.objects.select_for_update().get(slug=slug)
    last = procedure.versions.order_by("-valid_from").first()
    if valid_from <= localdate(at) or last is None or valid_from <= last.valid_from:
        raise RuleBroken("fee.starts_too_early", first=max(localdate(at), last.valid_from if last else localdate(at)))
    if last.valid_to is not None and last.valid_to < valid_from:
        raise RuleBroken("fee.not_in_force", procedure=procedure.name)
    terms = {name: getattr(last, name) for name in CARRIED} | {"fees": list(fees)}
    last.valid_to = valid_from - timedelta(days=1)
    last.save(update_fields=["valid_to"])
    named = {"slug": procedure.slug, "name": procedure.name}
    return publish_procedure(actor=actor, at=at, procedure=named, valid_from=valid_from, terms=terms)
