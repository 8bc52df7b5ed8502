"""What people type wrong and what they are told: nothing is lost, nothing written twice, guessing is slowed."""

import re

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.offices.models import Guessing
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
FORM = {"key": "k1", "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0"}


@pytest.fixture
def lan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 08:14"))
    client = Client()
    client.force_login(cast.lan)
    return client


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Nhập họ và tên."),
        ({"name": " \u200b "}, "Nhập họ và tên."),
        ({"name": "a\x01b"}, "Nội dung có ký tự không đọc được."),
        ({"phone": "091234567"}, "Số điện thoại gồm 10 chữ số, ví dụ 0912 345 678."),
        ({"id_number": "22099000001"}, "Số định danh cá nhân gồm 12 chữ số."),
        ({"kind": "organisation", "id_number": "12"}, "Mã số doanh nghiệp gồm 10 hoặc 13 chữ số."),
        ({"kind": "robot"}, "Chọn một mục trong danh sách."),
        ({"papers": "Giấy lạ"}, "Chọn một mục trong danh sách."),
        ({"submitter_name": "Cao Sơn"}, "Nhập số giấy uỷ quyền, giới thiệu, hoặc quan hệ"),
        ({"authorisation": "12/UQ"}, "Nhập họ và tên người nộp thay."),
        ({"submitter_id_number": "220990000012"}, "Nhập họ và tên người nộp thay."),
        ({"submitter_id_number": "22", "submitter_name": "x"}, "Số định danh cá nhân gồm 12 chữ số."),
        ({"wants_messages": "on"}, "Nhập số điện thoại hoặc thư điện tử để nhận tin nhắn"),
        ({"wants_messages": "on", "phone": "09"}, "Số điện thoại gồm 10 chữ số"),
        ({"declared_clock": "09:00"}, "Nhập ngày nhận ghi trên giấy biên nhận"),
        ({"declared_paper": "05/BN", "declared_reason": "Mất điện"}, "Nhập ngày nhận ghi trên giấy biên nhận"),
        ({"declared_day": "31/02/2026"}, "Ngày 31/02/2026 không có trong lịch."),
        ({"declared_day": "02/13/2026"}, "Nhập ngày theo thứ tự ngày/tháng/năm"),
        ({"declared_day": "13/02/26"}, "Nhập năm gồm 4 chữ số."),
        ({"declared_day": "23/11/2026"}, "Nhập giờ nhận ghi trên giấy biên nhận."),
        (
            {"declared_day": "24/11/2026", "declared_clock": "09:00", "declared_paper": "1", "declared_reason": "x"},
            "Thời điểm tiếp nhận không được sau thời điểm hiện tại (08:14, 23/11/2026).",
        ),
        (
            {"declared_day": "13/11/2026", "declared_clock": "09:00", "declared_paper": "1", "declared_reason": "x"},
            "Cán bộ chỉ khai được thời điểm tiếp nhận lùi tối đa 3 ngày làm việc.",
        ),
    ],
)
def test_a_mistake_at_the_counter_is_explained_and_nothing_typed_is_lost(
    lan: Client, typed: dict[str, str], said: str
) -> None:
    page = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"address": "Thôn Bắc"} | typed).content.decode()
    assert said in page and "Lỗi: " in page and "Thôn Bắc" in page
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("typed", [
    {"wants_messages": "on", "phone": "0912 345 678"}, {"wants_messages": "on", "email": "ba@vidu.vn"},
    {"submitter_name": "Cao Sơn", "authorisation": "cha của cháu"},
])  # fmt: skip
def test_what_is_whole_is_taken(lan: Client, typed: dict[str, str]) -> None:
    assert lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | typed).status_code == 302


def test_what_was_typed_of_a_submitter_without_a_name_is_shown_again_open(lan: Client) -> None:
    page = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"authorisation": "12/UQ"}).content.decode()
    assert 'value="12/UQ"' in page and len(re.findall(r"<details open>", page)) == 1


def test_script_sql_and_template_text_is_only_text(lan: Client) -> None:
    nasty = "<img src=x onerror=alert(1)> ' OR 1=1-- {{7*7}}"
    answer = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"name": nasty}, follow=True)
    page = lan.get(f"/ho-so/{Dossier.objects.get().pk}/").content.decode()
    assert answer.status_code == 200
    assert "<img src=x" not in page and "&lt;img src=x" in page and "{{7*7}}" in page


