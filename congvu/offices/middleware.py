"""A refusal that no form has shown becomes a plain page: 403 for a missing right, 429 for guessing, else 400."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

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
            return None
        status = STATUS.get(exception.code, 400)
        said = sentence(exception, gettext)
        response = render(request, f"{status}.html", {"said": said}, status=status)
        if status == 429:
            response["Retry-After"] = str(exception.facts["seconds"])
        return response


refusals = Refusals
