"""Search, list, filters, export and acts on many, as people use them: nothing typed is lost, no name in an address."""

import csv
import io
import logging
import re
from random import Random

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Intake, Party
from congvu.dossiers.models import Batch, BulkRun, Dossier, Reading, SavedFilter
from congvu.dossiers.spreadsheet import Column, Table, as_csv, as_xlsx
from congvu.ledger.models import LedgerEntry
from congvu.ledger.queries import bodies_of
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
SECRET = "Đặng Thị Tuyết Nhung"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))


def browser(official: object) -> Client:
    client = Client()
    client.force_login(official)
    return client


def receive(cast: Cast, name: str = SECRET, when: str = "2026-11-23 09:00", **more: str) -> Dossier:
    intake = Intake(cast.version.pk, Party(name, **more))
    return commands.accept(actor=cast.lan, at=at(when), unit=cast.counter, intake=intake)


# -- search ---------------------------------------------------------------------------------------------------


def test_a_name_that_is_searched_for_never_stands_in_an_address_or_a_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    receive(cast, phone="0912345678")
    caplog.set_level(logging.DEBUG)
    lan = browser(cast.lan)
    addresses = []
    for typed in (SECRET, "tuyet nhung", "0912345678", "?q=" + SECRET):
        answer = lan.post("/tim/", {"q": typed})
        addresses += [answer.headers["Location"], lan.get("/tim/", {"trang": "1"}).request["QUERY_STRING"]]
    page = lan.get("/tim/").content.decode()
    wanted = lan.post("/tim/", {"q": SECRET}, follow=True).content.decode()
    assert addresses[::2] == ["/tim/"] * 4 and addresses[1::2] == ["trang=1"] * 4
    assert "<mark>Tuyết</mark>" in wanted and "Nhung" not in "".join(addresses) + caplog.text
    assert 'method="get"' not in page and "0912345678" not in caplog.text


def test_the_hit_shows_where_it_was_and_no_digit_more(cast: Cast) -> None:
    receive(cast, phone="0912345678", id_number="999123456789")
    lan = browser(cast.lan)
    page = lan.post("/tim/", {"q": "5678"}, follow=True).content.decode()
    assert "••••••<mark>5678</mark>" in page and "0912345678" not in page and "999123456789" not in page
    page = lan.post("/tim/", {"q": "nhung"}, follow=True).content.decode()
    assert "<mark>Nhung</mark>" in page and "•" not in page


def test_a_whole_code_opens_the_dossier_and_of_another_ward_nothing_is_there(cast: Cast) -> None:
    dossier = receive(cast)
    answer = browser(cast.lan).post("/tim/", {"q": f" {dossier.code.lower()} "})
    assert answer.headers["Location"] == f"/ho-so/{dossier.pk}/"
    hoa = browser(cast.hoa)
    for typed in (dossier.code, SECRET):
        answer = hoa.post("/tim/", {"q": typed}, follow=True)
        assert "Không tìm thấy trong các hồ sơ bạn được xem." in answer.content.decode()
        assert f"/ho-so/{dossier.pk}/" not in answer.content.decode()


def test_one_letter_is_not_searched_for_and_stays_in_the_box(cast: Cast) -> None:
    page = browser(cast.lan).post("/tim/", {"q": "Đ"}, follow=True).content.decode()
    assert "Gõ ít nhất hai chữ hoặc hai chữ số để tìm." in page and 'value="Đ"' in page


def test_signing_out_forgets_what_was_searched_for(cast: Cast) -> None:
    lan = browser(cast.lan)
    lan.post("/tim/", {"q": SECRET})
    lan.post("/dang-xuat/")
    lan.force_login(cast.lan)
    assert SECRET not in lan.get("/tim/").content.decode()


# -- list and saved filters -----------------------------------------------------------------------------------