def test_no_field_that_the_form_does_not_have_is_ever_written(lan: Client) -> None:
    extra = {
        "received_at": "2020-01-01",
        "due_at": "2030-01-01",
        "state": "returned",
        "lookup_code": "1" * 16,
        "unit": "1",
    }
    lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | extra)
    dossier = Dossier.objects.get()
    assert (dossier.received_at, dossier.state) == (at("2026-11-23 08:14"), "received")
    assert dossier.due_at == at("2026-11-27 17:00") and dossier.lookup_code != "1" * 16


def test_the_same_form_twice_shows_the_first_receipt_and_other_content_is_refused(lan: Client) -> None:
    first = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM)
    again = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM, follow=True)
    assert "Bạn đã gửi nội dung này lúc 08:14." in again.content.decode()
    other = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"name": "Người khác"}).content.decode()
    assert "đã gửi trước đó với nội dung khác" in other and "Người khác" in other
    assert Dossier.objects.count() == 1 and first.status_code == 302
    assert "Thiếu khoá chống gửi trùng" in lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"key": ""}).content.decode()


def test_a_stale_form_names_who_changed_the_dossier_and_keeps_what_was_typed(lan: Client, cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    correction = {"key": "c1", "version": "1", "name": "Bùi Ba", "channel": "counter", "reason": "nhầm"}
    assert lan.post(f"/ho-so/{dossier.pk}/correct/", correction).status_code == 302
    stale = lan.post(
        f"/ho-so/{dossier.pk}/pause/", {"key": "p", "version": "1", "ground": "y-kien-co-quan-khac", "paper": "77/PBS"}
    )
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "vừa được Nguyễn Thị Lan cập nhật lúc 08:14" in page and "77/PBS" in page and 'value="2"' in page


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("123", 200, "bạn mới nhập 3"),
        ("H49.DT-261123-0001", 200, "Số hồ sơ chưa đủ để tra cứu."),
        ("https://example.org", 200, "Mã QR này không phải của giấy tiếp nhận hồ sơ."),
        ("1" * 4000, 200, "Không đọc được mã. Quét lại."),
        ("", 200, "Nhập mã tra cứu 16 chữ số"),
    ],
)
def test_a_wrong_code_is_explained_and_not_counted(db: None, typed: str, status: int, said: str) -> None:
    answer = Client().post("/tra-cuu/", {"code": typed})
    assert answer.status_code == status and said in answer.content.decode()
    assert not Guessing.objects.exists()


def test_a_code_is_read_in_every_spelling_and_never_stays_in_the_address(cast: Cast) -> None:
    code = cast.accept().lookup_code
    for typed in (code, " ".join(code), code.replace("0", "O"), "".join(chr(ord(d) + 0xFEE0) for d in code)):
        assert Client().post("/tra-cuu/", {"code": typed}).headers["Location"] == "/tra-cuu/ho-so/"
    assert Client().get("/tra-cuu/", {"ma": code}).headers["Location"] == "/tra-cuu/ho-so/"
    assert Client().get(f"/Q/{Dossier.objects.get().qr_token}").headers["Location"] == "/tra-cuu/ho-so/"


def test_a_wrong_password_waits_longer_each_time_and_says_the_same_for_unknown_people(cast: Cast) -> None:
    said = set()
    for login in ("lan", "nobody") * 4:
        said.add(Client().post("/dang-nhap/", {"login": login, "password": "sai"}).content.decode().count("chưa đúng"))
    assert said == {2} or said == {1}
    assert Client().post("/dang-nhap/", {"login": "lan", "password": "mat-khau-dai"}).status_code == 429
    Guessing.objects.all().delete()
    assert (
        Client().post("/dang-nhap/", {"login": "lan", "password": "mat-khau-dai"}).headers["Location"]
        == "/viec-cua-toi/"
    )


def test_a_foreign_page_cannot_send_a_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lan)
    refused = client.post("/ho-so/tiep-nhan/hon-nhan/", FORM)
    assert refused.status_code == 403 and "Trang đã mở quá lâu" in refused.content.decode()
