"""The slip (phiếu tra cứu) of a dossier that another system received: how its applicant can follow it here."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.commands import note_reading
from congvu.dossiers.receipt import lookup_address
from congvu.dossiers.sources import entry_of, name_of_source
from congvu.dossiers.views.reading import own_dossier
from congvu.offices.staff import official_of
from congvu.papers import qr


@login_required
@require_GET
def lookup_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to print: lookup code, QR, the appointment as its source states it. What came in here has a receipt."""
    dossier = own_dossier(request, pk)
    if dossier.is_own:
        return redirect("dossiers:receipt", pk=dossier.pk)
    note_reading(actor=official_of(request), at=clock.now(), dossier=dossier)
    context = {
        "dossier": dossier, "party": getattr(dossier, "applicant", None), "qr": qr.svg(lookup_address(dossier)),
        "source": name_of_source(entry_of(dossier).source), "site": settings.PUBLIC_ADDRESS,
    }  # fmt: skip
    return render(request, "dossiers/lookup_slip.html", context)
