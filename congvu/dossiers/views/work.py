"""My work: what lies with me and what waits in my unit for somebody, the most urgent first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.models import Batch, Dossier
from congvu.dossiers.rows import RELATED, Row, rows_of
from congvu.dossiers.signings import calls
from congvu.offices.fitting import held_and_lent
from congvu.offices.staff import official_of
from congvu.rules.batch import BatchState
from congvu.rules.dossier import State
from congvu.rules.standing import Timing


@dataclass(frozen=True)
class RowGroup:
    """Rows under one head; without a label they stand alone. `kind` is the badge the head wears."""

    rows: Sequence[Row]
    slug: str = ""
    label: str | Promise = ""
    kind: str = ""


@dataclass(frozen=True)
class Head:
    """A group of the work queue, and which open rows belong to it."""

    slug: str
    label: Promise
    kind: str
    holds: Callable[[Row, date], bool]


def _in_time(*timings: Timing, today: bool) -> Callable[[Row, date], bool]:
    return lambda row, on: row.standing.timing in timings and (row.dossier.due_on == on) is today


def _standing(timing: Timing) -> Callable[[Row, date], bool]:
    return lambda row, on: row.standing.timing == timing


HEADS = (
    Head("qua-han", _("Quá hạn"), "late", _standing(Timing.OVERDUE)),
    Head("hom-nay", _("Đến hạn hôm nay"), "soon", _in_time(Timing.DUE_SOON, Timing.ON_TIME, today=True)),
    Head("sap-den-han", _("Sắp đến hạn"), "soon", _in_time(Timing.DUE_SOON, today=False)),
    Head("con-thoi-gian", _("Còn thời gian"), "ok", _in_time(Timing.ON_TIME, today=False)),
    Head("khong-han", _("Không có hạn"), "done", _standing(Timing.NO_DUE)),
    Head("tam-dung", _("Chờ, tạm dừng tính hạn"), "wait", _standing(Timing.PAUSED)),
)


def grouped(rows: list[Row], today: date) -> list[RowGroup]:
    """Open rows under their heads, overdue longest first, then the least working time left; empty heads left out."""
    ordered = sorted(rows, key=lambda row: row.standing.seconds)
    found = [RowGroup([r for r in ordered if h.holds(r, today)], h.slug, h.label, h.kind) for h in HEADS]
    return [group for group in found if group.rows]


@login_required
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """My work (việc của tôi): mine and what waits in my unit for somebody, the most urgent first."""
    now, official = clock.now(), official_of(request)
    today = localdate(now)
    mine = [post.unit_id for post in chain.from_iterable(held_and_lent(official, today))]
    visible = Dossier.objects.visible_to(official, today).select_related(*RELATED)
    waiting = Q(holder=official) | Q(holder=None, unit__in=mine)
    rows = rows_of(list(visible.filter(waiting).open()[:500]), now)
    ready = visible.filter(unit__in=mine, state=State.RESULT_READY).order_by("finished_at")[:100]
    groups = grouped(rows, today)
    if ready:
        groups.append(RowGroup(rows_of(list(ready), now), "cho-tra", _("Có kết quả, chờ trả"), "done"))
    context = {
        "groups": groups, "count": len(rows), "has_overdue": any(group.slug == "qua-han" for group in groups),
        "incoming": Batch.objects.filter(to_unit__in=mine, state=BatchState.SENT).count(),
        "signing": calls(official, today),
        "saved": official.saved_filters.order_by("name_key"),
        "following": min((d for r in rows if (d := r.dossier.due_at) and d > now), default=None),
    }  # fmt: skip
    return render(request, "dossiers/work.html", context)
