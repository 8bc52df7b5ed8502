"""What every page knows: the place, the strip of a demonstration, and where this person can go."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu import clock
from congvu.offices.models import Official, Unit
from congvu.offices.opening import opening_of
from congvu.offices.permissions import RIGHTS, Right


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def place(request: HttpRequest) -> dict[str, object]:
    """Names of the place and the navigation; read from the database only when a page shows them."""
    root = SimpleLazyObject(lambda: Unit.objects.filter(parent=None).first())
    return {
        "place_name": SimpleLazyObject(lambda: getattr(root, "name", "") or "Công Vụ"),
        "place_phone": SimpleLazyObject(lambda: getattr(root, "phone", "") or ""),
        "place_hours": SimpleLazyObject(lambda: opening_of(cast("Unit | None", root), localdate(clock.now()))),
        "demo_today": localdate(clock.now()) if settings.DEMO else None,
        "nav": (nav := navigation(request)),
        "may_search": any(item.url == reverse("dossiers:list") for item in nav),
    }


def navigation(request: HttpRequest) -> list[NavItem]:
    """The places this person's posts open, in the order of a working day."""
    official = getattr(request, "user", None)
    if not isinstance(official, Official):
        return []
    held = {right for post in official.posts_on(localdate(clock.now())) for right in RIGHTS[post.role]}
    doors = (
        (Right.WORK_ON_DOSSIER, _("Việc của tôi"), "dossiers:work"),
        (Right.READ_DOSSIER, _("Cảnh báo sớm"), "dossiers:warning"),
        (Right.ACCEPT_DOSSIER, _("Tiếp nhận"), "dossiers:accept"),
        (Right.ACCEPT_DOSSIER, _("Hàng chờ"), "dossiers:queue"),
        (Right.ACCEPT_DOSSIER, _("Hồ sơ trực tuyến"), "dossiers:filings"),
        (Right.READ_DOSSIER, _("Hồ sơ"), "dossiers:list"),
        (Right.READ_REGISTER, _("Sổ theo dõi"), "dossiers:register"),
        (Right.HAND_OVER_BATCH, _("Bàn giao"), "dossiers:batches"),
        (Right.TAKE_FEE, _("Thu phí, lệ phí"), "dossiers:cash"),
        (Right.READ_CASH, _("Thu phí, lệ phí"), "dossiers:cash"),
        (Right.READ_DOSSIER, _("Đất đai, niêm yết"), "dossiers:land"),
        (Right.MANAGE_ABSENCES, _("Vắng mặt"), "dossiers:absences"),
        (Right.RECORD_RESULT, _("Trình ký"), "dossiers:signing"),
        (Right.SIGN, _("Trình ký"), "dossiers:signing"),
        (Right.ISSUE_PAPER, _("Trình ký"), "dossiers:signing"),
        (Right.READ_FIGURES, _("Chờ ký"), "dossiers:signing_overview"),
        (Right.READ_FIGURES, _("Đơn vị của tôi"), "indicators:unit"),
        (Right.READ_FIGURES, _("Báo cáo"), "indicators:report"),
        (Right.WORK_ON_DOSSIER, _("Số liệu của tôi"), "indicators:own"),
        (Right.SET_UP_PLACE, _("Hộp thư đi"), "outbox"),
        (Right.SET_UP_PLACE, _("Mức thu"), "fee_rates"),
        (Right.TAKE_OVER_REGISTER, _("Sổ trong ngày"), "dossiers:day_register"),
    )
    found = dict.fromkeys((label, reverse(name)) for right, label, name in doors if right in held)
    return [NavItem(label, url, request.path == url) for label, url in found]
