"""The counts of a unit taken apart: passing through it, by procedure, by unit below, by who answers for the time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from congvu.dossiers.choice import OUTSIDE, OWN_UNITS
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier
from congvu.indicators.queries.counts import Counted, Figure, Scope, total, touched
from congvu.offices.models import OUTSIDE_KINDS, Unit
from congvu.rules.scoring import Comparison, Rate, against_common

PASSING = tuple(slug for slug, group in GROUPS.items() if group.unit_field != "settling_unit")


def passing(scope: Scope) -> list[Figure]:
    """What passes through the unit whoever settles it: what was received, what lies and waits here.

    None for the whole place, where everything passes, and none if nothing does.
    """
    if scope.unit.parent_id is None:
        return []
    path, conditions = scope.unit.path, {slug: GROUPS[slug].condition(scope.window) for slug in PASSING}
    where = {slug: Q(**{f"{GROUPS[slug].unit_field}__path__startswith": path}) for slug in PASSING}
    columns = {slug.replace("-", "_"): Count("pk", filter=conditions[slug] & where[slug]) for slug in PASSING}
    found = Dossier.objects.filter(touched(scope.window)).aggregate(**columns)
    sums = {slug: int(found[slug.replace("-", "_")]) for slug in PASSING}
    return [scope.figure(slug, count) for slug, count in sums.items()] if any(sums.values()) else []


@dataclass(frozen=True)
class ProcedureCounts:
    """One procedure's counts: what came, what lies there now, what was finished and how it kept its dates.

    Finished are the early, those of the day, the late, and those without a due date.
    """

    slug: str
    name: str
    received: Figure
    open: Figure
    overdue: Figure
    behind: Figure
    finished: Figure
    early: Figure
    on_the_day: Figure
    late: Figure
    late_to_commitment: Figure

    @property
    def all(self) -> tuple[Figure, ...]:
        """In the order of the table."""
        return (
            self.received, self.open, self.overdue, self.behind, self.finished, self.early, self.on_the_day, self.late,
            self.late_to_commitment,
        )  # fmt: skip


# The groups of `ProcedureCounts`, in its order.
OF_A_PROCEDURE = (
    "tiep-nhan", "dang-giai-quyet", "qua-han", "dang-cham-cam-ket", "xong", "truoc-han", "dung-han", "xong-qua-han",
    "cham-cam-ket",
)  # fmt: skip


def by_procedure(scope: Scope, rows: Iterable[Counted]) -> list[ProcedureCounts]:
    """The procedures that have anything in the period or lie there now, the most overdue and late first."""
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    for row in rows:
        key = (row.name_key, row.procedure, row.name)
        sums[key] = sums.get(key, Counter()) + row.counts
    lines = []
    for (_key, slug, name), counts in sorted(sums.items()):
        if counts["tong-tiep-nhan"] or counts["xong"] or counts["dang-giai-quyet"]:
            asked = (scope.figure(one, counts[one], thu_tuc=slug) for one in OF_A_PROCEDURE)
            lines.append(ProcedureCounts(slug, name, *asked))
    return sorted(lines, key=lambda line: (-line.overdue.count, -line.late.count))


@dataclass(frozen=True)
class UnitCounts:
    """One unit directly below: what lies there, and its rate beside the common one; never a rank."""

    unit: Unit
    open: Figure
    overdue: Figure
    dated: Figure
    on_time: Rate
    comparison: Comparison


def by_unit(scope: Scope, rows: list[Counted], common: Rate) -> list[UnitCounts]:
    """The units directly below that have any dossier, in the order of their names."""
    lines = []
    for unit in scope.unit.children.order_by("name_key"):
        sums = total(row for row in rows if row.path.startswith(unit.path))
        if sums["tong-tiep-nhan"] or sums["xong"] or sums["dang-giai-quyet"]:
            rate = Rate(sums["xong-trong-han"], sums["xong-co-han"])
            asked = ("dang-giai-quyet", "qua-han", "xong-co-han")
            lying, overdue, dated = (scope.figure(slug, sums[slug], unit=unit.code) for slug in asked)
            lines.append(UnitCounts(unit, lying, overdue, dated, rate, against_common(rate, common.value or 0.0)))
    return lines


@dataclass(frozen=True)
class Charged:
    """What is charged to the place's own units, or to bodies outside it (ngành dọc, cấp tỉnh)."""

    is_outside: bool
    open: Figure
    overdue: Figure
    finished: Figure
    late: Figure


def by_charged(scope: Scope, rows: Iterable[Counted]) -> list[Charged]:
    """The same dossiers parted by who answers for the time; none where all are of one kind."""
    paths = tuple(Unit.objects.filter(kind__in=OUTSIDE_KINDS).values_list("path", flat=True))
    sums: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for row in rows:
        sums[row.path.startswith(paths)] += row.counts
    if not all(sum(counts.values()) for counts in sums.values()):
        return []
    asked = ("dang-giai-quyet", "qua-han", "xong", "xong-qua-han")
    words = {False: OWN_UNITS, True: OUTSIDE}
    return [
        Charged(outside, *(scope.figure(slug, counts[slug], tinh_cho=words[outside]) for slug in asked))
        for outside, counts in sums.items()
    ]
