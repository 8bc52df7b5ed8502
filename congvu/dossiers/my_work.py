"""What lies on a desk (việc của tôi): each group counted whole in SQL, its first rows shown, the most urgent first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.dossiers.choice import NONE
from congvu.dossiers.conditions import Window, overdue, waiting_for_collection, within
from congvu.dossiers.models import DossierQuerySet
from congvu.dossiers.rows import RELATED, Row, rows_of
from congvu.offices.models import Official, Unit
from congvu.rules.standing import Timing

SHOWN = 200  # of each part: nobody reads further on one page
URGENT = (F("due_at").asc(nulls_last=True), "received_at", "pk")


@dataclass(frozen=True)
class RowGroup:
    """Rows under one head; without a label they stand alone. `kind` is the badge the head wears.

    `total` is all that belong there, where not all are shown.
    """

    rows: Sequence[Row]
    slug: str = ""
    label: str | Promise = ""
    kind: str = ""
    total: int = 0

    @property
    def count(self) -> int:
        return max(self.total, len(self.rows))


@dataclass(frozen=True)
class Desk:
    """The open work of one desk by groups; `following` is the next due instant of a clock that runs."""

    groups: Sequence[RowGroup]
    total: int
    following: datetime | None

    @property
    def shown(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def _parts(w: Window) -> Mapping[str, Q]:
    """The open dossiers parted so that each is in exactly one; `later` is parted further by working time."""
    running = within(w) & Q(paused_at=None)
    return {
        "overdue": overdue(w),
        "today": running & Q(due_on=w.today),
        "later": running & ~Q(due_on=w.today),
        "undated": Q(finished_at=None, due_at=None),
        "paused": within(w) & Q(paused_at__isnull=False),
    }


def desk_of(waiting: DossierQuerySet, now: datetime) -> Desk:
    """The groups of what waits on a desk, empty ones left out; a fixed number of questions to the database."""
    on = localdate(now)
    parts, ahead = _parts(Window(on, on, now, on)), Q(paused_at=None, due_at__gt=now)
    counts = waiting.aggregate(
        following=Min("due_at", filter=ahead), **{name: Count("pk", filter=one) for name, one in parts.items()}
    )
    urgent = waiting.select_related(*RELATED).order_by(*URGENT)
    shown = [one for name, part in parts.items() if counts[name] for one in urgent.filter(part)[:SHOWN]]
    rows: dict[str, list[Row]] = {}
    for row in rows_of(shown, now):
        rows.setdefault(_part_of(row, on), []).append(row)
    following = counts.pop("following")
    return Desk([group for group in _groups(rows, counts) if group.rows], sum(counts.values()), following)


def _part_of(row: Row, on: date) -> str:
    """The part a row was found in, said by its standing."""
    timing = row.standing.timing
    found = {Timing.OVERDUE: "overdue", Timing.NO_DUE: "undated", Timing.PAUSED: "paused"}.get(timing)
    if found is None:
        found = "today" if row.dossier.due_on == on else "soon" if timing == Timing.DUE_SOON else "left"
    return found


def _groups(rows: Mapping[str, list[Row]], counts: Mapping[str, int]) -> Iterable[RowGroup]:
    """Overdue longest first, then the least working time left."""
    soon, left = len(rows.get("soon", [])), len(rows.get("left", []))
    rest = counts["later"] - soon - left  # not shown: later than everything that is
    totals = {**counts, "soon": soon + (0 if left else rest), "left": left + (rest if left else 0)}
    heads = (
        ("qua-han", gettext_lazy("Quá hạn"), "late", "overdue"),
        ("hom-nay", gettext_lazy("Đến hạn hôm nay"), "soon", "today"),
        ("sap-den-han", gettext_lazy("Sắp đến hạn"), "soon", "soon"),
        ("con-thoi-gian", gettext_lazy("Còn thời gian"), "ok", "left"),
        ("khong-han", gettext_lazy("Không có hạn"), "done", "undated"),
        ("tam-dung", gettext_lazy("Chờ, tạm dừng tính hạn"), "wait", "paused"),
    )
    for slug, label, kind, name in heads:
        ordered = sorted(rows.get(name, []), key=lambda row: row.standing.seconds)
        yield RowGroup(ordered, slug, label, kind, totals[name])


def uncollected(visible: DossierQuerySet, units: Sequence[int], now: datetime) -> RowGroup:
    """Results that wait in these units to be fetched, the oldest first."""
    on = localdate(now)
    ready = visible.filter(waiting_for_collection(Window(on, on, now, on)), unit__in=units)
    shown = ready.select_related(*RELATED).order_by("finished_at", "pk")[:SHOWN]
    label = gettext_lazy("Có kết quả, chờ trả")
    return RowGroup(rows_of(list(shown), now), "cho-tra", label, "done", ready.count())


def lists_for(official: Official, units: Iterable[int]) -> list[tuple[str, str]]:
    """Where all of it stands: what this person holds, and of each unit what nobody holds and what is to be fetched."""

    def address(**asked: str) -> str:
        return reverse("dossiers:list") + "?" + urlencode({name.replace("_", "-"): v for name, v in asked.items()})

    found = [(_("Hồ sơ bạn đang giữ"), address(nhom="dang-giai-quyet", can_bo=official.login, sap_xep="han"))]
    for unit in Unit.objects.filter(pk__in=set(units)).order_by("name_key"):
        said, here = {"unit": unit.name}, {"don_vi": unit.code}
        nobodys = address(nhom="nam-tai-day", can_bo=NONE, sap_xep="han", **here)
        found.append((_("Chưa giao cho ai, %(unit)s") % said, nobodys))
        found.append((_("Có kết quả chờ trả, %(unit)s") % said, address(nhom="cho-tra-tai-day", **here)))
    return found


def of_the_desk(visible: DossierQuerySet, official: Official, units: Sequence[int]) -> DossierQuerySet:
    """Open: with this person, or with nobody in one of the units."""
    waiting: DossierQuerySet = visible.filter(Q(holder=official) | Q(holder=None, unit__in=units)).open()
    return waiting

