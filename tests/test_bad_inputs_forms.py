"""Bad inputs 1-24 at the counter, the desks and the door: the sentence, the status, what stays, what is not written.

19 and 20 are in test_bad_inputs_sessions.py.
"""

import re
import sqlite3
from html import unescape
from pathlib import Path
from unicodedata import normalize

import pytest
from django.db import OperationalError
from django.test import Client

from congvu.dossiers.models import Applicant, Dossier
from congvu.ledger.queries import head
from congvu.offices.models import Submission
from congvu.offices.once import fresh_key
from tests.people import Cast, at

OTHER_BODY = "y-kien-co-quan-khac"
pytestmark = pytest.mark.django_db
ACCEPT = "/ho-so/tiep-nhan/hon-nhan/"
FORM = {"key": "k1", "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0", "address": "Thôn Bắc"}
DECLARED = {"declared_clock": "09:00", "declared_paper": "05/BN", "declared_reason": "Mất điện"}


@pytest.fixture
def lan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 08:14"))
    client = Client()
    client.force_login(cast.lan)
    return client


def text_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


REFUSED = [
    pytest.param({"name": ""}, 200, "Nhập họ và tên.", id="01 required text left empty"),
    pytest.param({"name": "   "}, 200, "Nhập họ và tên.", id="02 only spaces"),
    pytest.param({"name": "\u200b\u2060"}, 200, "Nhập họ và tên.", id="02 only zero-width characters"),
    pytest.param({"name": "🙂🙂"}, 200, "Nhập họ và tên.", id="02 only emoji"),
    pytest.param({"name": "x" * 251}, 200, "Nội dung dài 251 ký tự; tối đa 250.", id="05 too long"),
    pytest.param({"name": "x" * 20_001}, 200, "Nội dung dài 20.001 ký tự; tối đa 250.", id="05 far too long"),
    pytest.param(
        {"name": "Bùi\x00Ba"}, 400, "Nội dung có ký tự không đọc được. Xoá ký tự lạ rồi gửi lại.", id="06 NUL"
    ),
    pytest.param({"phone": "0912\x00345678"}, 400, "Nội dung có ký tự không đọc được.", id="06 NUL in a phone"),
    pytest.param({"email": "a\x00@b.vn"}, 400, "Nội dung có ký tự không đọc được.", id="06 NUL in an address"),
    pytest.param({"name": "Bùi \ufffd"}, 400, "Nội dung có ký tự không đọc được.", id="06 a lost character"),
    pytest.param(
        {"phone": "091234567"}, 200, "Số điện thoại gồm 10 chữ số, ví dụ 0912 345 678.", id="09 phone of 9 digits"
    ),
    pytest.param(
        {"id_number": "22099000001"}, 200, "Số định danh cá nhân gồm 12 chữ số.", id="10 identity number of 11 digits"
    ),
    pytest.param(
        {"declared_day": "31/02/2026"}, 200, "Ngày 31/02/2026 không có trong lịch.", id="11 a day that is not"
    ),
    pytest.param(
        {"declared_day": "02/13/2026"}, 200, "Nhập ngày theo thứ tự ngày/tháng/năm, ví dụ 13/02/2026.",
        id="12 month before day",
    ),
    pytest.param({"declared_day": "13/02/26"}, 200, "Nhập năm gồm 4 chữ số.", id="13 year of two digits"),
    pytest.param(
        {"declared_day": "24/11/2026"} | DECLARED, 200,
        "Thời điểm tiếp nhận không được sau thời điểm hiện tại (08:14, 23/11/2026).", id="14 received in the future",
    ),
    pytest.param(
        {"declared_day": "13/11/2026"} | DECLARED, 200,
        "Cán bộ chỉ khai được thời điểm tiếp nhận lùi tối đa 3 ngày làm việc. Nhận sớm hơn, trong 15 ngày làm việc: "
        "thủ trưởng cho phép ở trang “Giấy biên nhận khi mất mạng, mất điện”, rồi nhập lại.",
        id="16 declared ten days back",
    ),
    pytest.param({"kind": "robot"}, 200, "Chọn một mục trong danh sách.", id="22 kind not in the list"),
    pytest.param({"kind": ""}, 200, "Chọn một mục trong danh sách.", id="22 kind left out"),
    pytest.param({"channel": "pigeon"}, 200, "Chọn một mục trong danh sách.", id="22 channel not in the list"),
    pytest.param({"papers": "Giấy lạ"}, 200, "Chọn một mục trong danh sách.", id="22 paper not in the list"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "status", "said"), REFUSED)
