"""The figures of a unit over a period: counted from the groups of dossiers that the lists show, never stored.

`figures` puts the page together; counts, times and the dossiers to look at first have a module each.
"""

from dataclasses import dataclass
from datetime import datetime

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import DossierQuerySet
from congvu.dossiers.rows import Row
from congvu.indicators.queries.breakdown import (
    Charged,
    ProcedureCounts,
    UnitCounts,
    by_charged,
    by_procedure,
    by_unit,
    passing,
)
from congvu.indicators.queries.counts import Figure, Scope, counted, total
from congvu.indicators.queries.first_to_see import next_due, pressing
from congvu.indicators.queries.signatures import WaitingForSignature, signatures
from congvu.indicators.queries.steps import StepFigures, by_step
from congvu.indicators.queries.times import Spread, lived
from congvu.indicators.queries.waiting import WaitingOutside, waiting
from congvu.offices.models import Unit
from congvu.rules.scoring import Rate

__all__ = ["Figure", "ProcedureLine", "Scope", "UnitFigures", "charged_days", "figures"]

NOW = ("qua-han", "den-han-hom-nay", "dang-giai-quyet", "trong-han", "dang-cham-cam-ket", "tam-dung", "cho-tra")
CAME = ("tiep-nhan", "ky-truoc", "tong-tiep-nhan")
SETTLED = ("xong", "truoc-han", "dung-han", "xong-qua-han", "cham-cam-ket", "cuoi-ky")
LETTERS = ("gia-han", "xong-sau-han-dau", "dung-rut")


@dataclass(frozen=True)
class ProcedureLine:
    """One procedure: its counts, and how long its applicants lived with it (thời gian người dân chờ)."""

    counts: ProcedureCounts
    lived: Spread


@dataclass(frozen=True)
class UnitFigures:
    """All figures of one unit over one period (số liệu của đơn vị), each with the list behind it.

    `here` is what passes through the unit whoever settles it; everything else is what is charged to it.
    """

    scope: Scope
    now: list[Figure]
    came: list[Figure]
    settled: list[Figure]
    here: list[Figure]
    undated: list[Figure]
    letters: list[Figure]
    reversed_days: Figure
    in_time: Figure
    dated: Figure
    on_time: Rate
    lived: Spread
    procedures: list[ProcedureLine]
    units: list[UnitCounts]
    charged: list[Charged]
    steps: list[StepFigures]
    pressing: list[Row]
    next_due: datetime | None
    waiting: WaitingOutside
    signatures: WaitingForSignature

    @property
    def balances(self) -> bool:
        """What came equals what was settled and what is left (tổng tiếp nhận = đã giải quyết + còn lại)."""
        return self.came[-1].count == self.settled[0].count + self.settled[-1].count

    @property
    def settles(self) -> bool:
        """Was anything charged to this unit, or does it only receive and hand over?"""
        return any(figure.count for figure in (*self.now, *self.came, *self.settled, *self.undated))

    @property
    def is_empty(self) -> bool:
        return not self.settles and not self.here


def figures(unit: Unit, window: Window) -> UnitFigures:
    """The figures of a unit and of those below it; a constant number of queries."""
    scope = Scope(unit, window)
    rows = counted(scope)
    sums = total(rows)
    times = lived(scope)
    on_time = Rate(sums["xong-trong-han"], sums["xong-co-han"])
    undated = [scope.figure(slug, sums[slug]) for slug in ("dang-khong-han", "khong-han")]
    return UnitFigures(
        scope=scope,
        now=[scope.figure(slug, sums[slug]) for slug in NOW],
        came=[scope.figure(slug, sums[slug]) for slug in CAME],
        settled=[scope.figure(slug, sums[slug]) for slug in SETTLED],
        here=passing(scope),
        undated=[figure for figure in undated if figure.count],
        letters=[scope.figure(slug, sums[slug]) for slug in LETTERS if sums[slug]],
        reversed_days=scope.figure("nguoc-ngay", sums["nguoc-ngay"]),
        in_time=scope.figure("xong-trong-han", on_time.hits),
        dated=scope.figure("xong-co-han", on_time.total),
        on_time=on_time,
        lived=Spread.of([seconds for each in times.values() for seconds in each]),
        procedures=[ProcedureLine(one, Spread.of(times.get(one.slug, []))) for one in by_procedure(scope, rows)],
        units=by_unit(scope, rows, on_time),
        charged=by_charged(scope, rows),
        steps=by_step(scope),
        pressing=pressing(scope),
        next_due=next_due(scope) if not sums["qua-han"] and sums["trong-han"] else None,
        waiting=waiting(scope),
        signatures=signatures(scope),
    )


def charged_days(unit: Unit, window: Window) -> Window:
    """The period from the first dossier ever charged to the unit to this day; today alone where there is none."""
    rows: DossierQuerySet = Scope(unit, window).rows
    first = rows.order_by("received_on").values_list("received_on", flat=True).first()
    ended = rows.exclude(finished_on=None).order_by("finished_on").values_list("finished_on", flat=True).first()
    days = [on for on in (first, ended) if on is not None]
    return Window(min(days, default=window.today), window.today, window.at, window.today)
