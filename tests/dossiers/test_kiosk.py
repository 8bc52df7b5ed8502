"""The kiosk: usable by keys on the screen without script, closes by itself, and the next person finds nothing."""

import re

import pytest
from django.test import Client

from congvu.dossiers.queue import machine_key
from congvu.dossiers.receipt import lookup_address
from congvu.dossiers.views.kiosk import pressed
from congvu.law import practice
from tests.people import Cast, at
from tests.test_docs import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-24 10:00"))


def field(page: str) -> str:
    found = re.search(r'id="code" name="code" value="([^"]*)"', page)
    assert found
    return found.group(1)


def test_sixteen_presses_of_keys_on_the_screen_open_the_dossier_without_script(cast: Cast) -> None:
    dossier, kiosk, typed = cast.at_desk(), Client(), ""
    for digit in dossier.lookup_code:
        typed = field(kiosk.post("/tra-cuu/kiosk/", {"code": typed, "phim": digit}).content.decode())
    assert typed == dossier.lookup_code
    answer = kiosk.post("/tra-cuu/kiosk/", {"code": typed})
    assert answer.headers["Location"] == "/tra-cuu/kiosk/ho-so/"
    page = kiosk.get("/tra-cuu/kiosk/ho-so/").content.decode()
    assert dossier.code in page and "Văn Ba" not in page and "Thu Hà" not in page


def test_the_keys_write_take_back_and_clear() -> None:
    assert pressed("12", "3") == "123" and pressed("1 2a", "3") == "123" and pressed("1" * 16, "3") == "1" * 16
    assert pressed("123", "lui") == "12" and pressed("", "lui") == "" and pressed("123", "xoa") == ""


def test_enter_and_the_reader_send_the_code_and_not_the_first_key_of_the_pad(cast: Cast) -> None:
    page = Client().get("/tra-cuu/kiosk/").content.decode()
    buttons = re.findall(r"<button[^>]*>", page[page.index('id="code"') :])
    assert "name=" not in buttons[0] and 'name="phim"' in buttons[1]
    assert "autofocus" in page
    dossier = cast.at_desk()
    for scanned in (lookup_address(dossier), lookup_address(dossier).lower() + " "):
        answer = Client().post("/tra-cuu/kiosk/", {"code": scanned})
        assert answer.headers["Location"] == "/tra-cuu/kiosk/ho-so/"


def test_the_page_closes_by_itself_with_a_warning_long_enough_and_time_can_be_asked_for(cast: Cast) -> None:
    kiosk = Client()
    kiosk.post("/tra-cuu/kiosk/", {"code": cast.at_desk().lookup_code})
    shown = kiosk.get("/tra-cuu/kiosk/ho-so/")
    assert shown.headers["Refresh"] == f"{practice().kiosk_seconds}; url=/tra-cuu/kiosk/dong/"
    page = shown.content.decode()
    assert "Tôi cần thêm thời gian" in page and "Còn dưới 20 giây" in page
    assert practice().kiosk_warning_seconds >= 20  # WCAG 2.2.1
    css = open("congvu/static/congvu.css").read()  # noqa: PTH123, SIM115
    begins = practice().kiosk_seconds - practice().kiosk_warning_seconds
    assert f"kiosk-soon 1s step-end {begins}s forwards" in css


def test_the_next_person_finds_nothing(cast: Cast) -> None:
    dossier, kiosk = cast.at_desk(), Client()
    kiosk.cookies["ngon-ngu"] = "en"
    kiosk.post("/tra-cuu/kiosk/", {"code": dossier.lookup_code})
    closed = kiosk.get("/tra-cuu/kiosk/dong/")
    assert closed.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert kiosk.get("/tra-cuu/kiosk/ho-so/").headers["Location"] == "/tra-cuu/kiosk/"
    start = kiosk.get("/tra-cuu/kiosk/")
    assert field(start.content.decode()) == "" and '<html lang="vi">' in start.content.decode()
    assert "no-store" in start.headers["Cache-Control"]


def test_the_kiosk_does_not_ask_for_a_rating_and_opens_no_page_outside(cast: Cast) -> None:
    kiosk = Client()
    kiosk.post("/tra-cuu/kiosk/", {"code": cast.at_desk().lookup_code})
    assert kiosk.get("/tra-cuu/danh-gia/").headers["Location"] == "/tra-cuu/"
    page = kiosk.get("/tra-cuu/kiosk/ho-so/").content.decode()
    assert "danh-gia" not in page and "/dang-nhap/" not in page and "<script" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "bạn mới nhập 2"),
        ("0" * 16, "Không tìm thấy mã này."),
        ("https://example.org/x", "Mã QR này không phải của giấy tiếp nhận hồ sơ."),
    ],
)
def test_a_wrong_code_is_explained_on_the_same_page(db: None, typed: str, said: str) -> None:
    page = Client().post("/tra-cuu/kiosk/", {"code": typed})
    assert page.status_code == 200 and said in page.content.decode() and "Lỗi: " in page.content.decode()
    assert page.headers["Refresh"].endswith("/tra-cuu/kiosk/dong/")


