"""The search box of every staff page. What was typed is a person's name more often than not: it is posted, kept in the
session, and never stands in an address or a log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers.finding import find, hits
from congvu.dossiers.models import Dossier
from congvu.dossiers.rows import RELATED
from congvu.offices.lists import paged
from congvu.offices.staff import official_of
from congvu.rules import search
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 30
KEPT = "tim"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """Search (tìm hồ sơ): a post takes what was typed, the page shows the hits with where each is."""
    official, today = official_of(request), localdate(clock.now())
    if request.method == "POST":
        request.session[KEPT] = request.POST.get("q", "")[:100]
        code = request.session[KEPT].strip().upper()
        exact = Dossier.objects.visible_to(official, today).filter(code=code).values_list("pk", flat=True).first()
        return redirect("dossiers:detail", pk=exact) if exact else redirect("dossiers:find")
    typed = request.session.get(KEPT, "")
    context: dict[str, object] = {"typed": typed, "said": ""}
    if typed:
        try:
            asked = search.read(typed)
        except RuleBroken as refusal:
            context["said"] = sentence(refusal, _)
        else:
            found = paged(request, find(Dossier.objects.visible_to(official, today), asked), PAGE)
            keys = list(found["page"].object_list)
            rows = Dossier.objects.select_related(*RELATED, "applicant").in_bulk(keys)
            context |= found | {"hits": hits([rows[pk] for pk in keys], asked)}
    return render(request, "dossiers/find.html", context)
