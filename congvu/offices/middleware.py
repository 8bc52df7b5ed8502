"""The language of a request, and refusals no form has shown: 403 for a right, 429 for guessing, else 400."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

LOG = logging.getLogger(__name__)
STATUS = {"rights.missing": 403, "guessing.wait": 429}


class Refusals:
    """Turns `RuleBroken` into a page with its sentence; every other error stays loud."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        if not isinstance(exception, RuleBroken):
            # The path stays out of the log: a lookup's address is a secret.
            LOG.error("unexpected failure of a page", exc_info=exception)
            return None
        status = STATUS.get(exception.code, 400)
        said = sentence(exception, gettext)
        response = render(request, f"{status}.html", {"said": said}, status=status)
        if status == 429:
            response["Retry-After"] = str(exception.facts["seconds"])
        return response


refusals = Refusals


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Vietnamese unless the person chose otherwise: a borrowed browser's own language decides nothing."""

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            return get_response(request)

    return speak
