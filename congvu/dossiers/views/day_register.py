"""The day's register (sổ trong ngày): a file comes, what it would change is shown, one act takes it over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import register_reading as reading
from congvu.dossiers import register_store as store
from congvu.dossiers.commands import register_files as files
from congvu.dossiers.commands.vanishing import check_share
from congvu.dossiers.models import Dossier, FileHow, FileState, RegisterFile, Vanishing
from congvu.dossiers.queries_register import mapping_in_force, mappings_in_force
from congvu.offices.kept_forms import reopens_form
from congvu.offices.lists import paged
from congvu.offices.models import Official
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, has_right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 50
# A file this small is read and taken while the person waits; larger ones are work for `congvu work`.
AT_ONCE = 1_000_000
LISTS = {
    "changed": gettext_lazy("Thay đổi"),
    "new": gettext_lazy("Mới"),
    "vanished": gettext_lazy("Không còn trong sổ"),
    "reappeared": gettext_lazy("Có lại"),
    "filings": gettext_lazy("Hồ sơ trực tuyến chờ tiếp nhận"),
}


def keeper_of(request: HttpRequest, now: datetime) -> Official:
    """Who asks, if this person may take registers over. Raises: RuleBroken `rights.missing`."""
    official = official_of(request)
    require(official, Right.TAKE_OVER_REGISTER, localdate(now))
    return official


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Bring a file, and see what became of the earlier ones."""
    now = clock.now()
    return _overview(request, keeper_of(request, now))


