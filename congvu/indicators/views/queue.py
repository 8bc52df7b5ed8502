"""For the head: how long people waited for their number, by day."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.indicators.forms import PeriodForm
from congvu.indicators.queries.queue import waited
from congvu.indicators.views.unit import unit_asked
from congvu.offices.staff import official_of
from congvu.rules.reporting_period import month_of


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Waiting for numbers in one unit (`don-vi`) and those below it, this month or over the days asked for."""
    today, reader = localdate(clock.now()), official_of(request)
    unit, units = unit_asked(reader, today, request.GET.get("don-vi", ""))
    form = PeriodForm(request.GET if request.GET.get("tu") or request.GET.get("den") else None)
    period = month_of(today)
    first, last = period.first, period.last
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["tu"], form.cleaned_data["den"]
    days, whole = waited(unit, first, last)
    context = {
        "unit": unit, "units": units, "form": form, "first": first, "last": last, "days": days, "whole": whole,
    }  # fmt: skip
    return render(request, "indicators/queue.html", context, status=400 if form.errors else 200)
