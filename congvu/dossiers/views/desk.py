"""One dossier on a desk: how it stands, what happened, and what may be done to it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.proofs import attach_scan
from congvu.dossiers.correspondence import correspondence, papers_of
from congvu.dossiers.fees import beside_of
from congvu.dossiers.models import Dossier
from congvu.dossiers.outside import outside
from congvu.dossiers.proofs import latest
from congvu.dossiers.queries import readers, story
from congvu.dossiers.signings import may_ask_signature, signings_of
from congvu.dossiers.stand_ins import said_instead
from congvu.dossiers.transit import transit_of
from congvu.dossiers.views.moves import DOINGS, form_for, moves_for
from congvu.dossiers.views.panels import Bound, panels, say_noted
from congvu.dossiers.views.reading import own_dossier
from congvu.dossiers.views.scans import take_files
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens_form
from congvu.offices.models import Official
from congvu.offices.once import answers_again, once_by
from congvu.offices.permissions import Right, has_right
from congvu.offices.staff import official_of
from congvu.rules.dossier import Move, State


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: how it stands, what happened, what may be done. Reading it is noted for the applicant to see."""
    dossier = own_dossier(request, pk)
    return _show(request, dossier)


def _show(request: HttpRequest, dossier: Dossier, bound: Bound | None = None) -> HttpResponse:
    now = clock.now()
    commands.note_reading(actor=official_of(request), at=now, dossier=dossier)
    moves = moves_for(dossier, official_of(request), localdate(now))
    if bound and bound[0] not in moves:
        moves = [Move(bound[0]), *moves]  # no longer possible, yet what was typed into it is not thrown away
    offered = {move.value: DOINGS[move].label for move in moves}
    acts = panels(
        official_of(request), ("dossiers:act", dossier.pk), offered,
        lambda move: form_for(Move(move), dossier, localdate(now)), bound,
    )  # fmt: skip
    letters = correspondence(dossier, now, applicant=False)
    context = {
        "letters": letters, "fresh": [one for one in letters.papers if str(one.pk) == request.GET.get("giay")],
        "story": story(dossier, now), "dossier": dossier, "readers": readers(dossier), "acts": acts,
        "form": bound[1] if bound else None,
        "may_witness": dossier.state == State.RETURNED
        and has_right(official_of(request), Right.RETURN_RESULT, localdate(now), dossier.received_unit),
        "outside": outside(dossier, official_of(request), localdate(now)),
        "party": getattr(dossier, "applicant", None), "corrections": dossier.corrections.select_related("official"),
        "on_the_way": transit_of(dossier), "signings": signings_of(dossier, now),
        "just_taken": not dossier.is_own and "da-nhan" in request.GET,
        "vanishing": dossier.vanishings.filter(until=None).first(),
        **beside_of(dossier),
        "may_ask_signature": may_ask_signature(dossier, official_of(request), localdate(now)),
    }  # fmt: skip
    status = status_of(bound[1]) if bound else 200
    return render(request, "dossiers/detail.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def act(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Do one move; a refusal shows the page again with what was typed and why. Read, it shows only a kept form."""
    typed = request.POST.copy()
    dossier = own_dossier(request, pk)
    if move not in set(Move):
        raise Http404
    at, step = clock.now(), Move(move)
    form = form_for(step, dossier, localdate(at), typed)
    take_files(request, form)
    if answer := once_by(request, at, form, lambda: _act(official_of(request), dossier, step, form, at)):
        if "?giay=" not in answer:  # else the page itself says which paper was issued
            say_noted(request, DOINGS[step].label, dossier.code)
        if sent_elsewhere := said_instead(dossier, at):
            messages.warning(request, sent_elsewhere)
        return redirect(answer)
    if request.method == "POST":  # what was typed stays; only the version seen is renewed
        typed["version"] = str(dossier.version)
    else:
        commands.note_reading(actor=official_of(request), at=at, dossier=dossier)
    return _show(request, dossier, (step, form))


def _act(official: Official, dossier: Dossier, move: Move, form: Form, at: datetime) -> str:
    typed = dict(form.cleaned_data)
    seen, file = typed.pop("version"), typed.pop("file", None)
    doing = DOINGS[move]
    done = doing.verb(actor=official, at=at, dossier_id=dossier.pk, seen_version=seen, **doing.arguments(typed))
    if file is not None:
        key = latest(done, doing.proof)
        done = attach_scan(actor=official, at=at, dossier_id=done.pk, file=file, key=key)
    visible = Dossier.objects.visible_to(official, localdate(at)).filter(pk=done.pk).exists()
    if not visible:
        return reverse("dossiers:work")
    address = reverse("dossiers:detail", args=[done.pk])
    paper = papers_of(done).filter(form=doing.paper).last() if doing.paper else None
    return f"{address}?giay={paper.pk}" if paper else address
