"""The counter: take the dossier in (choosing.py finds the procedure, visits.py shows what was received)."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Declared, Intake, Party, dates_of
from congvu.dossiers.forms_counter import CounterForm
from congvu.dossiers.models import Channel, PartyKind
from congvu.dossiers.queue import queue_of
from congvu.dossiers.receipt import term_in_words
from congvu.dossiers.views.at_reception import AtReception
from congvu.dossiers.views.in_force import is_seen, offered
from congvu.dossiers.visiting import kept_party, visit_named
from congvu.dossiers.why import why_appointed
from congvu.offices.forms import status_of, told
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Official, Procedure, ProcedureVersion, Unit
from congvu.offices.once import answers_again, key_again, once
from congvu.offices.permissions import Right, posts_with
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken

PARTY = (
    "name", "id_number", "phone", "email", "address", "wants_messages",
    "submitter_name", "submitter_id_number", "authorisation",
)  # fmt: skip


# A double click at reception: the receipt already in the applicant's hand is the right one.
CODE_STAYS = gettext_lazy("Bạn đã gửi nội dung này lúc %(sent)s. Mã tra cứu không đổi.")


def counter_of(official: Official, at: datetime) -> Unit:
    """The unit this official receives at. Raises: RuleBroken `rights.missing`."""
    posts = posts_with(official, Right.ACCEPT_DOSSIER, localdate(at))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.ACCEPT_DOSSIER.value, unit=_("quầy tiếp nhận"))
    return posts[0].unit


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again(CODE_STAYS)
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a dossier in; the dates shown are the server's, computed again when the form is sent."""
    at = clock.now()
    unit = counter_of(official_of(request), at)
    procedure = Procedure.objects.filter(slug=slug, is_imported=False).first()
    typed = typed_in(request)
    version, begins = offered(procedure, typed, at) if procedure else (None, at)
    if version is None:
        raise Http404
    kept = kept_party(visit_named(request.GET.get("luot", ""), unit, at), official_of(request))
    beside = AtReception(request, typed, version)
    form = CounterForm(beside.typed, today=localdate(at), papers=version.papers, initial={"fee": beside.fee} | kept)
    if request.method == "POST" and all([form.is_valid(), beside.is_valid(), is_seen(typed, version, form)]):
        try:
            answer = once(request, at, lambda: _accept(unit, version, form, beside, at), said=CODE_STAYS)
            return redirect(answer)
        except RuleBroken as refusal:
            form.add_error(None, told(refusal))
    dates = dates_of(version, begins)
    context = {
        "form": form, "version": version, "unit": unit, "appointment": dates, "is_declared": begins < at,
        "whys": why_appointed(version, dates.calendar, dates.received_at),
        "term": term_in_words(version.statutory_term),
        "key": key_again(typed, official_of(request)), "beside": beside, "queue": queue_of(unit, at),
    }  # fmt: skip
    return render(request, "dossiers/accept.html", context, status=status_of(form))


def _accept(unit: Unit, version: ProcedureVersion, form: CounterForm, beside: AtReception, at: datetime) -> str:
    data, declared = form.cleaned_data, None
    if data["declared_day"]:
        instant = datetime.combine(data["declared_day"], data["declared_clock"], get_current_timezone())
        declared = Declared(instant, data["declared_reason"], data["declared_paper"])
    party = Party(kind=PartyKind(data["kind"]), **{name: data[name] for name in PARTY})
    intake = Intake(version.pk, party, tuple(data["papers"]), Channel(data["channel"]), data["fee"], declared)
    receiver = official_of(beside.request)
    beside.prepare(unit, declared, at)
    dossier = commands.receive(actor=receiver, at=at, unit=unit, intake=intake, visit_id=data["visit"])
    beside.complete(dossier, at)
    return reverse("dossiers:accepted", args=[dossier.pk])