def test_the_kiosk_forgets_after_the_seconds_its_page_names(db: None) -> None:
    """The script waits as long as the page says, not a minute of its own."""
    script = (ROOT / "congvu" / "static" / "kiosk.js").read_text(encoding="utf-8")
    assert f'data-seconds="{practice().kiosk_seconds}"' in Client().get("/tra-cuu/kiosk/").content.decode()
    assert "1000 * Number(field.form.dataset.seconds)" in script and "60000" not in script


def test_guessing_at_the_kiosk_is_slowed_and_says_so_on_the_same_page(db: None) -> None:
    kiosk = Client()
    tries = range(practice().lookup_misses_at_once + 1)
    pages = [kiosk.post("/tra-cuu/kiosk/", {"code": "0" * 16}).content.decode() for _n in tries]
    assert any("Bạn gửi quá nhiều lần" in page for page in pages)


def test_a_page_left_open_all_day_still_looks_up_and_changes_its_language(cast: Cast) -> None:
    """No token of the form can grow old; a browser told to hide its address would send forms from nowhere."""
    kiosk = Client(enforce_csrf_checks=True)
    assert "referrer" not in kiosk.get("/tra-cuu/kiosk/").content.decode()
    assert kiosk.post("/tra-cuu/kiosk/", {"code": cast.at_desk().lookup_code}).status_code == 302


def test_the_apology_and_the_new_date_stand_at_the_kiosk_and_in_the_large_print_too(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-23 15:00", "2026-12-02")
    kiosk, ba = Client(), Client()
    kiosk.post("/tra-cuu/kiosk/", {"code": dossier.lookup_code})
    ba.post("/tra-cuu/", {"code": dossier.lookup_code})
    for client, path in ((kiosk, "/tra-cuu/kiosk/ho-so/"), (ba, "/tra-cuu/ho-so/"), (ba, "/tra-cuu/ho-so/?in=to")):
        page = client.get(path).content.decode()
        assert page.count("Chúng tôi xin lỗi vì chậm trễ. Hẹn lại:") == 1, path


def test_large_type_stays_from_page_to_page(cast: Cast) -> None:
    kiosk = Client()
    assert "kiosk-large" in kiosk.get("/tra-cuu/kiosk/?chu=to").content.decode()
    answer = kiosk.post("/tra-cuu/kiosk/", {"code": cast.at_desk().lookup_code, "chu": "to"})
    assert answer.headers["Location"] == "/tra-cuu/kiosk/ho-so/?chu=to"
    assert "kiosk-large" in kiosk.get(answer.headers["Location"]).content.decode()


def test_beside_a_ticket_machine_it_offers_numbers_through_every_page_and_nowhere_else(cast: Cast) -> None:
    machine = f"/lay-so/mot-cua/{machine_key(cast.counter)}/"
    may = f"mot-cua:{machine_key(cast.counter)}"
    hall = Client()
    assert f'href="/tra-cuu/kiosk/?may={may}"' in hall.get(machine).content.decode()
    assert f'href="{machine}"' in hall.get(f"/tra-cuu/kiosk/?may={may}").content.decode()
    half = hall.post("/tra-cuu/kiosk/", {"code": "1", "phim": "2", "may": may})
    assert f'href="{machine}"' in half.content.decode()
    assert half.headers["Refresh"].endswith(f"; url=/tra-cuu/kiosk/dong/?may={may}")
    found = hall.post("/tra-cuu/kiosk/", {"code": cast.at_desk().lookup_code, "may": may, "chu": "to"}, follow=True)
    page = found.content.decode()
    assert f"/tra-cuu/kiosk/dong/?may={may}" in page and f"?may={may}" in page.split("Chữ thường")[0][-80:]
    closed = hall.get(f"/tra-cuu/kiosk/dong/?may={may}", follow=True)
    assert f'href="{machine}"' in closed.content.decode()
    for wrong in ("", "mot-cua", "mot-cua:", "mot-cua:0123456789abcdef0123", f"tu-phap:{may[8:]}", "x:y:z"):
        page = Client().get("/tra-cuu/kiosk/", {"may": wrong}).content.decode()
        assert "/lay-so/" not in page and "may=" not in page, wrong
