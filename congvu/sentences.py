"""Every refusal in words, on one page: what a person is told when a rule says no, and what to do about it.

Source sentences are Vietnamese; the site translates them, the command line prints them as they stand.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from congvu.rules.errors import RuleBroken
from congvu.rules.term import Term, Unit
from congvu.rules.vietnamese import thousands
from congvu.sentences_absence import ABSENCE
from congvu.sentences_batches import BATCHES
from congvu.sentences_counter import COUNTER
from congvu.sentences_ledger import LEDGER
from congvu.sentences_money import MONEY
from congvu.sentences_outside import OUTSIDE
from congvu.sentences_register import REGISTER
from congvu.sentences_shell import SHELL
from congvu.sentences_signing import SIGNING


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


REFUSALS: Mapping[str, str] = {
    # rights and forms
    "rights.missing": _(
        "Bạn không có quyền làm việc này tại %(unit)s. Nhờ người phụ trách đơn vị, hoặc quản trị hệ thống."
    ),
    "submission.other_content": _("Biểu mẫu này đã gửi trước đó với nội dung khác. Tải lại trang rồi nhập lại."),
    "place.busy": _(
        "Hệ thống đang ghi một việc lớn (ví dụ nhập sổ) nên chưa nhận được. Nội dung bạn nhập còn nguyên, chưa được "
        "ghi: đợi một phút rồi gửi lại."
    ),
    "submission.no_key": _("Thiếu khoá chống gửi trùng. Tải lại trang rồi gửi lại."),
    "submission.not_yours": _(
        "Chưa ghi gì: biểu mẫu này được mở cho tài khoản khác, hoặc không do hệ thống đưa ra. "
        "Tải lại trang rồi nhập lại."
    ),
    "clock.behind": _(
        "Đồng hồ máy chủ (%(now)s) chậm hơn lần ghi gần nhất (%(last)s) nên chưa ghi được. "
        "Báo quản trị chỉnh giờ máy chủ rồi gửi lại; nội dung bạn nhập vẫn còn."
    ),
    "password.weak": _("Mật khẩu phải có ít nhất 8 ký tự và không phải mật khẩu nhiều người dùng. Chọn mật khẩu khác."),
    "guessing.wait": _("Bạn gửi quá nhiều lần. Thử lại sau %(seconds)s giây."),
    "place.unsafe_database": _(
        "Cơ sở dữ liệu đang đặt %(setting)s = %(found)s nên có thể mất dữ liệu khi mất điện. "
        "Đặt lại %(setting)s = %(safe)s rồi khởi động lại."
    ),
    "place.already_founded": _("Cơ sở dữ liệu này đã có đơn vị; chỉ khởi tạo được nơi chưa có dữ liệu."),
    "unit.needs_parent": _("Chọn đơn vị cấp trên của “%(unit)s”: mỗi nơi chỉ có một đơn vị đứng đầu."),
    "place.not_made": _("Chưa có dữ liệu tại %(folder)s. Kiểm tra CONGVU_DATA, hoặc dựng nơi trình diễn: congvu demo."),
    "place.older_tables": _(
        "Dữ liệu tại %(folder)s thuộc bản phần mềm khác. Sao lưu, rồi chạy: python manage.py migrate."
    ),
    "place.key_missing": _(
        "Thiếu khoá của nhật ký xác thực: %(file)s. Khôi phục khoá từ bản sao lưu; khoá mới không mở được mục cũ."
    ),
    "post.not_together": _(
        "%(official)s đang giữ vị trí “%(held)s” tại %(unit)s, không được kiêm “%(role)s”. "
        "Kết thúc vị trí cũ trước, hoặc giao người khác."
    ),
    "post.ends_before_it_starts": _("Ngày thôi giữ vị trí (%(to_on)s) phải từ ngày bắt đầu (%(from_on)s) trở đi."),
    "procedure.not_in_force": _("Thủ tục “%(procedure)s” không còn hiệu lực theo bản này. Chọn lại thủ tục."),
    "procedure.commitment_longer_than_law": _(
        "Thời gian cam kết (%(commitment)s) dài hơn thời hạn luật định (%(term)s)."
    ),
    "procedure.commitment_squeezes_protected_steps": _(
        "%(parts)s = %(needed)s; cam kết %(commitment)s không đủ. Tăng thời gian cam kết: "
        "các bước này không được rút ngắn."
    ),
    "procedure.commitment_squeezes_on_some_days": _(
        "%(parts)s; cam kết %(commitment)s có ngày không đủ: hồ sơ nhận ngày %(received)s cần đến %(needed_until)s, "
        "cam kết đến %(committed_until)s. Ngày và ngày làm việc không cộng được với nhau nên tính theo lịch."
    ),
    "procedure.commitment_cannot_be_kept": _(
        "%(parts)s; không thể cam kết %(commitment)s khi có bước chưa biết kéo dài bao lâu. "
        "Đặt bước đó ngoài thời gian tính hạn, hoặc bỏ cam kết."
    ),
    # dossiers
    "dossier.changed_meanwhile": _(
        "Hồ sơ vừa được %(who)s cập nhật lúc %(at)s: %(did)s. Nội dung bạn nhập vẫn còn; xem thay đổi rồi lưu lại."
    ),
    "dossier.of_another_system": _(
        "Hồ sơ %(code)s do hệ thống khác quản lý. Làm việc này tại hệ thống đó, rồi lấy sổ lại."
    ),
    "state.no_such_move": _(
        "Việc này không làm được khi hồ sơ đang ở trạng thái hiện tại. Xem lại quá trình giải quyết."
    ),
    "step.last_one": _("Đây là bước cuối. Ghi nhận kết quả thay vì chuyển bước."),
    "step.protected_too_short": _(
        "Bước “%(step)s” được pháp luật quy định thời gian tối thiểu; sớm nhất kết thúc lúc %(earliest)s."
    ),
    "step.protected_missing": _("Chưa thực hiện bước bắt buộc “%(step)s” nên chưa ghi nhận được kết quả."),
    "receiver.not_in_unit": _("%(official)s không giữ vị trí nào tại %(unit)s hôm nay. Chọn người khác."),
    "pause.unknown_ground": _("Chọn một căn cứ tạm dừng trong danh sách."),
    "pause.needs_paper": _(
        "Nhập số văn bản gửi người nộp, ví dụ 31/PBS-TTPVHCC. Không có văn bản thì không tạm dừng được."
    ),
    "pause.near_due": _("Chỉ còn dưới %(hours)s giờ làm việc: việc tạm dừng phải do thủ trưởng đơn vị thực hiện."),
    "pause.already_overdue": _("Hồ sơ đã quá hạn từ %(due)s nên không tạm dừng được."),
    # letters to the applicant
    "supplement.nothing_asked": _("Ghi ít nhất một giấy tờ cần bổ sung, mỗi dòng một giấy tờ."),
    "supplement.line_without_reason": _(
        "Dòng %(line)s (“%(text)s”): ghi tên giấy tờ, dấu hai chấm, rồi lý do. "
        "Ví dụ: Bản sao trích lục khai sinh: bản nộp bị mờ số."
    ),
    "supplement.line_too_long": _(
        "Dòng %(line)s quá dài: tên giấy tờ tối đa 300 ký tự, lý do tối đa 500 ký tự. Rút gọn rồi gửi lại."
    ),
    "supplement.needs_confirmation": _(
        "Đây là lần yêu cầu bổ sung thứ %(number)s; "
        "chỉ số quốc gia tính hồ sơ yêu cầu quá %(tolerated)s lần là quá hạn. "
        "Nếu vẫn cần gửi, đánh dấu ô xác nhận trong “Yêu cầu bổ sung, hoàn thiện hồ sơ”."
    ),
    "extension.no_due": _("Hồ sơ không có hạn do hệ thống này tính nên không gia hạn được ở đây."),
    "extension.used_up": _("Hồ sơ đã được gia hạn; chỉ được hẹn lại tối đa %(allowed)s lần."),
    "extension.not_later": _("Ngày hẹn lại phải sau hạn hiện tại (%(due)s) và sau thời điểm này. Chọn ngày khác."),
    "letter.needs_reason": _("Nhập lý do; lý do được in trên văn bản gửi người nộp."),
    "letter.needs_basis": _("Nhập căn cứ pháp lý, ví dụ: khoản 2 Điều 17 NĐ 118/2025/NĐ-CP."),
    "register.too_many": _(
        "Kỳ này có %(count)s hồ sơ; một bản in chứa tối đa %(limit)s. Chọn kỳ ngắn hơn hoặc một đơn vị."
    ),
    "correction.needs_reason": _("Nhập lý do đính chính."),
    "correction.nothing_changed": _("Chưa có nội dung nào thay đổi."),
    "correction.not_correctable": _("Mục này không đính chính được: %(field)s."),
    "dossier_code.no_org_code": _(
        "Đơn vị chưa có mã định danh đúng dạng để cấp mã hồ sơ (%(code)s). Nhờ quản trị sửa."
    ),
    # papers
    "paper_number.no_agency": _("Đơn vị chưa có ký hiệu để cấp số văn bản. Nhờ quản trị đặt ký hiệu đơn vị."),
    # working time and calendar files
    "term.unreadable": _(
        "Không đọc được thời hạn “%(text)s”. Ghi như 5wd (ngày làm việc), 4wh (giờ làm việc), 15d (ngày) "
        "hoặc same_day@15:00 (trong ngày nếu nhận không sau 15:00, giờ địa phương)."
    ),
    "time.unreadable": _("Không đọc được thời điểm “%(text)s”. Ghi theo ISO 8601, ví dụ 2026-11-23T09:10."),
    "time.without_zone": _("Thời điểm %(at)s thiếu múi giờ."),
    "time.out_of_range": _("Năm %(year)s nằm ngoài khoảng tính được (1901–2199). Kiểm tra lại năm."),
    "time.end_before_begin": _("Thời điểm cuối (%(end)s) phải sau thời điểm đầu (%(begin)s)."),
    "time.closed_day": _("Ngày %(on)s không phải ngày làm việc."),
    "calendar.not_found": _("Không có lịch hay tệp lịch “%(where)s”."),
    "calendar.unreadable": _("Tệp lịch “%(where)s” không phải YAML hoặc JSON đọc được."),
    "calendar.unknown_key": _("Tệp lịch có mục lạ “%(where)s”. Các mục được dùng: %(found)s."),
    "calendar.unknown_timezone": _("Tệp lịch, mục %(where)s: không có múi giờ “%(found)s”."),
    "calendar.not_a_list": _("Tệp lịch, mục %(where)s phải là danh sách; thấy “%(found)s”."),
    "calendar.not_a_date": _("Tệp lịch, mục %(where)s: “%(found)s” không phải ngày. Ghi như 2026-11-24."),
    "calendar.not_a_time": _("Tệp lịch, mục %(where)s: “%(found)s” không phải giờ. Ghi như 07:30."),
    "calendar.not_a_shift": _("Tệp lịch, mục %(where)s: ca làm phải là [giờ mở, giờ đóng]; thấy “%(found)s”."),
    "calendar.shifts_out_of_order": _("Tệp lịch, mục %(where)s: ca %(found)s bị ngược hoặc chồng lên ca trước."),
    "calendar.no_week": _("Tệp lịch, mục %(where)s phải ghi giờ làm theo thứ (mon … sun)."),
    "calendar.unknown_weekday": _("Tệp lịch, mục %(where)s: không có thứ “%(found)s”; dùng mon, tue, … sun."),
    "calendar.never_open": _("Tệp lịch, mục %(where)s: cả tuần không có giờ làm việc nào."),
    "calendar.not_a_variant": _("Tệp lịch, mục %(where)s: mỗi khoảng phải có from, to, work."),
    "calendar.closed_and_worked": _("Tệp lịch: ngày %(found)s vừa nghỉ vừa làm (mục %(where)s)."),
    "calendar.closure_ends_before_it_begins": _("Tệp lịch, mục %(where)s: %(found)s kết thúc trước khi bắt đầu."),
    "calendar.not_an_instant": _(
        "Tệp lịch, mục %(where)s: “%(found)s” không phải thời điểm. Ghi như 2024-09-09T13:30."
    ),
    # ratings and own figures
    "rating.not_yet": _("Đánh giá được sau khi kết quả đã trả cho người dân."),
    "rating.at_the_counter": _(
        "Máy này đang có cán bộ đăng nhập. Đánh giá bằng máy của bạn, hoặc nhờ cán bộ mở “Đánh giá tại quầy”."
    ),
    "lookup.not_found": _("Không tìm thấy mã này. Kiểm tra lại, hoặc hỏi Bộ phận Một cửa."),
    "rating.already": _("Hồ sơ này đã được đánh giá; mỗi hồ sơ đánh giá một lần."),
    "rating.unreadable": _("Chọn mức từ 1 đến 5; ý kiến tối đa 1.000 ký tự. Xem lại rồi gửi."),
    "figures.period_still_runs": _("Kỳ chưa kết thúc (đến hết %(last)s); gửi ý kiến sau khi kỳ kết thúc."),
    "figures.not_yet": _(
        "Cán bộ được xem số liệu của mình trước. Mở lại từ ngày %(from_on)s, hoặc khi cán bộ đã xem và gửi ý kiến."
    ),
    "figures.too_long": _("Giải thích tối đa 300 ký tự; rút gọn rồi gửi lại."),
    "period.no_such_number": _("Kỳ này có số từ 1 đến %(count)s; bạn nhập %(number)s."),
    "period.reversed": _("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi. Xem lại hai ngày."),
    # lookup
    "lookup.length": _("Mã tra cứu gồm 16 chữ số; bạn mới nhập %(found)s. Nhập đủ dãy số in dưới mã QR."),
    "lookup.too_long": _("Mã tra cứu gồm 16 chữ số; bạn đã nhập %(found)s. Bỏ các chữ số thừa rồi thử lại."),
    "lookup.check_digit": _("Mã tra cứu chưa đúng. So lại từng chữ số trên giấy tiếp nhận."),
    "lookup.dossier_code": _("Số hồ sơ chưa đủ để tra cứu. Nhập mã tra cứu 16 chữ số in dưới mã QR."),
    "lookup.wait": _(
        "Bạn gửi quá nhiều lần. Thử lại sau %(seconds)s giây, hoặc quét mã QR trên giấy tiếp nhận thì không phải chờ."
    ),
    "lookup.other_qr": _(
        "Mã QR này không phải của giấy tiếp nhận hồ sơ. Quét mã in trên giấy, hoặc nhập 16 chữ số dưới mã đó."
    ),
    "lookup.unreadable": _("Không đọc được mã. Quét lại. Nếu gõ tay, nhập 16 chữ số in dưới mã QR."),
    # registers of other systems
    "mapping.unreadable": _("Tệp ánh xạ không đọc được. Ghi theo mẫu trong docs/import.md."),
    "mapping.unknown_key": _("Tệp ánh xạ có mục lạ “%(key)s”. Các mục được dùng: %(keys)s."),
    "mapping.missing_key": _("Tệp ánh xạ thiếu mục “%(key)s”."),
    "mapping.unknown_kind": _("Tệp ánh xạ: loại tệp “%(key)s” không đọc được; dùng csv hoặc xlsx."),
    "mapping.unknown_channel": _("Tệp ánh xạ: hình thức nộp “%(key)s” không có; dùng counter, online hoặc post."),
    "mapping.unknown_time_zone": _("Tệp ánh xạ: không có múi giờ “%(key)s”."),
    "register.not_found": _("Không có tệp “%(file)s”."),
    "register.is_folder": _("“%(file)s” là thư mục. Ghi đường dẫn đến một tệp trong thư mục đó."),
    "register.empty": _("Tệp “%(file)s” rỗng. Chọn tệp khác."),
    "register.not_utf8": _("Tệp không ở mã Unicode (UTF-8). Lưu lại dạng CSV UTF-8 hoặc XLSX. Ô đáng ngờ: %(cells)s"),
    "register.old_spelling": _(
        "Tệp không ở mã Unicode (UTF-8): chữ gõ theo bảng mã cũ (TCVN3, VNI). Chuyển mã sang Unicode, lưu lại dạng "
        "CSV UTF-8 hoặc XLSX. Ô đáng ngờ: %(cells)s"
    ),
    "register.broken_archive": _("Tệp nén “%(file)s” bị hỏng. Nén lại, hoặc nhập tệp chưa nén."),
    "register.broken_quote": _(
        "Dòng %(line)s của tệp có dấu nháy kép không đóng hoặc đặt sai chỗ. Sửa dòng đó rồi nhập lại."
    ),
    "register.missing_column": _("Thiếu cột “%(column)s”. Cột có trong tệp: %(columns)s"),
    "register.doubled_column": _("Cột “%(column)s” có hai lần trong tệp. Đổi tên hoặc bỏ một cột."),
    "register.too_large": _(
        "Tệp quá lớn khi giải nén. Xoá các dòng trống ở cuối bảng “%(file)s”, hoặc chia thành nhiều tệp CSV UTF-8."
    ),
    "register.unsafe": _("Tệp có nội dung không an toàn. Mở “%(file)s” bằng phần mềm bảng tính, lưu lại rồi nhập."),
    "register.locked": _("Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu của “%(file)s” rồi nhập lại."),
    "register.not_xlsx": _("Tệp “%(file)s” không phải XLSX đọc được. Lưu lại dạng XLSX hoặc CSV UTF-8."),
    # finding, filters
    "search.too_short": _("Gõ ít nhất hai chữ hoặc hai chữ số để tìm."),
    "filter.needs_name": _("Đặt tên cho bộ lọc, ví dụ “Quá hạn của phòng”."),
    "filter.empty": _("Chưa chọn điều kiện lọc nào nên không có gì để lưu."),
    "filter.too_many": _("Mỗi người lưu tối đa %(most)s bộ lọc. Xoá bớt một bộ lọc cũ rồi lưu lại."),
    "filter.name_taken": _("Bạn đã có bộ lọc tên “%(name)s”. Chọn tên khác."),
    "filter.gone": _("Bộ lọc này không còn. Tải lại trang."),
    "dossier.on_the_way": _(
        "Hồ sơ đang luân chuyển đến %(to)s. Chờ bên nhận ký nhận, hoặc bên giao huỷ danh sách bàn giao, rồi làm tiếp."
    ),
    **BATCHES,
    **COUNTER,
    **MONEY,
    **OUTSIDE,
    **LEDGER,
    **SHELL,
    **ABSENCE,
    **SIGNING,
    **REGISTER,
    # what people type
    "text.too_long": _("Nội dung dài %(found)s ký tự; tối đa %(limit)s. Rút gọn rồi gửi lại."),
    "text.unreadable": _("Nội dung có ký tự không đọc được. Xoá ký tự lạ rồi gửi lại."),
    "text.turned": _("Tên có ký tự đảo chiều chữ, không nhìn thấy được. Xoá rồi gõ lại tên."),
    "text.piled_marks": _("Tên có quá nhiều dấu chồng lên một chữ. Xoá bớt dấu rồi gửi lại."),
    "phone.digits": _("Số điện thoại gồm 10 chữ số, ví dụ 0912 345 678."),
    "personal_id.digits": _("Số định danh cá nhân gồm 12 chữ số."),
    "organisation_id.digits": _("Mã số doanh nghiệp gồm 10 hoặc 13 chữ số."),
    "day.order": _("Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 13/02/2026."),
    "day.year": _("Nhập năm gồm 4 chữ số."),
    "day.not_in_calendar": _("Ngày %(text)s không có trong lịch."),
}

# What a fact that is empty is called: a right that is missing everywhere names no unit.
UNNAMED = {"unit": _("đơn vị nào")}
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


TERM_WORDS = {
    Unit.WORKING_DAYS: _("%(amount)s ngày làm việc"),
    Unit.WORKING_HOURS: _("%(amount)s giờ làm việc"),
    Unit.CALENDAR_DAYS: _("%(amount)s ngày"),
    Unit.SAME_DAY: _("trong ngày"),
}


def sentence(refusal: RuleBroken, translate: Callable[[str], str] = _) -> str:
    """The refusal as a person reads it; a code without a sentence is a defect and says so loudly.

    Raises: KeyError.
    """
    facts = {name: _readable(value, translate) for name, value in refusal.facts.items()}
    facts |= {name: translate(UNNAMED[name]) for name, value in facts.items() if value == "" and name in UNNAMED}
    return translate(REFUSALS[refusal.code]) % facts


def readable_facts(refusal: RuleBroken) -> dict[str, str]:
    """The facts of a refusal as text, to be kept and put into its sentence later."""
    return {name: str(_readable(value, _)) for name, value in refusal.facts.items()}


def _readable(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%H:%M, %d/%m/%Y}"
    if isinstance(value, Term):
        return translate(TERM_WORDS[value.unit]) % {"amount": f"{value.amount.normalize():f}"}
    if isinstance(value, list) and all(isinstance(one, tuple) for one in value):  # the parts of a sum
        unknown = translate(_("chưa rõ"))
        return " + ".join(f"{name}: {unknown if one is None else _readable(one, translate)}" for name, one in value)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000:
        return thousands(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
