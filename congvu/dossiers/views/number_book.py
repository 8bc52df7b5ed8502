"""The clerk's book of numbers (sổ cấp số): searched, paged, and whole for printing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.number_book import Asked, agencies, entries, numbers, series_of
from congvu.offices.lists import asks_for_print, choice, day_asked, paged, period, words
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean
from congvu.sentences import sentence

PAGE, PRINTED = 50, 2_000
LETTERS = "cong-van"  # in the address, the series without a code


@login_required
@require_GET
def number_book(request: HttpRequest) -> HttpResponse:
    """The newest first; printed (`in=1`) by agency and series, in the order of the numbers."""
    now, official = clock.now(), official_of(request)
    require(official, Right.ISSUE_PAPER, localdate(now))
    names, said = agencies(official, localdate(now)), ""
    try:
        asked = _asked(request)
    except RuleBroken as refusal:
        asked, said = Asked(), sentence(refusal, _)
    rows = numbers(list(names), asked)
    if asks_for_print(request):
        ordered = rows.order_by("agency_code", "series_code", "in_year", "value")
    else:
        ordered = rows.order_by("-given_at", "agency_code", "series_code", "-value")
    found = paged(request, ordered, PAGE, PRINTED)
    series = [(one or LETTERS, one or _("Công văn")) for one in series_of(list(names))]
    controls = [
        words(request, _("Số, ký hiệu hoặc mã hồ sơ")), choice(request, "ky-hieu", _("Loại"), series), *period(request)
    ]
    context = {
        **found, "rows": entries(list(found["page"].object_list), names), "said": said, "now": now,
        "controls": controls,
    }  # fmt: skip
    return render(request, "dossiers/number_book.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Read from the address. Raises: RuleBroken `day.*`."""
    series = request.GET.get("ky-hieu", "")
    chosen = ("" if series == LETTERS else series) if series else None
    return Asked(clean(request.GET.get("q", ""))[:60], chosen, day_asked(request, "tu"), day_asked(request, "den"))
