"""Hand-over lists: what waits for which unit, one list, and the two signatures."""

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.commands import batches as commands
from congvu.dossiers.models import Batch, BatchItem
from congvu.dossiers.transit import destinations, of_destination
from congvu.offices.kept_forms import reopens, reopens_form
from congvu.offices.lists import paged
from congvu.offices.models import Official, Unit
from congvu.offices.once import fresh_key, once
from congvu.offices.permissions import Right, has_right, posts_with
from congvu.offices.staff import official_of
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.batch import TRANSITIONS, BatchMove, BatchState, Cargo, Judged
from congvu.rules.contact import parse_day
from congvu.rules.errors import RuleBroken
from congvu.rules.state_machine import allowed_actions
from congvu.sentences import sentence

PAGE = 30
RELATED = ("from_unit", "to_unit", "made_by", "sent_by", "ended_by")


def own_units(official: Official, at: datetime) -> list[Unit]:
    """The units this official signs lists for. Raises: RuleBroken `rights.missing`."""
    posts = posts_with(official, Right.HAND_OVER_BATCH, localdate(at))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.HAND_OVER_BATCH.value, unit=_("đơn vị giao hoặc nhận hồ sơ"))
    return list({post.unit_id: post.unit for post in posts}.values())


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits by destination, what comes in and is to be signed, and the unit's lists, newest first."""
    at, official = clock.now(), official_of(request)
    units = own_units(official, at)
    lists = Batch.objects.select_related(*RELATED).order_by("-made_at", "-pk")
    mine = lists.filter(from_unit__in=units) | lists.filter(to_unit__in=units)
    context = {
        "waiting": destinations(units),
        "incoming": lists.filter(to_unit__in=units, state=BatchState.SENT).order_by("sent_at"),
        "drafts": lists.filter(from_unit__in=units, state=BatchState.DRAFT),
    } | paged(request, mine.exclude(state=BatchState.DRAFT), PAGE)
    return render(request, "dossiers/batches.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reopens
def compose(request: HttpRequest, cargo: str, origin: str, destination: str) -> HttpResponse:
    """Choose from what waits in one unit for another; a post puts the ticked ones on a list."""
    at, official = clock.now(), official_of(request)
    from_unit = next((unit for unit in own_units(official, at) if unit.code == origin), None)
    to_unit = Unit.objects.filter(code=destination).first()
    if from_unit is None or to_unit is None or cargo not in set(Cargo):
        raise Http404
    said, ticked = "", [int(pk) for pk in request.POST.getlist("chon") if pk.isdigit()]
    if request.method == "POST":
        try:
            return redirect(once(request, at, lambda: _make(official, at, from_unit, to_unit, Cargo(cargo), ticked)))
        except RuleBroken as refusal:
            said = sentence(refusal, _)
    rows = list(of_destination(Cargo(cargo), from_unit, to_unit)[: commands.MOST])
    refused = dict(BatchItem.objects.filter(dossier__in=rows).exclude(reason="").values_list("dossier", "reason"))
    context = {
        "rows": [(row, refused.get(row.pk, "")) for row in rows], "from_unit": from_unit,
        "to_unit": to_unit, "is_result": cargo == Cargo.RESULT, "said": said, "key": fresh_key(official),
        "ticked": ticked if request.POST else None,
    }  # fmt: skip
    return render(request, "dossiers/batch_compose.html", context)


def _make(official: Official, at: datetime, from_unit: Unit, to_unit: Unit, cargo: Cargo, ticked: list[int]) -> str:
    batch = commands.make_batch(
        actor=official, at=at, from_unit=from_unit, to_unit=to_unit, cargo=cargo, dossier_ids=ticked
    )
    return reverse("dossiers:batch", args=[batch.pk])


def own_batch(request: HttpRequest, pk: int) -> Batch:
    """The list, if this person may read it; anybody else gets the same 404 as for one that does not exist."""
    rows = Batch.objects.visible_to(official_of(request), localdate(clock.now())).select_related(*RELATED)
    batch: Batch | None = rows.filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


@login_required
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what is on it, who signed, what is to be done."""
    return _show(request, own_batch(request, pk))


def _show(request: HttpRequest, batch: Batch, said: str = "", failed: str = "") -> HttpResponse:
    today, official = localdate(clock.now()), official_of(request)
    moves = set(allowed_actions(TRANSITIONS, BatchState(batch.state)))
    gives = has_right(official, Right.HAND_OVER_BATCH, today, batch.from_unit)
    takes = has_right(official, Right.HAND_OVER_BATCH, today, batch.to_unit)
    items = batch.items.select_related("dossier__procedure_version__procedure", "dossier__applicant").order_by("pk")
    rows = [
        (item, request.POST.get(f"nhan-{item.pk}", ""), request.POST.get(f"ly-do-{item.pk}", item.reason))
        for item in items
    ]
    context = {
        "batch": batch, "rows": rows, "said": said, "failed": failed, "key": fresh_key(official), "typed": request.POST,
        "typed_reason": request.POST.get("ly-do", ""), "today": today,
        "may_send": gives and BatchMove.SEND in moves, "may_cancel": gives and BatchMove.CANCEL in moves,
        "may_sign": takes and BatchMove.RECEIVE in moves and batch.sent_by_id != official.pk,
        "is_own_signature": takes and BatchMove.RECEIVE in moves and batch.sent_by_id == official.pk,
    }  # fmt: skip
    return render(request, "dossiers/batch.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Sign as giver, sign as receiver, take a dossier off, or give the list up."""
    batch = own_batch(request, pk)
    if act not in DOINGS:
        raise Http404
    at = clock.now()
    if request.method != "POST":
        return _show(request, batch, failed=act)
    try:
        answer = once(request, at, lambda: DOINGS[act](request, batch, at))
    except RuleBroken as refusal:
        if refusal.code == "rights.missing":
            raise
        return _show(request, own_batch(request, pk), sentence(refusal, _), act)
    messages.success(request, _("Đã ghi vào danh sách %(code)s.") % {"code": batch.code})
    return redirect(answer)


def _send(request: HttpRequest, batch: Batch, at: datetime) -> str:
    departs = _departure(request.POST.get("ngay", ""), request.POST.get("gio", ""), at)
    commands.send_batch(
        actor=official_of(request), at=at, batch_id=batch.pk, carried_by=request.POST.get("chuyen", ""),
        departs_at=departs,
    )  # fmt: skip
    return reverse("dossiers:batch", args=[batch.pk])


def _departure(day: str, clock_time: str, at: datetime) -> datetime | None:
    """The hour a boat leaves; without an hour nothing is said of it. Raises: RuleBroken `day.*`, `clock.unreadable`."""
    if not clock_time.strip():
        return None
    try:
        hour = time.fromisoformat(clock_time.strip().replace("h", ":").replace("g", ":").zfill(5))
    except ValueError:
        raise RuleBroken("clock.unreadable", text=clock_time) from None
    on = parse_day(day) if day.strip() else localdate(at)
    return datetime.combine(on, hour.replace(tzinfo=None), get_current_timezone())


def _receive(request: HttpRequest, batch: Batch, at: datetime) -> str:
    judged = []
    for pk in batch.items.values_list("pk", flat=True):
        word, reason = request.POST.get(f"nhan-{pk}", ""), request.POST.get(f"ly-do-{pk}", "")
        if word in {"co", "khong"}:
            judged.append(Judged(pk, reason if word == "khong" else "", is_refused=word == "khong"))
    commands.receive_batch(actor=official_of(request), at=at, batch_id=batch.pk, judged=judged)
    return reverse("dossiers:batch", args=[batch.pk])


def _take_off(request: HttpRequest, batch: Batch, at: datetime) -> str:
    item = request.POST.get("dong", "")
    commands.take_off(
        actor=official_of(request), at=at, batch_id=batch.pk, item_id=int(item) if item.isdigit() else 0
    )
    return reverse("dossiers:batch", args=[batch.pk])


def _cancel(request: HttpRequest, batch: Batch, at: datetime) -> str:
    commands.cancel_batch(
        actor=official_of(request), at=at, batch_id=batch.pk, reason=request.POST.get("ly-do", "")
    )
    return reverse("dossiers:batches")


DOINGS = {"giao": _send, "nhan": _receive, "bo": _take_off, "huy": _cancel}


@login_required
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as PDF, as it stood at the last signature."""
    batch = own_batch(request, pk)
    paper = Paper.objects.filter(subject=f"batch:{batch.pk}").order_by("-pk").first()
    if paper is None:
        messages.info(request, _("Danh sách chưa ký giao nên chưa có bản in."))
        return redirect("dossiers:batch", pk=batch.pk)
    response = HttpResponse(pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ban-giao-{batch.number}-{batch.year}.pdf"'
    return response