def test_every_filter_is_seen_and_goes_with_one_click(cast: Cast) -> None:
    receive(cast)
    cast.at_desk("2026-11-23 09:30")
    lan = browser(cast.lan)
    asked = "nhom=dang-giai-quyet&don-vi=tu-phap&thu-tuc=hon-nhan&buoc=receive&can-bo=lan&trang-thai=received"
    asked += "&kenh=counter"
    page = lan.get(f"/ho-so/?{asked}&tu=23/11/2026&den=23/11/2026").content.decode()
    assert "(1)</h1>" in page
    holder, since = "Người đang giữ: Nguyễn Thị Lan", "Từ ngày: 23/11/2026"
    for said in ("Đơn vị giải quyết: Tư pháp", "Bước: Tiếp nhận", holder, since):
        assert said in page, said
    assert f"/ho-so/?{asked.replace('&', '&amp;').replace('nhom=dang-giai-quyet&amp;', '')}" in page
    for name, count in (("can-bo=ha", 1), ("can-bo=.", 0), ("kenh=online", 0), ("trang-thai=in_process", 1)):
        assert f"({count})</h1>" in lan.get(f"/ho-so/?{name}").content.decode(), name
    for days, count in (("tu=24/11/2026", 0), ("den=22/11/2026&tu=01/01/2026", 0), ("tu=22/11/2026", 2)):
        assert f"({count})</h1>" in lan.get(f"/ho-so/?{days}").content.decode(), days


def test_a_day_that_is_none_is_explained_and_stays(cast: Cast) -> None:
    page = browser(cast.lan).get("/ho-so/?tu=31/02/2026").content.decode()
    assert "Ngày 31/02/2026 không có trong lịch." in page and 'value="31/02/2026"' in page


def test_the_time_is_charged_to_outside_bodies_apart(cast: Cast) -> None:
    receive(cast)
    cast.justice.kind = "vertical"
    cast.justice.save()
    lan = browser(cast.lan)
    assert "(1)</h1>" in lan.get("/ho-so/?tinh-cho=ngoai").content.decode()
    assert "(0)</h1>" in lan.get("/ho-so/?tinh-cho=dia-phuong").content.decode()
    assert "tính cho Tư pháp" in lan.get("/ho-so/").content.decode()
    assert "Cơ quan ngành dọc" in browser(cast.chairman).get("/don-vi/").content.decode()


def test_a_filter_is_saved_shown_renamed_and_dropped_and_is_nobody_elses(cast: Cast) -> None:
    lan, ha = browser(cast.lan), browser(cast.ha)
    form = {"key": "f1", "ten": "Của quầy", "bo-loc": "nhom=qua-han&trang=3&q=Nhung&can-bo=lan"}
    assert lan.post("/ho-so/bo-loc/", form).headers["Location"] == "/ho-so/?nhom=qua-han&can-bo=lan"
    kept = SavedFilter.objects.get()
    for page in ("/ho-so/", "/viec-cua-toi/", "/ho-so/bo-loc/"):
        assert "Của quầy" in lan.get(page).content.decode() and "Của quầy" not in ha.get(page).content.decode()
    stolen = ha.post(f"/ho-so/bo-loc/{kept.pk}/", {"key": "f2", "viec": "xoa"}).content.decode()
    assert "Bộ lọc này không còn." in stolen and SavedFilter.objects.count() == 1
    lan.post("/ho-so/bo-loc/", form | {"key": "f3", "ten": "Khác"})
    said = lan.post(f"/ho-so/bo-loc/{kept.pk}/", {"key": "f4", "viec": "ten", "ten": "Khác"}).content.decode()
    assert "Bạn đã có bộ lọc tên “Khác”." in said
    lan.post(f"/ho-so/bo-loc/{kept.pk}/", {"key": "f5", "viec": "ten", "ten": "Quá hạn"})
    assert sorted(SavedFilter.objects.values_list("name", flat=True)) == ["Khác", "Quá hạn"]
    lan.post(f"/ho-so/bo-loc/{kept.pk}/", {"key": "f6", "viec": "xoa"})
    assert SavedFilter.objects.get().name == "Khác"
    for wrong, said in (({"ten": " "}, "Đặt tên cho bộ lọc"), ({"bo-loc": ""}, "Chưa chọn điều kiện lọc nào")):
        assert said in lan.post("/ho-so/bo-loc/", form | {"key": f"w{said}"[:40]} | wrong).content.decode()


