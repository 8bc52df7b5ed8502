"""Bad inputs 48-58: files of other systems. The command says what is wrong, names row and column, and writes nothing.

57 (a cycle in the tree of units, two heads for one unit) does not apply yet: no file brings a tree of units or posts.
"""

import gzip
import re
import struct
from pathlib import Path

import pytest

from congvu import clock
from congvu.cli import main
from congvu.dossiers.models import Applicant, Dossier, RegisterImport
from congvu.eventlog.spelling import is_surely_old, is_suspicious
from congvu.ledger.queries import head
from tests.conftest import SHARED
from tests.people import Cast, at
from tests.registers import Register, with_part

SHEET = "xl/worksheets/sheet1.xml"


def run(register: Register, file: Path) -> int:
    return main(["import-dossiers", str(file), "--mapping", str(register.mapping)])


NOW = "2026-11-23 09:00"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(NOW))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture
def books(tmp_path: Path) -> Register:
    return Register(tmp_path, kind="xlsx")


NOT_UNICODE = [
    pytest.param("Nguy\xd4n V\xa8n An", "latin-1", "Nguy", id="48 TCVN3 bytes"),
    pytest.param("Nguyê\u0303n Va\u0301n", "cp1258", "Nguy", id="48 Windows-1258"),
]


@pytest.mark.parametrize(("name", "encoding", "shown"), NOT_UNICODE)
def test_a_file_that_is_not_unicode_shows_three_suspicious_cells(
    register: Register, name: str, encoding: str, shown: str
) -> None:
    head = [f"c{n}" for n in range(len(register.head))]
    plain = {"procedure": "x", "unit": "U", "official": "H"}
    file = register.csv(*[plain | {"applicant": f"{name} {n}"} for n in range(5)], head=head, encoding=encoding)
    said = register.refusal(file)
    assert said.startswith("Tệp không ở mã Unicode (UTF-8). Lưu lại dạng CSV UTF-8 hoặc XLSX. Ô đáng ngờ: “")
    assert said.count("“") == 3 and shown in said


@pytest.mark.parametrize("cells", [
    pytest.param(["NguyÔn V¨n An", "Hå s¬", "ThÞ x· §«ng TriÒu", "Tr­êng häc", "§Êt ®ai"], id="48 TCVN3 as Unicode"),
    pytest.param(["Nguyeãn Vaên An", "Hoà sô ñaát ñai", "Traàn Thò Haï", "Khoâng coù"], id="48 VNI as Unicode"),
])  # fmt: skip
def test_text_of_an_old_font_is_known_by_its_cells(register: Register, cells: list[str]) -> None:
    said = register.refusal(register.csv(*[{"code": f"H{n}", "applicant": cell} for n, cell in enumerate(cells)]))
    assert "Tệp không ở mã Unicode (UTF-8)" in said and "bảng mã cũ (TCVN3, VNI)" in said and said.count("“") == 3


LONE = [
    "§¨ng ký khai sinh", "NguyÔn V¨n A", "TrÇn ThÞ B", "§Êt ®ai", "Hå s¬ ®Êt", "Nguyeãn Vaên An", "Traàn Thò Haï",
]  # fmt: skip


@pytest.mark.parametrize("cell", LONE)
def test_48_one_lone_cell_of_an_old_font_is_enough(register: Register, cell: str) -> None:
    said = register.refusal(register.csv({"applicant": cell}, {"code": "H2"}))
    assert "bảng mã cũ (TCVN3, VNI)" in said and said.endswith(f"Ô đáng ngờ: “{cell}”")


def test_48_what_others_write_refuses_no_file(register: Register) -> None:
    cells = ["Intel®Core®i7", "col·lecció paral·lela", "Mª José Gª", "«naam» en «naam2»", "noot¹ en bijlage¹",
             "où là-bas où", "Leão João São", "12 m², 5 \u00b5m", "Anaïs Noël Haïti", "VănÂn ThịÁnh", "Bedrijf«X»",
             "§ 5 lid 2", "Ångström Århus Þór", "Hoà Bình, Toà án, Khoẻ"]  # fmt: skip
    assert [cell for cell in cells if is_surely_old(cell)] == []
    for cell in cells:
        assert register.refusal(register.csv({"applicant": cell.replace(",", "")})) == ""


