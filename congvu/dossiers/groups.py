"""The groups of dossiers that figures count and lists show: one definition each, so the two can never differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models import DossierQuerySet
from congvu.rules.dossier import State


@dataclass(frozen=True)
class Window:
    """A period by local days, both included, and the instant of reading."""

    first: date
    last: date
    at: datetime
    today: date


@dataclass(frozen=True)
class Group:
    label: str
    meaning: str
    rows: Callable[[DossierQuerySet, Window], DossierQuerySet]


def _finished(rows: DossierQuerySet, window: Window) -> DossierQuerySet:
    return rows.filter(finished_on__gte=window.first, finished_on__lte=window.last)


def _overdue(rows: DossierQuerySet, window: Window) -> DossierQuerySet:
    return rows.open().overdue(window.at)


def _within(rows: DossierQuerySet, window: Window) -> DossierQuerySet:
    return rows.open().exclude(pk__in=rows.open().overdue(window.at).values("pk"))


GROUPS: Mapping[str, Group] = {
    "tiep-nhan": Group(
        _("Tiếp nhận trong kỳ"), _("ngày tiếp nhận nằm trong kỳ"),
        lambda rows, w: rows.filter(received_on__gte=w.first, received_on__lte=w.last),
    ),
    "ky-truoc": Group(
        _("Kỳ trước chuyển sang"), _("tiếp nhận trước kỳ và chưa xong khi kỳ bắt đầu"),
        lambda rows, w: rows.filter(Q(finished_at=None) | Q(finished_on__gte=w.first), received_on__lt=w.first),
    ),
    "dang-giai-quyet": Group(_("Đang giải quyết"), _("chưa có kết quả lúc xem"), lambda rows, w: rows.open()),
    "trong-han": Group(_("Đang giải quyết, trong hạn"), _("chưa có kết quả, chưa quá hạn lúc xem"), _within),
    "qua-han": Group(_("Đang giải quyết, quá hạn"), _("chưa có kết quả và đã quá hạn luật định lúc xem"), _overdue),
    "den-han-hom-nay": Group(
        _("Đến hạn hôm nay"), _("chưa có kết quả, hạn luật định trong hôm nay, không tạm dừng"),
        lambda rows, w: rows.open().filter(due_on=w.today, paused_at=None),
    ),
    "tam-dung": Group(
        _("Đang tạm dừng tính hạn"), _("đang chờ theo căn cứ tạm dừng"), lambda rows, w: rows.filter(state=State.PAUSED)
    ),
    "xong": Group(_("Đã giải quyết trong kỳ"), _("ngày có kết quả nằm trong kỳ"), _finished),
    "truoc-han": Group(
        _("Xong trước hạn"), _("có kết quả trước ngày hẹn"), lambda rows, w: _finished(rows.finished_early(), w)
    ),
    "dung-han": Group(
        _("Xong đúng hạn"), _("có kết quả trong ngày hẹn, không sau giờ hẹn"),
        lambda rows, w: _finished(rows.finished_on_time(), w),
    ),
    "xong-qua-han": Group(
        _("Xong quá hạn"), _("có kết quả sau thời điểm hẹn"), lambda rows, w: _finished(rows.finished_late(), w)
    ),
    "khong-han": Group(
        _("Xong, không có hạn"), _("hệ thống khác không nêu hạn"),
        lambda rows, w: _finished(rows.finished().filter(due_at=None), w),
    ),
    "cham-cam-ket": Group(
        _("Chậm so với cam kết"), _("xong trong hạn luật định nhưng sau thời điểm cam kết"),
        lambda rows, w: _finished(rows.missed_commitment(), w),
    ),
    "cho-tra": Group(
        _("Có kết quả, chờ trả"), _("có kết quả nhưng chưa trả cho người dân"),
        lambda rows, w: rows.filter(state=State.RESULT_READY),
    ),
}  # fmt: skip
