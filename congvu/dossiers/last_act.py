"""What was done to a dossier last, in words: told to the second of two people who worked on it at once."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congvu.dossiers.models import Dossier
from congvu.ledger.queries import bodies_of
from congvu.rules.ledger import Action

ACTS: Mapping[str, str | Promise] = {
    Action.DOSSIER_ACCEPTED: _("tiếp nhận"),
    Action.DOSSIER_IMPORTED: _("lấy từ sổ của hệ thống khác"),
    Action.DOSSIER_UPDATED: _("cập nhật theo sổ của hệ thống khác"),
    Action.DOSSIER_STEP_FINISHED: _("hoàn thành bước, chuyển tiếp"),
    Action.DOSSIER_HANDED_ON: _("chuyển xử lý"),
    Action.DOSSIER_PAUSED: _("tạm dừng tính hạn"),
    Action.DOSSIER_RESUMED: _("tiếp tục tính hạn"),
    Action.DOSSIER_RESULT_RECORDED: _("ghi nhận kết quả"),
    Action.DOSSIER_RETURNED: _("trả kết quả"),
    Action.DOSSIER_CORRECTED: _("đính chính"),
    Action.DOSSIER_SUPPLEMENT_ASKED: _("yêu cầu bổ sung, hoàn thiện"),
    Action.DOSSIER_EXTENDED: _("xin lỗi và gia hạn"),
    Action.DOSSIER_REAPPOINTED: _("xin lỗi và hẹn lại sau khi quá hạn"),
    Action.DOSSIER_STOPPED: _("dừng giải quyết"),
    Action.DOSSIER_WITHDRAWN: _("ghi nhận rút hồ sơ"),
    Action.DOSSIER_REFUSED: _("từ chối tiếp nhận"),
    Action.DOSSIER_ASKED_EARLY: _("yêu cầu bổ sung trước khi tiếp nhận"),
    Action.DOSSIER_SENT: _("ký gửi trong danh sách bàn giao"),
    Action.DOSSIER_SENT_BACK: _("trả lại trong danh sách bàn giao"),
    Action.DOSSIER_RESULT_ARRIVED: _("nhận kết quả từ danh sách bàn giao"),
    Action.DOSSIER_RATED: _("đánh giá"),
    Action.DOSSIER_POSTING_OPENED: _("mở niêm yết"),
    Action.DOSSIER_POSTING_EXTENDED: _("gia hạn niêm yết"),
    Action.DOSSIER_POSTING_RESTARTED: _("niêm yết lại"),
    Action.DOSSIER_POSTING_CLOSED: _("kết thúc niêm yết"),
    Action.DOSSIER_OBJECTION_NOTED: _("ghi ý kiến trong thời gian niêm yết"),
    Action.DOSSIER_OBJECTION_SETTLED: _("giải quyết ý kiến trong thời gian niêm yết"),
    Action.DOSSIER_BODY_ASKED: _("hỏi cơ quan khác"),
    Action.DOSSIER_REPLY_NOTED: _("ghi trả lời của cơ quan khác"),
    Action.DOSSIER_DUES_NOTED: _("ghi thông báo nghĩa vụ tài chính"),
    Action.DOSSIER_DUES_DELIVERED: _("giao thông báo nghĩa vụ tài chính"),
    Action.DOSSIER_DUES_PAID: _("ghi chứng từ nộp tiền"),
    Action.DOSSIER_DUES_EXEMPTED: _("ghi miễn nghĩa vụ tài chính"),
    Action.DOSSIER_DUES_WITHDRAWN: _("thu hồi thông báo nghĩa vụ tài chính"),
    Action.DOSSIER_SIGNING_SUBMITTED: _("trình ký"),
    Action.DOSSIER_SIGNING_INITIALLED: _("ký nháy"),
    Action.DOSSIER_SIGNING_SIGNED: _("ký"),
    Action.DOSSIER_SIGNING_RETURNED: _("trả lại dự thảo"),
    Action.DOSSIER_SIGNING_HANDED_ON: _("chuyển lượt ký"),
    Action.DOSSIER_SIGNING_MOVED: _("chuyển lượt ký cho người thay"),
    Action.DOSSIER_SIGNING_WITHDRAWN: _("rút trình"),
    Action.DOSSIER_SIGNING_NUMBERED: _("cấp số"),
    Action.DOSSIER_SIGNING_SEALED: _("đóng dấu"),
    Action.DOSSIER_FEE_SET: _("định phí, lệ phí"),
    Action.DOSSIER_FEE_EXEMPTED: _("miễn, giảm phí, lệ phí"),
    Action.DOSSIER_FEE_PAID: _("thu phí, lệ phí"),
    Action.DOSSIER_FEE_RECEIPT_CORRECTED: _("sửa biên lai"),
    Action.DOSSIER_FEE_RECEIPT_CANCELLED: _("huỷ biên lai"),
    Action.DOSSIER_SCAN_ADDED: _("thêm giấy tờ số hoá"),
    Action.DOSSIER_SCAN_WITHDRAWN: _("rút giấy tờ số hoá"),
    Action.DOSSIER_SCAN_ATTACHED: _("kèm bản số hoá chứng từ, biên bản"),
    Action.DOSSIER_VANISHED: _("ghi nhận không còn trong sổ"),
    Action.DOSSIER_REAPPEARED: _("ghi nhận có lại trong sổ"),
    Action.DOSSIER_FILING_ACCEPTED: _("tiếp nhận từ hồ sơ trực tuyến"),
    Action.DOSSIER_FILING_MOVED: _("chuyển hồ sơ sang bàn khác"),
}


def last_act(dossier: Dossier) -> str | Promise:
    """The latest act that changed a dossier, a citizen's rating apart; with its bodies erased, only that it changed."""
    bodies = reversed(bodies_of(f"dossier:{dossier.pk}"))
    by_officials = (body for body in bodies if body["actor"] == dossier.changed_by.login and body["action"] in ACTS)
    return next((ACTS[body["action"]] for body in by_officials), _("có thay đổi"))
