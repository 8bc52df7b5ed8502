"""The settlement report (báo cáo II.06a) of a unit over a period: page, print view, XLSX, PDF."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from congvu import clock
from congvu.dossiers.conditions import Window
from congvu.dossiers.sources import gone_of
from congvu.indicators import report_papers
from congvu.indicators.forms_report import Asked
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.settlement import By, Report, settlement_report
from congvu.indicators.views.unit import unit_asked
from congvu.offices.models import Official, Unit
from congvu.offices.staff import official_of

BY = {
    By.FIELD: _("Theo lĩnh vực"),
    By.UNIT: _("Theo đơn vị trực thuộc"),
    By.PROCEDURE: _("Theo thủ tục"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Wanted:
    """What is shown: whose report, over which period, with which rows."""

    unit: Unit
    units: list[Unit]
    asked: Asked
    by: By


def _wanted(request: HttpRequest, reader: Official, today: date, code: str) -> Wanted:
    unit, units = unit_asked(reader, today, code)
    by = request.GET.get("theo", "")
    return Wanted(unit, units, Asked(request.GET, today), By(by) if by in set(By) else By.FIELD)


@login_required
@require_GET
def report(request: HttpRequest, code: str = "") -> HttpResponse:
    """The report to read, to print (`in=1`), or to take along (`tai=xlsx`, `tai=pdf`)."""
    now, reader = clock.now(), official_of(request)
    wanted = _wanted(request, reader, localdate(now), code)
    period, form = wanted.asked.period, wanted.asked.form
    window = Window(period.first, period.last, now, localdate(now))
    found = settlement_report(Scope(wanted.unit, window), wanted.by)
    taken = request.GET.get("tai", "")
    if taken in {"xlsx", "pdf"} and not form.errors:
        return _file(found, wanted, reader, taken)
    return render(
        request, "indicators/report.html", _context(request, found, wanted), status=400 if form.errors else 200
    )


def _context(request: HttpRequest, found: Report, wanted: Wanted) -> dict[str, object]:
    kept = request.GET.copy()
    for name in ("tai", "in"):
        kept.pop(name, None)
    rows_kept = kept.copy()
    rows_kept.pop("theo", None)
    return {
        "found": found, "unit": wanted.unit, "units": wanted.units, "window": found.scope.window,
        "name": wanted.asked.name, "named": wanted.asked.named, "free": wanted.asked.free, "form": wanted.asked.form,
        "by": wanted.by, "ways": BY.items(), "kept": kept.urlencode(), "rows_kept": rows_kept.urlencode(),
        "gone": gone_of(wanted.unit),
        "is_print": request.GET.get("in") == "1", "number_of_form": report_papers.form_number(found),
    }  # fmt: skip


def _file(found: Report, wanted: Wanted, reader: Official, kind: str) -> HttpResponse:
    head = report_papers.heading(found, wanted.asked.name, reader)
    made = report_papers.xlsx(found, head) if kind == "xlsx" else report_papers.pdf(found, head)
    response = HttpResponse(made, content_type=XLSX if kind == "xlsx" else "application/pdf")
    period = found.scope.window
    name = f"II-06-{wanted.unit.code}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'{"attachment" if kind == "xlsx" else "inline"}; filename="{name}"'
    return response