@pytest.mark.shared
def test_48_no_real_file_has_a_cell_that_is_taken_for_an_old_font() -> None:
    found: list[str] = []
    for file in (SHARED / "data").rglob("*"):
        if not file.name.endswith((".csv", ".csv.gz")):
            continue
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        cells = {cell for cell in re.split(r"[,;\t\n]", content.decode("utf-8", "replace")) if not cell.isascii()}
        found += [cell for cell in cells if is_suspicious(cell)]
    assert found == []


def test_48_names_of_any_land_are_not_taken_for_an_old_font() -> None:
    names = ["Nguyễn Thị Quà", "Hoà Bình", "Khoẻ, Thuỷ, Tuân, Huệ", "Müller", "Israël", "São Paulo", "L’Hôpital",
             "Intel®", "Công ty ABC©", "12 m², 5 \u00b5m", "col·lecció", "½ thửa", "François Noël"]  # fmt: skip
    assert [name for name in names if is_suspicious(name)] == ["col·lecció"]  # one cell alone refuses no file


@pytest.mark.parametrize(("between", "mark"), [
    pytest.param(";", "", id="49 semicolons"),
    pytest.param(",", "\ufeff", id="49 byte order mark"),
    pytest.param(";", "\ufeff", id="49 both"),
])  # fmt: skip
def test_a_file_of_a_spreadsheet_is_read(register: Register, between: str, mark: str) -> None:
    names = register.head
    file = register.csv({}, head=[mark + names[0], *names[1:]], between=between)
    assert register.refusal(file) == "" and register.faults(file) == []


def test_49_names_of_columns_typed_decomposed_are_the_same(register: Register) -> None:
    from unicodedata import normalize

    file = register.csv({}, head=[normalize("NFD", name) for name in register.head])
    assert register.refusal(file) == ""


@pytest.mark.parametrize(("change", "said"), [
    pytest.param({"Thủ tục": "TTHC"}, "Thiếu cột “Thủ tục”. Cột có trong tệp: Mã hồ sơ, TTHC, ", id="50 renamed"),
    pytest.param({"Thủ tục": ""}, "Thiếu cột “Thủ tục”. Cột có trong tệp: Mã hồ sơ, , ", id="50 missing"),
    pytest.param({"Thủ tục": "Mã hồ sơ"}, "Cột “Mã hồ sơ” có hai lần trong tệp.", id="50 duplicate"),
])  # fmt: skip
def test_a_wrong_head_names_the_column(register: Register, change: dict[str, str], said: str) -> None:
    assert said in register.refusal(register.csv({}, head=[change.get(name, name) for name in register.head]))


