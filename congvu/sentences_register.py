"""The refusals around the day's register, and the faults of its cells, in words; `congvu.sentences` takes them in."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from congvu.rules.vietnamese import legible

if TYPE_CHECKING:
    from congvu.eventlog.register import Fault


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


FAULTS: Mapping[str, str] = {
    "cell.lost_zero": _("số định danh có %s chữ số; có thể Excel đã bỏ số 0 ở đầu"),
    "cell.empty": _("ô chưa có chữ, số nào; điền giá trị rồi nhập lại (ô có công thức: dán thành giá trị)"),
    "cell.in_the_future": _("%s chưa tới; không được sau lúc nhập sổ (%s); sửa ô, hoặc xem lại đồng hồ máy chủ"),
    "cell.unreadable": _("“%s” có ký tự không đọc được; xoá ký tự lạ"),
    "cell.too_long": _("“%s…” quá dài; rút gọn"),
    "cell.turned": _("“%s” có ký tự đảo chiều chữ, không nhìn thấy được; gõ lại ô này"),
    "cell.piled_marks": _("“%s” có quá nhiều dấu chồng lên một chữ; gõ lại ô này"),
    "cell.extra": _(
        "ô thừa “%s”, cột này không có tiêu đề; xoá ô, hoặc đặt giá trị có dấu phân cách trong dấu nháy kép"
    ),
    "cell.not_an_instant": _("“%s” không phải thời điểm; ghi như 23/11/2026 08:14 hoặc 2026-11-23T08:14"),
    "cell.not_in_calendar": _("%s không có trong lịch"),
    "cell.day_order": _("%s: nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 13/02/2026"),
    "cell.year_out_of_range": _("%s: năm phải từ 1901 đến 2099"),
    "cell.due_too_early": _("%s; ngày hẹn trả phải sau ngày tiếp nhận; xem lại hai cột ngày"),
    "cell.ended_too_early": _("%s; ngày xong phải sau ngày tiếp nhận; xem lại hai cột ngày"),
    "cell.returned_too_early": _("%s; ngày trả kết quả phải sau ngày xong; xem lại hai cột ngày"),
    "cell.unknown_channel": _("hình thức nộp “%s” chưa có trong mục channels của tệp ánh xạ"),
    "cell.doubled_code": _("mã hồ sơ %s đã có ở dòng trước; bỏ dòng trùng"),
    "cell.disagrees": _("“%s” khác với các dòng khác của cùng hồ sơ; sửa cho giống nhau"),
    "cell.not_an_identity": _("“%s” không phải số định danh; cá nhân 12 chữ số (giấy cũ 9), tổ chức 10 hoặc 13"),
}

REGISTER: Mapping[str, str] = {
    "mapping.unknown_export": _("Tệp ánh xạ: mục export ghi “%(key)s”; dùng whole (toàn bộ sổ) hoặc changes."),
    "mapping.unknown_stands": _(
        "Tệp ánh xạ: mục place.stands ghi “%(key)s”; dùng within (của địa phương) hoặc beside (của nơi khác)."
    ),
    "mapping.stands_fixed": _(
        "Mã “%(code)s” đã là của đơn vị %(unit)s, đứng ở chỗ khác với mục place.stands. Sửa mục này, hoặc dùng mã khác."
    ),
    "mapping.no_counter": _("Không có đơn vị mã “%(code)s” để tiếp nhận hồ sơ trực tuyến. Sửa ánh xạ."),
    "mapping.needs_name": _("Đặt tên ánh xạ bằng chữ, số, dấu gạch nối, ví dụ “so-tinh”."),
    "mapping.needs_place": _("Nhập tên nguồn sổ, ví dụ “Hệ thống thông tin giải quyết TTHC tỉnh”."),
    "mapping.place_taken": _("Nguồn “%(place)s” đã thuộc ánh xạ “%(name)s”. Mỗi nguồn có một ánh xạ; sửa ánh xạ đó."),
    "mapping.place_fixed": _("Ánh xạ này thuộc nguồn “%(place)s”; nguồn khác cần ánh xạ khác."),
    "mapping.missing_field": _("Chọn cột cho: %(fields)s."),
    "mapping.filing_half": _("Hồ sơ trực tuyến cần đủ: cột trạng thái, các giá trị, và quầy tiếp nhận."),
    "mapping.body_line": _("Dòng “%(line)s” chưa rõ. Mỗi dòng ghi: tên đơn vị trong tệp = provincial hoặc vertical."),
    "mapping.unknown_body": _(
        "“%(key)s” không phải loại cơ quan. Ghi provincial (cơ quan cấp tỉnh) hoặc vertical (cơ quan ngành dọc)."
    ),
    "mapping.channel_line": _("Dòng “%(line)s” chưa rõ. Mỗi dòng ghi: từ trong tệp = counter, online hoặc post."),
    "mapping.unchanged": _("Ánh xạ không có gì thay đổi so với bản đang dùng nên không lưu bản mới."),
    "register.no_mapping": _("Chọn ánh xạ của tệp. Chưa có thì lập ánh xạ trước."),
    "register.code_taken": _(
        "Dòng %(row)s: mã hồ sơ %(code)s đã được tiếp nhận tại đây, không phải lấy từ sổ khác. Kiểm tra mã trong tệp "
        "rồi nhập lại."
    ),
    "register.code_foreign": _(
        "Dòng %(row)s: mã hồ sơ %(code)s là của sổ “%(source)s”, đã nhập trước đây. Nếu hồ sơ thuộc sổ đó, nhập tệp "
        "bằng ánh xạ của sổ đó; nếu không, sửa mã trong tệp rồi nhập lại."
    ),
    "mapping.own_unknown": _(
        "Mục %(key)s: “%(word)s” được ghi là “%(code)s”, nhưng ở đây không có hoặc không còn dùng mã đó. Sửa mã trong "
        "ánh xạ, hoặc bỏ dòng này."
    ),
    "mapping.own_twice": _("Mục %(key)s: “%(word)s” được ghi hai lần với hai nghĩa khác nhau. Bỏ một dòng."),
    "mapping.line_twice": _("“%(word)s” được ghi hai lần với hai nghĩa khác nhau. Bỏ một dòng."),
    "mapping.own_ended": _(
        "Thủ tục “%(procedure)s” hết hiệu lực từ sau %(ended)s, không nhận được hồ sơ ngày %(on)s. "
        "Sửa mục procedures của ánh xạ, hoặc công bố bản mới."
    ),
    "mapping.own_beside": _(
        "Sổ của nơi khác không gắn với đơn vị, cán bộ, thủ tục ở đây. Bỏ mục %(key)s, hoặc đổi stands thành within."
    ),
    "mapping.own_line": _("Dòng “%(line)s” chưa rõ. Mỗi dòng ghi: từ trong tệp = mã, tên đăng nhập ở đây."),
    "register.no_file": _("Chọn tệp sổ (CSV hoặc XLSX) rồi gửi lại."),
    "register.upload_too_large": _("Tệp lớn hơn %(most)s MB. Chia thành nhiều tệp, hoặc nén .gz."),
    "register.file_not_ready": _("Tệp này không chờ quyết định nữa (%(state)s). Tải lại trang."),
    "register.moved_on": _(
        "Sổ đã thay đổi từ lúc tệp được so sánh vì một tệp khác vừa được nhận. Xem lại kết quả so sánh mới rồi "
        "quyết định."
    ),
    "register.stopped": _("Đã dừng đọc tệp; chưa ghi gì."),
    "register.many_vanish": _(
        "%(count)s trên %(total)s hồ sơ không còn trong tệp, quá %(percent)s %%. Nếu tệp đúng là toàn bộ sổ, "
        "nhập số %(count)s để xác nhận; nếu không, bỏ tệp và xuất lại."
    ),
    "filing.not_waiting": _("Hồ sơ %(code)s không còn chờ tiếp nhận (%(state)s). Tải lại trang."),
    "filing.code_taken": _("Mã hồ sơ %(code)s đã có tại đây. Mở hồ sơ đó để xem."),
    "filing.needs_reason": _("Nhập lý do từ chối, như đã ghi ở hệ thống nguồn."),
}


def fault_said(fault: "Fault", translate: Callable[[str], str] = _) -> str:
    """What is wrong in one cell, and what to do."""
    said = translate(FAULTS[fault.code])
    found = " ".join(legible(fault.found).split())[:60]
    if fault.code == "cell.lost_zero":
        found = str(sum(char.isdigit() for char in fault.found))
    return said % (found, fault.limit)[: said.count("%s")]
