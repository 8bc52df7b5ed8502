"""The land page (đất đai, niêm yết): what each dossier waits for, since when, day n of N, what comes next."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.land import CHOICES, counts, land_rows, postings_of
from congvu.dossiers.minutes import public_list
from congvu.dossiers.models import Dossier, DossierQuerySet
from congvu.dossiers.rows import RELATED, rows_of
from congvu.offices.lists import choice, paged, words
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
    """All dossiers with a posting, dues or a question to another body; to read or to print (`in=1`)."""
    now, reader = clock.now(), official_of(request)
    require(reader, Right.READ_DOSSIER, localdate(now))
    all_rows = land_rows(Dossier.objects.visible_to(reader, localdate(now)))
    rows = _asked(request, all_rows, now)
    found, heads = paged(request, rows, PAGE, MOST), counts(all_rows, now, localdate(now))
    settling = Unit.objects.filter(pk__in=all_rows.values("settling_unit")).order_by("name_key")
    return render(request, "dossiers/land.html", {
        **found, "rows": rows_of(list(found["page"].object_list), now), "heads": heads,
        "chosen": CHOICES.get(request.GET.get("cho", "")), "now": now, "posting_units": _posting_units(request, now),
        "controls": [
            words(request, _("Mã hồ sơ hoặc tên người đề nghị")),
            choice(request, "cho", _("Đang chờ"), [(slug, label) for slug, label, _count in heads]),
            choice(request, "don-vi", _("Đơn vị giải quyết"), [(one.code, one.name) for one in settling]),
        ],
    })  # fmt: skip


def _posting_units(request: HttpRequest, now: datetime) -> list[Unit]:
    """The units whose public list this person may print: where the dossiers are worked."""
    posts = posts_with(official_of(request), Right.WORK_ON_DOSSIER, localdate(now))
    up = Unit.objects.filter(pk__in={one.dossier.settling_unit_id for post in posts for one in postings_of(post.unit)})
    return [unit for unit in up.order_by("name_key") if any(reaches(post, unit) for post in posts)]


@login_required
@require_GET
def public_list_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The list to hang beside the postings (danh sách công khai): names, so only for the unit that posts."""
    now, unit = clock.now(), get_object_or_404(Unit, code=code)
    require(official_of(request), Right.WORK_ON_DOSSIER, localdate(now), unit)
    made = sheet("NY3", public_list(unit, postings_of(unit), now), now)
    return as_pdf(made, f"danh-sach-cong-khai-{unit.code}-{localdate(now):%Y-%m-%d}")