CELLS = [
    pytest.param({"due": "31/04/2026"}, "Hẹn trả", "31/04/2026 không có trong lịch.", id="51 a day that is not"),
    pytest.param({"due": "2026-02-30"}, "Hẹn trả", "2026-02-30 không có trong lịch.", id="51 a day that is not, ISO"),
    pytest.param({"due": "04/31/2026"}, "Hẹn trả", "nhập ngày theo thứ tự ngày/tháng/năm", id="51 month before day"),
    pytest.param({"due": "01/01/2150"}, "Hẹn trả", "năm phải từ 1901 đến 2099", id="51 after 2100"),
    pytest.param({"due": "thứ Sáu"}, "Hẹn trả", "“thứ Sáu” không phải thời điểm", id="51 text for a date"),
    pytest.param({"received": ""}, "Ngày nhận", "ô chưa có chữ, số nào", id="51 empty"),
    pytest.param({"due": "30/10/2026"}, "Hẹn trả", "00:00, 30/10/2026; ngày hẹn", id="15 said as the place does"),
    pytest.param({"received": "23/11/2026 09:01", "due": "25/12/2026"}, "Ngày nhận",
                 "09:01, 23/11/2026 chưa tới; không được sau lúc nhập sổ (09:00, 23/11/2026)", id="14 received"),
    pytest.param({"received": "24/11/2026", "due": "25/12/2026"}, "Ngày nhận",
                 "00:00, 24/11/2026 chưa tới", id="14 a day"),
    pytest.param({"ended": "02/05/2027"}, "Ngày xong", "00:00, 02/05/2027 chưa tới", id="14 ended"),
    pytest.param({"ended": "05/11/2026", "returned": "02/05/2027"}, "Ngày trả", "chưa tới", id="14 returned"),
    pytest.param({"procedure": ""}, "Thủ tục", "ô chưa có chữ, số nào; điền giá trị rồi nhập", id="01 no procedure"),
    pytest.param({"procedure": " \u00a0"}, "Thủ tục", "ô chưa có chữ, số nào", id="02 a procedure of blanks"),
    pytest.param({"procedure": "\u200b…"}, "Thủ tục", "ô chưa có chữ, số nào", id="02 a procedure nobody sees"),
    pytest.param({"due": "30/10/2026"}, "Hẹn trả", "ngày hẹn trả phải sau ngày tiếp nhận", id="15 due before received"),
    pytest.param({"ended": "30/10/2026"}, "Ngày xong", "phải sau ngày tiếp nhận", id="15 ended before received"),
    pytest.param({"ended": "05/11/2026", "returned": "04/11/2026"}, "Ngày trả", "phải sau ngày xong",
                 id="15 returned before the end"),
    pytest.param({"applicant_id": "22099000001"}, "Số định danh",
                 "số định danh có 11 chữ số; có thể Excel đã bỏ số 0 ở đầu.", id="52 eleven digits"),
    pytest.param({"applicant_id": "22 09"}, "Số định danh", "không phải số định danh", id="52 four digits"),
    pytest.param({"applicant": "Bùi\x01Ba"}, "Người nộp", "có ký tự không đọc được", id="06 a control character"),
    pytest.param({"code": "H" * 61}, "Mã hồ sơ", "quá dài; rút gọn", id="05 too long"),
    pytest.param({"applicant": "x" * 200_000}, "Người nộp", "quá dài; rút gọn", id="05 longer than a CSV cell may be"),
    pytest.param({"unit": "x" * 251}, "Đơn vị", "quá dài; rút gọn", id="05 a unit"),
    pytest.param({"official": "x" * 201}, "Cán bộ", "quá dài; rút gọn", id="05 an official"),
    pytest.param({"applicant": "\ufdfa" * 20}, "Người nộp", "quá dài; rút gọn", id="05 too long when folded"),
    pytest.param({"applicant": "Bùi \u202eaB"}, "Người nộp", "“Bùi \ufffdaB” có ký tự đảo chiều chữ", id="07 turned"),
    pytest.param({"official": "Hà\u2067"}, "Cán bộ", "có ký tự đảo chiều chữ", id="07 an official turned"),
    pytest.param({"unit": "a" + "\u0316" * 9}, "Đơn vị", "quá nhiều dấu chồng lên một chữ", id="07 marks piled up"),
    pytest.param({"channel": "counter,thừa"}, "số 12", "ô thừa “thừa”, cột này không có", id="50 a cell too many"),
    pytest.param({"channel": "bồ câu"}, "Hình thức", "hình thức nộp “bồ câu” chưa có", id="22 unknown channel"),
    pytest.param({"code": ""}, "Mã hồ sơ", "ô chưa có chữ, số nào", id="01 no code"),
    pytest.param({"code": "H1"}, "Mã hồ sơ", "mã hồ sơ H1 đã có ở dòng trước", id="58 one line twice"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "said"), CELLS)
def test_a_wrong_cell_is_named_by_row_and_column_and_nothing_is_taken(
    register: Register, capsys: pytest.CaptureFixture[str], line: dict[str, str], column: str, said: str
) -> None:
    assert run(register, register.csv({}, {"code": "H2"} | line)) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "Không nhập gì: tệp có 1 lỗi."
    assert told[1].startswith(f"Dòng 3, cột “{column}”: ") and said in told[1]


