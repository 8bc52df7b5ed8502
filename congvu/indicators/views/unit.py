"""One page for the head of a unit or the leadership: what came, what lies where, what is late, and why it says so."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.conditions import Window
from congvu.dossiers.sources import gone_of
from congvu.indicators import spreadsheet
from congvu.indicators.forms import PeriodForm
from congvu.indicators.queries import UnitFigures, charged_days, figures
from congvu.indicators.queries.absent import staying_with_the_absent
from congvu.indicators.queries.times import MEASURED
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, has_right, posts_with, reaches, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.reporting_period import Period, month_of, quarter_of, report_month_of, year_of
from congvu.rules.scoring import Comparison, Rate

PERIODS = {
    "thang-nay": _("Tháng này"),
    "thang-truoc": _("Tháng trước"),
    "quy-nay": _("Quý này"),
    "ky-bao-cao": _("Kỳ báo cáo này (15–14)"),
    "ky-bao-cao-truoc": _("Kỳ báo cáo trước"),
    "nam-nay": _("Năm nay"),
    "tat-ca": _("Từ hồ sơ đầu tiên"),
}
USUAL = "quy-nay"
COMPARISONS = {
    Comparison.TOO_FEW: _("Chưa đủ dữ liệu để so sánh"),
    Comparison.BETTER: _("Tốt hơn mức chung"),
    Comparison.ALIKE: _("Tương đương mức chung"),
    Comparison.REVIEW: _("Cần xem lại"),
}
SHOWN = 10


@dataclass(frozen=True)
class Dot:
    """A rate as a drawing: paths in a box of 200 by 10, the axis from `axis` per cent to 100."""

    axis: int
    interval: str
    value: str
    common: str


def dot(rate: Rate, common: float | None, axis: int) -> Dot | None:
    """The dot with its interval, and the mark of the common level; nothing where there is too little to compare."""
    if not rate.is_comparable or rate.interval is None or rate.value is None:
        return None

    def place(share: float, margin: float = 0) -> str:
        return f"{min(200 - margin, max(margin, (share * 100 - axis) * 200 / (100 - axis))):.1f}"

    low, high = map(place, rate.interval)
    mark = "" if common is None else f"M{place(common)} 0V10"
    return Dot(axis, f"M{low} 5H{high}", f"M{place(rate.value, margin=2)} 5h0", mark)


def units_for(official: Official, on: date) -> list[Unit]:
    """The units whose figures this person may see, the widest first, bodies beside the place last.

    Raises: RuleBroken `rights.missing`.
    """
    posts = posts_with(official, Right.READ_FIGURES, on)
    if not posts:
        raise RuleBroken("rights.missing", right=Right.READ_FIGURES.value, unit="")
    found = [unit for unit in Unit.objects.order_by("name_key") if any(reaches(post, unit) for post in posts)]
    places = tuple(post.unit.path for post in posts)
    return sorted(found, key=lambda unit: (not unit.path.startswith(places), unit.path.count("/")))


def unit_asked(reader: Official, on: date, code: str) -> tuple[Unit, list[Unit]]:
    """The unit of this code, without one the widest this person may see; and all of those.

    Raises: RuleBroken `rights.missing`; Http404.
    """
    units = units_for(reader, on)
    unit = get_object_or_404(Unit, code=code) if code else units[0]
    require(reader, Right.READ_FIGURES, on, unit)
    return unit, units


def ready_period(name: str, today: date) -> Period:
    """A period by its name in the address; an unknown name means the usual one."""
    ready = {
        "thang-nay": month_of(today),
        "thang-truoc": month_of(today, -1),
        "quy-nay": quarter_of(today),
        "ky-bao-cao": report_month_of(today),
        "ky-bao-cao-truoc": report_month_of(today, -1),
        "nam-nay": year_of(today),
    }
    return ready.get(name, ready[USUAL])


def asked_window(chosen: Unit, name: str, form: PeriodForm, now: datetime) -> Window:
    """The period typed in, if it can be read; else the ready one."""
    today = localdate(now)
    if form.is_bound and form.is_valid():
        return Window(form.cleaned_data["tu"], form.cleaned_data["den"], now, today)
    period = ready_period(name, today)
    window = Window(period.first, period.last, now, today)
    return charged_days(chosen, window) if name == "tat-ca" else window


@login_required
@require_GET
def unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """The page of one unit over one period, to read, to print (`in=1`) or to take along (`tai=csv`)."""
    now, reader = clock.now(), official_of(request)
    chosen, units = unit_asked(reader, localdate(now), code)
    is_free = bool(request.GET.get("tu") or request.GET.get("den"))
    form = PeriodForm(request.GET if is_free else None)
    name = "" if is_free and form.is_valid() else request.GET.get("ky", USUAL)
    found = figures(chosen, asked_window(chosen, name, form, now))
    if request.GET.get("tai") == "csv" and not form.errors:
        return _csv(found)
    return render(request, "indicators/unit.html", _context(request, found, form) | {
        "sees_officials": has_right(reader, Right.READ_OFFICIAL_FIGURES, localdate(now), chosen),
        **staying_with_the_absent(chosen, now),
        "units": units, "period": name if name in PERIODS or not name else USUAL,
    }, status=400 if form.errors else 200)  # fmt: skip


def _context(request: HttpRequest, found: UnitFigures, form: PeriodForm) -> dict[str, object]:
    common = found.on_time.value if found.on_time.is_comparable else None
    rates = [found.on_time, *(line.on_time for line in found.units)]
    lows = [rate.interval[0] for rate in rates if rate.is_comparable and rate.interval]
    axis = 60 if min(lows, default=1.0) >= 0.6 else 0
    kept = request.GET.copy()
    for name in ("tai", "in", "day-du"):
        kept.pop(name, None)
    window, is_print = found.scope.window, request.GET.get("in") == "1"
    procedures, steps, is_full = found.procedures, found.steps, request.GET.get("day-du") == "1"
    if not is_full:
        procedures, steps = procedures[:SHOWN], steps[:SHOWN]
    return {
        "found": found, "unit": found.scope.unit, "window": window, "form": form, "kept": kept.urlencode(safe="/"),
        "is_print": is_print, "is_full": is_full, "is_past": window.last < window.today, "periods": PERIODS.items(),
        "measured": MEASURED, "gone": gone_of(found.scope.unit), "dot": dot(found.on_time, None, axis), "axis": axis,
        "units_below": [(line, dot(line.on_time, common, axis), COMPARISONS[line.comparison]) for line in found.units],
        "procedures": procedures, "more_procedures": len(found.procedures) - len(procedures),
        "steps": steps, "more_steps": len(found.steps) - len(steps),
    }  # fmt: skip


def _csv(found: UnitFigures) -> HttpResponse:
    """The figures as a file; the byte order mark tells spreadsheets that it is UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"so-lieu-{found.scope.unit.code}-{found.scope.window.last:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    spreadsheet.write(response, found)  # type: ignore[arg-type]  # a response is written like a file
    return response
