"""The cash days (bảng kê thu phí, lệ phí trong ngày): a clerk's own, a head's all; one sheet to read, print, close."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers.cash_sheet import DaySheet, day_sheet, sheet_data, sheets_of
from congvu.dossiers.commands.cash import close_day
from congvu.dossiers.forms_fees import CloseDayForm
from congvu.dossiers.models import CashDay
from congvu.dossiers.models.fees import KIND_WORDS, WAY_WORDS
from congvu.dossiers.spreadsheet import MAKERS, Column, Table, Value
from congvu.offices.forms import status_of
from congvu.offices.kept_forms import reopens_form
from congvu.offices.lists import day as day_control
from congvu.offices.lists import day_asked, paged
from congvu.offices.models import Official
from congvu.offices.once import answers_again, fresh_key, once_by
from congvu.offices.permissions import Right, has_right, posts_with, within_reach
from congvu.offices.staff import official_of
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.papers.answer import as_pdf
from congvu.papers.render import pdf, sheet
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

PAGE = 30
RELATED = ("unit__calendar", "official", "closed_by", "paper")


def _readable(official: Official, at: datetime) -> "QuerySet[CashDay]":
    """Own days, and those of the units whose cash this person answers for. Raises: RuleBroken `rights.missing`."""
    on = localdate(at)
    if not any(posts_with(official, right, on) for right in (Right.TAKE_FEE, Right.READ_CASH)):
        raise RuleBroken("rights.missing", right=Right.READ_CASH.value, unit=_("nơi thu phí, lệ phí"))
    reach = Q(official=official) | within_reach(official, Right.READ_CASH, on, "unit")
    return CashDay.objects.filter(reach).select_related(*RELATED)


def _one(request: HttpRequest, pk: int) -> CashDay:
    """The day, if this person may read it; else the 404 of one that does not exist."""
    found = _readable(official_of(request), clock.now()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """The days, newest first, each with its sums and whether it is closed; `ngay` narrows to one day."""
    rows, said = _readable(official_of(request), clock.now()), ""
    try:
        if on := day_asked(request, "ngay"):
            rows = rows.filter(on=on)
    except RuleBroken as refusal:
        said = sentence(refusal, _)
    found = paged(request, rows.order_by("-on", "unit__name_key", "official__name_key", "pk"), PAGE)
    listed = list(found["page"].object_list)
    sheets = sheets_of(listed)
    context = {
        **found, "lines": [(one, sheets[one.pk]) for one in listed], "said": said, "today": localdate(clock.now()),
        "controls": [day_control(request, "ngay", _("Ngày"))],
    }  # fmt: skip
    return render(request, "dossiers/cash_days.html", context)


@login_required
@require_GET
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day's sheet, and the form that closes it."""
    return _show(request, _one(request, pk), CloseDayForm())


def _show(request: HttpRequest, one: CashDay, form: CloseDayForm) -> HttpResponse:
    at, official, found = clock.now(), official_of(request), day_sheet(one)
    right = Right.TAKE_FEE if one.official_id == official.pk else Right.SETTLE_CASH
    is_open = not one.closed_at and one.on <= localdate(at)
    context = {
        "day": one, "found": found, "form": form, "key": fresh_key(official),
        "may_close": is_open and has_right(official, right, localdate(at), one.unit),
        "kinds": [(KIND_WORDS[kind], total) for kind, total in found.sums.by_kind.items() if total],
        "ways": [(WAY_WORDS[way], total) for way, total in found.sums.by_way.items()],
    }  # fmt: skip
    return render(request, "dossiers/cash_day.html", context, status=status_of(form) if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
@reopens_form
@answers_again()
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the day; a refusal shows the sheet again with what was typed."""
    one, at, form = _one(request, pk), clock.now(), CloseDayForm(request.POST)
    if answer := once_by(request, at, form, lambda: _close(official_of(request), one, form.cleaned_data, at)):
        messages.success(request, _("Đã khoá sổ ngày %(on)s.") % {"on": f"{one.on:%d/%m/%Y}"})
        return redirect(answer)
    return _show(request, one, form)


def _close(official: Official, one: CashDay, data: dict[str, str], at: datetime) -> str:
    close_day(actor=official, at=at, day_id=one.pk, counted=int(data["counted"]), explanation=data["explanation"])
    return reverse("dossiers:cash_day", args=[one.pk])


def _name(one: CashDay) -> str:
    return f"bang-ke-{one.unit.code}-{one.official.login}-{one.on:%Y-%m-%d}"


@login_required
@require_GET
def day_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as PDF: as it was closed, or as things stand and saying so."""
    one, at = _one(request, pk), clock.now()
    made = pdf(one.paper) if one.paper else sheet("BK", sheet_data(one, day_sheet(one), at), at)
    return as_pdf(made, _name(one))


@login_required
@require_GET
def day_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for a spreadsheet; no text in it can run as a formula."""
    one, at = _one(request, pk), clock.now()
    make, kind = MAKERS["xlsx"]
    response = HttpResponse(make(_table(one, day_sheet(one), official_of(request), at)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{_name(one)}.xlsx"'
    return response


def _table(one: CashDay, found: DaySheet, reader: Official, at: datetime) -> Table:
    columns = [
        Column(_("Số biên lai"), 26), Column(_("Mã hồ sơ"), 24), Column(_("Khoản thu"), 40),
        Column(_("Hình thức nộp"), 18), Column(_("Mã giao dịch"), 20), Column(_("Số tiền (đồng)"), 16),
        Column(_("Tính vào tổng (đồng)"), 16), Column(_("Thu lúc"), 17), Column(_("Ghi chú"), 50),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            line.receipt.symbol, line.receipt.dossier.code, line.names, line.receipt.way_word, line.receipt.reference,
            line.receipt.amount, line.amount, line.receipt.taken_at, line.note,
        ]
        for line in found.lines
    ]  # fmt: skip
    rows.append([_("Tổng"), "", "", "", "", None, found.sums.total, None, ""])
    marks = [
        (_("Đơn vị"), one.unit.name), (_("Người thu"), one.official.full_name), (_("Ngày"), f"{one.on:%d/%m/%Y}"),
        *((str(KIND_WORDS[kind]), str(total)) for kind, total in found.sums.by_kind.items()),
        *((str(WAY_WORDS[way]), str(total)) for way, total in found.sums.by_way.items()),
        (_("Khoá sổ"), local_instant(one.closed_at) or _("chưa khoá sổ")),
        (_("Tiền mặt kiểm đếm"), str(one.counted_cash) if one.closed_at else ""),
        (_("Giải thích chênh lệch"), one.explanation),
        (_("Người tải"), f"{reader.full_name} ({reader.login})"), (_("Thời điểm tải"), local_instant(at)),
    ]  # fmt: skip
    return Table(title=_("Bảng kê"), columns=columns, rows=rows, marks=marks, marks_title=_("Thông tin tệp"))
