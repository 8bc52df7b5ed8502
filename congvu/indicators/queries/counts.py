"""Counts of dossiers by group: one pass over the table for a unit, its procedures and the units below it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise

from congvu.dossiers.conditions import Window
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, DossierQuerySet
from congvu.offices.models import Unit
from congvu.rules.dossier import State

APART = ("qua-buoc", "cho-ky", "cho-van-thu")  # counted by their own queries
CHARGED = tuple(
    slug
    for slug, group in GROUPS.items()
    if group.unit_field == "settling_unit" and not group.is_of_report and slug not in APART
)


@dataclass(frozen=True)
class Figure:
    """A count, the group it counts, and the address of the list with exactly these dossiers."""

    slug: str
    count: int
    address: str

    @property
    def label(self) -> str | Promise:
        return GROUPS[self.slug].label

    @property
    def meaning(self) -> str | Promise:
        return GROUPS[self.slug].meaning


@dataclass(frozen=True)
class Scope:
    """Whose figures, over which period."""

    unit: Unit
    window: Window

    @property
    def rows(self) -> DossierQuerySet:
        """The dossiers charged to the unit or to one below it."""
        rows: DossierQuerySet = Dossier.objects.of_unit(self.unit)
        return rows

    def figure(self, slug: str, count: int, *, unit: str = "", **narrowed: str) -> Figure:
        """A count with its list; `narrowed` are further parameters of the list's address."""
        asked = {"nhom": slug, "don-vi": unit or self.unit.code}
        if GROUPS[slug].is_of_period:
            asked |= {"tu": f"{self.window.first:%d/%m/%Y}", "den": f"{self.window.last:%d/%m/%Y}"}
        asked |= {name.replace("_", "-"): value for name, value in narrowed.items()}
        return Figure(slug, count, f"{reverse('dossiers:list')}?{urlencode(asked, safe='/')}")


@dataclass(frozen=True)
class Counted:
    """What one unit itself counts of one procedure."""

    procedure: str
    name: str
    name_key: str
    path: str
    counts: Counter[str]


def touched(window: Window) -> Q:
    """Dossiers that any group of this period can hold; older ones, long finished, are not read."""
    lying = Q(finished_at=None) | Q(state=State.RESULT_READY)
    return lying | Q(finished_on__gte=window.first) | Q(received_on__gte=window.first)


def counted(scope: Scope) -> list[Counted]:
    """Every group charged to the unit, by procedure and settling unit: one query."""
    keys = [f"procedure_version__procedure__{name}" for name in ("slug", "name", "name_key")]
    columns = {slug.replace("-", "_"): Count("pk", filter=GROUPS[slug].condition(scope.window)) for slug in CHARGED}
    rows = scope.rows.filter(touched(scope.window)).order_by().values_list(*keys, "settling_unit__path")
    found = []
    for slug, name, key, path, *counts in rows.annotate(**columns):
        found.append(Counted(slug, name, key, path, Counter(dict(zip(CHARGED, counts, strict=True)))))
    return found


def total(rows: Iterable[Counted]) -> Counter[str]:
    """The sums over rows."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums += row.counts
    return sums