# -- export ---------------------------------------------------------------------------------------------------


def hostile() -> list[str]:
    """200 texts that a spreadsheet might run, turn or lose."""
    heads = ["=", "+", "-", "@", "\t=", "\r=", "\uff1d", "\uff0b", "'", "''=",
             "=HYPERLINK(\"http://x\",\"y\")", "0012", "1e5",
             "http://a.vn", "_x0041_", "{=1}", " =1", "\n=2", "TRUE", "12/11/2026"]  # fmt: skip
    random = Random(3)
    tails = ["", "1+1", "cmd|' /C calc'!A0", "Đỗ", '",;\n', "x" * 300, "😀", "A1:B2", "\u202eabc", "&amp;<b>"]
    return [head + random.choice([tail, tail * 2]) for head in heads for tail in tails]


def table_of(texts: list[str]) -> Table:
    return Table("t", [Column("a", 10), Column("n", 5)], [[text, 7] for text in texts], [("Ai", "=lan")], "m")


def test_200_hostile_texts_come_back_as_they_were_and_none_runs_in_xlsx() -> None:
    texts = hostile()
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table_of(texts))))
    cells = [row[0] for row in book["t"].iter_rows(min_row=2)]
    assert len(texts) == 200 and all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    # The format writes a carriage return as _x000D_; the reader of this test leaves it so.
    assert [cell.value.replace("_x000D_", "\r") for cell in cells] == texts
    assert book["m"]["B1"].data_type == "s" and {row[1].data_type for row in book["t"].iter_rows(min_row=2)} == {"n"}


def test_200_hostile_texts_come_back_as_they_were_and_none_runs_in_csv() -> None:
    texts = hostile()
    read = list(csv.reader(io.StringIO(as_csv(table_of(texts)).decode("utf-8-sig"), newline="")))[1:201]
    assert all(row[0][:1] not in "=+-@\t\r\n\uff1d\uff0b" or row[0] == "" for row in read)
    assert [row[0].removeprefix("'") for row in read] == texts


def test_an_export_says_who_when_what_and_how_many_and_its_days_are_days(cast: Cast) -> None:
    receive(cast, "=1+1", phone="0912345678")
    cast.accept("2026-11-23 09:30")
    minh = browser(cast.minh)
    form = {"key": "e1", "tep": "xlsx", "ly-do": "Giao ban", "ca-nhan": "1"}
    answer = minh.post("/ho-so/tai/?nhom=dang-giai-quyet&sap-xep=cu", form)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, marks = book["Hồ sơ"], {row[0].value: row[1].value for row in book["Thông tin tệp"].iter_rows()}
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, sheet[2], strict=True))
    assert first["Tiếp nhận"].value.isoformat() == "2026-11-23T09:00:00" and first["Tiếp nhận"].is_date
    assert (first["Người đề nghị"].value, first["Điện thoại"].value) == ("=1+1", "0912345678")
    assert sheet.freeze_panes == "A2" and sheet.max_row == 3
    assert marks["Người tải"] == "Trần Minh (minh)" and marks["Thời điểm tải"] == "10:00, 23/11/2026"
    assert "Đang giải quyết" in marks["Điều kiện lọc"] and marks["Số dòng"] == "2 trên 2 hồ sơ khớp"
    assert Reading.objects.filter(official=cast.minh).count() == 2
    minh.post("/ho-so/tai/?nhom=dang-giai-quyet&sap-xep=cu", form)
    csv_too = minh.post("/ho-so/tai/?nhom=dang-giai-quyet&sap-xep=cu", form | {"tep": "csv"})
    assert csv_too.headers["Content-Type"].startswith("text/csv")
    told = [body["facts"] for body in bodies_of("unit:tu-phap:2026") if body["action"] == "dossiers.exported"]
    assert [(one["rows"], one["personal"], one["reason"]) for one in told] == [(2, True, "Giao ban")] * 2


