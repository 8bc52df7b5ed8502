"""Taking the filtered list out as XLSX or CSV: with a reason, a stated cap, and marks of who, when, what."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu import clock
from congvu.dossiers import filters
from congvu.dossiers.commands.export import Export, record_export
from congvu.dossiers.models import Dossier
from congvu.dossiers.rows import reappointed, step_name
from congvu.dossiers.spreadsheet import MAKERS, Column, Table, Value
from congvu.dossiers.views.listing import filtered
from congvu.law import practice
from congvu.offices.beside import beside_within_reach
from congvu.offices.kept_forms import reopens
from congvu.offices.models import Official
from congvu.offices.once import key_again, once
from congvu.offices.permissions import Right, require, within_reach
from congvu.offices.staff import official_of
from congvu.offices.templatetags.congvu_format import local_instant, number
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

RELATED = ("received_unit", "settling_unit", "unit", "holder", "procedure_version__procedure", "applicant")


def within_right(official: Official, now: datetime) -> Q:
    """Of what may be read, only what a post that may export reaches."""
    asked = (official, Right.EXPORT_DOSSIERS, localdate(now), "unit", "received_unit", "settling_unit")
    return within_reach(*asked) | beside_within_reach(*asked)


@login_required
@require_http_methods(["GET", "POST"])
@reopens
def export(request: HttpRequest) -> HttpResponse:
    """Say what leaves and why; the file comes as the answer. Sent twice, it is recorded once."""
    now, official, said = clock.now(), official_of(request), ""
    require(official, Right.EXPORT_DOSSIERS, localdate(now))
    asked, cap = request.GET.dict(), practice().export_rows_at_most
    applied = filters.chips(filters.controls(asked, official, localdate(now)), asked)
    rows = filtered(asked, official, now).filter(within_right(official, now))
    total = rows.count()
    wanted = Export(
        filters.in_words(applied), request.POST.get("tep", "xlsx"), request.POST.get("ly-do", ""),
        bool(request.POST.get("ca-nhan")),
    )  # fmt: skip
    if request.method == "POST" and wanted.file_kind in MAKERS:
        dossiers = list(rows.select_related(*RELATED)[:cap])
        try:
            once(request, now, lambda: _recorded(official, now, wanted, dossiers, total), each_content=True)
        except RuleBroken as refusal:
            said = sentence(refusal, _)
        else:
            return _file(_table(official, now, wanted, dossiers, total), wanted, now)
    context = {
        "total": total, "cap": cap, "chips": applied, "query": filters.address(asked), "said": said, "wanted": wanted,
        "key": key_again(request.POST, official),
    }  # fmt: skip
    return render(request, "dossiers/export.html", context)


def _recorded(official: Official, now: datetime, wanted: Export, dossiers: Sequence[Dossier], total: int) -> str:
    record_export(actor=official, at=now, export=wanted, dossiers=dossiers, total=total)
    return wanted.file_kind


def _file(table: Table, wanted: Export, now: datetime) -> HttpResponse:
    make, kind = MAKERS[wanted.file_kind]
    response = HttpResponse(make(table), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{localdate(now):%Y-%m-%d}.{wanted.file_kind}"'
    return response


def _table(official: Official, now: datetime, wanted: Export, dossiers: Sequence[Dossier], total: int) -> Table:
    columns = [
        Column(_("Mã hồ sơ"), 22), Column(_("Thủ tục"), 48), Column(_("Trạng thái"), 20), Column(_("Bước"), 26),
        Column(_("Đơn vị tiếp nhận"), 32), Column(_("Đơn vị giải quyết"), 32), Column(_("Thời hạn tính cho"), 20),
        Column(_("Đang ở"), 32), Column(_("Người đang giữ"), 24), Column(_("Hình thức nộp"), 18),
        Column(_("Tiếp nhận"), 17), Column(_("Hẹn trả"), 17), Column(_("Hẹn lại"), 17), Column(_("Cam kết"), 17),
        Column(_("Có kết quả"), 17), Column(_("Đã trả"), 17), Column(_("Phí, lệ phí (đồng)"), 14),
    ]  # fmt: skip
    personal = [
        Column(_("Người đề nghị"), 30), Column(_("Số định danh, mã số"), 18), Column(_("Điện thoại"), 14),
        Column(_("Địa chỉ"), 40),
    ]  # fmt: skip
    rows = {"rows": number(len(dossiers)), "total": number(total)}
    marks = [
        (_("Người tải"), f"{official.full_name} ({official.login})"), (_("Thời điểm tải"), local_instant(now)),
        (_("Điều kiện lọc"), wanted.filter_words), (_("Lý do tải"), wanted.reason),
        (_("Số dòng"), _("%(rows)s trên %(total)s hồ sơ khớp") % rows),
        (_("Thông tin cá nhân"), _("có, đã ghi vào danh sách người xem hồ sơ") if wanted.is_personal else _("không")),
    ]  # fmt: skip
    anew = reappointed(dossiers)
    lines = [_row(one, anew.get(one.pk), is_personal=wanted.is_personal) for one in dossiers]
    return Table(
        title=_("Hồ sơ"), columns=columns + (personal if wanted.is_personal else []), marks=marks,
        marks_title=_("Thông tin tệp"), rows=lines,
    )  # fmt: skip


def _row(one: Dossier, anew: datetime | None, *, is_personal: bool) -> list[Value]:
    charged = _("Ngành dọc, cấp tỉnh") if one.settling_unit.is_outside else _("Đơn vị của địa phương")
    row: list[Value] = [
        one.code, one.procedure_version.procedure.name, one.state_word, step_name(one), one.received_unit.name,
        one.settling_unit.name, charged, one.unit.name, one.holder.full_name if one.holder else "",
        str(one.get_channel_display()), one.received_at, one.due_at, anew, one.committed_at, one.finished_at,
        one.returned_at, one.fee,
    ]  # fmt: skip
    if is_personal:
        party = getattr(one, "applicant", None)
        row += [party.name, party.id_number, party.phone, party.address] if party else ["", "", "", ""]
    return row
