"""One page for the head of a unit or the leadership: what came, what lies where, what is late."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.groups import Window
from congvu.dossiers.views.desk import rows_of
from congvu.indicators.queries import figures
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, posts_with, reaches
from congvu.rules.contact import parse_day
from congvu.rules.errors import RuleBroken


def units_for(official: Official, on: date) -> list[Unit]:
    """The units whose figures this person may see, the widest first. Raises: RuleBroken `rights.missing`."""
    posts = posts_with(official, Right.READ_FIGURES, on)
    if not posts:
        raise RuleBroken("rights.missing", right=Right.READ_FIGURES.value, unit="")
    found = [unit for unit in Unit.objects.order_by("path") if any(reaches(post, unit) for post in posts)]
    return sorted(found, key=lambda unit: unit.path.count("/"))


def periods(today: date) -> dict[str, tuple[date, date]]:
    """Ready periods: this month, last month, this quarter, the reporting month from the 15th to the 14th."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    fifteenth = today.replace(day=15) if today.day >= 15 else before.replace(day=15)
    return {
        "thang-nay": (month, today),
        "thang-truoc": (before, month - timedelta(days=1)),
        "quy-nay": (quarter, today),
        "ky-bao-cao": (fifteenth, today),
        "nam-nay": (date(today.year, 1, 1), today),
    }


@login_required
@require_GET
def unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """The page of one unit over one period."""
    now = clock.now()
    today = localdate(now)
    units = units_for(request.user, today)
    chosen = next((one for one in units if one.code == code), None) if code else units[0]
    if chosen is None:
        raise Http404
    kept = periods(today)
    period = request.GET.get("ky", "quy-nay")
    first, last = kept.get(period, kept["quy-nay"])
    if request.GET.get("tu") or request.GET.get("den"):
        period = ""
        first = parse_day(request.GET["tu"]) if request.GET.get("tu") else first
        last = parse_day(request.GET["den"]) if request.GET.get("den") else last
    window = Window(first, last, now, today)
    found = figures(chosen, window, request.user)
    context = {
        "unit": chosen, "units": units, "window": window, "period": period, "figures": found,
        "worst": rows_of(found.worst, now), "query": f"don-vi={chosen.code}&tu={first:%d/%m/%Y}&den={last:%d/%m/%Y}",
    }  # fmt: skip
    return render(request, "indicators/unit.html", context)
