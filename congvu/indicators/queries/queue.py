"""How long people waited for their number (thời gian chờ gọi số): by day and over a period; numbers, never names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from congvu.dossiers.models import Ticket
from congvu.offices.models import Unit
from congvu.rules.scoring import percentile
from congvu.rules.ticket import TicketState

Row = tuple[date, str, datetime, datetime | None]


@dataclass(frozen=True)
class Waited:
    """Tickets of a day, or of the whole period (`on` None): waiting ends with the first call. Units: seconds.

    `uncalled` went home without being called, or still wait.
    """

    on: date | None
    taken: int
    skipped: int
    uncalled: int
    median: float | None
    p90: float | None
    longest: int | None

    @classmethod
    def of(cls, on: date | None, rows: Iterable[Row]) -> "Waited":
        rows = list(rows)
        waits = [int((called - taken).total_seconds()) for _on, _state, taken, called in rows if called]
        states = [state for _on, state, _taken, _called in rows]
        return cls(
            on, len(rows), states.count(TicketState.SKIPPED), states.count(TicketState.WAITING),
            percentile(waits, 0.5), percentile(waits, 0.9), max(waits, default=None),
        )  # fmt: skip


def waited(unit: Unit, first: date, last: date) -> tuple[list[Waited], Waited]:
    """Each day with tickets of a unit and those below it, the newest first, and all of them together."""
    rows = Ticket.objects.filter(unit__path__startswith=unit.path, on__gte=first, on__lte=last).order_by("-on")
    found: list[Row] = list(rows.values_list("on", "state", "taken_at", "called_at"))
    by_day: dict[date, list[Row]] = {}
    for row in found:
        by_day.setdefault(row[0], []).append(row)
    return [Waited.of(on, of_day) for on, of_day in by_day.items()], Waited.of(None, found)
