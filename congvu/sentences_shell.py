"""Refusals that only somebody at a shell meets: demonstration, mapping files; part of `congvu/sentences.py`."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated when it is shown."""
    return text


SHELL: Mapping[str, str] = {
    "demo.own_database": _("Nơi trình diễn có cơ sở dữ liệu riêng. Bỏ biến CONGVU_DATABASE rồi chạy lại."),
    "demo.real_place": _(
        "%(folder)s là dữ liệu của một nơi thật, không phải dữ liệu trình diễn. "
        "Đặt CONGVU_DATA là một thư mục khác rồi chạy lại."
    ),
    "demo.running": _(
        "Nơi trình diễn tại %(folder)s đang được dựng hoặc đang mở ở cửa sổ khác. "
        "Dừng ở đó trước, hoặc đặt CONGVU_DATA là thư mục khác."
    ),
    "mapping.unknown_encoding": _(
        "Tệp ánh xạ, mục encoding: không có bảng mã “%(key)s”. Ghi utf-8, hoặc bỏ mục này."
    ),
    "mapping.not_a_table": _(
        "Tệp ánh xạ, mục %(key)s: phải ghi thành các dòng “tên: giá trị”, không phải “%(found)s”."
    ),
    "mapping.not_a_code": _(
        "Tệp ánh xạ, mục place.code: “%(key)s” không dùng làm mã được. "
        "Ghi chữ thường không dấu, chữ số và gạch nối, tối đa %(limit)s ký tự, ví dụ so-ho-tich."
    ),
    "mapping.too_long": _("Tệp ánh xạ, mục %(key)s: dài %(found)s ký tự; tối đa %(limit)s. Rút gọn rồi nhập lại."),
    "register.only_head": _("Tệp “%(file)s” chỉ có dòng tiêu đề, chưa có hồ sơ nào. Kiểm tra lại tệp đã xuất."),
}
