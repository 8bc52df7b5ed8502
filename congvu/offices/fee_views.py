"""What every procedure costs, as far as it is known, and publishing new rates from a day on."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.offices.fee_commands import publish_fees
from congvu.offices.forms import told
from congvu.offices.forms_fees import DayForm, Rates, as_typed
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Official, Procedure
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken


@login_required
@require_GET
def rates(request: HttpRequest) -> HttpResponse:
    """Every procedure with what is in force today and what comes; what nobody knows says so."""
    today = localdate(clock.now())
    require(official_of(request), Right.SET_UP_PLACE, today)
    procedures = Procedure.objects.filter(is_imported=False).order_by("name_key").prefetch_related("versions")
    lines = [
        (one, one.version_on(today), [version for version in one.versions.all() if version.valid_from > today])
        for one in procedures
    ]
    return render(request, "offices/fee_rates.html", {"lines": lines, "today": today})


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the rates of one procedure as its next version."""
    at, official = clock.now(), official_of(request)
    require(official, Right.SET_UP_PLACE, localdate(at))
    procedure = Procedure.objects.filter(slug=slug, is_imported=False).first()
    last = procedure.versions.order_by("-valid_from").first() if procedure else None
    if procedure is None or last is None:
        raise Http404
    typed = typed_in(request)
    form, lines = DayForm(typed), Rates(typed, initial=[as_typed(rate) for rate in last.rates], prefix="khoan")
    if request.method == "POST" and all([form.is_valid(), lines.is_valid()]):
        try:
            return redirect(once(request, at, lambda: _publish(official, procedure, form, lines, at)))
        except RuleBroken as refusal:
            form.add_error(None, told(refusal))
    context = {
        "procedure": procedure, "last": last, "form": form, "lines": lines, "key": fresh_key(official),
    }  # fmt: skip
    return render(request, "offices/fee_publish.html", context)


def _publish(official: Official, procedure: Procedure, form: forms.Form, lines: Any, at: datetime) -> str:
    made = publish_fees(
        actor=official, at=at, slug=procedure.slug, valid_from=form.cleaned_data["valid_from"],
        fees=[one.row() for one in lines if one.cleaned_data.get("name_vi")],
    )  # fmt: skip
    return f"{reverse('fee_rates')}#{made.procedure.slug}"
