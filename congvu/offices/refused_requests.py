"""Requests that are refused before a page reads them: too large, or for a host that is not ours.

Whoever scans the internet sends them all day: each is answered in words and noted in one line, never with a traceback.
"""

import logging

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class OneLine(logging.Filter):
    """Leaves the traceback out of what Django notes as suspicious: it tells of the sender, not of a fault here."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
        return True


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for such a request: 413 where it is too large, else 400; it asks neither the host nor the database."""
    said = ""
    if isinstance(exception, TOO_MUCH):
        said = _("Nội dung gửi lên quá lớn. Quay lại trang trước, rút gọn hoặc chia nhỏ rồi gửi lại.")
    if isinstance(exception, DisallowedHost):
        said = _("Trang này không mở được ở địa chỉ bạn dùng. Mở lại bằng địa chỉ do cơ quan công bố.")
    page = render_to_string("400.html", {"said": said})
    return HttpResponse(page, status=413 if isinstance(exception, TOO_MUCH) else 400)
