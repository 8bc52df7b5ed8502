"""What citizens said of the dossiers of a unit: added up, with the words, never with a dossier or a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.indicators.queries.ratings import about_unit
from congvu.indicators.views.unit import unit_asked
from congvu.law import practice
from congvu.offices.staff import official_of


@login_required
@require_GET
def ratings(request: HttpRequest) -> HttpResponse:
    """Ratings of one unit (`don-vi`), those given at the counter apart."""
    today, reader = localdate(clock.now()), official_of(request)
    unit, units = unit_asked(reader, today, request.GET.get("don-vi", ""))
    context = {
        "unit": unit, "units": units, "least": practice().ratings_shown_from,
        "own": about_unit(unit, today), "supervised": about_unit(unit, today, is_supervised=True),
    }  # fmt: skip
    return render(request, "indicators/ratings.html", context)
