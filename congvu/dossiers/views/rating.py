"""Rating a dossier after the result was handed over: by whoever holds the receipt, or supervised at the counter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.forms_rating import SCORES, RatingForm, named
from congvu.dossiers.models import Dossier, Rating
from congvu.dossiers.views.public import held_dossier
from congvu.dossiers.views.reading import own_dossier
from congvu.law import rating_reasons
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Official
from congvu.offices.once import key_again, once_by
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken


def said(rating: Rating) -> dict[str, object]:
    """A rating in words, for the one who gave it."""
    names = {one["id"]: named(one) for one in rating_reasons()}
    return {
        "score": dict(SCORES)[rating.score], "reasons": [names[one] for one in rating.reasons if one in names],
        "words": rating.words, "at": rating.at, "is_supervised": rating.is_supervised,
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest) -> HttpResponse:
    """The citizen's rating from the lookup page; where an official is signed in it would be at the counter."""
    dossier = held_dossier(request)
    if isinstance(dossier, HttpResponse):
        return dossier
    if isinstance(request.user, Official):
        raise RuleBroken("rating.at_the_counter")
    if dossier.state != State.RETURNED:
        raise RuleBroken("rating.not_yet")
    kept = Rating.objects.filter(dossier=dossier).first()
    if kept is not None:
        return render(request, "dossiers/rated.html", {"dossier": dossier, "said": said(kept)})
    return _form(request, dossier, None, reverse("dossiers:rate"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@reopens
def rate_supervised(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form on the counter's device with an official present: marked, and kept apart in every figure."""
    official, dossier = official_of(request), own_dossier(request, pk)
    require(official, Right.RETURN_RESULT, localdate(clock.now()), dossier.received_unit)
    return _form(request, dossier, official, reverse("dossiers:detail", args=[pk]))


def _form(request: HttpRequest, dossier: Dossier, witness: Official | None, after: str) -> HttpResponse:
    at, form = clock.now(), RatingForm(typed_in(request))

    def act() -> str:
        commands.rate(at=at, dossier_id=dossier.pk, opinion=form.opinion(), witness=witness)
        return after

    if answer := once_by(request, at, form, act):
        messages.success(request, _("Cảm ơn. Đánh giá đã được ghi."))
        return redirect(answer)
    context = {
        "form": form, "dossier": dossier, "witness": witness, "key": key_again(request.POST, witness),
        "has_details": any(field.errors or field.value() for field in form.details),
    }  # fmt: skip
    return render(request, "dossiers/rate.html", context, status=status_of(form) if form.is_bound else 200)
