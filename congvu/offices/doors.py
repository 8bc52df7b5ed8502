"""The navigation as one table: the rooms of the head line, and the doors in each, by the rights that open them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.offices.permissions import Right


@dataclass(frozen=True)
class Door:
    """A page with its own link. `also`: the beginnings of other addresses that belong to it."""

    label: Promise
    route: str
    rights: frozenset[Right]
    also: tuple[str, ...] = ()


def _door(label: Promise, route: str, *rights: Right, also: tuple[str, ...] = ()) -> Door:
    return Door(label, route, frozenset(rights), also)


# In the order of a working day; a room with one door open to a person bears that door's name.
ROOMS: tuple[tuple[Promise, tuple[Door, ...]], ...] = (
    (_("Việc của tôi"), (
        _door(_("Việc của tôi"), "dossiers:work", Right.WORK_ON_DOSSIER),
        _door(_("Cảnh báo sớm"), "dossiers:warning", Right.READ_DOSSIER),
        _door(_("Số liệu của tôi"), "indicators:own", Right.WORK_ON_DOSSIER),
    )),
    (_("Tiếp nhận"), (
        _door(_("Tiếp nhận"), "dossiers:accept", Right.ACCEPT_DOSSIER,
              also=("/ho-so/tu-choi/", "/tu-choi/", "/ho-so/phieu-bo-sung/", "/phieu-bo-sung/", "/giay-bien-nhan/")),
        _door(_("Hàng chờ"), "dossiers:queue", Right.ACCEPT_DOSSIER, also=("/so-thu-tu/",)),
        _door(_("Hồ sơ trực tuyến"), "dossiers:filings", Right.ACCEPT_DOSSIER),
    )),
    (_("Hồ sơ"), (
        _door(_("Hồ sơ"), "dossiers:list", Right.READ_DOSSIER, also=("/tim/", "/so-trong-ngay/khong-con/")),
        _door(_("Sổ theo dõi"), "dossiers:register", Right.READ_REGISTER,
              also=("/tu-choi/", "/phieu-bo-sung/", "/giay-bien-nhan/")),
        _door(_("Bàn giao"), "dossiers:batches", Right.HAND_OVER_BATCH),
        _door(_("Đất đai, niêm yết"), "dossiers:land", Right.READ_DOSSIER),
    )),
    (_("Thu phí, lệ phí"), (
        _door(_("Bảng kê thu"), "dossiers:cash", Right.TAKE_FEE, Right.READ_CASH),
        _door(_("Chưa nộp"), "dossiers:unpaid", Right.TAKE_FEE, Right.READ_CASH),
    )),
    (_("Trình ký"), (
        _door(_("Trình ký"), "dossiers:signing", Right.RECORD_RESULT, Right.SIGN, Right.ISSUE_PAPER,
              also=("/so-cap-so/",)),
        _door(_("Chờ ký"), "dossiers:signing_overview", Right.READ_FIGURES),
    )),
    (_("Đơn vị"), (
        _door(_("Đơn vị của tôi"), "indicators:unit", Right.READ_FIGURES,
              also=("/so-lieu-can-bo/", "/danh-gia/", "/hang-cho/so-lieu/")),
        _door(_("Báo cáo"), "indicators:report", Right.READ_FIGURES),
        _door(_("Vắng mặt"), "dossiers:absences", Right.MANAGE_ABSENCES),
    )),
    (_("Quản trị"), (
        _door(_("Hộp thư đi"), "outbox", Right.SET_UP_PLACE),
        _door(_("Mức thu"), "fee_rates", Right.SET_UP_PLACE),
        _door(_("Sổ trong ngày"), "dossiers:day_register", Right.TAKE_OVER_REGISTER),
    )),
)  # fmt: skip
