"""A form sent twice makes one act: the key in the form, the act and the answer stand in one transaction.

The key also says, unforgeably, to whom the form was shown: kept_forms.py gives what was typed back to nobody else,
and nobody else sends it. It guards against a slip (a page left open, another person at the computer); what guards
against another site is Django's token.
"""

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hmac import compare_digest

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError, transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from congvu.ledger.queries import refuse_a_clock_behind
from congvu.offices.absences import refuse_if_away
from congvu.offices.commands import answer_submission, submit_once
from congvu.offices.forms import told
from congvu.offices.models import Official, Submission
from congvu.rules.errors import RuleBroken

NOT_CONTENT = frozenset({"key", "csrfmiddlewaretoken"})
View = Callable[..., HttpResponse]
Said = str | Promise
SENT_BEFORE = _("Bạn đã gửi nội dung này lúc %(sent)s; không có gì được ghi thêm.")
KEY = re.compile(r"([0-9]{1,12})\.([0-9a-f]{16})\.([0-9a-f]{16})(?:-[a-z0-9_-]+)?")


def fresh_key(owner: Official | None = None) -> str:
    """A key for a form about to be shown to `owner` (to whoever is not signed in: None)."""
    return _key(owner.pk if owner else 0, secrets.token_hex(8))


def key_again(typed: QueryDict | None, owner: Official | None = None) -> str:
    """The key of a form shown once more: its own, so that sending it stays one act; a fresh one if it had none."""
    key = typed.get("key", "") if typed else ""
    return key if owner_of(key) == (owner.pk if owner else 0) else fresh_key(owner)


def owner_of(key: str) -> int | None:
    """The official, by number, to whom the form with this key was shown; None for a key that is not ours."""
    found = KEY.fullmatch(key)
    if found is None or not compare_digest(found.group(3), _mark(f"{found.group(1)}.{found.group(2)}")):
        return None
    return int(found.group(1))


def _key(number: int, chance: str) -> str:
    return f"{number}.{chance}.{_mark(f'{number}.{chance}')}"


def _mark(text: str) -> str:
    return hashlib.blake2b(
        text.encode(), key=hashlib.sha256(settings.SECRET_KEY.encode()).digest(), person=b"form-key", digest_size=8
    ).hexdigest()


def _sent_key(request: HttpRequest) -> str:
    return "".join(char for char in request.POST.get("key", "") if char.isprintable())[:64]


def _digest(request: HttpRequest) -> str:
    content = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    if request.FILES:
        content += sorted((name, [f"{one.name} {one.size}" for one in files]) for name, files in request.FILES.lists())
    return hashlib.sha256(repr((request.path, content)).encode()).hexdigest()


def answers_again(said: Said = SENT_BEFORE) -> Callable[[View], View]:
    """A view that leads a form sent before to its first answer, whatever became of the dossier since.

    Asked again after a “not found”: the first sending may just then have put the dossier out of the sender's sight.
    """

    def keep(view: View) -> View:
        @wraps(view)
        def seen(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if first := _earlier_answer(request, said):
                return redirect(first)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                if first := _earlier_answer(request, said):
                    return redirect(first)
                raise

        return seen

    return keep


def _earlier_answer(request: HttpRequest, said: Said) -> str:
    """Where the first sending of this very form led, and the sentence that says so; '' if it was not sent before."""
    if request.method != "POST":
        return ""
    earlier = Submission.objects.filter(key=_sent_key(request)).exclude(answer="").first()
    sender = getattr(request.user, "login", "")
    if earlier is None or (earlier.sender, earlier.content_hash) != (sender, _digest(request)):
        return ""
    _say_sent(request, earlier, said)
    return earlier.answer


def _say_sent(request: HttpRequest, earlier: Submission, said: Said) -> None:
    sent = f"{localtime(earlier.sent_at):%H:%M}"
    messages.info(request, str(said) % {"sent": sent})


def once(
    request: HttpRequest, at: datetime, act: Callable[[], str], *, each_content: bool = False, said: Said = SENT_BEFORE
) -> str:
    """Do `act` if this form was not sent before, and give the address its answer stands at; else say `said` there.

    `each_content` is for a page that stays open after it was sent (a download): other content is another sending.

    Raises: RuleBroken `submission.no_key`, `submission.not_yours`, `submission.other_content`, `clock.behind`,
    `absence.away`, `place.busy`, and whatever the act refuses.
    """
    key = _sent_key(request) if request.method == "POST" else ""  # a kept form that is only read acts on nothing
    if not key:
        raise RuleBroken("submission.no_key")
    if owner_of(key) != (request.user.pk or 0):
        raise RuleBroken("submission.not_yours")
    key = f"{key[:42]}~{_digest(request)[:20]}" if each_content else key
    refuse_a_clock_behind(at)
    if isinstance(request.user, Official):
        refuse_if_away(request.user, at)
    try:
        return _once(request, key, at, act, said)
    except OperationalError as failure:
        if _is_busy(failure):
            raise RuleBroken("place.busy") from failure
        raise


def once_by(request: HttpRequest, at: datetime, form: Form, act: Callable[[], str], *, said: Said = SENT_BEFORE) -> str:
    """`once`, where the form was sent and is valid; '' where it is to be shown again, with the refusal in it.

    Raises: RuleBroken `rights.missing`, which no other typing mends.
    """
    if request.method != "POST" or not form.is_valid():
        return ""
    try:
        return once(request, at, act, said=said)
    except RuleBroken as refusal:
        if refusal.code == "rights.missing":
            raise
        form.add_error(None, told(refusal))
        return ""


def _once(request: HttpRequest, key: str, at: datetime, act: Callable[[], str], said: Said) -> str:
    with transaction.atomic():
        sender = getattr(request.user, "login", "")
        submission = submit_once(key=key, sender=sender, content_hash=_digest(request), at=at)
        if submission.answer:
            _say_sent(request, submission, said)
            return submission.answer
        answer = act()
        answer_submission(submission=submission, answer=answer)
    return answer


def _is_busy(failure: OperationalError) -> bool:
    """Did the embedded database stay locked by another writer for the whole time we wait (settings: timeout)?"""
    return getattr(failure.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