@pytest.mark.django_db
def test_52_numbers_of_persons_old_cards_and_organisations_are_kept(cast: Cast, register: Register) -> None:
    numbers = ["022099000001", "100200300", "0101234567", "0101234567001", "022 099 000 002"]
    lines = [{"code": f"H{n}", "applicant_id": number} for n, number in enumerate(numbers)]
    register.taken(cast, register.csv(*lines))
    kept = Applicant.objects.order_by("dossier__code").values_list("id_number", flat=True)
    assert list(kept) == [number.replace(" ", "") for number in numbers]


@pytest.mark.django_db
def test_53_values_only_and_a_warning_with_the_counts(
    cast: Cast, books: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    book = books.workbook({}, {"code": "H2"})
    hidden = book.create_sheet("Nháp", 0)
    hidden.sheet_state = "hidden"
    sheet = book.worksheets[1]
    sheet.title = "Sổ"
    sheet["N1"], sheet["N2"] = "=1+1", '=HYPERLINK("https://example.org")'
    sheet.merge_cells("O1:P1")
    assert run(books, books.saved(book)) == 0
    told = capsys.readouterr()
    assert "Lưu ý: tệp có 1 ô gộp, 1 trang ẩn, 2 công thức; chỉ lấy giá trị của trang “Sổ”." in told.err
    assert "Mới 2" in told.out and Dossier.objects.count() == 2


@pytest.mark.parametrize(("stream", "said"), [
    pytest.param("EncryptedPackage", "Tệp có mật khẩu nên không đọc được.", id="54 password"),
    pytest.param("Workbook", "không phải XLSX đọc được", id="54 an old workbook is not called locked"),
])  # fmt: skip
def test_a_compound_file_is_told_for_what_it_is(books: Register, tmp_path: Path, stream: str, said: str) -> None:
    file = tmp_path / "so.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le"))
    assert said in books.refusal(file)


def test_55_two_gigabytes_unpacked_are_refused_before_unpacking(books: Register, tmp_path: Path) -> None:
    file = books.saved(books.workbook({}))
    packed = bytearray(file.read_bytes())
    place = packed.rfind(b"PK\x01\x02")
    packed[place + 24 : place + 28] = struct.pack("<I", 2_000_000_000)  # what the directory claims
    file.write_bytes(packed)
    assert books.refusal(file).startswith("Tệp quá lớn khi giải nén.")


@pytest.mark.parametrize("dimension", [
    pytest.param(b'<dimension ref="A1:K1048576"/>', id="55 a million empty rows, as the sheet says"),
    pytest.param(b"", id="55 a million empty rows, untold"),
])  # fmt: skip
def test_a_sheet_of_empty_rows_is_refused(books: Register, dimension: bytes) -> None:
    sheet = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + dimension
             + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
             b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>')  # fmt: skip
    file = with_part(books.saved(books.workbook({})), SHEET, sheet)
    books.mapping.write_text("kind: xlsx\nplace: {code: s, name: S}\ncolumns: {code: x, procedure: x, received: x}\n")
    assert books.refusal(file).startswith("Tệp quá lớn khi giải nén.")


def test_55_a_packed_csv_that_swells_or_is_torn_is_refused(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.eventlog.register.UNPACKED_LIMIT", 1000)
    file = tmp_path / "so.csv.gz"
    file.write_bytes(gzip.compress(b"x" * 5000))
    assert register.refusal(file).startswith("Tệp quá lớn khi giải nén.")
    file.write_bytes(gzip.compress(b"x" * 500)[:-12])
    assert "bị hỏng" in register.refusal(file)


@pytest.mark.parametrize("encoding", [
    pytest.param("utf-8", id="56 document type"), pytest.param("utf-16", id="56 document type in UTF-16"),
])  # fmt: skip
def test_a_workbook_with_a_document_type_is_unsafe(books: Register, encoding: str) -> None:
    declared = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    evil = f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 3000} -->{declared}'
    file = with_part(books.saved(books.workbook({})), SHEET, evil.encode(encoding))
    assert books.refusal(file).startswith("Tệp có nội dung không an toàn.")


