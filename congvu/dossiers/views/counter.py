"""The counter: find the procedure, take the dossier in, print the receipt."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Declared, Intake, Party, appoint
from congvu.dossiers.fees import beside_of
from congvu.dossiers.forms import IntakeForm
from congvu.dossiers.models import Channel, PartyKind
from congvu.dossiers.receipt import term_in_words
from congvu.dossiers.views.at_reception import AtReception
from congvu.dossiers.views.reading import own_dossier
from congvu.offices.forms import status_of, told
from congvu.offices.kept_forms import kept_form
from congvu.offices.models import Official, Procedure, ProcedureVersion, Unit
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, posts_with
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import fold

PARTY = (
    "name", "id_number", "phone", "email", "address", "wants_messages",
    "submitter_name", "submitter_id_number", "authorisation",
)  # fmt: skip


def counter_of(official: Official, at: datetime) -> Unit:
    """The unit this official receives at. Raises: RuleBroken `rights.missing`."""
    posts = posts_with(official, Right.ACCEPT_DOSSIER, localdate(at))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.ACCEPT_DOSSIER.value, unit=_("quầy tiếp nhận"))
    return posts[0].unit


def found_procedures(text: str) -> list[Procedure]:
    """Procedures whose code, name or initials hold every word typed, marks or no marks."""
    wanted = Q(is_imported=False)
    for word in fold(text).split():
        wanted &= Q(search_key__contains=word)
    return list(Procedure.objects.filter(wanted).order_by("name_key")[:20])


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the procedure by a few letters (htmx replaces the list; without it the page is loaded again)."""
    counter_of(official_of(request), clock.now())
    text = request.GET.get("q", "")[:100]
    context = {"q": text, "procedures": found_procedures(text)}
    return render(
        request, "dossiers/choose_list.html" if getattr(request, "htmx", False) else "dossiers/choose.html", context
    )


@login_required
@require_http_methods(["GET", "POST"])
@answers_again
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a dossier in; the dates shown are the server's, computed again when the form is sent."""
    at = clock.now()
    unit = counter_of(official_of(request), at)
    procedure = Procedure.objects.filter(slug=slug, is_imported=False).first()
    version = procedure.version_on(localdate(at)) if procedure else None
    if version is None:
        raise Http404
    typed = request.POST if request.method == "POST" else kept_form(request)
    beside = AtReception(request, typed, version)
    form = IntakeForm(typed, papers=[paper["name_vi"] for paper in version.papers], initial={"fee": beside.fee})
    if request.method == "POST" and all([form.is_valid(), beside.is_valid()]):
        try:
            answer = once(request, at, lambda: _accept(unit, version, form, beside, at))
            return redirect(answer)
        except RuleBroken as refusal:
            form.add_error(None, told(refusal))
    context = {
        "form": form, "version": version, "unit": unit,
        "appointment": appoint(version, unit=unit, declared=None, at=at),
        "term": term_in_words(version.statutory_term),
        "key": (typed and typed.get("key")) or fresh_key(official_of(request)), "beside": beside,
    }  # fmt: skip
    return render(request, "dossiers/accept.html", context, status=status_of(form))


def _accept(unit: Unit, version: ProcedureVersion, form: IntakeForm, beside: AtReception, at: datetime) -> str:
    data, declared = form.cleaned_data, None
    if data["declared_day"]:
        instant = datetime.combine(data["declared_day"], data["declared_clock"], get_current_timezone())
        declared = Declared(instant, data["declared_reason"], data["declared_paper"])
    party = Party(kind=PartyKind(data["kind"]), **{name: data[name] for name in PARTY})
    intake = Intake(version.pk, party, tuple(data["papers"]), Channel(data["channel"]), data["fee"], declared)
    dossier = commands.accept(actor=official_of(beside.request), at=at, unit=unit, intake=intake)
    beside.complete(dossier, at)
    return reverse("dossiers:accepted", args=[dossier.pk])


@login_required
@require_GET
def accepted(request: HttpRequest, pk: int) -> HttpResponse:
    """After reception: the code, the QR, the two dates, the receipt to print, and the next dossier."""
    dossier = own_dossier(request, pk)
    return render(request, "dossiers/accepted.html", {"dossier": dossier} | beside_of(dossier))
