"""Bad inputs 25-34: what people and readers of codes type where a lookup code belongs."""

import logging
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.offices.models import Guessing, Unit
from congvu.rules.lookup_code import new
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
LOOKUP, FOUND = "/tra-cuu/", "/tra-cuu/ho-so/"
UNKNOWN = new(lambda below: 4711)
MISSING = "Không tìm thấy mã này. Kiểm tra lại, hoặc hỏi Bộ phận Một cửa: 0203 000 0000."


def text_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("spell", [
    pytest.param(lambda code: " ".join(code), id="25 spaces"),
    pytest.param(lambda code: f"{code[:4]}.{code[4:8]}-{code[8:12]}–{code[12:]}", id="25 dots, hyphens, dashes"),
    pytest.param(lambda code: "".join(chr(ord(digit) + 0xFEE0) for digit in code), id="25 full-width digits"),
    pytest.param(lambda code: code.replace("0", "O").replace("1", "l"), id="26 letters O and l"),
    pytest.param(lambda code: code.replace("0", "o").replace("1", "I"), id="26 letters o and I"),
    pytest.param(lambda code: f"HTTPS://EXAMPLE.VN/Q/{Dossier.objects.get().qr_token}", id="31 our own QR, typed out"),
])  # fmt: skip
def test_a_code_is_understood_as_people_write_it(cast: Cast, spell: object) -> None:
    code = cast.accept().lookup_code
    answer = Client().post(LOOKUP, {"code": spell(code)})  # type: ignore[operator]
    assert (answer.status_code, answer.headers["Location"]) == (302, FOUND)


@pytest.mark.parametrize(("typed", "said"), [
    pytest.param("", "Nhập mã tra cứu 16 chữ số in dưới mã QR.", id="27 nothing"),
    pytest.param("123456789012345", "Mã tra cứu gồm 16 chữ số; bạn mới nhập 15.", id="27 fifteen digits"),
    pytest.param("1" * 17, "Mã tra cứu gồm 16 chữ số; bạn đã nhập 17.", id="27 seventeen digits"),
    pytest.param(UNKNOWN[:15] + str((int(UNKNOWN[15]) + 1) % 10),
                 "Mã tra cứu chưa đúng. So lại từng chữ số trên giấy tiếp nhận.", id="28 wrong check digit"),
    pytest.param("WIFI:S:Quan;T:WPA;P:abc;;", "Mã QR này không phải của giấy tiếp nhận hồ sơ.", id="31 a QR of a café"),
    pytest.param("https://example.org/Q/AAAA", "Mã QR này không phải của giấy tiếp nhận hồ sơ.", id="31 another site"),
    pytest.param("H49.DT-261123-0001", "Số hồ sơ chưa đủ để tra cứu. Nhập mã tra cứu 16 chữ số in dưới mã QR.",
                 id="32 official number"),
    pytest.param("000.00.16.H26-200819-0001", "Số hồ sơ chưa đủ để tra cứu.", id="32 official number, old pattern"),
    pytest.param("H49.DT-261123-1", "Số hồ sơ chưa đủ để tra cứu.", id="32 official number, mistyped"),
    pytest.param("h49 dt 261123 0001", "Số hồ sơ chưa đủ để tra cứu.", id="32 official number with spaces"),
    pytest.param("31/PBS-TTPVHCC/2026", "Số hồ sơ chưa đủ để tra cứu.", id="32 number of a letter"),
    pytest.param("7" * 40, "bạn đã nhập 40. Bỏ các chữ số thừa", id="27 forty digits"),
    pytest.param("7" * 4096, "Không đọc được mã. Quét lại.", id="34 4 KB from a scanner"),
    pytest.param("\x02" + UNKNOWN + "\x03", "Không đọc được mã. Quét lại.", id="34 control keys"),
    pytest.param("12\x0034", "Không đọc được mã. Quét lại.", id="34 NUL"),
])  # fmt: skip
def test_a_wrong_code_is_told_apart_kept_and_not_counted(cast: Cast, typed: str, said: str) -> None:
    answer = Client().post(LOOKUP, {"code": typed})
    page = text_of(answer)
    assert answer.status_code == 200 and said in page
    kept = typed[:64].translate({2: None, 3: None, 0: None})
    assert f'value="{kept}"' in page and "7" * 65 not in page
    assert not Guessing.objects.exists()


