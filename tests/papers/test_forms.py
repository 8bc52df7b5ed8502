"""The seven forms as PDF: their names, every field, the layout's words, page counts, hostile text, old versions."""

import io
import json
import struct
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from congvu.dossiers import commands, sheets
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.letters import without_names
from congvu.dossiers.models import Dossier
from congvu.dossiers.receipt import receipt
from congvu.law import paper_forms
from congvu.papers.fonts import FALLBACK, LETTERS, characters, chosen
from congvu.papers.models import Paper
from congvu.papers.render import CURRENT, FORMS, compile_form, file_of, pdf, sheet
from congvu.rules.letters import Missing
from tests.papers.test_receipt import text_of
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
HOSTILE = ["#emph[x]", "$a$", "- gạch", "\\", "*đậm*", 'ngoặc "kép"', "= tiêu đề", "@nhãn", "<x>"]
HARD = "Ễ Ặ Ữ Ỗ Ợ Ẫ ễ ặ ữ ỗ ợ ẫ ỹ ỵ Đ đ Ủy ban nghiêng ngửa"


def end(cast: Cast, dossier: Dossier, move: str, when: str, reason: str) -> None:
    told = Told(reason, "Điều 20 NĐ 118/2025/NĐ-CP" if move == "stop" else "", ("Tờ khai", "Bản sao căn cước"))
    who = cast.minh if move == "stop" else cast.lan
    getattr(commands, move)(actor=who, at=at(when), dossier_id=dossier.pk, seen_version=None, told=told)


def letter(form: str, cast: Cast) -> Paper:
    """A letter of each kind."""
    if form == "02":
        cast.ask(cast.at_desk(), "2026-11-23 10:00")
    if form == "03":
        cast.refuse()
    if form == "04":
        cast.extend(cast.at_desk(), "2026-11-30 09:00", "2026-12-02")
    if form == "05":
        end(cast, cast.at_desk(), "stop", "2026-11-25 10:00", "không bổ sung giấy tờ")
    return Paper.objects.get(form=form)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("02", ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Số: 01/PYC-TP", "Đảo Thử, ngày 23 tháng 11 năm 2026",
                "Ông/bà Bùi Văn Ba", "Thôn 2", "0912345678", "H49.DT-261123-0001",
                "Cấp Giấy xác nhận tình trạng hôn nhân",
                "1. Tờ khai. Lý do: thiếu chữ ký", "2. Bản sao căn cước. Lý do: bản nộp bị mờ",
                "Căn cứ: Điều 17 NĐ 118/2025/NĐ-CP", "điện thoại 0203 000 0000", "CHUYÊN VIÊN", "Đỗ Thu Hà",
                "Nơi nhận:", "Lưu: VT"]),
        ("03", ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Số: 01/PTC-BPMC", "Ông/bà Bùi Văn Ba",
                "Không thuộc thẩm quyền", "Căn cứ: Điều 19 Luật Hộ tịch", "nơi có thẩm quyền: Phường khác",
                "Cấp Giấy xác nhận tình trạng hôn nhân", "CÁN BỘ TIẾP NHẬN", "Nguyễn Thị Lan"]),
        ("04", ["VĂN BẢN XIN LỖI và đề nghị gia hạn thời gian giải quyết", "Số: 01/VBXL-TP", "xin lỗi ông/bà",
                "17 giờ 00 phút, ngày 27 tháng 11 năm 2026", "17 giờ 00 phút, ngày 02 tháng 12 năm 2026",
                "Trách nhiệm thuộc về: Tư pháp", "chờ xác minh nơi cư trú cũ", "lập chậm hơn thời điểm phải thông báo",
                "Ngày hẹn lại không thay thế thời gian hẹn trả ghi ở trên: hồ sơ đã quá hạn và được tính là quá hạn",
                "TRƯỞNG PHÒNG", "(Ký, ghi rõ họ tên và đóng dấu)", "Trần Minh"]),
        ("05", ["THÔNG BÁO Dừng giải quyết hồ sơ", "Số: 01/TB-TP", "Lý do: không bổ sung giấy tờ",
                "Căn cứ: Điều 20 NĐ 118/2025/NĐ-CP", "1. Tờ khai 2. Bản sao căn cước", "TRƯỞNG PHÒNG"]),
    ],
)  # fmt: skip
def test_each_letter_says_every_field_on_one_page(form: str, wanted: list[str], cast: Cast) -> None:
    paper = letter(form, cast)
    made = pdf(paper)
    said, pages = text_of(made)
    assert pages == 1
    for words in (*NATION, f"Mẫu số: {form}", "UBND ĐẢO THỬ", *wanted):
        assert words in said, words
    reader = PdfReader(io.BytesIO(made))
    assert str(reader.metadata and reader.metadata.title).startswith(f"{paper_forms()[form].name_vi} số {paper.symbol}")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] == "vi"
    page = reader.pages[0].mediabox
    assert (round(float(page.width) / 72 * 25.4), round(float(page.height) / 72 * 25.4)) == (210, 297)


