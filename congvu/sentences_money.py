"""The refusals around fees, the cash day and scans in words; `congvu.sentences` takes them in."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


MONEY: Mapping[str, str] = {
    "fee.rate_unreadable": _(
        "Mức thu “%(name)s” chưa ghi đủ: tên khoản, loại, cách tính, số tiền, căn cứ, độ chắc chắn. Ghi đủ rồi gửi lại."
    ),
    "fee.starts_too_early": _("Mức thu mới phải áp dụng sau ngày %(first)s. Hồ sơ đã nhận giữ mức thu cũ."),
    "fee.not_in_force": _("Thủ tục “%(procedure)s” hết hiệu lực trước ngày đó. Chọn ngày sớm hơn."),
    "fee.differs": _(
        "Mức thu theo quy định là %(amount)s đồng. Nhập đúng mức này; nếu được miễn, giảm thì ghi ở phần miễn, giảm."
    ),
    "fee.too_little": _("Số tiền ít hơn phần cố định theo quy định (%(amount)s đồng). Kiểm tra lại."),
    "fee.amount": _("Nhập số tiền bằng chữ số, ví dụ 20000."),
    "fee.needs_reason": _("Nhập lý do."),
    "fee.needs_name": _("Nhập tên khoản thu, ví dụ “Phí chứng thực bản sao”."),
    "fee.no_such_item": _("Khoản thu này không còn. Tải lại trang."),
    "fee.already_paid": _(
        "Khoản này đã nộp và được miễn, giảm %(amount)s đồng; số tiền mới không được nhỏ hơn. Huỷ biên lai trước."
    ),
    "fee.unknown_ground": _("Chọn căn cứ miễn, giảm trong danh sách."),
    "fee.needs_proof": _("Nhập giấy tờ chứng minh, ví dụ “Giấy chứng nhận hộ nghèo số 12/2026”."),
    "fee.exemption_amount": _(
        "Số tiền miễn, giảm phải từ 1 đồng đến số còn phải nộp của khoản này (%(amount)s đồng). "
        "Nếu đã nộp, huỷ biên lai trước."
    ),
    "fee.nothing_left": _("Hồ sơ không còn khoản nào phải nộp. Tải lại trang."),
    "fee.not_that_day": _(
        "Chỉ ghi được tiền vào ngày nhận khai trên giấy biên nhận của hồ sơ. Nhập ngày, số giấy biên nhận, hoặc chọn "
        "ngày thu là hôm nay."
    ),
    "fee.needs_reference": _("Nhập mã giao dịch của lần chuyển khoản."),
    "fee.book_unreadable": _("Nhập ký hiệu quyển và số biên lai in sẵn, ví dụ quyển 01AA/26P, số 0012345."),
    "fee.book_number_used": _(
        "Biên lai số %(number)s quyển %(book)s đã được ghi. Mỗi số chỉ dùng một lần, kể cả khi đã huỷ; nhập số khác."
    ),
    "fee.no_such_receipt": _("Biên lai này không còn hiệu lực. Tải lại trang."),
    "cash.day_is_closed": _(
        "Ngày %(on)s đã khoá sổ nên không sửa được. Nếu ghi sai, huỷ biên lai; tiền hoàn ghi vào ngày đang mở."
    ),
    "cash.no_open_day": _("Các ngày sắp tới đều đã khoá sổ. Báo thủ trưởng đơn vị."),
    "cash.not_yet": _("Ngày %(on)s chưa đến nên chưa khoá sổ được."),
    "cash.amount": _("Nhập số tiền mặt kiểm đếm bằng chữ số, ví dụ 350000."),
    "cash.needs_explanation": _(
        "Theo sổ có %(booked)s đồng tiền mặt, kiểm đếm %(counted)s đồng. Giải thích vì sao lệch rồi khoá sổ."
    ),
    "scan.empty": _("Tệp rỗng. Chọn tệp khác."),
    "scan.none": _("Chưa chọn tệp nào. Chọn tệp rồi gửi."),
    "scan.too_large": _("Tệp “%(file)s” vượt quá %(megabytes)s MB. Quét lại với độ phân giải thấp hơn, hoặc chia nhỏ."),
    "scan.too_many": _("Chỉ gửi tối đa %(most)s tệp mỗi lần. Bỏ bớt rồi gửi làm nhiều lần."),
    "scan.too_many_of_dossier": _("Mỗi hồ sơ giữ tối đa %(most)s tệp. Thu hồi tệp thừa trước khi thêm."),
    "scan.other_kind": _("Tệp “%(file)s” không phải ảnh JPG, PNG hoặc PDF. Quét hoặc chụp lại rồi chọn tệp mới."),
    "scan.two_kinds": _(
        "Tệp “%(file)s” chứa thêm nội dung khác ngoài ảnh hoặc PDF. Quét hoặc chụp lại rồi chọn tệp mới."
    ),
    "scan.svg": _("Không nhận tệp SVG. Lưu hình thành PNG hoặc PDF rồi gửi."),
    "scan.heic": _(
        "Ảnh HEIC chưa mở được. Vào Cài đặt › Camera › Định dạng, chọn “Tương thích nhất”, rồi chụp lại."
    ),
    "scan.too_many_pixels": _("Ảnh quá lớn (%(millions)s triệu điểm ảnh; tối đa %(most)s triệu)."),
    "scan.too_many_pages": _("Tệp PDF có %(pages)s trang; tối đa %(most)s trang. Chia thành nhiều tệp."),
    "scan.cut": _("Tệp “%(file)s” bị hỏng hoặc chưa tải đủ. Quét hoặc chụp lại rồi chọn tệp mới."),
    "scan.locked": _("Tệp PDF “%(file)s” có mật khẩu. Mở tệp, in ra PDF mới không mật khẩu rồi gửi."),
    "scan.active": _(
        "Tệp PDF “%(file)s” có lệnh chạy, biểu mẫu động hoặc tệp đính kèm bên trong. In ra PDF mới rồi gửi."
    ),
    "scan.no_room": _("Chưa lưu được tệp vì máy chủ không ghi được vào đĩa. Báo quản trị, rồi gửi lại."),
    "scan.gone": _("Tệp này không còn. Tải lại trang."),
    "proof.gone": _("Chứng từ hoặc biên bản này không còn trong hồ sơ. Tải lại trang."),
    "proof.has_scan": _("%(name)s đã có bản số hoá. Thu hồi bản đó trước khi kèm bản khác."),
    "proof.one_file": _("%(name)s chỉ kèm một tệp. Gộp các trang thành một PDF, hoặc chọn một tệp."),
    "scan.needs_reason": _("Nhập lý do thu hồi bản số hoá."),
}
