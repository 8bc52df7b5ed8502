"""Looking up a dossier without an account: by the typed code, or by the QR; the page's address carries no secret."""

import re

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.correspondence import correspondence, for_applicant
from congvu.dossiers.fees import beside_of
from congvu.dossiers.letters import without_names
from congvu.dossiers.models import Dossier, Rating
from congvu.dossiers.queries import readers, story
from congvu.dossiers.transit import transit_of
from congvu.offices.miss_commands import Miss, note_miss, refuse_after_misses
from congvu.offices.models import PLACE, Unit
from congvu.offices.network import network_key
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf
from congvu.rules import lookup_code
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

COOKIE = "tra-cuu"
MINUTES = 30
COOKIE_AGE = 30 * 24 * 3600
TOKEN = re.compile("[A-Z2-7]{26}")
RELATED = ("procedure_version__procedure", "received_unit", "settling_unit", "unit", "holder")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page for a citizen."""
    return lookup(request) if _asked(request) else _ask(request)


def _asked(request: HttpRequest) -> str:
    """A code in the address of any of these pages: taken, and led away from at once."""
    return request.GET.get("code") or request.GET.get("ma") or ""


def _ask(request: HttpRequest, *, code: str = "", said: str = "", status: int = 200) -> HttpResponse:
    """The page with the field for the code: what was typed stays in it."""
    context = {"code": lookup_code.shown(code), "said": said}
    return render(request, "dossiers/home.html", context, status=status)


# A look-up changes nothing, and its page stands open all day at a counter: no token to grow old.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Take the 16 digits from the form; a code in the address is taken too, and never stays there."""
    asked = _asked(request)
    typed = request.POST.get("code") or asked
    if not typed:
        return _ask(request, said=_("Nhập mã tra cứu 16 chữ số in dưới mã QR.") if request.method == "POST" else "")
    token = lookup_code.qr_token(typed)
    try:
        found = by_token(token) if token else by_code(request, lookup_code.read(typed))
        said, status = _nothing_found(), 404
    except RuleBroken as refusal:
        found, said = None, sentence(refusal, _)
        status = 429 if refusal.code == "lookup.wait" else 200
        seconds = refusal.facts.get("seconds")
    if found is not None:
        return _lead_to(request, found)
    if asked:  # whatever was wrong with it, a code does not stay in an address
        messages.error(request, said)
        return redirect("dossiers:lookup")
    response = _ask(request, code=typed, said=said, status=status)
    if status == 429:
        response["Retry-After"] = str(seconds)
    return response


def _nothing_found() -> str:
    phone = Unit.objects.filter(PLACE).values_list("phone", flat=True).first()
    if not phone:
        return _("Không tìm thấy mã này. Kiểm tra lại, hoặc hỏi Bộ phận Một cửa.")
    return _("Không tìm thấy mã này. Kiểm tra lại, hoặc hỏi Bộ phận Một cửa: %(phone)s.") % {"phone": phone}


@never_cache
@require_GET
def by_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR: leads to the clean page at once."""
    found = by_token(token.upper()) if TOKEN.fullmatch(token.upper()) else None
    return _ask(request, said=_nothing_found(), status=404) if found is None else _lead_to(request, found)


def by_token(token: str) -> Dossier | None:
    """The dossier of a QR. Its 128 random bits are guessed by nobody: no try waits, no miss counts."""
    found: Dossier | None = Dossier.objects.filter(qr_token=token).only("pk").first()
    return found


def by_code(request: HttpRequest, code: str) -> Dossier | None:
    """The dossier of a typed code; a network that missed too often waits, save for what this browser opened before.

    Raises: RuleBroken `lookup.wait`.
    """
    key, at = f"lookup:{network_key(request)}", clock.now()
    found: Dossier | None = Dossier.objects.filter(lookup_code=code).only("pk").first()
    if found is not None and found.pk == _opened_before(request):
        return found
    refuse_after_misses(miss=Miss.LOOKUP, key=key, at=at)
    if found is None:
        note_miss(miss=Miss.LOOKUP, key=key, at=at)
    return found


def _opened_before(request: HttpRequest) -> int | None:
    """The dossier this browser opened last, however long ago its access ended."""
    try:
        return int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE))
    except signing.BadSignature:
        return None


def _lead_to(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """To the dossier's page, whose address is no secret; the cookie outlives the access, so its end can be told."""
    response = redirect("dossiers:status")
    value = signing.dumps(dossier.pk, salt=COOKIE)
    response.set_cookie(COOKIE, value, max_age=COOKIE_AGE, httponly=True, secure=request.is_secure(), samesite="Lax")
    return response


def held_dossier(request: HttpRequest) -> Dossier | HttpResponse:
    """The dossier this browser looked up a short while ago; else the page that asks for the code."""
    try:
        pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=MINUTES * 60)
    except signing.SignatureExpired:
        said = _("Đã quá %(minutes)s phút từ lúc tra cứu. Nhập lại mã tra cứu để xem tiếp.") % {"minutes": MINUTES}
        return _ask(request, said=said, status=410)
    except signing.BadSignature:
        return redirect("dossiers:lookup")
    found: Dossier | None = Dossier.objects.select_related(*RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """The dossier's story for whoever holds the receipt: no personal name is on it; `in=to` is for large print."""
    if _asked(request):
        return lookup(request)
    dossier = held_dossier(request)
    if isinstance(dossier, HttpResponse):
        return dossier
    context = told_to_citizen(dossier) | {"is_rated": Rating.objects.filter(dossier=dossier).exists()}
    is_large = request.GET.get("in") == "to"
    return render(request, "dossiers/status_large.html" if is_large else "dossiers/status.html", context)


def told_to_citizen(dossier: Dossier) -> dict[str, object]:
    """What the pages of a looked-up dossier tell, here and at the kiosk."""
    now = clock.now()
    return {
        "story": story(dossier, now), "readers": readers(dossier), "now": now, "dossier": dossier,
        "letters": correspondence(dossier, now, applicant=True), "on_the_way": transit_of(dossier),
        **beside_of(dossier),
    }  # fmt: skip


@never_cache
@require_GET
def paper_pdf(request: HttpRequest, paper: int) -> HttpResponse:
    """A paper addressed to the applicant, for whoever holds the lookup code: without the applicant's particulars."""
    dossier = held_dossier(request)
    if isinstance(dossier, HttpResponse):
        return dossier
    found = for_applicant(dossier).filter(pk=paper).first()
    if found is None:
        raise Http404
    return as_pdf(pdf(found, without=without_names), found.symbol)