def test_without_persons_nobody_is_named_and_nothing_is_read(cast: Cast) -> None:
    receive(cast, phone="0912345678")
    answer = browser(cast.auditor).post("/ho-so/tai/", {"key": "e", "tep": "csv", "ly-do": "Giám sát"})
    text = answer.content.decode("utf-8-sig")
    assert "H49.DT-261123-0001" in text and "Nhung" not in text and "0912345678" not in text
    assert "Vũ Bình (giam-sat)" in text and not Reading.objects.exists()


def test_no_export_without_a_reason_nor_by_who_has_no_right_nor_of_other_units(cast: Cast) -> None:
    receive(cast)
    entries = LedgerEntry.objects.count()
    page = browser(cast.minh).post("/ho-so/tai/", {"key": "e", "tep": "xlsx", "ly-do": " "}).content.decode()
    assert "Nhập lý do tải" in page
    for who in (cast.lan, cast.ha, cast.hoa, cast.admin):
        assert browser(who).post("/ho-so/tai/", {"key": "e", "tep": "csv", "ly-do": "x"}).status_code == 403
        assert "/ho-so/tai/" not in browser(who).get("/ho-so/").content.decode()
    assert LedgerEntry.objects.count() == entries
    cast.lan.posts.create(unit=cast.ward, role="head", title="Trưởng", from_on=at("2026-01-01 00:00").date())
    answer = browser(cast.lan).post("/ho-so/tai/", {"key": "e2", "tep": "csv", "ly-do": "x"})
    assert "H49.DT-261123-0001" not in answer.content.decode("utf-8-sig")


def test_the_cap_is_stated_and_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from congvu import law

    one = law.Practice(**{**law.practice().__dict__, "export_rows_at_most": 1})
    monkeypatch.setattr("congvu.dossiers.views.export.practice", lambda: one)
    receive(cast)
    receive(cast, "Lê An")
    minh = browser(cast.minh)
    assert "Tệp chỉ gồm 1 hồ sơ đầu" in minh.get("/ho-so/tai/").content.decode()
    text = minh.post("/ho-so/tai/", {"key": "e", "tep": "csv", "ly-do": "x"}).content.decode("utf-8-sig")
    assert text.count("H49.DT") == 1 and "1 trên 2 hồ sơ khớp" in text


# -- many at once ---------------------------------------------------------------------------------------------


def test_many_go_to_one_desk_each_by_itself_and_the_refused_say_why(cast: Cast) -> None:
    first, second, third = receive(cast), receive(cast, "Lê An"), cast.at_desk("2026-11-23 09:30")
    lan = browser(cast.lan)
    chosen = [f"{first.pk}:{first.version}", f"{second.pk}:7", f"{third.pk}:{third.version}"]
    form = {"key": "b1", "viec": "chuyen", "chon": chosen, "to": f"{cast.justice.pk}:{cast.ha.pk}"}
    answer = lan.post("/ho-so/hang-loat/", form)
    page = lan.get(answer.headers["Location"]).content.decode()
    assert "2 hồ sơ chưa chuyển được" in page and "1 hồ sơ đã chuyển" in page
    assert "vừa được Nguyễn Thị Lan cập nhật" in page and "Bạn không có quyền làm việc này tại Tư pháp" in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.holder, second.holder) == (cast.ha, cast.lan)
    assert [body["action"] for body in bodies_of(f"dossier:{second.pk}")] == ["dossier.accepted"]
    assert browser(cast.ha).get(answer.headers["Location"]).status_code == 404


def test_the_same_post_twice_moves_each_once(cast: Cast) -> None:
    dossier = receive(cast)
    lan = browser(cast.lan)
    form = {"key": "b1", "viec": "chuyen", "chon": f"{dossier.pk}:1", "to": f"{cast.justice.pk}:"}
    first, again = (lan.post("/ho-so/hang-loat/", form).headers["Location"] for _n in range(2))
    assert first == again
    assert BulkRun.objects.count() == 1
    assert [body["action"] for body in bodies_of(f"dossier:{dossier.pk}")] == ["dossier.accepted", "dossier.handed_on"]