@pytest.mark.parametrize(("part", "content"), [
    pytest.param("[Content_Types].xml", b"<Types/>", id="56 a package of something else"),
    pytest.param("xl/workbook.xml", b"<workbook", id="56 torn XML"),
])  # fmt: skip
def test_a_broken_package_is_no_workbook(books: Register, part: str, content: bytes) -> None:
    file = with_part(books.saved(books.workbook({})), part, content)
    assert "không phải XLSX đọc được" in books.refusal(file)


@pytest.mark.parametrize("rest", [pytest.param(0, id="50 the last line"), pytest.param(900, id="50 the whole rest")])
def test_a_quote_that_is_not_closed_is_told_by_the_line_it_stands_in(register: Register, rest: int) -> None:
    lines = [{"code": f"H{n}", "applicant": "x" * 200} for n in range(2, rest + 2)]
    file = register.csv({}, {"code": "H0", "applicant": '"Bùi'}, *lines)
    assert register.refusal(file).startswith("Dòng 3 của tệp có dấu nháy kép không đóng hoặc đặt sai chỗ. Sửa dòng đó")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("lines", [
    pytest.param([], id="50 only the head"), pytest.param([{}], id="50 the head and an empty line"),
])  # fmt: skip
def test_a_file_without_any_dossier_is_refused(tmp_path: Path, kind: str, lines: list[dict[str, str]]) -> None:
    register = Register(tmp_path, kind=kind)
    empty = [dict.fromkeys(register.names, "") for _ in lines]
    file = register.csv(*empty) if kind == "csv" else register.saved(register.workbook(*empty))
    assert register.refusal(file).endswith("chỉ có dòng tiêu đề, chưa có hồ sơ nào. Kiểm tra lại tệp đã xuất.")


def test_50_a_cell_too_many_in_a_workbook(books: Register, capsys: pytest.CaptureFixture[str]) -> None:
    book = books.workbook({}, {"code": "H2"})
    book.worksheets[0].cell(3, 14, "thừa")
    assert run(books, books.saved(book)) == 1
    assert "Dòng 3, cột “số 14”: ô thừa “thừa”" in capsys.readouterr().err


def test_51_a_formula_whose_value_was_never_computed_is_an_empty_cell(
    books: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    book = books.workbook({}, {"code": "H2", "procedure": '="Khai "&"sinh"'})
    assert run(books, books.saved(book)) == 1
    said = capsys.readouterr().err
    assert "Dòng 3, cột “Thủ tục”: ô chưa có chữ, số nào" in said and "(ô có công thức: dán thành giá trị)" in said


@pytest.mark.parametrize("asked", ["so.csv", "MAP.yaml"])
def test_a_folder_given_as_a_file_is_told_as_a_folder(
    register: Register, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    (tmp_path / "thu-muc").mkdir()
    file = {"so.csv": register.csv({}), "MAP.yaml": register.mapping} | {asked: tmp_path / "thu-muc"}
    assert main(["import-dossiers", str(file["so.csv"]), "--mapping", str(file["MAP.yaml"])]) == 1
    assert capsys.readouterr().err == "“thu-muc” là thư mục. Ghi đường dẫn đến một tệp trong thư mục đó.\n"


def test_faults_are_told_in_the_order_of_the_rows(register: Register) -> None:
    lines = [{"due": "30/10/2026"}, {"code": ""}, {"code": "H3", "received": "02/05/2027", "due": ""},
             {"code": "H4", "procedure": ""}, {"code": "H5", "received": "x"}]  # fmt: skip
    assert [fault.row for fault in register.faults(register.csv(*lines))] == [2, 3, 4, 5, 6]


STEP = {"name": "Thẩm tra", "at": "02/11/2026 09:00", "by": "Hà"}


@pytest.mark.parametrize(("change", "column", "said"), [
    pytest.param({"name": "x" * 301}, "Bước", "quá dài", id="05 a step"),
    pytest.param({"by": "x" * 201}, "Người làm", "quá dài", id="05 who did a step"),
    pytest.param({"by": "Hà\u202e"}, "Người làm", "đảo chiều", id="07 who did a step"),
    pytest.param({"at": "24/11/2026"}, "Lúc", "00:00, 24/11/2026 chưa tới", id="14 a step"),
    pytest.param({"name": ""}, "Bước", "ô chưa có chữ, số nào", id="01 a step without name"),
])  # fmt: skip
def test_a_wrong_cell_of_a_step_is_named_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], column: str, said: str
) -> None:
    register = Register(tmp_path, steps=True)
    assert run(register, register.csv(STEP, STEP | {"code": "H2"} | change)) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2 and told[1].startswith(f"Dòng 3, cột “{column}”: ") and said in told[1]


