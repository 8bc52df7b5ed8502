"""The land page (đất đai, niêm yết): what each dossier waits for, since when, day n of N, what comes next."""

import csv
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.land import CHOICES, counts, land_rows, postings_of
from congvu.dossiers.minutes import public_list
from congvu.dossiers.models import Dossier, DossierQuerySet
from congvu.dossiers.views.listing import safe_cell
from congvu.dossiers.views.work import RELATED, rows_of
from congvu.dossiers.waits import Wait
from congvu.offices.models import Unit
from congvu.offices.permissions import Right, posts_with, reaches, require
from congvu.offices.staff import official_of
from congvu.papers.answer import as_pdf
from congvu.papers.render import sheet
from congvu.rules.vietnamese import fold

PAGE = 50
MOST = 2000


def _asked(request: HttpRequest, rows: DossierQuerySet, now: datetime) -> DossierQuerySet:
    """The rows by what the address asks: the wait, the unit that settles, the words typed."""
    choice = CHOICES.get(request.GET.get("cho", ""))
    if choice is not None:
        rows = rows.filter(choice.condition(now, localdate(now)))
    if code := request.GET.get("don-vi", ""):
        rows = rows.filter(settling_unit__path__startswith=get_object_or_404(Unit, code=code[:60]).path)
    for word in fold(request.GET.get("q", "")[:100]).split():
        rows = rows.filter(Q(applicant__name_fold__contains=word) | Q(code__contains=word.upper()))
    return rows.select_related(*RELATED).order_by("received_at", "pk")


@login_required
@require_GET
def land(request: HttpRequest) -> HttpResponse:
    """All dossiers with a posting, dues or a question to another body; to read, to print (`in=1`), to take along."""
    now, reader = clock.now(), official_of(request)
    require(reader, Right.READ_DOSSIER, localdate(now))
    all_rows = land_rows(Dossier.objects.visible_to(reader, localdate(now)))
    rows = _asked(request, all_rows, now)
    if request.GET.get("tai") == "csv":
        return _csv(rows, now)
    is_print = request.GET.get("in") == "1"
    page = Paginator(rows, MOST if is_print else PAGE).get_page(request.GET.get("trang"))
    kept = request.GET.copy()
    for name in ("trang", "tai", "in"):
        kept.pop(name, None)
    units = {post.unit for post in posts_with(reader, Right.READ_DOSSIER, localdate(now))}
    settling = Unit.objects.filter(pk__in=all_rows.values("settling_unit")).order_by("name_key")
    return render(request, "dossiers/land.html", {
        "page": page, "rows": rows_of(list(page.object_list), now), "heads": counts(all_rows, now, localdate(now)),
        "chosen": CHOICES.get(request.GET.get("cho", "")), "kept": kept.urlencode(), "is_print": is_print, "now": now,
        "units": settling, "posting_units": _posting_units(request, now), "own": sorted(one.name for one in units),
    })  # fmt: skip


def _posting_units(request: HttpRequest, now: datetime) -> list[Unit]:
    """The units whose public list this person may print: where the dossiers are worked."""
    posts = posts_with(official_of(request), Right.WORK_ON_DOSSIER, localdate(now))
    up = Unit.objects.filter(pk__in={one.dossier.settling_unit_id for post in posts for one in postings_of(post.unit)})
    return [unit for unit in up.order_by("name_key") if any(reaches(post, unit) for post in posts)]


def _instant(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _day(wait: Wait | None) -> str:
    return f"{wait.day.day}/{wait.day.days}" if wait and wait.day else ""


def _csv(rows: DossierQuerySet, now: datetime) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dat-dai-{localdate(now):%Y-%m-%d}.csv"'
    out = csv.writer(response)
    out.writerow([
        _("Mã hồ sơ"), _("Thủ tục"), _("Đang chờ"), _("Chi tiết"), _("Từ"), _("Ngày thứ"), _("Ngày tiếp theo"),
        _("Hẹn trả"), _("Đang ở"),
    ])  # fmt: skip
    for row in rows_of(list(rows[:10_000]), now):
        one = row.dossier
        waits: list[Wait | None] = [*row.waits] or [None]
        for wait in waits:
            cells = [
                one.code, one.procedure_version.procedure.name, wait.line if wait else row.step,
                wait.detail if wait else "", _instant(wait.since if wait else None), _day(wait),
                _instant(wait.next_at if wait else None), _instant(one.due_at), one.unit.name,
            ]  # fmt: skip
            out.writerow(map(safe_cell, cells))
    return response


@login_required
@require_GET
def public_list_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The list to hang beside the postings (danh sách công khai): names, so only for the unit that posts."""
    now, unit = clock.now(), get_object_or_404(Unit, code=code)
    require(official_of(request), Right.WORK_ON_DOSSIER, localdate(now), unit)
    made = sheet("NY3", public_list(unit, postings_of(unit), now), now)
    return as_pdf(made, f"danh-sach-cong-khai-{unit.code}-{localdate(now):%Y-%m-%d}")
