"""The refusals at the counter in words: cards, tickets, visits, handing over, paper receipts."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


COUNTER: Mapping[str, str] = {
    "card.not_a_card": _("Đây không phải nội dung mã QR của thẻ căn cước. Quét lại thẻ, hoặc xoá ô này rồi gõ tay."),
    "card.number": _(
        "Số định danh trên thẻ có %(found)s ký tự, phải là 12 chữ số. Quét lại, hoặc xoá ô này rồi gõ tay."
    ),
    "card.name": _(
        "Họ tên đọc từ thẻ có ký tự lạ. Tắt bộ gõ tiếng Việt, đặt đầu đọc về UTF-8 rồi quét lại, "
        "hoặc xoá ô này rồi gõ tay."
    ),
    "card.birth": _("Ngày sinh trên thẻ không có trong lịch hoặc sau hôm nay. Đối chiếu thẻ, xoá ô này rồi gõ tay."),
    "card.sex": _("Giới tính đọc từ thẻ không phải Nam hay Nữ. Tắt bộ gõ tiếng Việt rồi quét lại, hoặc gõ tay."),
    "card.does_not_agree": _(
        "Số định danh trên thẻ không khớp ngày sinh hoặc giới tính. Đối chiếu thẻ với người nộp, xoá ô này rồi gõ tay."
    ),
    "visit.not_here": _(
        "Lượt này không thuộc quầy của bạn hoặc không phải hôm nay. Mở lại trang Tiếp nhận để bắt đầu."
    ),
    "ticket.none_waits": _("Không còn số nào đang chờ."),
    "ticket.not_today": _("Số %(number)s không phải của hôm nay nên không gọi được nữa."),
    "ticket.with_another": _("Số %(number)s đang do %(who)s phục vụ."),
    "handing.needs_taker": _("Nhập họ tên người nhận kết quả."),
    "handing.needs_authorisation": _(
        "%(taker)s không phải người đề nghị: nhập số giấy uỷ quyền hoặc giấy giới thiệu của người nhận."
    ),
    "handing.unpaid": _(
        "Hồ sơ còn phải nộp %(amount)s đồng. Thu tiền trước, hoặc chọn “Vẫn trả kết quả, thu sau”."
    ),
    "handing.uncounted": _(
        "Hồ sơ chưa tính phí, lệ phí. Tính và thu trước, hoặc chọn “Vẫn trả kết quả, thu sau”."
    ),
    "handing.tracking": _("Nhập số hiệu bưu gửi gồm 8–30 chữ và số, ví dụ EB123456785VN."),
    "paper_receipt.count": _("Mỗi lần in từ 1 đến %(most)s giấy biên nhận."),
    "paper_receipt.not_printed": _(
        "Giấy biên nhận số %(number)s năm %(year)s chưa được in tại quầy này. Xem lại số ghi trên giấy."
    ),
    "paper_receipt.already_entered": _(
        "Giấy biên nhận số %(number)s đã nhập cho hồ sơ %(code)s. Xem lại số ghi trên giấy."
    ),
    "paper_receipt.already_cancelled": _("Giấy biên nhận số %(number)s đã huỷ lúc %(at)s nên không nhập được."),
    "paper_receipt.needs_reason": _("Nhập lý do huỷ giấy biên nhận."),
    "declared.needs_reason_and_paper": _("Khai thời điểm tiếp nhận sớm hơn thì phải ghi lý do và số giấy biên nhận."),
    "declared.in_the_future": _("Thời điểm tiếp nhận không được sau thời điểm hiện tại (%(now)s)."),
    "declared.other_version": _(
        "Ngày đã nhận thuộc bản quy định có hiệu lực từ %(from_on)s. Xem lại giấy tờ, phí và hẹn trả rồi gửi lại."
    ),
    "declared.too_far_back": _(
        "Cán bộ chỉ khai được thời điểm tiếp nhận lùi tối đa %(days)s ngày làm việc. Nhận sớm hơn, trong %(most)s ngày "
        "làm việc: thủ trưởng cho phép ở trang “Giấy biên nhận khi mất mạng, mất điện”, rồi nhập lại."
    ),
    "declared.beyond_all": _(
        "Không khai được thời điểm tiếp nhận lùi quá %(most)s ngày làm việc, kể cả khi thủ trưởng cho phép. Xoá các ô "
        "khai sau và tiếp nhận theo giờ lúc này; ghi số giấy biên nhận vào ghi chú khi chuyển hồ sơ."
    ),
    "late_entry.needs_reason": _("Nhập lý do cho phép nhập muộn, ví dụ “Mất điện do bão từ 16 đến 19/11”."),
    "late_entry.days": _("Ngày đầu không sau ngày cuối, và ngày cuối không sau hôm nay (%(today)s)."),
    "late_entry.too_far_back": _("Chỉ cho phép nhập giấy nhận trong %(most)s ngày làm việc gần đây. Sửa ngày đầu."),
}
