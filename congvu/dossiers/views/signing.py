"""Trình ký: what waits for me, one submission and its acts, and for overseers what waits at whom, since when."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.commands import note_reading
from congvu.dossiers.draft_files import content_of
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.rows import standings_of
from congvu.dossiers.signings import (
    Waiting,
    by_post,
    own_under_way,
    readable,
    seen_by_overseer,
    sent_back,
    to_issue,
    turn_lines,
    under_way,
    waiting,
)
from congvu.dossiers.stand_ins import said_signing_instead
from congvu.dossiers.views.panels import Bound, panels, say_noted
from congvu.dossiers.views.scans import file_answer
from congvu.dossiers.views.signing_acts import DOINGS, desk_of, do, form_for
from congvu.dossiers.with_clerk import by_agency, seen_with_clerk
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens_form
from congvu.offices.models import Official
from congvu.offices.once import answers_again, once_by
from congvu.offices.permissions import Right, has_right, require
from congvu.offices.staff import official_of
from congvu.papers.uploads import Kind
from congvu.rules.signing import SigningState
from congvu.rules.standing import Standing

RELATED = (
    "dossier__procedure_version__procedure", "dossier__settling_unit__calendar", "dossier__unit", "agency__calendar",
    "sent_by", "numbered_by", "sealed_by",
)  # fmt: skip


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person: to sign (pressing first, then the oldest), to number and seal, to mend; and own."""
    now, official = clock.now(), official_of(request)
    today = localdate(now)
    signs, issues, works = (
        has_right(official, right, today) for right in (Right.SIGN, Right.ISSUE_PAPER, Right.WORK_ON_DOSSIER)
    )
    if not (signs or issues or works):
        require(official, Right.SIGN, today)
    rows = waiting(under_way().filter(post__official=official), now) if signs else []
    context = {
        "now": now, "signs": signs, "issues": issues, "works": works, "count": len(rows),
        "groups": [(*head, _stood(part, now)) for *head, part in _heads(rows, now)],
        "to_number": to_issue(official, today, SigningState.SIGNED),
        "to_seal": to_issue(official, today, SigningState.NUMBERED),
        "sent_back": sent_back(official), "own": own_under_way(official),
    }  # fmt: skip
    return render(request, "dossiers/signing_queue.html", context)


def _heads(rows: list[Waiting], now: datetime) -> list[tuple[str, str, list[Waiting]]]:
    """What presses first; within a head the oldest first."""
    pressing = [one for one in rows if one.is_pressing(now)]
    others = [one for one in rows if not one.is_pressing(now)]
    heads = ((_("Quá hạn hoặc đến hạn hôm nay"), "late", pressing), (_("Còn thời gian"), "ok", others))
    return [head for head in heads if head[2]]


def _stood(rows: Sequence[Waiting], now: datetime) -> list[tuple[Waiting, Standing]]:
    """Each with how its dossier stands."""
    stands = standings_of([one.signing.dossier for one in rows], now)
    return [(one, stands[one.signing.dossier_id]) for one in rows]


def own_signing(request: HttpRequest, pk: int) -> Signing:
    """The submission, if this person may read it; anybody else gets the 404 of one that does not exist."""
    rows = Signing.objects.filter(readable(official_of(request), localdate(clock.now())), pk=pk)
    signing: Signing | None = rows.select_related(*RELATED).first()
    if signing is None:
        raise Http404
    return signing


@login_required
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: what it is, whose turn, how long each had it, what may be done."""
    return _show(request, own_signing(request, pk))


@login_required
@never_cache
@require_GET
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that was submitted, for whoever may open the submission; opening it is a reading of the dossier."""
    signing = own_signing(request, pk)
    if not signing.file:
        raise Http404
    content = content_of(signing)
    note_reading(actor=official_of(request), at=clock.now(), dossier=signing.dossier)
    return file_answer(content, Kind.PDF, f"du-thao-{signing.dossier_id}-{signing.number}")


def _show(request: HttpRequest, signing: Signing, bound: Bound | None = None) -> HttpResponse:
    now, official = clock.now(), official_of(request)
    desk = desk_of(signing, official, now)
    offered = {
        act: doing.label(desk) for act, doing in DOINGS.items() if doing.fits(desk) or (bound and bound[0] == act)
    }
    acts = panels(official, ("dossiers:signing_act", signing.pk), offered, lambda act: form_for(act, desk), bound)
    dossier = signing.dossier
    context = {
        "signing": signing, "dossier": dossier, "turns": turn_lines(signing, now), "turn": desk.turn, "acts": acts,
        "form": bound[1] if bound else None,
        "standing": standings_of([dossier], now)[dossier.pk],
        "may_open": Dossier.objects.visible_to(official, localdate(now)).filter(pk=dossier.pk).exists(),
    }  # fmt: skip
    return render(request, "dossiers/signing.html", context, status=status_of(bound[1]) if bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act; a refusal shows the page again with what was typed and why."""
    typed = request.POST.copy()
    signing, at, official = own_signing(request, pk), clock.now(), official_of(request)
    if act not in DOINGS:
        raise Http404
    desk = desk_of(signing, official, at)
    form = form_for(act, desk, typed)
    label = DOINGS[act].label(desk)
    if answer := once_by(request, at, form, lambda: _after(do(act, desk, form, at), official, at)):
        say_noted(request, label, signing.dossier.code)
        for said in said_signing_instead(signing, at):
            messages.warning(request, said)
        return redirect(answer)
    if request.method == "POST":
        typed["version"] = str(Dossier.objects.values_list("version", flat=True).get(pk=signing.dossier_id))
    return _show(request, own_signing(request, pk), (act, form))


def _after(signing: Signing, official: Official, at: datetime) -> str:
    """Back to the list: the next one waits there; the submission's own page for who still has something to do to it."""
    desk = desk_of(signing, official, at)
    stays = any(doing.fits(desk) for act, doing in DOINGS.items() if act in ("cap-so", "dong-dau"))
    return reverse("dossiers:signing_one", args=[signing.pk]) if stays else reverse("dossiers:signing")


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Chờ ký: at which post, how many, the oldest since; then at which agency's clerk; to read or to print (`in=1`)."""
    now, reader = clock.now(), official_of(request)
    require(reader, Right.READ_FIGURES, localdate(now))
    posts = by_post(waiting(seen_by_overseer(reader, localdate(now)), now), now)
    asked, is_print = request.GET.get("vi-tri", ""), request.GET.get("in") == "1"
    shown = [at_post for at_post in posts if is_print or str(at_post.post.pk) == asked]
    agencies, agency = by_agency(seen_with_clerk(reader, localdate(now)), now), request.GET.get("co-quan", "")
    context = {
        "agencies": agencies, "asked_agency": agency, "with_clerk": sum(len(one.papers) for one in agencies),
        "shown_agencies": [one for one in agencies if is_print or str(one.agency.pk) == agency],
        "posts": posts, "count": sum(len(at_post.waiting) for at_post in posts), "now": now, "is_print": is_print,
        "shown": [(at_post, _stood(at_post.waiting, now)) for at_post in shown],
        "asked": asked,
    }  # fmt: skip
    return render(request, "dossiers/signing_overview.html", context)
