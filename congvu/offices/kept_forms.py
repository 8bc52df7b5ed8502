"""What was typed into a form that could not be heard (no session, an old page), kept for its own person alone.

The fields travel sealed in the sign-in page, and after signing in lie sealed in the session: nothing is stored of
people who never come back, and whoever signs in next on that computer can open nothing. A kept form is only shown
again, filled in; sending it is the person's own act. Only what a view marked `reopens` or `reopens_form` is kept: what
no page shows again is not said to be kept. Why so: docs/adr/0008-kept-forms.md.
"""

import base64
import hashlib
import json
import secrets
import zlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from congvu import clock
from congvu.offices.models import Official
from congvu.offices.once import owner_of

FIELD = "giu"
IN_SESSION = "kept_forms"
SECONDS = 3600
LARGEST = 64 * 1024
AT_ONCE = 5
View = Callable[..., HttpResponse]


def seal(request: HttpRequest, at: datetime) -> str:
    """The posted fields, sealed with the page they were meant for and the official to whom the form was shown.

    '' where the form was shown to nobody we know, holds more than 64 KB, or is one that no page shows again.
    """
    owner = owner_of(request.POST.get("key", "")) if _is_shown_again(request.path) else None
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    page = {"owner": owner, "path": request.path, "query": _query(request), "has_files": bool(request.FILES)}
    content = json.dumps(page | {"fields": fields}, ensure_ascii=False).encode()
    if not owner or len(content) > LARGEST:
        return ""
    return _sealer().encrypt_at_time(zlib.compress(content), int(at.timestamp())).decode()


def put_back(request: HttpRequest, official: Official, sealed: str, at: datetime) -> str:
    """Lay a kept form into this person's session; gives the page that shows it, '' if it is not theirs or too old."""
    content = _open(sealed, at)
    if content is None or content["owner"] != official.pk:
        return ""
    path = str(content["path"])
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    kept, name = request.session.get(IN_SESSION, {}), secrets.token_urlsafe(6)
    request.session[IN_SESSION] = dict(list(kept.items())[1 - AT_ONCE :]) | {name: sealed}
    query = QueryDict(content["query"], mutable=True)
    query[FIELD] = name
    return f"{path}?{query.urlencode()}"


def reopens(view: View) -> View:
    """A page with a form of its own: read at the address of a kept form, `request.POST` is what was typed, unsent."""

    @wraps(view)
    def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "GET" and (typed := kept_form(request)) is not None:
            request.POST = typed  # type: ignore[assignment]  # ours may be changed, as a copy of what was sent may
        return view(request, *args, **kwargs)

    seen.reopens = True  # type: ignore[attr-defined]
    return seen


def reopens_form(view: View) -> View:
    """The address that a form on another page is sent to: read, it shows that page with a kept form, else nothing."""

    @wraps(view)
    def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" and not request.POST:
            return HttpResponseNotAllowed(["POST"])
        return view(request, *args, **kwargs)

    return reopens(seen)


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What stands in the form: sent just now, or kept; None where nobody typed yet. It may be changed."""
    return request.POST.copy() if request.method == "POST" or request.POST else None


def _is_shown_again(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, "reopens")
    except Http404:
        return False


def _query(request: HttpRequest) -> str:
    """The page's own address after the question mark, without the name of a form kept before."""
    query = request.GET.copy()
    query.pop(FIELD, None)
    return query.urlencode()


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What this page's form held when it could not be heard, where its address names a kept form of this person."""
    sealed = request.session.get(IN_SESSION, {}).get(request.GET.get(FIELD, ""))
    content = _open(sealed, clock.now()) if sealed else None
    if content is None or content["path"] != request.path or content["owner"] != request.user.pk:
        return None
    typed = QueryDict(mutable=True)
    for name, values in content["fields"]:
        typed.setlist(name, values)
    messages.info(request, _("Nội dung đã nhập được giữ lại, chưa gửi. Xem lại rồi gửi."))
    if content["has_files"]:
        messages.warning(request, _("Tệp đính kèm không giữ được. Chọn lại tệp rồi gửi."))
    return typed


def _sealer() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"kept-forms" + settings.SECRET_KEY.encode()).digest()))


def _open(sealed: str, at: datetime) -> dict[str, Any] | None:
    try:
        content = _sealer().decrypt_at_time(sealed.encode(), SECONDS, int(at.timestamp()))
    except InvalidToken:
        return None
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    return found
