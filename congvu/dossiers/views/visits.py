"""A visit at the counter: the card read for the form, the page after reception, all its receipts in one PDF."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from congvu import clock
from congvu.dossiers.commands import note_readings
from congvu.dossiers.fees import beside_of
from congvu.dossiers.models import ReadingHow, Visit
from congvu.dossiers.printed_receipts import receipts_in_one
from congvu.dossiers.queue import queue_of
from congvu.dossiers.views.counter import counter_of
from congvu.dossiers.views.reading import own_dossier
from congvu.dossiers.visiting import dossiers_of, lines_of
from congvu.offices.permissions import Right, has_right
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.rules import citizen_card
from congvu.rules.errors import RuleBroken
from congvu.rules.papers_asked import missing_required
from congvu.sentences import sentence


@login_required
@never_cache
@require_POST
def read_card(request: HttpRequest) -> HttpResponse:
    """What a card's text says, for the form to show; nothing of it is kept."""
    at = clock.now()
    counter_of(official_of(request), at)
    try:
        card = citizen_card.read(request.POST.get("card", ""), localdate(at))
    except RuleBroken as refusal:
        return JsonResponse({"said": sentence(refusal, _)}, status=422)
    seen = f"{card.name} · {card.born_on:%d/%m/%Y} · {card.sex}"
    return JsonResponse({"name": card.name, "id_number": card.number, "address": card.address, "seen": seen})


@login_required
@require_GET
def accepted(request: HttpRequest, pk: int) -> HttpResponse:
    """After reception: the code, the QR, the two dates, the receipt to print, and the next dossier of the visit."""
    at, official = clock.now(), official_of(request)
    dossier = own_dossier(request, pk)
    item = getattr(dossier, "visit_item", None)
    visit = item.visit if item and localdate(item.visit.begun_at) == localdate(at) else None
    receiving = has_right(official, Right.ACCEPT_DOSSIER, localdate(at), dossier.received_unit)
    context = {
        "dossier": dossier, **lines_of(visit, official, at),
        **beside_of(dossier), "receiving": receiving,
        "lacking": missing_required(dossier.procedure_version.papers, dossier.papers),
        "queue": queue_of(dossier.received_unit, at) if receiving else None,
    }  # fmt: skip
    return render(request, "dossiers/accepted.html", context)


@login_required
@require_GET
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipts of a visit's dossiers in one PDF, in the order of reception."""
    at, official = clock.now(), official_of(request)
    visit = get_object_or_404(Visit, pk=pk)
    found = dossiers_of(visit, official, at)
    if not found:
        raise Http404
    made, _without = receipts_in_one(found)
    note_readings(actor=official, at=at, dossiers=[one.pk for one in found], how=ReadingHow.OPENED)
    return as_pdf(made, f"giay-tiep-nhan-luot-{visit.pk}")