def test_what_another_ward_chooses_blindly_is_not_even_named(cast: Cast) -> None:
    dossier = receive(cast)
    hoa = browser(cast.hoa)
    form = {"key": "b1", "viec": "chuyen", "chon": f"{dossier.pk}:1", "to": f"{cast.ward.pk}:"}
    page = hoa.post("/ho-so/hang-loat/", form, follow=True).content.decode()
    assert dossier.code not in page and "Không có hồ sơ nào trong số đã chọn" in page
    for what in ("in", "in-phieu"):
        assert hoa.post("/ho-so/hang-loat/", form | {"viec": what}).status_code == 302
    assert not dossier.readings.filter(official=cast.hoa).exists()


def test_a_refusal_shows_the_list_again_with_the_same_ticks_and_what_was_typed(cast: Cast) -> None:
    first, second = receive(cast), receive(cast)
    form = {"key": "k1", "viec": "chuyen", "chon": f"{second.pk}:{second.version}", "note": "Kèm bản vẽ"}
    page = browser(cast.lan).post("/ho-so/hang-loat/?nhom=dang-giai-quyet&sap-xep=cu", form).content.decode()
    assert "Chọn nơi nhận." in page.split('role="alert"')[1]
    assert re.findall(r'value="(\d+):\d+" form="hang-loat" checked', page) == [str(second.pk)]
    assert f'value="{first.pk}:' in page and 'value="Kèm bản vẽ"' in page
    assert 'action="/ho-so/hang-loat/?nhom=dang-giai-quyet&amp;sap-xep=cu"' in page


def test_nothing_chosen_is_said_and_there_is_no_bulk_pause(cast: Cast) -> None:
    receive(cast)
    lan = browser(cast.lan)
    for form, said in (
        ({"viec": "chuyen", "to": f"{cast.justice.pk}:"}, "Chưa chọn hồ sơ nào."),
        ({"viec": "in"}, "Chưa chọn hồ sơ nào."),
        ({"viec": "in-phieu"}, "Chưa chọn hồ sơ nào."),
        ({"viec": "in-phieu", "chon": [f"{pk}:1" for pk in range(1, 52)]}, "50"),
        ({"viec": "pause", "chon": "1:1"}, "Chọn nơi nhận."),
    ):  # fmt: skip
        answer = lan.post("/ho-so/hang-loat/", form | {"key": f"k{said}{len(form)}"[:60]})
        assert answer.status_code == 200 and said in answer.content.decode()
    assert "Tạm dừng" not in lan.get("/ho-so/").content.decode().split('id="hang-loat"')[1]


