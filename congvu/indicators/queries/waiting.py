"""What a unit's open dossiers wait for outside its desks (niêm yết, cơ quan khác, nghĩa vụ tài chính), now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from congvu.dossiers.land import counts, waiting_outside
from congvu.dossiers.models import Dossier
from congvu.dossiers.waits import Wait, waits_of
from congvu.indicators.queries.counts import Scope

SHOWN = 10


@dataclass(frozen=True)
class WaitingOutside:
    """How many wait for what (`kinds`: filter of the land page, label, count), and the oldest with their lines."""

    count: int
    kinds: Sequence[tuple[str, Promise, int]]
    lines: Sequence[tuple[Dossier, Sequence[Wait]]]


def waiting(scope: Scope) -> WaitingOutside:
    """The dossiers charged to the unit, or to one below it, that wait outside; nothing is counted where none waits."""
    rows = waiting_outside(scope.unit)
    count = rows.count()
    if not count:
        return WaitingOutside(0, [], [])
    oldest = list(rows.select_related("procedure_version__procedure", "unit").order_by("received_at", "pk")[:SHOWN])
    waits = waits_of(oldest, scope.window.at)
    kinds = [one for one in counts(rows, scope.window.at, scope.window.today) if one[2]]
    return WaitingOutside(count, kinds, [(one, waits[one.pk]) for one in oldest])