def _overview(request: HttpRequest, official: Official, said: str = "") -> HttpResponse:
    rows = RegisterFile.objects.exclude(how=FileHow.SAMPLE).select_related("mapping", "official")
    context = {
        **paged(request, rows.order_by("-arrived_at", "-pk"), PAGE),
        "mappings": mappings_in_force(), "said": said, "key": fresh_key(official),
        "chosen": request.POST.get("anh-xa", ""), "inbox": settings.INBOX_DIR, "most": store.LARGEST // 1024 // 1024,
        "gone": Vanishing.objects.filter(until=None).count(),
    }  # fmt: skip
    return render(request, "dossiers/day_register.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file that was sent and compare it; nothing is taken yet."""
    now = clock.now()
    official = keeper_of(request, now)
    if request.method != "POST":
        return _overview(request, official)
    try:
        answer = once(request, now, lambda: _received(request, official, now))
    except RuleBroken as refusal:
        return _overview(request, official, sentence(refusal, _))
    file = RegisterFile.objects.filter(pk=answer.rstrip("/").rpartition("/")[2]).first()
    if file is not None and file.size <= AT_ONCE:
        _work_on(file.pk, FileState.WAITING, now)
    return redirect(answer)


def _received(request: HttpRequest, official: Official, now: datetime) -> str:
    mapping, sent = mapping_in_force(request.POST.get("anh-xa", "")), request.FILES.get("tep")
    if mapping is None:
        raise RuleBroken("register.no_mapping")
    if sent is None:
        raise RuleBroken("register.no_file")
    kept = store.keep(sent.chunks())
    name = (sent.name or "").replace("\\", "/").rpartition("/")[2]
    file = files.receive_file(actor=official, at=now, name=name, kept=kept, how=FileHow.PAGE, mapping=mapping)
    return reverse("dossiers:register_file", args=[file.pk])


def _work_on(pk: int, state: FileState, now: datetime) -> None:
    """Do it now, unless the worker or somebody else is at it: then the page shows how far it is."""
    with store.only_one() as is_ours:
        rows = RegisterFile.objects.filter(pk=pk, state=state).select_related("mapping", "official")
        if is_ours and (file := rows.first()):
            reading.go_on(file, now)


def _files(how: FileHow | None = None) -> "QuerySet[RegisterFile]":
    rows = RegisterFile.objects.exclude(how=FileHow.SAMPLE).select_related("mapping", "official")
    return rows.filter(how=how) if how else rows


@login_required
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far its reading is, what it would change, or what became of it."""
    now = clock.now()
    return _one(request, keeper_of(request, now), get_object_or_404(_files(), pk=pk))


def _one(request: HttpRequest, official: Official, file: RegisterFile, said: str = "") -> HttpResponse:
    counts, shown = file.counts, ""
    lists = [(name, label, counts[name]) for name, label in LISTS.items() if counts.get(name)]
    if file.state == FileState.READ and lists:
        asked = request.GET.get("loai", "")
        shown = asked if asked in {name for name, _label, _count in lists} else lists[0][0]
    if file.state == FileState.BROKEN and file.folder and counts.get("faults"):
        shown = "faults"
    total = counts.get(shown, 0) if shown else 0
    found = paged(request, range(total), store.PAGE)
    context = found | {
        "file": file, "said": said, "lists": lists, "shown": shown, "label": LISTS.get(shown, ""),
        "lines": store.read_page(file.folder, shown, found["page"].number) if shown else [], "query": f"loai={shown}",
        "key": fresh_key(official), "is_moving": file.state in {FileState.WAITING, FileState.TAKING},
        "left": _left(file, clock.now()), "typed": request.POST.get("so", ""),
        "needs_number": file.state == FileState.READ and _needs_number(file), "earlier": _earlier(file),
    }  # fmt: skip
    return render(request, "dossiers/register_file.html", context)


def _left(file: RegisterFile, now: datetime) -> int:
    """About how many minutes the reading still takes; 0 while that is not known."""
    if not file.rows_read or not file.rows_total:
        return 0
    spent: timedelta = now - file.arrived_at
    return int(spent / file.rows_read * (file.rows_total - file.rows_read) / timedelta(minutes=1)) + 1


def _needs_number(file: RegisterFile) -> bool:
    """Do so many vanish that their number must be typed?"""
    try:
        check_share(file.counts["vanished"], file.counts["standing"], None)
    except RuleBroken:
        return True
    return False


def _earlier(file: RegisterFile) -> RegisterFile | None:
    """When the very same content was taken before."""
    same = RegisterFile.objects.filter(file_hash=file.file_hash, state=FileState.TAKEN).exclude(pk=file.pk)
    return same.filter(mapping__name=file.mapping.name).order_by("-ended_at").first() if file.mapping else None


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def decide(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take the file over, or throw it away."""
    now = clock.now()
    official = keeper_of(request, now)
    file = get_object_or_404(_files(FileHow.PAGE), pk=pk)
    acts: dict[str, Callable[[], str]] = {
        "nhan": lambda: _asked(request, official, file, now), "bo": lambda: _dropped(official, file, now),
    }  # fmt: skip
    if act not in acts:
        raise Http404
    if request.method != "POST":
        return _one(request, official, file)
    try:
        answer = once(request, now, acts[act])
    except RuleBroken as refusal:
        return _one(request, official, file, sentence(refusal, _))
    if act == "nhan" and file.size <= AT_ONCE:
        _work_on(file.pk, FileState.TAKING, now)
        file.refresh_from_db()
        if file.state == FileState.READ:
            messages.warning(request, sentence(RuleBroken("register.moved_on"), _))
    elif act == "bo":
        messages.success(request, _("Đã bỏ tệp; không có gì thay đổi."))
    return redirect(answer)


def _asked(request: HttpRequest, official: Official, file: RegisterFile, now: datetime) -> str:
    typed = request.POST.get("so", "").replace(".", "").strip()
    confirmed = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else None
    files.ask_to_take(actor=official, at=now, file_id=file.pk, confirmed=confirmed)
    return reverse("dossiers:register_file", args=[file.pk])


def _dropped(official: Official, file: RegisterFile, now: datetime) -> str:
    files.drop_file(actor=official, at=now, file_id=file.pk)
    return reverse("dossiers:day_register")


@login_required
@require_GET
def gone(request: HttpRequest) -> HttpResponse:
    """What its source no longer holds, since when; who may only read dossiers sees those."""
    now, official = clock.now(), official_of(request)
    rows = Vanishing.objects.filter(until=None).select_related(
        "dossier__procedure_version__procedure", "dossier__settling_unit"
    )
    if not has_right(official, Right.TAKE_OVER_REGISTER, localdate(now)):
        require(official, Right.READ_DOSSIER, localdate(now))
        rows = rows.filter(dossier__in=Dossier.objects.visible_to(official, localdate(now)))
    found = paged(request, rows.order_by("-since", "dossier__code"), PAGE)
    may_open = has_right(official, Right.READ_DOSSIER, localdate(now))
    return render(request, "dossiers/register_gone.html", found | {"may_open": may_open})