def test_receipts_of_many_come_in_one_pdf(cast: Cast) -> None:
    first, second = receive(cast), receive(cast, "Lê An")
    answer = browser(cast.lan).post(
        "/ho-so/hang-loat/", {"key": "p", "viec": "in", "chon": [f"{second.pk}:1", f"{first.pk}:1"]}
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert first.code in pages[0] and second.code in pages[-1] and len(pages) == 2


def test_control_sheets_of_many_come_in_one_pdf_and_each_is_a_reading(cast: Cast) -> None:
    first, second = cast.at_desk("2026-11-23 09:30"), receive(cast, "Lê An")
    lan = browser(cast.lan)
    assert "In phiếu kiểm soát" in lan.get("/ho-so/").content.decode()
    chosen = [f"{second.pk}:1", f"{first.pk}:9"]
    answer = lan.post("/ho-so/hang-loat/", {"key": "p", "viec": "in-phieu", "chon": chosen})
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2 and all("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in page for page in pages)
    for page, dossier in zip(pages, sorted((first, second), key=lambda one: one.code), strict=True):
        assert dossier.code in page
    assert "Đỗ Thu Hà, Tư pháp" in " ".join(pages) and "Lê An" in " ".join(pages)
    for dossier in (first, second):
        assert dossier.readings.filter(official=cast.lan, how="opened").exists()


# -- hand-over lists ------------------------------------------------------------------------------------------


def test_a_list_is_made_sent_and_signed_on_the_pages_and_the_citizen_sees_the_boat(cast: Cast) -> None:
    dossier = receive(cast)
    lan, ha = browser(cast.lan), browser(cast.ha)
    assert "hồ sơ cần giao cho Tư pháp" in lan.get("/ban-giao/").content.decode()
    compose = "/ban-giao/lap/papers/mot-cua/tu-phap/"
    assert "Chọn ít nhất một hồ sơ" in lan.post(compose, {"key": "c0"}).content.decode()
    address = lan.post(compose, {"key": "c1", "chon": str(dossier.pk)}).headers["Location"]
    assert lan.post(compose, {"key": "c1", "chon": str(dossier.pk)}).headers["Location"] == address
    batch = Batch.objects.get()
    wrong = lan.post(f"{address}giao/", {"key": "g0", "chuyen": "Tàu 05", "gio": "25:99"}).content.decode()
    assert "Không đọc được giờ “25:99”" in wrong and "Tàu 05" in wrong
    assert "Nhập chuyến hoặc người mang" in lan.post(f"{address}giao/", {"key": "g1", "gio": "14:00"}).content.decode()
    assert lan.post(f"{address}giao/", {"key": "g2", "chuyen": "Tàu 05", "gio": "14:00"}).status_code == 302

    citizen = Client().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True)
    page = citizen.content.decode()
    assert "đang chuyển đến Tư pháp, chuyến 14:00 ngày 23/11/2026" in page and "Nhung" not in page

    staff = lan.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Đang luân chuyển" in staff and "/finish_step/" not in staff and "/pause/" in staff
    assert lan.get(f"{address}danh-sach.pdf").content.startswith(b"%PDF")
    assert "Đang đến, chờ ký nhận (1)" in ha.get("/ban-giao/").content.decode()
    item = batch.items.get()
    said = ha.post(f"{address}nhan/", {"key": "n0", f"nhan-{item.pk}": "khong"}).content.decode()
    assert "Ghi lý do cho mỗi hồ sơ không nhận." in said
    assert ha.post(f"{address}nhan/", {"key": "n1", f"nhan-{item.pk}": "co"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "received" and "Đã nhận đủ" in lan.get(address).content.decode()


def test_a_list_that_is_coming_is_told_on_my_work_and_a_refused_dossier_says_why_when_listed_again(cast: Cast) -> None:
    dossier = receive(cast)
    lan, ha = browser(cast.lan), browser(cast.ha)
    compose = "/ban-giao/lap/papers/mot-cua/tu-phap/"
    address = lan.post(compose, {"key": "c", "chon": str(dossier.pk)}).headers["Location"]
    assert "danh sách bàn giao đang đến" not in ha.get("/viec-cua-toi/").content.decode()
    lan.post(f"{address}giao/", {"key": "g", "chuyen": "Tàu"})
    assert "1 danh sách bàn giao đang đến, chờ ký nhận" in ha.get("/viec-cua-toi/").content.decode()
    item = Batch.objects.get().items.get()
    ha.post(f"{address}nhan/", {"key": "n", f"nhan-{item.pk}": "khong", f"ly-do-{item.pk}": "thiếu tờ khai"})
    assert "Lần trước không nhận: thiếu tờ khai" in lan.get(compose).content.decode()


def test_who_has_nothing_to_do_with_a_list_does_not_see_it_and_cannot_sign(cast: Cast) -> None:
    dossier = receive(cast)
    address = browser(cast.lan).post(
        "/ban-giao/lap/papers/mot-cua/tu-phap/", {"key": "c", "chon": str(dossier.pk)}
    ).headers["Location"]  # fmt: skip
    browser(cast.lan).post(f"{address}giao/", {"key": "g", "chuyen": "Tàu"})
    item = Batch.objects.get().items.get()
    assert browser(cast.hoa).post(f"{address}nhan/", {"key": "x", f"nhan-{item.pk}": "co"}).status_code == 404
    for who in (cast.lan, cast.chairman, cast.auditor):
        assert browser(who).post(f"{address}nhan/", {"key": "x", f"nhan-{item.pk}": "co"}).status_code == 403
    assert Batch.objects.get().state == "sent"
