"""The acceptance queue of online filings, for the counter they are meant for."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.commands.filings import accept_filing, refuse_filing
from congvu.dossiers.queries_register import filings_for
from congvu.offices.kept_forms import reopens_form
from congvu.offices.lists import paged
from congvu.offices.models import Official
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 50


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; `xem=xong` shows what was decided."""
    now, official = clock.now(), official_of(request)
    require(official, Right.ACCEPT_DOSSIER, localdate(now))
    return _queue(request, official, now)


def _queue(request: HttpRequest, official: Official, now: datetime, said: str = "", wrong: int = 0) -> HttpResponse:
    is_done = request.GET.get("xem") == "xong"
    rows = filings_for(official, localdate(now), is_done=is_done)
    context = paged(request, rows, PAGE) | {
        "is_done": is_done, "said": said, "wrong": wrong,
        "typed": request.POST.get("ly-do", ""), "key": fresh_key(official), "now": now,
    }  # fmt: skip
    return render(request, "dossiers/filings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Accept a filing, or note its refusal."""
    now, official = clock.now(), official_of(request)
    found = [filings_for(official, localdate(now), is_done=is_done).filter(pk=pk) for is_done in (False, True)]
    if act not in {"tiep-nhan", "tu-choi"} or not any(rows.exists() for rows in found):
        raise Http404
    if request.method != "POST":
        return _queue(request, official, now, wrong=pk)
    try:
        answer = once(request, now, lambda: _act(request, official, pk, act, now))
    except RuleBroken as refusal:
        return _queue(request, official, now, sentence(refusal, _), wrong=pk)
    return redirect(answer)


def _act(request: HttpRequest, official: Official, pk: int, act: str, now: datetime) -> str:
    if act == "tiep-nhan":
        dossier = accept_filing(actor=official, at=now, filing_id=pk)
        messages.success(request, _("Đã tiếp nhận hồ sơ %(code)s, bạn đang giữ hồ sơ.") % {"code": dossier.code})
        return f"{reverse('dossiers:detail', args=[dossier.pk])}?da-nhan=1"
    filing = refuse_filing(actor=official, at=now, filing_id=pk, reason=request.POST.get("ly-do", ""))
    messages.success(request, _("Đã ghi từ chối hồ sơ %(code)s.") % {"code": filing.code})
    return reverse("dossiers:filings")
