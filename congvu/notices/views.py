"""The outbox for the administrator, with addresses that can be recognised but not used; what the gateway confirms."""

from hmac import compare_digest

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from congvu import clock
from congvu.notices import commands
from congvu.notices.models import INSIDE, STATE_WORDS, Notice, NoticeState
from congvu.offices.lists import paged
from congvu.offices.once import fresh_key, once
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.outbox import masked
from congvu.sentences import sentence

PAGE = 50
UNSENT = Q(sent_at=None, given_up_at=None, confirmed_at=None)


def in_state(state: NoticeState, at: object) -> Q:
    """`Notice.state_at` in SQL, twin-tested."""
    held = Q(leased_until__gt=at)
    return {
        NoticeState.CONFIRMED: Q(confirmed_at__isnull=False),
        NoticeState.SENT: Q(confirmed_at=None, sent_at__isnull=False) & ~Q(sent_via__in=INSIDE),
        NoticeState.KEPT: Q(confirmed_at=None, sent_at__isnull=False, sent_via__in=INSIDE),
        NoticeState.GIVEN_UP: Q(confirmed_at=None, sent_at=None, given_up_at__isnull=False),
        NoticeState.SENDING: UNSENT & held,
        NoticeState.FAILED: UNSENT & ~held & ~Q(failure=""),
        NoticeState.WAITING: UNSENT & ~held & Q(failure=""),
    }[state]


def _rows(state: str, at: object) -> "QuerySet[Notice]":
    rows = Notice.objects.order_by("-queued_at", "-pk")
    return rows.filter(in_state(NoticeState(state), at)) if state in set(NoticeState) else rows


@login_required
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits, what left, what could not, the newest first."""
    now, official = clock.now(), official_of(request)
    require(official, Right.SET_UP_PLACE, localdate(now))
    asked = request.GET.get("trang-thai", "")
    found, shown = paged(request, _rows(asked, now), PAGE), []
    for one in found["page"].object_list:
        state, to = one.state_at(now), masked(one.to) if one.to else ""
        shown.append({"notice": one, "to": to, "state": state, "word": STATE_WORDS[state]})
    context = {
        **found, "rows": shown, "asked": asked, "key": fresh_key(official),
        "states": [(one.value, STATE_WORDS[one], _rows(one, now).count()) for one in NoticeState],
        "has_gateway": bool(settings.SMS_URL), "has_mail": settings.SMTP is not None, "now": now,
    }  # fmt: skip
    return render(request, "notices/outbox.html", context)


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again that was given up."""
    now = clock.now()
    require(official_of(request), Right.SET_UP_PLACE, localdate(now))
    notice = get_object_or_404(Notice, pk=pk)

    def again() -> str:
        commands.retry(actor=official_of(request), at=now, notice_id=notice.pk)
        return reverse("outbox")

    try:
        answer = once(request, now, again)
    except RuleBroken as refusal:
        messages.warning(request, sentence(refusal, _))
        return redirect("outbox")
    messages.success(request, _("Sẽ gửi lại với cùng mã tham chiếu."))
    return redirect(answer)


@csrf_exempt
@require_POST
def confirmed(request: HttpRequest) -> HttpResponse:
    """The gateway says that a message arrived; open only where the settings name its token."""
    token = settings.SMS_RECEIPT_TOKEN
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(said.encode(), token.encode()):
        raise PermissionDenied
    known = commands.confirm(reference=request.POST.get("reference", "")[:80], at=clock.now())
    return HttpResponse(status=204 if known else 404)
