"""The settlement report (biểu II.06a): counted by lĩnh vực, unit or procedure; every number has its list.

It is the report of who settles: what bodies outside the place (ngành dọc, cấp tỉnh) settle stands apart, by body.
A period that has ended is judged as of its end. Which units are outside is read as they are today.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from congvu.dossiers.choice import NONE, OUTSIDE, OWN_UNITS
from congvu.dossiers.conditions import Window
from congvu.dossiers.groups import GROUPS
from congvu.indicators.queries.counts import Figure, Scope, touched
from congvu.offices.models import OUTSIDE_KINDS, Unit
from congvu.rules.settlement_report import (
    COLUMNS,
    INVARIANTS,
    Break,
    Invariant,
    Row,
    broken,
    carried_over_agrees,
    total,
)
from congvu.rules.vietnamese import sort_key

GROUP_OF: Mapping[int, str] = {
    3: "tong-tiep-nhan", 4: "truc-tuyen", 5: "truc-tiep", 6: "ky-truoc",
    7: "xong", 8: "truoc-han", 9: "dung-han", 10: "xong-qua-han",
    11: "cuoi-ky", 12: "cuoi-ky-trong-han", 13: "cuoi-ky-qua-han",
}  # fmt: skip
# What keeps a sum of the form from holding: the dossiers of this group, and no others.
CULPRITS: Mapping[Invariant, str] = dict(
    zip(INVARIANTS, ("", "khong-han", "cuoi-ky-khong-han", "lech-ky"), strict=True)
)
NAMED = 20


class By(StrEnum):
    """What the rows are."""

    FIELD = "linh-vuc"
    UNIT = "don-vi"
    PROCEDURE = "thu-tuc"


@dataclass(frozen=True)
class Line:
    """One row of the form with the list behind each number."""

    row: Row
    figures: Mapping[int, Figure]

    @property
    def cells(self) -> list[Figure]:
        """The figures in the order of the columns, from the third."""
        return [self.figures[column] for column in COLUMNS]


@dataclass(frozen=True)
class Culprit:
    """The dossiers that keep a sum from holding, the first of them by name."""

    figure: Figure
    dossiers: list[tuple[int, str]]


@dataclass(frozen=True)
class Check:
    """One sum of the form over all rows: does it hold, where not, and because of which dossiers."""

    invariant: Invariant
    breaks: list[Break]
    culprit: Culprit | None


@dataclass(frozen=True)
class Report:
    """The report of one unit over one period; `outside`: what came here and other bodies settle, not counted in it."""

    scope: Scope
    by: By
    lines: list[Line]
    total: Line
    checks: list[Check]
    carried_wrong: list[str]
    outside: "Report | None" = None

    @property
    def is_balanced(self) -> bool:
        """Do all its sums hold? The part of other bodies is asked by itself."""
        return not self.carried_wrong and not any(check.breaks for check in self.checks)

    @property
    def has_ended(self) -> bool:
        return self.scope.window.last < self.scope.window.today


@dataclass(frozen=True)
class _Key:
    """A row's name in Vietnamese order, and what its lists are narrowed by."""

    order: str
    name: str
    unit: str = ""
    narrowed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Part:
    """What one table counts: which of the unit's dossiers, in which rows, and what its lists are narrowed by."""

    by: By
    condition: Q
    narrowed: tuple[tuple[str, str], ...] = ()
    is_outside: bool = False


def settlement_report(scope: Scope, by: By) -> Report:
    """The report; a constant number of queries. A body outside the place reports all it settles."""
    if scope.unit.is_outside:
        return _report(scope, _Part(by, Q()))
    theirs = Q(settling_unit__kind__in=OUTSIDE_KINDS)
    apart = _report(scope, _Part(By.UNIT, theirs, (("tinh_cho", OUTSIDE),), is_outside=True))
    own = _Part(by, ~theirs, (("tinh_cho", OWN_UNITS),))
    return _report(scope, own, apart if apart.lines else None)


