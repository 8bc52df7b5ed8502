"""Refusing at the counter, and the list of what was refused: search, period, paging, the paper as PDF."""

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
from congvu.dossiers.commands.reception import Party
from congvu.dossiers.commands.refusal import Refused
from congvu.dossiers.forms_counter import filled_from_card
from congvu.dossiers.forms_letters import RefuseForm
from congvu.dossiers.models import PartyKind, Refusal
from congvu.dossiers.models.refusal import RefusalQuerySet
from congvu.dossiers.views.counter import counter_of
from congvu.dossiers.visiting import kept_party, visit_named
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.lists import day_asked, paged, period, words
from congvu.offices.models import Official, Procedure, ProcedureVersion, Unit
from congvu.offices.once import answers_again, key_again, once_by
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf
from congvu.rules.errors import RuleBroken
from congvu.rules.letters import legal_basis
from congvu.rules.vietnamese import fold
from congvu.sentences import sentence

PAGE = 50
CARRIED = "tu-tiep-nhan"  # the button of the reception form that leads here with what was typed there
PARTY = ("name", "id_number", "phone", "address")


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def refuse(request: HttpRequest, slug: str) -> HttpResponse:
    """Refuse to receive a dossier for one procedure; the paper is offered right after."""
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
        start |= carried(request, typed, at)
        typed = None
    form = RefuseForm(typed, initial=start)
    if answer := once_by(request, at, form, lambda: _refuse(official, unit, version, form, at)):
        messages.success(request, _("Đã lập phiếu từ chối tiếp nhận."))
        return redirect(answer)
    key = key_again(typed, official)
    context = {"form": form, "version": version, "unit": unit, "key": key}
    return render(request, "dossiers/refuse.html", context, status=status_of(form))


def carried(request: HttpRequest, typed: QueryDict, at: datetime) -> dict[str, object]:
    """Whom the reception form named, the card read as it would have been there; nothing is refused yet."""
    if typed.get("card", "").strip():
        typed, unread = filled_from_card(typed, localdate(at))
        if unread is not None:
            messages.warning(request, sentence(unread, _))
    return {name: typed[name] for name in ("kind", *PARTY, "visit") if name in typed}


def _refuse(official: Official, unit: Unit, version: ProcedureVersion, form: RefuseForm, at: datetime) -> str:
    data = form.cleaned_data
    party = Party(kind=PartyKind(data["kind"]), **{name: data[name] for name in PARTY})
    refused = Refused(version.pk, party, data["reason"], data["basis"], data["instead"], data["visit"])
    made = commands.refuse(actor=official, at=at, unit=unit, refused=refused)
    return reverse("dossiers:refusal", args=[made.pk])


def _readable(request: HttpRequest) -> RefusalQuerySet:
    rows: RefusalQuerySet = Refusal.objects.visible_to(official_of(request), localdate(clock.now()))
    return rows.select_related("procedure_version__procedure", "unit", "official", "paper")


def _one(request: HttpRequest, pk: int) -> Refusal:
    """The refusal, if this person may read it; else the 404 of one that does not exist."""
    found: Refusal | None = _readable(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def refusals(request: HttpRequest) -> HttpResponse:
    """What was refused, newest first."""
    rows, said = _readable(request), ""
    try:
        if first := day_asked(request, "tu"):
            rows = rows.filter(refused_on__gte=first)
        if last := day_asked(request, "den"):
            rows = rows.filter(refused_on__lte=last)
    except RuleBroken as refusal:
        said = sentence(refusal, _)
    for word in fold(request.GET.get("q", "")[:100]).split():
        rows = rows.filter(name_fold__contains=word) | rows.filter(
            procedure_version__procedure__search_key__contains=word
        )
    controls = [words(request, _("Tên người đề nghị hoặc thủ tục")), *period(request)]
    context = {"said": said, "controls": controls} | paged(request, rows.order_by("-refused_at", "-pk"), PAGE)
    return render(request, "dossiers/refusals.html", context)


@login_required
@require_GET
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """One refusal."""
    return render(request, "dossiers/refusal.html", {"one": _one(request, pk)})


@login_required
@require_GET
def refusal_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Its paper (mẫu 03)."""
    one = _one(request, pk)
    if one.paper is None:
        raise Http404
    return as_pdf(pdf(one.paper), one.paper.symbol)
