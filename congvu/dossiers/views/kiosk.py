"""The kiosk (máy tra cứu tại sảnh): code reader first, keys on the screen, closes by itself, leaves nothing behind."""

import re
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.models import Dossier
from congvu.dossiers.queue import machine_of
from congvu.dossiers.views.public import RELATED, by_code, by_token, told_to_citizen
from congvu.law import practice
from congvu.rules import lookup_code
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

COOKIE = "tra-cuu-kiosk"
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "xoa", "0", "lui")


def _is_large(request: HttpRequest) -> bool:
    return (request.POST.get("chu") or request.GET.get("chu")) == "to"


def _machine(request: HttpRequest) -> tuple[str, str]:
    """The ticket machine this one goes with (`may`), by its code and key; nobody else learns its address here."""
    code, _colon, key = (request.POST.get("may") or request.GET.get("may") or "").partition(":")
    return (code, key) if key and machine_of(code, key, localdate(clock.now())) else ("", "")


def _kept(request: HttpRequest, *, is_large: bool) -> dict[str, object]:
    """What the pages of one machine hand on to each other: large type, its ticket machine, and the close address."""
    code, key = _machine(request)
    asked = ({"chu": "to"} if is_large else {}) | ({"may": f"{code}:{key}"} if key else {})
    only = f"?may={code}:{key}" if key else ""
    return {
        "is_large": is_large, "may": f"{code}:{key}" if key else "", "kept": f"?{urlencode(asked)}" if asked else "",
        "close": reverse("dossiers:kiosk_close") + only,
        "ticket_machine": reverse("dossiers:ticket_machine", args=[code, key]) if key else "",
    }  # fmt: skip


def pressed(typed: str, key: str) -> str:
    """The field after one press of a key on the screen."""
    if key == "xoa":
        return ""
    digits = re.sub(r"\D", "", typed)
    return digits[:-1] if key == "lui" else (digits + key)[:16]


# A look-up changes nothing, and the machine stands open all day: no token to grow old.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The field and the keys; each press is a sending where there is no script."""
    typed, said = request.POST.get("code", "")[:200], ""
    key = request.POST.get("phim", "")
    if key in KEYS:
        typed = pressed(typed, key)
    elif request.method == "POST":
        try:
            return _open(request, typed)
        except RuleBroken as refusal:
            said = sentence(refusal, _)
    context = {
        "code": "" if lookup_code.qr_token(typed) else lookup_code.shown(typed), "said": said,
        "keys": KEYS, "seconds": practice().kiosk_seconds, **_kept(request, is_large=_is_large(request)),
    }  # fmt: skip
    response = render(request, "dossiers/kiosk_start.html", context)
    if typed or said:
        # What somebody left half typed goes away too.
        response["Refresh"] = f"{practice().kiosk_seconds}; url={context['close']}"
    return response


def _open(request: HttpRequest, typed: str) -> HttpResponse:
    """Find the dossier by what was scanned or typed. Raises: RuleBroken `lookup.*`, `lookup.wait`."""
    token = lookup_code.qr_token(typed)
    dossier = by_token(token) if token else by_code(request, lookup_code.read(typed))
    if dossier is None:
        raise RuleBroken("lookup.not_found")
    response = redirect(reverse("dossiers:kiosk_status") + str(_kept(request, is_large=_is_large(request))["kept"]))
    response.set_cookie(
        COOKIE, signing.dumps(dossier.pk, salt=COOKIE), max_age=practice().kiosk_seconds + 5, httponly=True,
        secure=request.is_secure(), samesite="Strict", path=reverse("dossiers:kiosk"),
    )  # fmt: skip
    return response


@never_cache
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """The dossier in big type; the browser is told to close it, and “more time” is loading the page again."""
    limit = practice().kiosk_seconds
    try:
        value = request.COOKIES.get(COOKIE, "")
        pk = signing.loads(value, salt=COOKIE, max_age=limit + 5)
    except signing.BadSignature:
        return redirect("dossiers:kiosk")
    dossier = Dossier.objects.select_related(*RELATED).filter(pk=pk).first()
    if dossier is None:
        return redirect("dossiers:kiosk")
    context = told_to_citizen(dossier) | {
        "seconds": limit, "warning": practice().kiosk_warning_seconds,
        **_kept(request, is_large=_is_large(request)),
    }  # fmt: skip
    response = render(request, "dossiers/kiosk_status.html", context)
    response["Refresh"] = f"{limit}; url={context['close']}"
    response.set_cookie(
        COOKIE, signing.dumps(pk, salt=COOKIE), max_age=limit + 5, httponly=True, secure=request.is_secure(),
        samesite="Strict", path=reverse("dossiers:kiosk"),
    )  # fmt: skip
    return response


@never_cache
@require_GET
def close(request: HttpRequest) -> HttpResponse:
    """Leave nothing for the next person: cookies, stored pages and what was typed are cleared."""
    response = redirect(reverse("dossiers:kiosk") + str(_kept(request, is_large=False)["kept"]))
    for name in request.COOKIES:
        response.delete_cookie(name)
    response.delete_cookie(COOKIE, path=reverse("dossiers:kiosk"))
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
