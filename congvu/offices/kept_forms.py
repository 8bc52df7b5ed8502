"""What was typed into a form that could not be heard (no session, an old page), kept for its own person alone.

The fields travel sealed in the sign-in page, and after signing in lie sealed in the session: nothing is stored of
people who never come back, and whoever signs in next on that computer can open nothing. A kept form is only shown
again, filled in; sending it is the person's own act. Why so: docs/adr/0008-kept-forms.md.
"""

import base64
import hashlib
import json
import secrets
import zlib
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, QueryDict
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


def seal(request: HttpRequest, at: datetime) -> str:
    """The posted fields, sealed with the page they were meant for and the official to whom the form was shown.

    '' where the form was shown to nobody we know, or holds more than 64 KB.
    """
    owner = owner_of(request.POST.get("key", ""))
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    content = json.dumps({"owner": owner, "path": request.path, "fields": fields}, ensure_ascii=False).encode()
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
    return f"{path}?{FIELD}={name}"


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