def test_a_withdrawal_says_whose_wish_it_was(cast: Cast) -> None:
    end(cast, cast.at_desk(), "withdraw", "2026-11-25 10:00", "đơn ngày 25/11/2026")
    said, _pages = text_of(pdf(Paper.objects.get(form="05")))
    assert "Theo đề nghị rút hồ sơ của ông/bà (đơn ngày 25/11/2026)" in said and "Căn cứ" not in said


def test_an_apology_in_time_does_not_say_that_it_is_late(cast: Cast) -> None:
    cast.extend(cast.at_desk(), "2026-11-26 09:00", "2026-12-02")
    said = text_of(pdf(Paper.objects.get(form="04")))[0]
    assert "lập chậm hơn" not in said and "quá hạn" not in said and "đề nghị gia hạn thời gian giải quyết; hẹn" in said


def test_what_people_type_is_never_markup_and_no_mark_is_lost(cast: Cast) -> None:
    missing = [Missing(one, f"{one} {HARD}") for one in HOSTILE]
    commands.ask_for_papers(
        actor=cast.ha, at=at("2026-11-23 10:00"), dossier_id=cast.at_desk().pk, seen_version=None, missing=missing,
        basis="#import x $y$",
    )  # fmt: skip
    said, _pages = text_of(pdf(Paper.objects.get(form="02")))
    for one in HOSTILE:
        assert f"{one}. Lý do: {one} Ễ" in said
    assert normalize("NFC", HARD) in said and "#import x $y$" in said


def test_a_long_request_goes_on_with_a_page_number_in_the_top_margin(cast: Cast) -> None:
    missing = [Missing(f"Giấy tờ số {n}", "thiếu " * 40) for n in range(40)]
    commands.ask_for_papers(
        actor=cast.ha, at=at("2026-11-23 10:00"), dossier_id=cast.at_desk().pk, seen_version=None, missing=missing,
        basis="Điều 17",
    )  # fmt: skip
    reader = PdfReader(io.BytesIO(pdf(Paper.objects.get(form="02"))))
    first, second = (page.extract_text().split() for page in reader.pages[:2])
    assert len(reader.pages) > 2 and second[0] == "2" and first[0] != "1"


def test_a_copy_for_the_holder_of_the_code_names_nobody(cast: Cast) -> None:
    paper = letter("02", cast)
    said, pages = text_of(pdf(paper, without=without_names))
    assert pages == 1 and "thiếu chữ ký" in said and "người đề nghị nêu tại bản gửi trực tiếp" in said
    assert "Bùi Văn Ba" not in said and "0912345678" not in said and "Thôn 2" not in said
    assert "Bùi Văn Ba" in text_of(pdf(paper))[0]


def test_the_control_sheet_has_a_row_for_every_hand_over(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-26 09:00", "2026-12-02")
    commands.record_result(actor=cast.minh, at=at("2026-12-03 09:00"), dossier_id=dossier.pk, seen_version=None)
    commands.return_result(actor=cast.lan, at=at("2026-12-03 10:00"), dossier_id=dossier.pk, seen_version=None)
    dossier, now = Dossier.objects.get(), at("2026-12-03 11:00")
    said, pages = text_of(sheet("06", sheets.control_sheet(dossier, now), now))
    assert pages == 1
    for words in (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", *NATION, dossier.code, "Người nộp hồ sơ Nguyễn Thị Lan, Bộ phận",
        "trước hạn", "09:00 03/12/2026 quá hạn", "Người nhận kết quả", "Hẹn trả ban đầu, trước khi gia hạn: 17 giờ",
    ):  # fmt: skip
        assert words in said, words


def test_the_register_is_a_book_of_landscape_pages(cast: Cast) -> None:
    for n in range(45):
        cast.accept(f"2026-11-23 08:{n:02}")
    now = at("2026-11-24 09:00")
    asked = sheets.register(cast.counter, now.date(), now.date(), Dossier.objects.order_by("pk"), now)
    made = sheet("07", asked, now)
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) >= 3 and reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    said, _pages = text_of(made)
    for n in range(1, 46):
        assert f"H49.DT-261123-{n:04}" in said
    assert "SỔ THEO DÕI HỒ SƠ" in said and "Tổng số: 45 hồ sơ" in said and said.count("Cơ quan chủ") >= 3
    empty, _pages = text_of(sheet("07", sheets.register(cast.ward, now.date(), now.date(), [], now), now))
    assert "Trong kỳ không tiếp nhận hồ sơ nào" in empty


