"""The list of dossiers with search, filters, paging and export; its groups are those the figures count."""

import csv
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.groups import GROUPS, chosen, read_choice
from congvu.dossiers.models import Dossier, DossierQuerySet
from congvu.dossiers.views.work import RELATED, RowGroup, rows_of
from congvu.offices.staff import official_of
from congvu.rules.vietnamese import fold

PAGE = 50
# What the filter form itself asks for; everything else in the address is kept.
TYPED = {"q", "nhom", "tu", "den", "sap-xep", "trang", "tai"}


def filtered(request: HttpRequest, now: datetime) -> DossierQuerySet:
    """The list's rows by what the address asks; the groups are those the figures count."""
    readable: DossierQuerySet = Dossier.objects.visible_to(official_of(request), localdate(now))
    rows = chosen(readable, read_choice(request.GET.dict(), now))
    for word in fold(request.GET.get("q", "")[:100]).split():
        rows = rows.filter(Q(applicant__name_fold__contains=word) | Q(code__contains=word.upper()))
    order = {"han": "due_at", "moi": "-received_at"}.get(request.GET.get("sap-xep", ""), "-received_at")
    return rows.select_related(*RELATED).order_by(order, "pk")


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Dossiers with search, filters, paging and export."""
    now = clock.now()
    rows = filtered(request, now)
    if request.GET.get("tai") == "csv":
        return _csv(rows, now)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "page": page, "groups_of_rows": [RowGroup(rows_of(list(page.object_list), now))], "groups": GROUPS.items(),
        "query": query.urlencode(),
        "chosen": GROUPS.get(request.GET.get("nhom", "")), "sort": request.GET.get("sap-xep", ""),
        "kept": [(name, value) for name, value in request.GET.items() if name not in TYPED and value],
    }  # fmt: skip
    return render(request, "dossiers/list.html", context)


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r＝") else text


def _csv(rows: DossierQuerySet, now: datetime) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ho-so-{localdate(now):%Y-%m-%d}.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow([_("Mã hồ sơ"), _("Thủ tục"), _("Đơn vị"), _("Tiếp nhận"), _("Hẹn trả"), _("Xong"), _("Trạng thái")])
    for one in rows[:10_000]:
        instants = [
            f"{localtime(at):%Y-%m-%d %H:%M}" if at else "" for at in (one.received_at, one.due_at, one.finished_at)
        ]
        out.writerow(
            map(
                safe_cell,
                [one.code, one.procedure_version.procedure.name, one.settling_unit.name, *instants, one.state_word],
            )
        )
    return response
