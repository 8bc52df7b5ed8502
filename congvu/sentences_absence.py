"""The refusals around absences and the outbox in words; `congvu.sentences` takes them in."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


ABSENCE: Mapping[str, str] = {
    "absence.needs_end": _("Nhập thời điểm hết vắng mặt; chỉ thôi việc, chuyển công tác mới để trống."),
    "absence.ends_before_it_begins": _("Thời điểm hết vắng mặt (%(to_at)s) phải sau thời điểm bắt đầu (%(from_at)s)."),
    "absence.already_over": _("Thời gian này đã qua (đến %(to_at)s) nên không còn gì để chuyển. Kiểm tra lại ngày."),
    "absence.overlaps": _(
        "%(official)s đã được ghi vắng mặt từ %(from_at)s đến %(to_at)s. "
        "Kéo dài hoặc đính chính lần đó, không ghi chồng."
    ),
    "absence.not_longer": _("Chỉ kéo dài sang thời điểm sau %(to_at)s. Muốn trở lại sớm: dùng “Kết thúc sớm”."),
    "absence.needs_substitute": _("Chọn người nhận thay tại %(unit)s, không phải chính người vắng mặt."),
    "absence.not_fitting": _(
        "%(official)s không giữ vị trí nhận thay được “%(role)s” của %(unit)s trong suốt thời gian vắng mặt. "
        "Chọn người khác, hoặc nhờ quản trị bố trí vị trí theo quyết định trước."
    ),
    "absence.substitute_away": _(
        "%(official)s cũng vắng mặt từ %(from_at)s đến %(to_at)s nên không nhận thay được. Chọn người khác."
    ),
    "absence.not_together": _(
        "%(official)s đang giữ vị trí “%(held)s”, không được kiêm “%(role)s” tại %(unit)s nên không nhận thay được. "
        "Chọn người khác."
    ),
    "absence.cannot_sign": _(
        "Còn %(count)s văn bản chờ người vắng mặt ký tại %(unit)s, nhưng người nhận thay (%(official)s) không được ký "
        "ở đó. Chọn người được ký, nhờ quản trị bố trí vị trí theo quyết định, hoặc để người trình rút các văn bản đó "
        "trước."
    ),
    "absence.away": _(
        "Bạn được ghi vắng mặt từ %(from_at)s nên chưa thực hiện được; công việc đã chuyển cho người nhận thay. "
        "Nếu đã trở lại, nhờ người phụ trách kết thúc vắng mặt."
    ),
    "absence.over": _("Lần vắng mặt này đã hết từ %(to_at)s nên không sửa được nữa. Ghi một lần mới nếu cần."),
    "absence.has_begun": _("Đã bắt đầu vắng mặt từ %(from_at)s và đã bàn giao nên thời điểm bắt đầu không đổi được."),
    "absence.other_decision": _(
        "Nghỉ phép, công tác không đổi thành quyết định khác về người này, và ngược lại. "
        "Kết thúc lần vắng mặt này rồi ghi lần mới."
    ),
    "absence.needs_reason": _("Nhập lý do."),
    "absence.changed_meanwhile": _("Người khác vừa sửa lần vắng mặt này. Xem lại nội dung mới rồi gửi lại."),
    "absence.not_over": _("%(official)s còn đang vắng mặt nên chưa bàn giao lại được. Kết thúc vắng mặt trước."),
    "absence.nothing_chosen": _("Chọn ít nhất một việc để bàn giao lại."),
    "absence.not_returnable": _(
        "Hồ sơ %(code)s không còn ở người nhận thay nên không bàn giao lại được. Bỏ chọn hồ sơ này."
    ),
    "notice.not_given_up": _("Tin này chưa bỏ cuộc nên không cần gửi lại bằng tay. Tải lại trang."),
}
