"""Browsers from which an official signed in before: whoever guesses elsewhere keeps nobody out of these.

The signed cookie names the officials by number, each with a chance of its own and a mark of the password of that day;
it opens nothing by itself. Wrong tries from such a browser count for it alone, and slow it as they would a stranger.
"""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse

from congvu.offices.models import Official

COOKIE = "dang-nhap-truoc"
SECONDS = 90 * 24 * 3600
PEOPLE = 8  # who share one computer at a counter; the latest stay


def guessing_key(request: HttpRequest, login: str) -> str:
    """The key under which this browser's wrong tries for that account count; '' where it did not sign in before."""
    official = Official.objects.filter(login=login, is_active=True).first()
    chance, mark = _people(request).get(str(official.pk), ("", "")) if official else ("", "")
    return f"sign-in:{login}:{chance}" if official and chance and mark == _mark(official) else ""


def remember(request: HttpRequest, response: HttpResponse, official: Official) -> None:
    """From now on this browser is known for this official; a new password makes it a stranger again."""
    people = _people(request)
    people.pop(str(official.pk), None)
    people = dict(list(people.items())[1 - PEOPLE :]) | {str(official.pk): (secrets.token_hex(6), _mark(official))}
    response.set_cookie(
        COOKIE, signing.dumps(people, salt=COOKIE), max_age=SECONDS, httponly=True, secure=request.is_secure(),
        samesite="Lax",
    )  # fmt: skip


def _people(request: HttpRequest) -> dict[str, tuple[str, str]]:
    try:
        found: dict[str, tuple[str, str]] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS
        )
    except signing.BadSignature:
        return {}
    return found


def _mark(official: Official) -> str:
    """Says nothing about the password, and is another one after it was changed."""
    return official.get_session_auth_hash()[:16]