@pytest.mark.parametrize(("wrong", "column", "code"), [
    pytest.param({"received": "31/04/2026"}, "Ngày nhận", "cell.not_in_calendar", id="51 a day that is not"),
    pytest.param({"received": "03/11/2026"}, "Ngày nhận", "cell.disagrees", id="51 another day"),
    pytest.param({"procedure": ""}, "Thủ tục", "cell.empty", id="01 no procedure"),
    pytest.param({"at": "x"}, "Lúc", "cell.not_an_instant", id="51 a step without its hour"),
])  # fmt: skip
@pytest.mark.parametrize("place", [0, 1, 3])
def test_one_bad_step_is_one_fault_wherever_it_stands(
    tmp_path: Path, place: int, wrong: dict[str, str], column: str, code: str
) -> None:
    register = Register(tmp_path, steps=True)
    lines = [STEP | {"name": f"Bước {n}"} for n in range(4)]
    lines[place] |= wrong
    told = [(one.row, one.column, one.code) for one in register.faults(register.csv(*lines))]
    assert told == [(place + 2, column, code)]


@pytest.mark.parametrize(("line", "said"), [
    pytest.param("calendar: nope", "Tệp ánh xạ, mục calendar: phải ghi thành các dòng “tên: giá trị”, không phải “nope",
                 id="59 calendar a word"),
    pytest.param("calendar: [mon]", "Tệp ánh xạ, mục calendar: phải ghi thành", id="59 calendar a list"),
    pytest.param('calendar: {work: {mon: [["07:30"]]}}', "Tệp lịch, mục work.mon: ca làm phải là [giờ mở, giờ đóng]",
                 id="59 calendar with half a shift"),
    pytest.param("calendar: {work: nope}", "Tệp lịch, mục work phải ghi giờ làm", id="59 calendar without hours"),
    pytest.param("channels: nope", "Tệp ánh xạ, mục channels: phải ghi thành", id="59 channels a word"),
    pytest.param("encoding: vni-times", "Tệp ánh xạ, mục encoding: không có bảng mã “vni-times”.", id="48 none such"),
    pytest.param("encoding: hex", "Tệp ánh xạ, mục encoding: không có bảng mã “hex”.", id="48 no encoding of text"),
])  # fmt: skip
def test_a_wrong_mapping_is_told_in_one_line(
    register: Register, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    register.mapping.write_text(f"{register.mapping.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    assert run(register, register.csv({})) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith(said) and len(told.err.splitlines()) == 1


@pytest.mark.django_db
def test_58_the_same_file_again_tells_when_it_came(
    cast: Cast, register: Register, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, before = register.csv({}, {"code": "H2"}), Dossier.objects.count()
    for when in ("2026-11-20 10:02", "2026-11-23 09:00", "2026-11-24 09:00"):
        monkeypatch.setattr(clock, "now", lambda when=when: at(when))
        assert run(register, file) == 0
        stands = head()
    said = capsys.readouterr().out
    assert said.count("Tệp này đã nhập lúc 10:02 ngày 20/11/2026; không có thay đổi.") == 2
    assert Dossier.objects.count() == before + 2 and head() == stands
    assert RegisterImport.objects.get().at == at("2026-11-20 10:02")
    other = register.csv({}, {"code": "H2"}, {"code": "H2x"})
    main(["import-dossiers", str(other), "--mapping", str(register.mapping), "--dry-run"])
    assert "Xem trước, chưa ghi gì:" in capsys.readouterr().out and RegisterImport.objects.count() == 1
