"""The language of a request, sessions that end, and refusals no form has shown: 403 for a right, 429 for guessing.

A form that was sent when the session had ended is answered with the sign-in page, which keeps what was typed.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation
from django.utils.translation import gettext

from congvu.offices.views import sign_in_again
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

LOG = logging.getLogger(__name__)
STATUS = {"rights.missing": 403, "figures.not_yet": 403, "guessing.wait": 429}
Answer = Callable[[HttpRequest], HttpResponse]
LAST_SEEN = "last_seen"
NOTED_EVERY = 60


class Refusals:
    """Turns `RuleBroken` into a page with its sentence; every other error stays loud."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No database is asked for a NUL: one of the two would answer with a failure.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return self.told(request, RuleBroken("text.unreadable"))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        if isinstance(exception, RuleBroken):
            return self.told(request, exception)
        if not isinstance(exception, Http404 | PermissionDenied | SuspiciousOperation):
            # The path stays out of the log: a lookup's address is a secret.
            LOG.error("unexpected failure of a page", exc_info=exception)
        return None

    @staticmethod
    def told(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
        """The page that says what was refused and what to do."""
        status = STATUS.get(refusal.code, 400)
        response = render(request, f"{status}.html", {"said": sentence(refusal, gettext)}, status=status)
        if status == 429:
            response["Retry-After"] = str(refusal.facts["seconds"])
        return response


refusals = Refusals


def heads(get_response: Answer) -> Answer:
    """HEAD is answered like GET, without the content, by every page: link checkers and monitors ask so."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        response = get_response(request)
        request.method = "HEAD"
        if not response.streaming:
            response.content = b""
        return response

    return answer


def language(get_response: Answer) -> Answer:
    """Vietnamese unless the person chose otherwise: a borrowed browser's own language decides nothing."""

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            return get_response(request)

    return speak


def sessions(get_response: Answer) -> Answer:
    """End a session nobody used for a while; a form sent too late is kept on the sign-in page.

    Measured by the machine's clock, not by the demonstration's day.
    """

    def watch(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(LAST_SEEN, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                if request.method == "GET":
                    messages.info(request, gettext("Phiên làm việc đã hết. Đăng nhập lại để tiếp tục."))
            elif now - seen > NOTED_EVERY or LAST_SEEN not in request.session:
                request.session[LAST_SEEN] = now
        response = get_response(request)
        door = f"{resolve_url(settings.LOGIN_URL)}?next="
        turned_away = response.status_code == 302 and response["Location"].startswith(door)
        if request.method == "POST" and turned_away and not request.user.is_authenticated:
            return sign_in_again(request)
        return response

    return watch
