"""Refusals of what is done to many dossiers at once: lists, bulk acts, exports; part of `congvu/sentences.py`."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


BATCHES: Mapping[str, str] = {
    "batch.empty": _("Chọn ít nhất một hồ sơ để lập danh sách bàn giao."),
    "batch.too_long": _("Mỗi danh sách bàn giao tối đa %(most)s hồ sơ. Chia thành nhiều danh sách."),
    "batch.not_waiting": _(
        "Hồ sơ %(code)s không còn chờ bàn giao tại đây (đã chuyển đi hoặc nằm trong danh sách khác). "
        "Bỏ chọn rồi làm lại."
    ),
    "batch.item_gone": _("Hồ sơ này không còn trong danh sách. Tải lại trang."),
    "batch.last_one": _("Đây là hồ sơ cuối trong danh sách. Huỷ danh sách thay vì bỏ hồ sơ."),
    "batch.needs_carrier": _("Nhập chuyến hoặc người mang, ví dụ “Tàu chuyến 14:00” hoặc họ tên người mang."),
    "batch.departs_in_the_past": _("Giờ khởi hành (%(at)s) đã qua từ hôm trước. Nhập lại ngày, giờ."),
    "clock.unreadable": _("Không đọc được giờ “%(text)s”. Nhập theo dạng 14:00."),
    "batch.same_person": _("Người đã ký giao không ký nhận được. Nhờ người khác của đơn vị nhận ký."),
    "batch.not_all_judged": _("Chọn Nhận hoặc Không nhận cho từng hồ sơ trong danh sách."),
    "batch.refusal_needs_reason": _("Ghi lý do cho mỗi hồ sơ không nhận."),
    "batch.needs_reason": _("Nhập lý do huỷ danh sách, ví dụ “Tàu không chạy”."),
    # many dossiers at once, exports
    "bulk.nothing_chosen": _("Chưa chọn hồ sơ nào. Đánh dấu ô ở đầu dòng rồi làm lại."),
    "bulk.too_many": _("Mỗi lần làm tối đa %(most)s hồ sơ. Bỏ bớt rồi làm lại."),
    "bulk.no_receiver": _("Chọn nơi nhận."),
    "export.needs_reason": _("Nhập lý do tải, ví dụ “Báo cáo giao ban tháng 11”."),
}