def test_a_mistake_at_the_counter_is_told_kept_and_not_half_written(
    lan: Client, typed: dict[str, str], status: int, said: str
) -> None:
    before = head()
    answer = lan.post(ACCEPT, FORM | typed)
    page = text_of(answer)
    assert answer.status_code == status and said in page
    assert 'value="Thôn Bắc"' in page
    for value in [value for name, value in typed.items() if name not in {"kind", "channel", "papers"}]:
        assert value.strip(" \u200b\u2060").replace("\x00", "\ufffd") in page
    assert not Dossier.objects.exists() and not Submission.objects.exists() and head() == before


NAMES = [
    pytest.param({"name": normalize("NFD", "Nguyễn Thị Bé")}, "Nguyễn Thị Bé", "nguyen be", id="03 decomposed name"),
    pytest.param({"name": "Ðặng Văn Ðức"}, "Đặng Văn Đức", "dang duc", id="04 eth for đ"),
    pytest.param(
        {"name": "<img src=x onerror=alert(1)> ' OR 1=1-- {{7*7}}"},
        "<img src=x onerror=alert(1)> ' OR 1=1-- {{7*7}}", "onerror", id="24 script, SQL and template text",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept", "searched"), NAMES)
def test_a_strange_spelling_is_accepted_kept_in_one_form_and_found(
    lan: Client, typed: dict[str, str], kept: str, searched: str
) -> None:
    assert lan.post(ACCEPT, FORM | typed).status_code == 302
    assert Applicant.objects.get().name == kept
    dossier = Dossier.objects.get()
    assert dossier.code in lan.get("/ho-so/", {"q": searched}).content.decode()
    page = lan.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert kept in unescape(page) and "<img src=x" not in page and "49" not in re.findall(r"-- (\d+)<", page)


SPELLINGS = (
    "0912 345 678", "+84912345678", "84.912.345.678", "(0912) 345-678", "０９１２345678", "0912345678\u200b",
)  # fmt: skip


@pytest.mark.parametrize("typed", [pytest.param(one, id=f"08 phone as {one}") for one in SPELLINGS])
def test_one_phone_number_in_every_spelling(lan: Client, typed: str) -> None:
    lan.post(ACCEPT, FORM | {"phone": typed})
    assert Applicant.objects.get().phone == "0912345678"


DISGUISED = [
    pytest.param("Bùi \u202eaB năV", "Tên có ký tự đảo chiều chữ", id="07 right-to-left override"),
    pytest.param("\u2067Bùi Ba\u2069", "Tên có ký tự đảo chiều chữ", id="07 isolate"),
    pytest.param("Bùi Ba" + "\u0301\u0316\u033f\u035c\u0353", "Tên có quá nhiều dấu", id="07 marks piled up"),
]


@pytest.mark.parametrize(("name", "said"), DISGUISED)
@pytest.mark.parametrize("field", ["name", "submitter_name"])
def test_a_name_that_does_not_read_as_it_is_kept_is_refused_and_what_hides_in_it_is_shown(
    lan: Client, field: str, name: str, said: str
) -> None:
    answer = lan.post(ACCEPT, FORM | {"submitter_name": "Cao Tư", "authorisation": "1/GUQ", field: name})
    page = unescape(answer.content.decode())
    assert said in page and "\u202e" not in page and "\u2067" not in page and not Dossier.objects.exists()


@pytest.mark.parametrize("address", [pytest.param("Thôn \u202eaB năV", id="07 right-to-left override")])
def test_an_address_with_a_direction_mark_is_shown_isolated(lan: Client, address: str) -> None:
    lan.post(ACCEPT, FORM | {"address": address})
    page = lan.get(f"/ho-so/{Dossier.objects.get().pk}/").content.decode()
    assert "\u2068Thôn aB năV\u2069" in page and "<dd>Thôn \u202e" not in page
    from congvu.papers.models import Paper

    assert "\u202e" not in Paper.objects.get().data


CORRECTION = {"name": "Bùi Ba", "papers": "Tờ khai", "channel": "counter", "reason": "nhầm"}
DESK = [
    pytest.param("pause", {"ground": "", "paper": "7/PBS"}, "Chọn một căn cứ tạm dừng trong", id="01 ground"),
    pytest.param("pause", {"ground": OTHER_BODY, "paper": " "}, "Nhập số văn bản", id="01 number of the paper"),
    pytest.param("correct", {"name": "Bùi Ba", "reason": ""}, "Nhập lý do đính chính.", id="01 reason"),
    pytest.param("correct", CORRECTION | {"papers": "Sổ hộ khẩu"}, "Chọn một mục trong danh sách.", id="22 paper"),
    pytest.param("correct", CORRECTION | {"channel": "bồ câu"}, "Chọn một mục trong danh sách.", id="22 channel"),
    pytest.param("pause", {"ground": "x", "paper": "7/PBS"}, "Chọn một mục trong danh sách.", id="22 ground"),
    pytest.param("hand_on", {"to": "1:1:1", "note": "gấp"}, "Chọn một mục trong danh sách.", id="22 receiver"),
    pytest.param("hand_on", {"to": "", "note": "gấp"}, "Chọn nơi nhận.", id="01 receiver"),
    pytest.param("pause", {"version": "x", "ground": OTHER_BODY, "paper": "7"}, "Trang này đã cũ.", id="22 version"),
]


@pytest.mark.parametrize(("move", "typed", "said"), DESK)
def test_a_mistake_at_a_desk_is_told_and_kept(
    lan: Client, cast: Cast, move: str, typed: dict[str, str], said: str
) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    before = head()
    answer = lan.post(f"/ho-so/{dossier.pk}/{move}/", {"key": "k", "version": "1"} | typed)
    assert answer.status_code == 200 and said in text_of(answer)
    kept = [typed[name] for name in ("paper", "note") if typed.get(name, " ").strip()]
    assert all(f'value="{value}"' in text_of(answer) for value in kept)
    dossier.refresh_from_db()
    assert (dossier.version, dossier.state) == (1, "received") and head() == before


@pytest.mark.parametrize("due", [pytest.param("2026-11-20", id="15 due before received, 21 extra field")])
def test_no_form_takes_a_due_date_nor_any_other_field_it_does_not_show(lan: Client, due: str) -> None:
    extra = {"due_at": due, "received_at": "2020-01-01", "state": "returned", "lookup_code": "1" * 16, "status": "done"}
    assert lan.post(ACCEPT, FORM | extra).status_code == 302
    dossier = Dossier.objects.get()
    assert (dossier.received_at, dossier.due_at) == (at("2026-11-23 08:14"), at("2026-11-27 17:00"))
    assert dossier.state == "received" and dossier.lookup_code != "1" * 16
    lan.post(f"/ho-so/{dossier.pk}/correct/", {"key": "c", "version": "1"} | CORRECTION | extra)
    dossier.refresh_from_db()
    assert (dossier.version, dossier.state, dossier.due_at) == (2, "received", at("2026-11-27 17:00"))


@pytest.mark.parametrize("hour", [pytest.param("08:14", id="17 the same form twice")])
def test_the_same_form_again_leads_to_the_first_receipt_with_its_hour(
    lan: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: str
) -> None:
    first = lan.post(ACCEPT, FORM).headers["Location"]
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:30"))
    again = lan.post(ACCEPT, FORM, follow=True)
    assert again.redirect_chain == [(first, 302)]
    assert f"Bạn đã gửi nội dung này lúc {hour}. Mã tra cứu không đổi." in text_of(again)
    other = lan.post(ACCEPT, FORM | {"name": "Cao Thị Tư"})
    assert other.status_code == 409 and 'value="Cao Thị Tư"' in text_of(other)
    assert "đã gửi trước đó với nội dung khác" in text_of(other)
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("move", [pytest.param("hand_on", id="17 twice, and the dossier already out of sight")])
def test_a_double_click_that_hands_a_dossier_away_is_answered_like_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, move: str
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:30"))
    dossier = cast.accept("2026-11-23 08:00")
    from congvu.dossiers import commands
    from congvu.dossiers.commands.progress import Receiver

    given = {"at": at("2026-11-23 08:30"), "dossier_id": dossier.pk, "seen_version": None}
    commands.hand_on(actor=cast.lan, to=Receiver(cast.ward, cast.hoa), **given)
    client = Client()
    client.force_login(cast.hoa)
    typed = {"key": "h", "version": "2", "to": f"{cast.counter.pk}:{cast.lan.pk}"}
    answers = [client.post(f"/ho-so/{dossier.pk}/{move}/", typed) for _n in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, "/viec-cua-toi/")] * 2
    dossier.refresh_from_db()
    assert dossier.version == 3 and dossier.runs.count() == 3


@pytest.mark.parametrize("typed", [pytest.param("77/PBS", id="18 stale version")])
def test_a_stale_form_names_who_and_when_and_keeps_what_was_typed(lan: Client, cast: Cast, typed: str) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    lan.post(f"/ho-so/{dossier.pk}/correct/", {"key": "c1", "version": "1"} | CORRECTION)
    stale = {"key": "p", "version": "1", "ground": OTHER_BODY, "paper": typed}
    answer = lan.post(f"/ho-so/{dossier.pk}/pause/", stale)
    assert answer.status_code == 409
    assert (
        "Hồ sơ vừa được Nguyễn Thị Lan cập nhật lúc 08:14, 23/11/2026: đính chính. "
        "Nội dung bạn nhập vẫn còn; xem thay đổi rồi lưu lại."
    ) in text_of(answer)
    assert f'value="{typed}"' in text_of(answer) and 'name="version" value="2"' in text_of(answer)


@pytest.mark.parametrize("typed", [pytest.param("79/PBS", id="18 stale, and the move no longer there")])
def test_what_was_typed_stays_even_where_the_move_is_gone(lan: Client, cast: Cast, typed: str) -> None:
    from congvu.dossiers import commands

    dossier = cast.accept("2026-11-23 08:00")
    given = {"actor": cast.lan, "dossier_id": dossier.pk, "seen_version": None, "ground": OTHER_BODY}
    commands.pause(at=at("2026-11-23 08:10"), paper="78/PBS", **given)
    stale = {"key": "p", "version": "1", "ground": OTHER_BODY, "paper": typed}
    answer = lan.post(f"/ho-so/{dossier.pk}/pause/", stale)
    assert answer.status_code == 409 and f'value="{typed}"' in text_of(answer)


@pytest.mark.parametrize("door", [pytest.param("/dang-nhap/", id="23 too many wrong passwords")])
def test_too_many_tries_wait_with_the_seconds_and_keep_the_name(cast: Cast, door: str) -> None:
    client = Client()
    for _n in range(4):
        assert client.post(door, {"login": "lan", "password": "sai"}).status_code == 200
    slowed = client.post(door, {"login": "lan", "password": "mat-khau-dai"})
    seconds = slowed.headers["Retry-After"]
    assert slowed.status_code == 429 and 1 <= int(seconds) <= 30
    assert f"Bạn gửi quá nhiều lần. Thử lại sau {seconds} giây." in text_of(slowed)
    assert 'value="lan"' in text_of(slowed) and "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", [pytest.param(one, id=f"06 NUL in {one}") for one in (
    "/ho-so/?q=a%00", "/ho-so/?don-vi=%00", "/ho-so/tiep-nhan/?q=%00", "/Q/%00", "/tra-cuu/?ma=%00", "/don-vi/?ky=%00",
)])  # fmt: skip
def test_a_nul_in_an_address_is_refused_in_words(lan: Client, address: str) -> None:
    answer = lan.get(address)
    assert answer.status_code == 400 and "Nội dung có ký tự không đọc được." in text_of(answer)


