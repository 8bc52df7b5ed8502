"""The list of dossiers: visible filters, what is applied, order, paging, selection; figures count the same groups."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.decorators import login_required
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
from congvu.dossiers.my_work import RowGroup
from congvu.dossiers.rows import RELATED, rows_of
from congvu.dossiers.spreadsheet import safe_cell
from congvu.dossiers.views.moves import desks
from congvu.offices.lists import paged
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
    return show_list(request)


def show_list(request: HttpRequest, ticked: Collection[int] = (), refused: str = "") -> HttpResponse:
    """The list, what was `ticked` in it first and ticked still, with why nothing was done."""
    now, official = clock.now(), official_of(request)
    asked, today, wrong = request.GET.dict(), localdate(now), ""
    try:
        rows = filtered(asked, official, now)
    except RuleBroken as refusal:
        wrong, rows = sentence(refusal, _), Dossier.objects.none()
    found = paged(request, rows, PAGE)
    controls = filters.controls(asked, official, today)
    may_hand_on = has_right(official, Right.WORK_ON_DOSSIER, today) or has_right(
        official, Right.REASSIGN_DOSSIER, today
    )
    context = {
        **found, "groups_of_rows": _groups(list(found["page"].object_list), ticked, official, now), "ticked": ticked,
        "said": refused or wrong, "is_filter_wrong": bool(wrong), "typed": request.POST,
        "controls": [*controls, filters.sort_control(asked)], "chips": filters.chips(controls, asked),
        "query": filters.address(asked), "chosen": GROUPS.get(asked.get("nhom", "")),
        "saved": official.saved_filters.order_by("name_key"), "key": fresh_key(official),
        "desks": desks(today, set()) if may_hand_on else [],
        "may_export": has_right(official, Right.EXPORT_DOSSIERS, today),
    }  # fmt: skip
    return render(request, "dossiers/list.html", context)


def _groups(shown: list[Dossier], ticked: Collection[int], official: Official, now: datetime) -> list[RowGroup]:
    """The page's rows; what was ticked stands apart, wherever in the list it is by now."""
    if not ticked:
        return [RowGroup(rows_of(shown, now))] if shown else []
    readable = Dossier.objects.visible_to(official, localdate(now)).filter(pk__in=ticked)
    chosen_ones = list(readable.select_related(*RELATED).order_by("code"))
    rest = [one for one in shown if one not in chosen_ones]
    groups = ((_("Đã chọn"), "da-chon", chosen_ones), (_("Chưa chọn"), "chua-chon", rest))
    return [RowGroup(rows_of(some, now), slug, label) for label, slug, some in groups if some]
