"""Bad inputs 25-34: what people and readers of codes type where a lookup code belongs."""

import logging
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.law import practice
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


@pytest.mark.parametrize("address", [pytest.param(one, id=f"33 {one}") for one in ("/", FOUND)])
@pytest.mark.parametrize("name", ["ma", "code"])
def test_no_public_page_keeps_a_code_in_its_address(cast: Cast, address: str, name: str) -> None:
    right, client = cast.accept().lookup_code, Client()
    assert client.get(address, {name: right}).headers["Location"] == FOUND
    answer = client.get(address, {name: UNKNOWN}, follow=True)
    assert answer.redirect_chain == [(LOOKUP, 302)]
    assert MISSING in text_of(answer) and UNKNOWN not in text_of(answer)


class Clock:
    """The site's clock, put on by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = at("2026-11-23 16:00")
        monkeypatch.setattr("congvu.clock.now", lambda: self.now)

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def guess_until_slowed(guesser: Client) -> int:
    """How many misses were heard."""
    heard = 0
    while guesser.post(LOOKUP, {"code": UNKNOWN}).status_code == 404:
        heard += 1
    return heard


@pytest.mark.parametrize("code", [pytest.param(UNKNOWN, id="23 too many wrong codes")])
def test_a_guesser_is_heard_a_few_times_a_minute(cast: Cast, clock: Clock, code: str) -> None:
    right, guesser = cast.accept().lookup_code, Client()
    assert guess_until_slowed(guesser) == practice().lookup_misses_at_once
    slowed = guesser.post(LOOKUP, {"code": right})  # a right code is not told from a wrong one while it waits
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "3")
    assert "Bạn gửi quá nhiều lần. Thử lại sau 3 giây, hoặc quét mã QR" in text_of(slowed)
    assert f'value="{right}"' in text_of(slowed)
    heard = 0
    for _second in range(60):
        clock.go_on(1)
        heard += guess_until_slowed(guesser)
    assert heard == practice().lookup_misses_a_minute


def test_others_behind_the_same_address_get_through_after_seconds_whatever_is_tried_meanwhile(
    cast: Cast, clock: Clock
) -> None:
    right, guesser, ba = cast.accept().lookup_code, Client(), Client()
    guess_until_slowed(guesser)
    assert [guesser.post(LOOKUP, {"code": UNKNOWN}).status_code for _n in range(50)] == [429] * 50
    clock.go_on(3)
    assert [ba.post(LOOKUP, {"code": right}).status_code for _n in range(20)] == [302] * 20  # a hit costs nothing
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(LOOKUP, {"code": right}).status_code == 302


def test_the_qr_and_what_this_browser_opened_before_never_wait(cast: Cast, clock: Clock) -> None:
    first, second, ba = cast.accept(), cast.accept(), Client()
    assert ba.post(LOOKUP, {"code": first.lookup_code}).status_code == 302
    guess_until_slowed(Client())
    assert ba.post(LOOKUP, {"code": first.lookup_code}).headers["Location"] == FOUND
    assert ba.post(LOOKUP, {"code": second.lookup_code}).status_code == 429
    forger = Client()
    forger.cookies["tra-cuu"] = "1:forged:x"
    assert forger.post(LOOKUP, {"code": first.lookup_code}).status_code == 429
    assert Client().get(f"/Q/{second.qr_token}").headers["Location"] == FOUND
    assert Client().post(LOOKUP, {"code": f"https://a.vn/Q/{second.qr_token}"}).headers["Location"] == FOUND
    before = Guessing.objects.values_list("failures", "last_at").get()
    assert Client().get(f"/Q/{'A' * 26}").status_code == 404
    assert Guessing.objects.values_list("failures", "last_at").get() == before


def test_a_page_that_stands_open_all_day_still_looks_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 16:00"))
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOOKUP, {"code": cast.accept().lookup_code}).headers["Location"] == FOUND
