"""The counter's first page: find the procedure by a few letters, Enter opens it."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.queue import queue_of
from congvu.dossiers.views.counter import counter_of
from congvu.dossiers.visiting import lines_of, visit_named
from congvu.offices.models import Procedure
from congvu.offices.staff import official_of
from congvu.rules.vietnamese import fold, initials

SHOWN = 20


def found_procedures(text: str) -> list[Procedure]:
    """Procedures whose code, name or initials hold every word typed, marks or no marks; the nearest first."""
    wanted = Q(is_imported=False)
    for word in fold(text).split():
        wanted &= Q(search_key__contains=word)
    found = Procedure.objects.filter(wanted).order_by("name_key")
    return sorted(found[:200], key=lambda one: _distance(one, fold(text)))[:SHOWN]


def _distance(procedure: Procedure, typed: str) -> int:
    """0 where the code, the name or its end is what was typed (“khai sinh” or “ks” for Đăng ký khai sinh)."""
    if not typed:
        return 0
    name, letters = fold(procedure.name), initials(procedure.name)
    return 0 if typed == procedure.code or name.endswith(typed) or letters.endswith(typed) else 1


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the procedure (htmx replaces the list; without it the page is loaded again).

    Enter sends what was typed: one that fits is opened, of several the first has the cursor.
    """
    at, official = clock.now(), official_of(request)
    unit = counter_of(official, at)
    text = request.GET.get("q", "")[:100]
    visit = visit_named(request.GET.get("luot", ""), unit, at)
    context: dict[str, object] = {"q": text, "procedures": (found := found_procedures(text)), "visit": visit}
    if getattr(request, "htmx", False):
        return render(request, "dossiers/choose_list.html", context)
    if text and len(found) == 1:
        kept = f"?{urlencode({'luot': visit.pk})}" if visit else ""
        return redirect(reverse("dossiers:accept_one", args=[found[0].slug]) + kept)
    context |= {"is_sent": bool(text and found), "queue": queue_of(unit, at), **lines_of(visit, official, at)}
    return render(request, "dossiers/choose.html", context)