def _report(scope: Scope, part: _Part, outside: Report | None = None) -> Report:
    sums = _sums(scope, part)
    lines = [_line(scope, part, key, counts) for key, counts in sorted(sums.items(), key=lambda pair: pair[0].order)]
    rows = [line.row for line in lines]
    whole = total(rows, _("Tổng cộng"))
    narrowed = dict(part.narrowed)
    figures = {column: scope.figure(GROUP_OF[column], whole.counts[column], **narrowed) for column in COLUMNS}
    breaks = broken([*rows, whole])
    return Report(
        scope, part.by, lines, Line(whole, figures),
        [_check(scope, part, one, [each for each in breaks if each.invariant is one]) for one in INVARIANTS],
        carried_over_agrees({key.name: counts["truoc-do"] for key, counts in sums.items()}, rows), outside,
    )  # fmt: skip


def _line(scope: Scope, part: _Part, key: _Key, counts: Counter[str]) -> Line:
    row = Row(key.name, {column: counts[GROUP_OF[column]] for column in COLUMNS})
    narrowed = dict(part.narrowed + key.narrowed)
    figures = {
        column: scope.figure(GROUP_OF[column], row.counts[column], unit=key.unit, **narrowed) for column in COLUMNS
    }
    return Line(row, figures)


def _sums(scope: Scope, part: _Part) -> dict[_Key, Counter[str]]:
    """The counts by row; `truoc-do` is what was left when the period before ended."""
    window = scope.window
    day_before = window.first - timedelta(days=1)
    before = Window(day_before, day_before, window.at, window.today)
    conditions = {slug: GROUPS[slug].condition(window) for slug in GROUP_OF.values()}
    conditions["truoc-do"] = GROUPS["cuoi-ky"].condition(before)
    columns = {slug.replace("-", "_"): Count("pk", filter=one) for slug, one in conditions.items()}
    names = [f"procedure_version__procedure__{name}" for name in ("field", "slug", "name", "name_key")]
    rows = scope.rows.filter(touched(window), part.condition).order_by().values_list(*names, "settling_unit__path")
    keys = _Keys(scope, part)
    sums: dict[_Key, Counter[str]] = {}
    for field, slug, name, name_key, path, *counts in rows.annotate(**columns):
        if any(counts):
            key = keys.of(field, slug, name, name_key, path)
            sums[key] = sums.get(key, Counter()) + Counter(dict(zip(conditions, counts, strict=True)))
    return sums


class _Keys:
    """Which row a counted group belongs to."""

    def __init__(self, scope: Scope, part: _Part) -> None:
        self.scope, self.by = scope, part.by
        self.below: list[Unit] = []
        if part.is_outside:
            bodies = Unit.objects.filter(kind__in=OUTSIDE_KINDS, path__startswith=scope.unit.path)
            self.below = list(bodies.order_by("name_key"))
        elif part.by is By.UNIT:
            self.below = list(scope.unit.children.order_by("name_key"))

    def of(self, field: str, slug: str, name: str, name_key: str, path: str) -> _Key:
        if self.by is By.FIELD:
            shown = field or _("Chưa ghi lĩnh vực")
            return _Key(sort_key(shown), shown, narrowed=(("linh_vuc", field or NONE),))
        if self.by is By.PROCEDURE:
            return _Key(f"{name_key} {slug}", name, narrowed=(("thu_tuc", slug),))
        for unit in self.below:
            if path.startswith(unit.path):
                return _Key(unit.name_key, unit.name, unit=unit.code)
        alone = _("%(unit)s (trực tiếp giải quyết)") % {"unit": self.scope.unit.name}
        return _Key("", alone, narrowed=(("rieng", "1"),))


def _check(scope: Scope, part: _Part, invariant: Invariant, breaks: list[Break]) -> Check:
    slug = CULPRITS[invariant]
    if not breaks or not slug:
        return Check(invariant, breaks, None)
    rows = GROUPS[slug].rows(scope.rows.filter(part.condition), scope.window).order_by("code")
    named = list(rows.values_list("pk", "code")[:NAMED])
    return Check(invariant, breaks, Culprit(scope.figure(slug, rows.count(), **dict(part.narrowed)), named))

