"""The list of dossiers: visible filters, what is applied, order, paging, selection; figures count the same groups."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers import filters
from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, DossierQuerySet
from congvu.dossiers.rows import RELATED, rows_of
from congvu.dossiers.spreadsheet import safe_cell
from congvu.dossiers.views.moves import desks
from congvu.dossiers.views.work import RowGroup
from congvu.offices.models import Official
from congvu.offices.once import fresh_key
from congvu.offices.permissions import Right, has_right
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

__all__ = ["filtered", "listing", "safe_cell"]
PAGE = 50


def filtered(asked: dict[str, str], official: Official, now: datetime) -> DossierQuerySet:
    """The list's rows by what an address asks. Raises: RuleBroken `day.*`."""
    readable: DossierQuerySet = Dossier.objects.visible_to(official, localdate(now))
    rows = chosen(readable, read_choice(asked, now))
    _label, order = filters.SORTS.get(asked.get("sap-xep", ""), filters.SORTS[filters.USUAL_SORT])
    return rows.select_related(*RELATED).order_by(*order)


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Dossiers with filters, order, paging, and what can be done with many at once."""
    now, official = clock.now(), official_of(request)
    asked, today, said = request.GET.dict(), localdate(now), ""
    try:
        rows = filtered(asked, official, now)
    except RuleBroken as refusal:
        said, rows = sentence(refusal, _), Dossier.objects.none()
    page = Paginator(rows, PAGE).get_page(asked.get("trang"))
    controls = filters.controls(asked, official, today)
    may_hand_on = has_right(official, Right.WORK_ON_DOSSIER, today) or has_right(
        official, Right.REASSIGN_DOSSIER, today
    )
    context = {
        "page": page, "groups_of_rows": [RowGroup(rows_of(list(page.object_list), now))], "said": said,
        "controls": controls, "chips": filters.chips(controls, asked), "query": filters.address(asked),
        "chosen": GROUPS.get(asked.get("nhom", "")), "sort": asked.get("sap-xep", filters.USUAL_SORT),
        "sorts": [(name, label) for name, (label, _order) in filters.SORTS.items()],
        "saved": official.saved_filters.order_by("name_key"), "key": fresh_key(official),
        "desks": desks(today, set()) if may_hand_on else [],
        "may_export": has_right(official, Right.EXPORT_DOSSIERS, today),
    }  # fmt: skip
    return render(request, "dossiers/list.html", context)
