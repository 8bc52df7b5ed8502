"""The refusals around postings, objections, other bodies and dues in words; `congvu.sentences` takes them in."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


OUTSIDE: Mapping[str, str] = {
    "posting.not_this_step": _("Bước hiện tại (%(step)s) không phải bước niêm yết nên chưa mở niêm yết được."),
    "posting.already_open": _("Đang niêm yết theo biên bản số %(minutes)s từ %(opened)s. Không mở đợt thứ hai."),
    "posting.already_done": _("Đã niêm yết xong theo biên bản số %(minutes)s. Hoàn thành bước thay vì niêm yết lại."),
    "posting.none_open": _("Hồ sơ không có đợt niêm yết nào đang mở."),
    "posting.needs_minutes": _("Nhập số biên bản, ví dụ 12/BB-UBND."),
    "posting.needs_places": _("Nhập nơi niêm yết, mỗi nơi một dòng."),
    "posting.needs_reason": _("Nhập lý do."),
    "posting.never_shorter": _("Niêm yết đang kéo dài đến %(ends)s; chỉ gia hạn sang ngày sau đó, không rút ngắn."),
    "posting.too_early": _("Chưa hết thời gian niêm yết; kết thúc sớm nhất lúc %(ends)s."),
    "posting.objections_differ": _(
        "Biên bản ghi %(counted)s ý kiến, hệ thống đã ghi %(recorded)s. Ghi đủ các ý kiến, hoặc sửa số trong biên bản."
    ),
    "posting.not_closed": _("Bước “%(step)s” chưa có biên bản kết thúc niêm yết nên chưa hoàn thành được."),
    "objection.none_open": _("Ý kiến này không còn chờ giải quyết. Tải lại trang."),
    "objection.needs_summary": _("Nhập tóm tắt ý kiến, không ghi tên người nêu."),
    "objection.needs_answer": _("Nhập kết quả xem xét và số văn bản trả lời."),
    "objection.in_the_future": _("Ngày nhận ý kiến không được sau hôm nay (%(today)s)."),
    "objection.outside_posting": _(
        "Ý kiến phải đến trong thời gian niêm yết (từ %(opened)s đến %(closed)s). "
        "Ý kiến đến sau được tiếp nhận theo quy định về phản ánh, khiếu nại."
    ),
    "objection.not_settled": _("Còn %(count)s ý kiến trong thời gian niêm yết chưa có văn bản trả lời."),
    "objection.no_posting": _("Hồ sơ chưa niêm yết nên không có ý kiến trong thời gian niêm yết."),
    "reply.unknown_body": _("Chọn một cơ quan trong danh sách."),
    "reply.needs_paper": _("Nhập số văn bản, ví dụ 45/PC-UBND."),
    "reply.paper_twice": _("Văn bản số %(paper)s đã được ghi cho hồ sơ này."),
    "reply.none_open": _("Văn bản này không còn chờ trả lời. Tải lại trang."),
    "dues.needs_number": _("Nhập số thông báo, ví dụ 1204/TB-CCT."),
    "dues.needs_proof": _("Nhập số chứng từ nộp tiền, ví dụ GNT-0012345."),
    "dues.amount": _("Nhập số tiền bằng chữ số, ví dụ 12500000."),
    "dues.days": _("Hạn nộp phải từ ngày ra thông báo trở đi, và ngày ra thông báo không sau hôm nay (%(today)s)."),
    "dues.already_noted": _("Thông báo số %(number)s đã được ghi cho hồ sơ này."),
    "dues.payment_twice": _("Chứng từ số %(number)s đã được ghi cho thông báo này."),
    "dues.payment_in_the_future": _("Ngày nộp không được sau hôm nay (%(today)s)."),
    "dues.exemption_amount": _("Số tiền miễn, giảm phải từ 1 đồng đến số còn trên thông báo (%(amount)s đồng)."),
    "dues.needs_decision": _("Nhập số quyết định miễn, giảm."),
    "dues.none_open": _("Thông báo này không còn chờ thực hiện. Tải lại trang."),
    "dues.not_settled": _(
        "Bước “%(step)s” chưa xong: cần thông báo nghĩa vụ tài chính, và chứng từ nộp hoặc quyết định miễn, giảm."
    ),
    "pause.has_its_act": _(
        "Căn cứ “%(ground)s” được tạm dừng và tính tiếp cùng việc gây ra nó: niêm yết, hỏi cơ quan khác, "
        "nghĩa vụ tài chính. Ghi việc đó."
    ),
    "pause.ends_with_its_cause": _(
        "Lần tạm dừng này (văn bản số %(paper)s) hết khi việc gây ra nó xong: kết thúc niêm yết, có trả lời, "
        "hoặc nộp xong."
    ),
}
