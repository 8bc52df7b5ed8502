"""Bad inputs 19 and 20: the session ended, or the page grew old; what was typed comes back to its own person alone."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.offices.models import Submission
from congvu.offices.once import fresh_key
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
ACCEPT = "/ho-so/tiep-nhan/hon-nhan/"
SECRET = "Cao Thị Tư Ở Thôn Đông"
SAID = "Phiên làm việc đã hết. Đăng nhập lại để tiếp tục; nội dung đã được giữ."


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 08:14"))


def form(key: str) -> dict[str, str]:
    return {"key": key, "kind": "person", "name": SECRET, "channel": "counter", "fee": "0", "phone": "09"}


def signed_in(cast: Cast, login: str = "lan", **client: bool) -> Client:
    browser = Client(**client)  # type: ignore[arg-type]
    browser.post("/dang-nhap/", {"login": login, "password": "mat-khau-dai"} | token(browser))
    return browser


def token(browser: Client) -> dict[str, str]:
    page = browser.get("/dang-nhap/").content.decode()
    return {"csrfmiddlewaretoken": re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]}


def shown_key(browser: Client) -> str:
    return re.findall(r'name="key" value="([^"]+)"', browser.get(ACCEPT).content.decode())[0]


def sealed_in(answer: object) -> str:
    found = re.findall(r'name="giu" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    return found[0] if found else ""


def again(browser: Client, login: str, sealed: str, **extra: str) -> object:
    return browser.post("/dang-nhap/", {"login": login, "password": "mat-khau-dai", "giu": sealed} | extra, follow=True)


def test_19_session_ended_in_mid_form_and_the_same_person_finds_it_filled_in(cast: Cast) -> None:
    browser = signed_in(cast)
    key = shown_key(browser)
    Session.objects.all().delete()
    turned = browser.post(ACCEPT, form(key))
    assert turned.status_code == 403 and SAID in unescape(turned.content.decode())
    assert SECRET not in unescape(turned.content.decode()) and SECRET not in sealed_in(turned)
    wrong = browser.post("/dang-nhap/", {"login": "lan", "password": "sai", "giu": sealed_in(turned)})
    shown = again(browser, "lan", sealed_in(wrong))
    page = unescape(shown.content.decode())  # type: ignore[attr-defined]
    assert f'value="{SECRET}"' in page and 'value="09"' in page and f'name="key" value="{key}"' in page
    assert "Nội dung đã nhập được giữ lại, chưa gửi." in page
    assert not Dossier.objects.exists() and not Submission.objects.exists()  # shown, never sent
    assert browser.post(ACCEPT, form(key) | {"phone": ""}).status_code == 302 and Dossier.objects.count() == 1


def test_19_whoever_else_signs_in_on_that_computer_sees_nothing_of_it(cast: Cast) -> None:
    browser = signed_in(cast)
    key = shown_key(browser)
    Session.objects.all().delete()
    turned = browser.post(ACCEPT, form(key))
    shown = again(browser, "ha", sealed_in(turned))
    page = unescape(shown.content.decode())  # type: ignore[attr-defined]
    assert shown.redirect_chain == [("/viec-cua-toi/", 302)]  # type: ignore[attr-defined]
    assert SECRET not in page and "của người khác" in page and "kept_forms" not in browser.session


def test_19_a_desk_form_comes_back_with_its_own_version(cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    browser = signed_in(cast)
    key = re.findall(r'name="key" value="([^"]+)-pause"', browser.get(f"/ho-so/{dossier.pk}/").content.decode())[0]
    Session.objects.all().delete()
    typed = {"key": f"{key}-pause", "version": "1", "ground": "y-kien-co-quan-khac", "paper": "31/PBS", "note": SECRET}
    turned = browser.post(f"/ho-so/{dossier.pk}/pause/", typed)
    page = unescape(again(browser, "lan", sealed_in(turned)).content.decode())  # type: ignore[attr-defined]
    assert f'value="{SECRET}"' in page and 'value="31/PBS"' in page
    assert browser.get(f"/ho-so/{dossier.pk}/pause/").status_code == 405
    assert not dossier.pauses.exists()


def test_19_it_is_forgotten_after_an_hour_and_a_changed_seal_opens_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    sealed = sealed_in(browser.post(ACCEPT, form(fresh_key(cast.lan))))
    broken = again(browser, "lan", sealed[:-9] + "AAAAAAAA=")
    assert SECRET not in unescape(broken.content.decode())  # type: ignore[attr-defined]
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:15"))
    late = again(browser, "lan", sealed)
    assert SECRET not in unescape(late.content.decode()) and "đã quá lâu" in late.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [
    pytest.param("~k1", id="19 a key that is not ours"), pytest.param("", id="19 no key"),
    pytest.param(fresh_key(), id="19 a form shown to nobody we know"),
])  # fmt: skip
def test_what_cannot_be_kept_is_not_said_to_be_kept(cast: Cast, key: str) -> None:
    turned = Client().post(ACCEPT, form(key))
    assert turned.status_code == 403 and sealed_in(turned) == ""
    assert "Đăng nhập lại rồi nhập lại nội dung." in turned.content.decode() and SAID not in turned.content.decode()


def test_19_a_form_above_64_kilobytes_is_not_kept(cast: Cast) -> None:
    turned = Client().post(ACCEPT, form(fresh_key(cast.lan)) | {"address": "x" * 70_000})
    assert turned.status_code == 403 and sealed_in(turned) == ""


def test_19_a_kept_form_opens_on_its_own_page_only_and_five_at_most(cast: Cast) -> None:
    browser, sealed = Client(), []
    for _n in range(6):
        sealed.append(sealed_in(browser.post(ACCEPT, form(fresh_key(cast.lan)))))
    for one in sealed:
        again(browser, "lan", one)
    kept = browser.session["kept_forms"]
    assert len(kept) == 5
    name = next(iter(kept))
    elsewhere = browser.get("/ho-so/tiep-nhan/niem-yet/", {"giu": name}).content.decode()
    assert SECRET not in unescape(elsewhere)
    browser.post("/dang-xuat/")
    assert SECRET not in unescape(browser.get(ACCEPT, {"giu": name}, follow=True).content.decode())


def test_19_choosing_another_language_at_the_door_is_no_lost_form(cast: Cast) -> None:
    answer = Client().post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dang-nhap/")


def test_20_token_old_and_the_session_alive(cast: Cast) -> None:
    browser = signed_in(cast, enforce_csrf_checks=True)
    key = shown_key(browser)
    refused = browser.post(ACCEPT, form(key) | {"csrfmiddlewaretoken": "x" * 64})
    page = unescape(refused.content.decode())
    assert refused.status_code == 403
    assert "Trang đã mở quá lâu. Tải lại trang rồi gửi lại; nội dung đã được giữ." in page
    link = re.findall(r'href="(/ho-so/tiep-nhan/hon-nhan/\?giu=[^"]+)"', page)[0]
    assert f'value="{SECRET}"' in unescape(browser.get(link).content.decode())
    assert not Dossier.objects.exists()


def test_20_token_and_session_gone(cast: Cast) -> None:
    browser = signed_in(cast, enforce_csrf_checks=True)
    key = shown_key(browser)
    browser.cookies.clear()
    refused = browser.post(ACCEPT, form(key))
    assert refused.status_code == 403 and SAID in refused.content.decode()
    shown = again(browser, "lan", sealed_in(refused), **token(browser))
    assert f'value="{SECRET}"' in unescape(shown.content.decode())  # type: ignore[attr-defined]


def test_20_a_page_of_another_site_is_offered_nothing(cast: Cast) -> None:
    browser = signed_in(cast, enforce_csrf_checks=True)
    for key in ("~k1", fresh_key(), fresh_key(cast.hoa)):
        refused = browser.post(ACCEPT, form(key))
        page = refused.content.decode()
        assert refused.status_code == 403 and "giu=" not in page and "đã được giữ" not in page
    assert "kept_forms" not in browser.session


def test_20_the_sign_in_page_itself_grew_old(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    sealed = "gAAAAA-anything"
    refused = browser.post("/dang-nhap/", {"login": "lan", "password": "mat-khau-dai", "giu": sealed})
    page = refused.content.decode()
    assert refused.status_code == 403 and "Trang đã mở quá lâu. Nhập lại mật khẩu." in page
    assert 'value="lan"' in page and "mat-khau-dai" not in page and sealed_in(refused) == sealed


def test_20_an_old_page_of_a_stranger_claims_nothing(cast: Cast) -> None:
    refused = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})
    assert refused.status_code == 403 and "Chưa có gì được gửi." in refused.content.decode()


def test_19_a_session_ends_when_nobody_uses_it_and_after_its_hours(
    cast: Cast, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    browser = signed_in(cast)
    begun = timezone.now()

    def later(minutes: int) -> object:
        monkeypatch.setattr("django.utils.timezone.now", lambda: begun + timedelta(minutes=minutes))
        return browser.get("/viec-cua-toi/", follow=True)

    assert later(29).redirect_chain == [] and later(58).redirect_chain == []  # type: ignore[attr-defined]
    ended = later(90)
    assert ended.redirect_chain[0][0].startswith("/dang-nhap/")  # type: ignore[attr-defined]
    assert "Phiên làm việc đã hết. Đăng nhập lại để tiếp tục." in ended.content.decode()  # type: ignore[attr-defined]
    begun, browser = timezone.now(), signed_in(cast)
    turns = [later(minutes).redirect_chain for minutes in range(25, 560, 25)]  # type: ignore[attr-defined]
    assert turns[:21] == [[]] * 21 and turns[-1] != []  # 525 minutes in, 550 out
