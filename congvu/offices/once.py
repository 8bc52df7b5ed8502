"""A form sent twice makes one act: the key in the form, the act and the answer stand in one transaction."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congvu.offices.commands import answer_submission, submit_once
from congvu.rules.errors import RuleBroken


def fresh_key() -> str:
    """A key for a form about to be shown."""
    return secrets.token_urlsafe(18)


def once(request: HttpRequest, at: datetime, act: Callable[[], str]) -> str:
    """Do `act` if this form was not sent before, and give the address its answer stands at.

    Raises: RuleBroken `submission.no_key`, `submission.other_content`, and whatever the act refuses.
    """
    key = request.POST.get("key", "")
    if not key:
        raise RuleBroken("submission.no_key")
    content = sorted(
        (name, values) for name, values in request.POST.lists() if name not in {"key", "csrfmiddlewaretoken"}
    )
    digest = hashlib.sha256(repr((request.path, content)).encode()).hexdigest()
    with transaction.atomic():
        sender = getattr(request.user, "login", "")
        submission = submit_once(key=key[:64], sender=sender, content_hash=digest, at=at)
        if submission.answer:
            sent = f"{localtime(submission.sent_at):%H:%M}"
            messages.info(request, _("Bạn đã gửi nội dung này lúc %(sent)s. Mã tra cứu không đổi.") % {"sent": sent})
            return submission.answer
        answer = act()
        answer_submission(submission=submission, answer=answer)
    return answer