def test_every_version_of_a_form_ever_issued_can_still_be_printed(cast: Cast) -> None:
    for form, newest in CURRENT.items():
        assert all((FORMS / file_of(form, version)).exists() for version in range(1, newest + 1))
    cast.accept()
    paper = Paper.objects.get()
    old = json.loads(paper.data) | {"place": "Đảo Thử"}
    first = Paper(form="01", template_version=1, data=json.dumps(old), data_hash="v1", issued_at=paper.issued_at)
    said, pages = text_of(pdf(first))
    assert pages == 1 and "CỘNG HOÀ XÃ HỘI" in said and "Bùi Văn Ba" in said
    second = {key: value for key, value in json.loads(paper.data).items() if key not in {"paper_kinds", "copies"}}
    for version in (2, CURRENT["01"]):  # printed anew after a fee was paid, it carries the data of its first issue
        one = Paper(form="01", template_version=version, data=json.dumps(second), issued_at=paper.issued_at)
        assert "Tờ khai" in text_of(pdf(one))[0]


def test_the_receipt_says_of_each_paper_whether_it_is_the_original_and_how_many_sets_came(cast: Cast) -> None:
    dossier = cast.accept()
    dossier.procedure_version.papers = [
        {"name_vi": "Tờ khai", "kind": "copy"}, {"name_vi": "Căn cước (xuất trình)", "kind": "original"},
    ]  # fmt: skip
    dossier.papers = ["Tờ khai", "Căn cước (xuất trình)", "Giấy khác"]
    made = receipt(dossier, cast.lan)
    assert made.paper_kinds == ["bản sao", "", ""]
    said, _pages = text_of(compile_form(file_of("01", CURRENT["01"]), json.dumps(asdict(made)), 0))
    assert "Tờ khai (bản sao)" in said and "Số lượng hồ sơ: 01 bộ" in said


def test_only_a_font_with_every_vietnamese_letter_is_used(tmp_path: Path) -> None:
    assert len(LETTERS) == 146
    assert chosen([tmp_path]) == (FALLBACK, ())
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / f"LiberationSerif-{name}.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 20)
    assert chosen([tmp_path]) == (FALLBACK, ())
    assert characters(b"no font") == set()


def font(letters: Iterable[str], form: int) -> bytes:
    """A TrueType file with nothing in it but its map of characters, in the format asked for."""
    codes = sorted(map(ord, letters))
    if form == 12:
        groups = b"".join(struct.pack(">III", code, code, 1) for code in codes)
        table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    else:
        ends = [*codes, 0xFFFF]
        lists = (ends, [0], ends, [1] * len(ends), [0] * len(ends))  # ends, pad, starts, deltas, offsets
        body = b"".join(struct.pack(f">{len(one)}H", *one) for one in lists)
        table = struct.pack(">7H", 4, 14 + len(body), 0, 2 * len(ends), 0, 0, 0) + body
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table
    head = struct.pack(">IHHHH", 0x00010000, 1, 16, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    return head + cmap


@pytest.mark.parametrize("form", [4, 12])
def test_a_font_that_has_them_all_is_chosen_and_one_that_lacks_a_letter_is_not(tmp_path: Path, form: int) -> None:
    whole, lacking = font(LETTERS, form), font(LETTERS - {"Ễ"}, form)
    assert characters(whole) == {ord(letter) for letter in LETTERS}
    faces = [tmp_path / f"LiberationSerif-{name}.ttf" for name in ("Regular", "Bold", "Italic", "BoldItalic")]
    for face in faces:
        face.write_bytes(whole)
    assert chosen([tmp_path]) == ("Liberation Serif", (str(tmp_path),))
    faces[2].write_bytes(lacking)
    assert chosen([tmp_path]) == (FALLBACK, ())
