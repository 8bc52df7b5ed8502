"""How a result left, in words: without a name for the applicant's page, with it on the staff's sheets."""

from django.utils.translation import gettext as _

from congvu.dossiers.models import Dossier, HandingOver
from congvu.rules.handing_over import Way


def handing_of(dossier: Dossier) -> HandingOver | None:
    """The hand-over; None before it, and where it was done before names were asked or in another system."""
    found: HandingOver | None = getattr(dossier, "handing_over", None)
    return found


def handed_over(dossier: Dossier) -> str:
    """“tại quầy, người đề nghị nhận”, “qua bưu chính, số hiệu bưu gửi EB123456785VN”; '' where nothing is known."""
    one = handing_of(dossier)
    if one is None:
        return ""
    if one.way == Way.POST:
        return _("qua bưu chính công ích, số hiệu bưu gửi %(tracking)s") % {"tracking": one.tracking}
    if one.authorisation:
        return _("tại quầy, người được uỷ quyền nhận (giấy %(paper)s)") % {"paper": one.authorisation}
    return _("tại quầy, người đề nghị nhận")


def taken_by(dossier: Dossier) -> str:
    """Who signed for it, as a sheet of paper names them."""
    one = handing_of(dossier)
    if one is None:
        return ""
    if one.way == Way.POST:
        return f"bưu chính công ích, bưu gửi {one.tracking}"
    return f"{one.taker} (giấy {one.authorisation})" if one.authorisation else one.taker
