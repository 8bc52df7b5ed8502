"""My work: what lies with me and what waits in my unit for somebody, the most urgent first."""

from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.models import Batch, Dossier
from congvu.dossiers.my_work import desk_of, lists_for, of_the_desk, uncollected
from congvu.dossiers.signings import calls
from congvu.offices.fitting import held_and_lent
from congvu.offices.staff import official_of
from congvu.rules.batch import BatchState


@login_required
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """My work (việc của tôi): mine and what waits in my unit for somebody, the most urgent first."""
    now, official = clock.now(), official_of(request)
    today = localdate(now)
    mine = [post.unit_id for post in chain.from_iterable(held_and_lent(official, today))]
    visible = Dossier.objects.visible_to(official, today)
    desk, ready = desk_of(of_the_desk(visible, official, mine), now), uncollected(visible, mine, now)
    groups = [*desk.groups, ready] if ready.rows else desk.groups
    is_cut = any(group.count > len(group.rows) for group in groups)
    context = {
        "groups": groups, "count": desk.total, "has_overdue": any(group.slug == "qua-han" for group in groups),
        "incoming": Batch.objects.filter(to_unit__in=mine, state=BatchState.SENT).count(),
        "signing": calls(official, today), "saved": official.saved_filters.order_by("name_key"),
        "following": desk.following, "rest": lists_for(official, mine) if is_cut else [],
    }  # fmt: skip
    return render(request, "dossiers/work.html", context)
