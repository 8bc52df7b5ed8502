"""Submitting a draft for signature from a dossier's page: what it is, who initials, who signs."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.signing import DraftPaper
from congvu.dossiers.forms_signing import SubmitForm
from congvu.dossiers.models import Dossier
from congvu.dossiers.signings import levels_for, signers_for
from congvu.dossiers.stand_ins import said_signing_instead, who_stands_in
from congvu.dossiers.views.reading import own_dossier
from congvu.dossiers.views.scans import checked
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens, typed_in
from congvu.offices.models import Post
from congvu.offices.once import answers_again, fresh_key, once_by
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.offices.uploads import sent_files
from congvu.rules.signing import Draft, signing_step

FIELD = "du-thao"


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; its signers begin with those whom the procedure, or the place's practice, asks for."""
    dossier, at, official = own_dossier(request, pk), clock.now(), official_of(request)
    require(official, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    typed = typed_in(request)
    posts = signers_for(dossier, localdate(at))
    levels = levels_for(Draft.RESULT, dossier)
    start = {"version": dossier.version} | _suggested(levels, posts) | _as_before(dossier)
    form = SubmitForm(typed, initial=start, posts=posts, away=who_stands_in(at), levels=max(2, len(levels)))
    if answer := once_by(request, at, form, lambda: _submit(request, dossier, form, at)):
        messages.success(request, _("Đã trình ký hồ sơ %(code)s.") % {"code": dossier.code})
        for said in said_signing_instead(dossier.signings.latest("number"), at):
            messages.warning(request, said)
        return redirect(answer)
    if request.method == "POST" and typed is not None:
        typed["version"] = str(Dossier.objects.values_list("version", flat=True).get(pk=pk))
    context = {
        "dossier": dossier, "form": form, "key": fresh_key(official), "has_signers": bool(posts),
        "step": signing_step(dossier.procedure_version.steps),
    }  # fmt: skip
    return render(request, "dossiers/submit.html", context, status=status_of(form) if form.is_bound else 200)


def _suggested(levels: list[str], posts: list[Post]) -> dict[str, object]:
    """The nearest post of each level's role; those before the last are the initials."""
    names = [f"initial_{number}" for number in range(1, len(levels))] + ["signer"]
    found = {name: next((post.pk for post in posts if post.role == role), "") for name, role in
             zip(names, levels, strict=True)}  # fmt: skip
    return dict(found)


def _as_before(dossier: Dossier) -> dict[str, object]:
    """What was submitted last and came back: nobody types it twice."""
    last = dossier.signings.order_by("number").last()
    if last is None or last.is_open or last.sealed_at:
        return {}
    return {"draft": last.draft, "what": last.what, "paper_kind": f".{last.paper_kind}", "pages": last.pages}


def _submit(request: HttpRequest, dossier: Dossier, form: SubmitForm, at: datetime) -> str:
    data, files = form.cleaned_data, checked(sent_files(request, FIELD))
    paper = DraftPaper(
        Draft(data["draft"]), data["what"], data["paper_kind"][1:], data["pages"], data["note"],
        files[0] if files else None,
    )  # fmt: skip
    commands.submit_for_signature(
        actor=official_of(request), at=at, dossier_id=dossier.pk, seen_version=data["version"], paper=paper,
        signers=form.signers(),
    )  # fmt: skip
    return reverse("dossiers:detail", args=[dossier.pk])