@pytest.mark.parametrize("code", [pytest.param(UNKNOWN, id="29 valid shape, unknown")])
def test_an_unknown_code_names_the_phone_and_is_counted(cast: Cast, code: str) -> None:
    answer = Client().post(LOOKUP, {"code": code})
    assert answer.status_code == 404 and MISSING in text_of(answer) and f'value="{code}"' in text_of(answer)
    assert Guessing.objects.get().failures == 1
    Unit.objects.filter(parent=None).update(phone="")
    assert "hoặc hỏi Bộ phận Một cửa." in text_of(Client().post(LOOKUP, {"code": code}))
    for token in ("AAAA", "A" * 26, "a b"):
        assert Client().get(f"/Q/{token}").status_code == 404


@pytest.mark.parametrize("minutes", [pytest.param(31, id="30 expired access")])
def test_an_access_that_ended_says_how_to_ask_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    import time

    client, code, begun = Client(), cast.accept().lookup_code, time.time()
    client.post(LOOKUP, {"code": code})
    assert client.get(FOUND).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: begun + minutes * 60)
    ended = client.get(FOUND)
    assert ended.status_code == 410
    assert "Đã quá 30 phút từ lúc tra cứu. Nhập lại mã tra cứu để xem tiếp." in text_of(ended)
    assert "H49" not in text_of(ended) and client.cookies["tra-cuu"]["max-age"] > minutes * 60
    client.cookies["tra-cuu"] = "forged:value:x"
    assert client.get(FOUND).status_code == 302


@pytest.mark.parametrize("name", [pytest.param(one, id=f"33 code in the query string as {one}") for one in (
    "ma", "code",
)])  # fmt: skip
def test_a_code_never_stays_in_an_address_nor_in_a_log(
    cast: Cast, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    right, client = cast.accept().lookup_code, Client()
    assert client.get(LOOKUP, {name: right}).headers["Location"] == FOUND
    for wrong, said in ((UNKNOWN, MISSING), (right[:15], "bạn mới nhập 15")):
        answer = client.get(LOOKUP, {name: wrong}, follow=True)
        assert answer.redirect_chain == [(LOOKUP, 302)]
        assert said in text_of(answer) and wrong not in text_of(answer)
    ours = [one for one in caplog.records if one.name.startswith(("congvu", "django.request", "django.server"))]
    assert [one.getMessage() for one in ours if UNKNOWN in one.getMessage() or right[:15] in one.getMessage()] == []


@pytest.mark.parametrize("code", [pytest.param(UNKNOWN, id="23 too many wrong codes")])
def test_guessing_waits_with_the_seconds_and_the_right_code_waits_too(cast: Cast, code: str) -> None:
    right, client = cast.accept().lookup_code, Client()
    for _n in range(4):
        assert client.post(LOOKUP, {"code": code}).status_code == 404
    slowed = client.post(LOOKUP, {"code": right})
    assert slowed.status_code == 429 and 1 <= int(slowed.headers["Retry-After"]) <= 30
    assert f"Bạn gửi quá nhiều lần. Thử lại sau {slowed.headers['Retry-After']} giây." in text_of(slowed)
    assert f'value="{right}"' in text_of(slowed)
    assert client.get(f"/Q/{Dossier.objects.get().qr_token}").status_code == 429


def test_a_page_that_stands_open_all_day_still_looks_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 16:00"))
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOOKUP, {"code": cast.accept().lookup_code}).headers["Location"] == FOUND
