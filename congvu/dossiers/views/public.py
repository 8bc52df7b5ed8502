"""Looking up a dossier without an account: by the typed code, or by the QR; the page's address carries no secret."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.correspondence import correspondence, for_applicant
from congvu.dossiers.letters import without_names
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import readers, story
from congvu.offices.commands import note_wrong_try, refuse_while_waiting
from congvu.offices.network import network_key
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf
from congvu.rules import lookup_code
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

COOKIE = "tra-cuu"
MINUTES = 30


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page for a citizen."""
    return render(request, "dossiers/home.html", {"code": "", "said": ""})


@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Take the 16 digits from the form; a code in the address is taken too, and never stays there."""
    typed = request.POST.get("code") or request.GET.get("code") or request.GET.get("ma") or ""
    if not typed:
        said = _("Nhập mã tra cứu 16 chữ số in dưới mã QR.") if request.method == "POST" else ""
        return render(request, "dossiers/home.html", {"code": "", "said": said})
    try:
        code = lookup_code.read(typed)
    except RuleBroken as refusal:
        return render(request, "dossiers/home.html", {"code": typed[:64], "said": sentence(refusal, _)})
    return _open(request, lookup_code=code)


@never_cache
@require_GET
def by_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR: leads to the clean page at once."""
    return _open(request, qr_token=token.upper()[:40])


def _open(request: HttpRequest, **key: str) -> HttpResponse:
    """Find the dossier and lead to its page; each miss makes the next try of this network wait."""
    keys, at = [f"lookup:{network_key(request)}"], clock.now()
    refuse_while_waiting(keys=keys, at=at)
    dossier = Dossier.objects.filter(**key).only("pk").first()
    if dossier is None:
        note_wrong_try(keys=keys, at=at)
        return render(request, "dossiers/home.html", {"code": "", "not_found": True}, status=404)
    response = redirect("dossiers:status")
    value = signing.dumps(dossier.pk, salt=COOKIE)
    response.set_cookie(COOKIE, value, max_age=MINUTES * 60, httponly=True, secure=request.is_secure(), samesite="Lax")
    return response


@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """The dossier's story for whoever holds the receipt: no personal name is on it."""
    dossier = _looked_up(request)
    if dossier is None:
        return redirect("dossiers:lookup")
    now = clock.now()
    context = {
        "story": story(dossier, now), "readers": readers(dossier), "now": now, "dossier": dossier,
        "letters": correspondence(dossier, now, applicant=True),
    }  # fmt: skip
    return render(request, "dossiers/status.html", context)


def _looked_up(request: HttpRequest) -> Dossier | None:
    """The dossier this browser opened by its code a moment ago. Raises: Http404 if it is gone."""
    try:
        pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    related = ("procedure_version__procedure", "received_unit", "settling_unit", "unit", "holder")
    dossier: Dossier | None = Dossier.objects.select_related(*related).filter(pk=pk).first()
    if dossier is None:
        raise Http404
    return dossier


@never_cache
@require_GET
def paper_pdf(request: HttpRequest, paper: int) -> HttpResponse:
    """A paper addressed to the applicant, for whoever holds the lookup code: without the applicant's particulars."""
    dossier = _looked_up(request)
    if dossier is None:
        return redirect("dossiers:lookup")
    found = for_applicant(dossier).filter(pk=paper).first()
    if found is None:
        raise Http404
    return as_pdf(pdf(found, without=without_names), found.symbol)
