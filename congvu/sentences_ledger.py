"""The refusals around an exported ledger in words; `congvu.sentences` takes them in."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


LEDGER: Mapping[str, str] = {
    "ledger_file.unreadable": _("Không đọc được tệp “%(file)s”. Kiểm tra đường dẫn và quyền đọc."),
    "ledger_file.unwritable": _("Không ghi được tệp “%(file)s”. Kiểm tra thư mục, quyền ghi và chỗ trống."),
    "ledger_file.empty": _("Tệp rỗng, không phải bản xuất của nhật ký xác thực. Xuất lại: congvu ledger export."),
    "ledger_file.cut": _("Tệp bị cắt sau dòng %(line)s: thiếu dòng cuối ghi tổng số mục. Xuất hoặc tải lại tệp."),
    "ledger_file.after_the_head": _("Dòng %(line)s đứng sau dòng ghi tổng số mục. Xuất hoặc tải lại tệp."),
    "ledger_file.not_utf8": _("Dòng %(line)s không ở mã UTF-8. Xuất hoặc tải lại tệp."),
    "ledger_file.not_json": _("Dòng %(line)s không phải JSON, có thể tệp bị cắt. Xuất hoặc tải lại tệp."),
    "ledger_file.fields": _(
        "Dòng %(line)s không đúng khuôn: cần “number”, “leaf”, “hash”, và dòng cuối “head”. Xuất hoặc tải lại tệp."
    ),
    "ledger_file.not_whole": _("Dòng %(line)s: “%(field)s” không phải số nguyên từ 0 trở lên. Xuất hoặc tải lại tệp."),
    "ledger_file.not_text": _("Dòng %(line)s: “leaf” không phải văn bản đọc được. Xuất hoặc tải lại tệp."),
    "ledger_file.not_a_hash": _("Dòng %(line)s: “hash” không phải mã băm SHA-256 dạng base64. Xuất hoặc tải lại tệp."),
}
