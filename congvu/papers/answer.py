"""A PDF as an answer to a browser: shown in place, with a file name that a person recognises."""

from django.http import HttpResponse
from django.utils.text import slugify

from congvu.rules.vietnamese import fold


def as_pdf(made: bytes, name: str) -> HttpResponse:
    """The answer; `name` may hold Vietnamese and strokes (05/PYC-TTPVHCC), the file name has neither."""
    response = HttpResponse(made, content_type="application/pdf")
    plain = slugify(fold(name.replace("/", "-"))) or "giay-to"
    response["Content-Disposition"] = f'inline; filename="{plain}.pdf"'
    return response
