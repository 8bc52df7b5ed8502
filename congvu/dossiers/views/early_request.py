"""Asking for papers before reception: the form, the list of what was asked for, the paper as PDF."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.early_request import Asked
from congvu.dossiers.commands.reception import Party
from congvu.dossiers.forms_letters import EarlyRequestForm
from congvu.dossiers.models import EarlyRequest, PartyKind
from congvu.dossiers.models.early_request import EarlyRequestQuerySet
from congvu.dossiers.views.counter import counter_of
from congvu.dossiers.views.refusal import PAGE, PARTY, carried
from congvu.dossiers.visiting import kept_party, visit_named
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.lists import paged, words
from congvu.offices.models import Official, Procedure, ProcedureVersion, Unit
from congvu.offices.once import answers_again, key_again, once_by
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf
from congvu.rules.letters import legal_basis
from congvu.rules.papers_asked import missing_required
from congvu.rules.vietnamese import fold

CARRIED = "tu-tiep-nhan-bo-sung"  # the button of the reception form that leads here with what was typed there


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def ask_early(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for what is missing instead of receiving; the paper is offered right after."""
    at, official = clock.now(), official_of(request)
    unit = counter_of(official, at)
    procedure = Procedure.objects.filter(slug=slug, is_imported=False).first()
    version = procedure.version_on(localdate(at)) if procedure else None
    if version is None:
        raise Http404
    typed = typed_in(request)
    start: dict[str, object] = {"basis": legal_basis(version.basis)[:500]}
    start |= kept_party(visit_named(request.GET.get("luot", ""), unit, at), official)
    if typed is not None and CARRIED in typed:
        start |= carried(request, typed, at) | {"missing": _unticked(version, typed)}
        typed = None
    form = EarlyRequestForm(typed, initial=start)
    if answer := once_by(request, at, form, lambda: _ask(official, unit, version, form, at)):
        messages.success(request, _("Đã lập phiếu yêu cầu bổ sung, hoàn thiện hồ sơ."))
        return redirect(answer)
    context = {"form": form, "version": version, "unit": unit, "key": key_again(typed, official)}
    return render(request, "dossiers/ask_early.html", context, status=status_of(form))


def _unticked(version: ProcedureVersion, typed: QueryDict) -> str:
    """The required papers nobody ticked, a line each, as the form takes them."""
    return "\n".join(f"{name}: {_('chưa nộp')}" for name in missing_required(version.papers, typed.getlist("papers")))


def _ask(official: Official, unit: Unit, version: ProcedureVersion, form: EarlyRequestForm, at: datetime) -> str:
    data = form.cleaned_data
    party = Party(kind=PartyKind(data["kind"]), **{name: data[name] for name in PARTY})
    asked = Asked(version.pk, party, data["missing"], data["basis"], data["visit"])
    made = commands.ask_early(actor=official, at=at, unit=unit, asked=asked)
    return reverse("dossiers:early_request", args=[made.pk])


def _readable(request: HttpRequest) -> EarlyRequestQuerySet:
    rows: EarlyRequestQuerySet = EarlyRequest.objects.visible_to(official_of(request), localdate(clock.now()))
    return rows.select_related("procedure_version__procedure", "unit", "official", "paper")


def _one(request: HttpRequest, pk: int) -> EarlyRequest:
    """The request, if this person may read it; else the 404 of one that does not exist."""
    found: EarlyRequest | None = _readable(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def early_requests(request: HttpRequest) -> HttpResponse:
    """What was asked for before reception, newest first."""
    rows = _readable(request)
    for word in fold(request.GET.get("q", "")[:100]).split():
        rows = rows.filter(name_fold__contains=word) | rows.filter(
            procedure_version__procedure__search_key__contains=word
        )
    controls = [words(request, _("Tên người đề nghị hoặc thủ tục"))]
    context = {"controls": controls} | paged(request, rows.order_by("-asked_at", "-pk"), PAGE)
    return render(request, "dossiers/early_requests.html", context)


@login_required
@require_GET
def early_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request."""
    return render(request, "dossiers/early_request.html", {"one": _one(request, pk)})


@login_required
@require_GET
def early_request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Its paper (mẫu 02)."""
    one = _one(request, pk)
    if one.paper is None:
        raise Http404
    return as_pdf(pdf(one.paper), one.paper.symbol)
