"""The refusals of submission for signature in words; `congvu.sentences` takes them in."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


SIGNING: Mapping[str, str] = {
    "signing.needed": _(
        "Thủ tục này phải có kết quả được ký, cấp số và đóng dấu ở bước “%(step)s”. "
        "Trình ký trước rồi làm lại việc này."
    ),
    "signing.by_head": _(
        "Bước “%(step)s” là của thủ trưởng đơn vị: chuyển hồ sơ để thủ trưởng ghi nhận kết quả, "
        "hoặc trình ký, cấp số và đóng dấu rồi làm lại việc này."
    ),
    "signing.still_open": _(
        "Còn văn bản đang trình ký, chờ cấp số hoặc chờ đóng dấu. Chờ xong, hoặc rút trình rồi làm lại việc này."
    ),
    "signing.one_at_a_time": _("Hồ sơ đang có văn bản trình ký. Chờ ký xong và đóng dấu, hoặc rút trình trước."),
    "signing.needs_summary": _("Nhập trích yếu của dự thảo."),
    "signing.unknown_kind": _("Chọn một loại văn bản trong danh sách."),
    "signing.pages": _("Nhập số trang từ 1 đến 999."),
    "signing.needs_signer": _("Chọn người ký đúng thẩm quyền: xem bước ký của thủ tục hoặc quy định của nơi này."),
    "signing.needs_initials": _("Văn bản này phải có người đứng đầu đơn vị ký nháy trước. Chọn người ký nháy."),
    "signing.not_a_signer": _("Người được chọn hôm nay không giữ vị trí được ký cho hồ sơ này. Chọn người khác."),
    "signing.not_your_turn": _("Văn bản đang chờ %(title)s (%(unit)s) ký, không phải chờ bạn. Tải lại trang."),
    "signing.same_signer": _("Chọn người khác, không chọn chính người đang phải ký."),
    "signing.needs_reason": _("Nhập lý do để người nhận biết cần làm gì."),
    "signing.unknown_authority": _("Chọn một hình thức ký trong danh sách."),
    "signing.needs_whom": _("Nhập chức danh của người được ký thay, ví dụ Chủ tịch."),
    "signing.needs_basis": _("Nhập số văn bản uỷ quyền, ví dụ 12/GUQ-UBND."),
    "signing.file_kind": _("Tệp dự thảo phải là PDF. Xuất dự thảo ra PDF rồi chọn lại."),
    "signing.no_file": _("Văn bản này được trình không kèm tệp dự thảo."),
    "signing.file_changed": _(
        "Tệp dự thảo không còn đúng như lúc trình, hoặc không còn trên máy chủ. Không ký văn bản này: trả lại để "
        "trình lại, và báo quản trị hệ thống."
    ),
    "signing.signer_away": _(
        "%(official)s (%(title)s) đang vắng mặt và không có người thay ký. Chọn người ký khác."
    ),
}
