"""Working time lived and worked: medians and 90 per cent points, each dossier by its own calendar version.

A calendar published later therefore never moves the figures of a closed period.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from congvu.dossiers.filed import WAITING_FROM
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.rows import calendar_used
from congvu.indicators.queries.counts import Scope
from congvu.offices.models import CalendarVersion
from congvu.rules.dossier import ENDED_WITHOUT_RESULT
from congvu.rules.scoring import percentile
from congvu.rules.working_time import Calendar

# Only the newest so many are measured, so that a page over many years still opens at once; the page says so.
MEASURED = 5_000


@dataclass(frozen=True)
class Spread:
    """How durations spread (trung vị và mức 90 %). Units: working seconds; None where nothing was measured."""

    count: int
    median: float | None
    p90: float | None

    @classmethod
    def of(cls, seconds: Sequence[int]) -> "Spread":
        return cls(len(seconds), percentile(seconds, 0.5), percentile(seconds, 0.9))

    @property
    def is_cut(self) -> bool:
        """Were only the newest measured?"""
        return self.count >= MEASURED


def hours_of(versions: Collection[int | None], scope: Scope) -> Mapping[int | None, Calendar]:
    """The compiled calendars; a dossier without any due date is measured by the unit's calendar in force."""
    used = CalendarVersion.objects.in_bulk([pk for pk in versions if pk is not None])
    found: dict[int | None, Calendar] = {pk: version.hours for pk, version in used.items()}
    if None in versions:
        found[None] = scope.unit.calendar_in_force().hours
    return found


def lived(scope: Scope) -> dict[str, list[int]]:
    """By procedure, the working seconds from filing to result of each dossier finished in the period, pauses included.

    What was handed in at a counter is filed when it is received; online, the wait for acceptance belongs to it.
    A dossier whose source names the result before the receipt has no such time and is left out, and so is one that was
    stopped or withdrawn: it has no result.
    """
    done = GROUPS["xong"].rows(scope.rows, scope.window).filter(finished_at__gte=F("received_at"))
    done = done.exclude(state__in=ENDED_WITHOUT_RESULT)
    columns = ("procedure_version__procedure__slug", "calendar", "waiting_from", "finished_at")
    measured = done.annotate(calendar=calendar_used("pk"), waiting_from=WAITING_FROM).order_by("-finished_at")
    rows = list(measured.values_list(*columns)[:MEASURED])
    hours = hours_of({row[1] for row in rows}, scope)
    times: dict[str, list[int]] = {}
    for procedure, calendar, begin, end in rows:
        times.setdefault(procedure, []).append(hours[calendar].elapsed(begin, end))
    return times