@pytest.mark.parametrize("query", [
    pytest.param("tu=31/02/2026&den=1/3/2026", id="11 unit page: a day that is not"),
    pytest.param("tu=02/13/2026&den=1/3/2026", id="12 unit page: month before day"),
    pytest.param("tu=1/1/26&den=1/3/2026", id="13 unit page: year of two digits"),
])  # fmt: skip
def test_a_wrong_day_on_the_units_page_is_told_and_kept(cast: Cast, query: str) -> None:
    client = Client()
    client.force_login(cast.minh)
    answer = client.get(f"/don-vi/?{query}")
    said = {"31": "không có trong lịch", "02": "ngày/tháng/năm", "1/": "Nhập năm gồm 4 chữ số."}[query[3:5]]
    assert answer.status_code == 400 and said in text_of(answer)
    assert f'value="{query[3:].partition("&")[0]}"' in text_of(answer)


def test_a_key_names_its_owner_and_no_other_can_be_made(cast: Cast) -> None:
    from congvu.offices.once import owner_of

    key = fresh_key(cast.lan)
    assert owner_of(key) == owner_of(f"{key}-pause") == cast.lan.pk and owner_of(fresh_key()) == 0
    _number, chance, mark = key.split(".")
    assert owner_of(f"{cast.hoa.pk}.{chance}.{mark}") is None and owner_of("k1") is None
    assert len(f"{fresh_key(cast.lan)}-record_result") <= 64


def test_a_database_busy_with_a_long_import_keeps_what_was_typed(
    lan: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = sqlite3.connect(tmp_path / "busy.sqlite3", timeout=0)
    busy.execute("BEGIN IMMEDIATE")

    def wait_in_vain(**_told: object) -> Submission:
        try:
            sqlite3.connect(tmp_path / "busy.sqlite3", timeout=0).execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as locked:
            raise OperationalError(str(locked)) from locked
        raise AssertionError("nobody holds the lock")

    monkeypatch.setattr("congvu.offices.once.submit_once", wait_in_vain)
    answer = lan.post(ACCEPT, FORM)
    assert "đợi một phút rồi gửi lại" in text_of(answer) and "Bùi Văn Ba" in text_of(answer)
    assert not Dossier.objects.exists() and not Submission.objects.exists()
