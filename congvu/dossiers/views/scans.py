"""The scans of one dossier: the list, adding, one file under strict rules of the browser, withdrawing."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.proofs import attach_scan
from congvu.dossiers.commands.scans import add_scans, withdraw_scan
from congvu.dossiers.models import Dossier
from congvu.dossiers.proofs import KEY, proofs_of
from congvu.dossiers.views.reading import own_dossier
from congvu.law import practice
from congvu.offices.forms import told
from congvu.offices.kept_forms import reopens, reopens_form
from congvu.offices.models import Official
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, has_right
from congvu.offices.staff import official_of
from congvu.offices.uploads import sent_files
from congvu.papers import kept_files
from congvu.papers.uploads import Checked, Kind, check
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

TYPES = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
ENDINGS = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}
FIELD = "tep"


def checked(files: "Iterable[UploadedFile[bytes]]") -> list[Checked]:
    """Every file looked at before anything is written. Raises: RuleBroken `scan.*` for the first that is refused."""
    return [check(one.read(), one.name or "") for one in files]


def take_files(request: HttpRequest, form: Form) -> None:
    """Give a form that asks for a file what was sent; one too large, let go while it came, is told on the form."""
    form.files = request.FILES
    try:
        sent_files(request, "")
    except RuleBroken as refusal:
        form.add_error(None, told(refusal))


def told_of_doubles(request: HttpRequest, doubles: int) -> None:
    """A file that is there already is said, not kept twice."""
    if doubles:
        said = _("%(n)s tệp đã có trong hồ sơ nên không lưu lần nữa.")
        messages.info(request, said % {"n": doubles})


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """The scans of a dossier, and the form that adds some."""
    dossier, at, said = own_dossier(request, pk), clock.now(), ""
    if request.method == "POST":
        try:
            files = checked(sent_files(request, FIELD))
            return redirect(once(request, at, lambda: _add(request, dossier, files, at)))
        except RuleBroken as refusal:
            if refusal.code == "rights.missing":
                raise
            said = sentence(refusal, _)
    return _show(request, dossier, at, said)


def _add(request: HttpRequest, dossier: Dossier, files: list[Checked], at: datetime) -> str:
    paper, actor = request.POST.get("giay-to", "")[:250], official_of(request)
    if proof := proofs_of(dossier).get(paper):
        if len(files) > 1:
            raise RuleBroken("proof.one_file", name=proof.name)
        if not files:
            raise RuleBroken("scan.none")
        attach_scan(actor=actor, at=at, dossier_id=dossier.pk, file=files[0], key=paper)
    elif KEY.fullmatch(paper):
        raise RuleBroken("proof.gone")
    else:
        _dossier, doubles = add_scans(actor=actor, at=at, dossier_id=dossier.pk, files=files, paper=paper)
        told_of_doubles(request, doubles)
    return reverse("dossiers:scans", args=[dossier.pk])


def _show(request: HttpRequest, dossier: Dossier, at: datetime, said: str = "", failed: int = 0) -> HttpResponse:
    official = official_of(request)
    commands.note_reading(actor=official, at=at, dossier=dossier)
    context = {
        "dossier": dossier, "scans": dossier.scans.select_related("added_by", "withdrawn_by").order_by("pk"),
        "said": said, "failed": failed, "key": fresh_key(official), "practice": practice(),
        "proofs": [one for one in proofs_of(dossier).values() if one.scan is None],
        "chosen_paper": request.POST.get("giay-to", request.GET.get("giay-to", "")),
        "reason": request.POST.get("ly-do", ""),
        "may_add": _may(official, dossier, Right.WORK_ON_DOSSIER, at),
        "may_withdraw": _may(official, dossier, Right.CORRECT_DOSSIER, at),
    }  # fmt: skip
    return render(request, "dossiers/scans.html", context)


def _may(official: Official, dossier: Dossier, right: Right, at: datetime) -> bool:
    return dossier.is_own and has_right(official, right, localdate(at), dossier.unit, dossier.received_unit)


@login_required
@never_cache
@require_GET
def scan_file(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """One file, for whoever may read the dossier; opening it is a reading.

    The browser is told the kind that was found, may guess no other, and runs nothing: a picture is shown, a PDF taken
    along (a sandbox shows none).
    """
    dossier = own_dossier(request, pk)
    found = dossier.scans.filter(pk=scan, withdrawn_at=None).first()
    content = kept_files.read(found.file) if found else None
    if found is None or content is None:
        raise Http404
    commands.note_reading(actor=official_of(request), at=clock.now(), dossier=dossier)
    return file_answer(content, Kind(found.kind), f"giay-to-{dossier.pk}-{found.pk}")


def file_answer(content: bytes, kind: Kind, name: str) -> HttpResponse:
    """A kept file as the browser gets it."""
    response = HttpResponse(content, content_type=TYPES[kind])
    how = "attachment" if kind is Kind.PDF else "inline"
    response["Content-Disposition"] = f'{how}; filename="{name}.{ENDINGS[kind]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def withdraw(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """Withdraw one scan with a reason; the page tells what is left."""
    dossier, at = own_dossier(request, pk), clock.now()
    if request.method != "POST":
        return _show(request, dossier, at, failed=scan)
    reason = request.POST.get("ly-do", "")[:300]
    try:
        return redirect(once(request, at, lambda: _withdraw(official_of(request), dossier, scan, reason, at)))
    except RuleBroken as refusal:
        if refusal.code == "rights.missing":
            raise
        return _show(request, dossier, at, sentence(refusal, _), scan)


def _withdraw(official: Official, dossier: Dossier, scan: int, reason: str, at: datetime) -> str:
    withdraw_scan(actor=official, at=at, dossier_id=dossier.pk, scan_id=scan, reason=reason)
    return reverse("dossiers:scans", args=[dossier.pk])
