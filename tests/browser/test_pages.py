"""Every page in both themes and both languages, on a phone and at a desk: accessible, light, nothing from elsewhere."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import resolve
from playwright.sync_api import BrowserContext, Response

from tests.browser.conftest import faultless
from tests.browser.visits import BY_LOGIN, NO_PAGE, VISITS
from tests.proof.counts import times
from tests.test_access import names

SignIn = Callable[..., BrowserContext]
# Each language, theme and width once; in full each language and each theme is seen at a desk and on a phone.
LOOKS = {"vi": (("light", 320), ("dark", 1280))[: times(1, 2)], "en": (("dark", 1280), ("light", 320))[: times(1, 2)]}
OPEN_ALL = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
}"""


def last_of(address: str) -> str:
    """The page that is looked at, after those that lead to it."""
    return address.rpartition(" > ")[2]


def test_every_route_is_looked_at_or_is_no_page_for_a_reason() -> None:
    """A route that is new, and one whose example no longer leads to it, fails here."""
    assert set(VISITS) | set(NO_PAGE) == set(names()) and not set(VISITS) & set(NO_PAGE)
    for route, visits in VISITS.items():
        for _login, address in visits:
            example = re.sub(r"\{\w+\}", "1", last_of(address))
            assert resolve(example.partition("?")[0]).view_name == route, address


@pytest.fixture(scope="session")
def known(data: Path, site: str, sign_in: SignIn) -> dict[str, str]:
    """One dossier of each kind that pages show differently."""
    with sqlite3.connect(data / "congvu.sqlite3") as database:

        def one(column: str, condition: str, table: str = "dossiers_dossier") -> str:
            found = database.execute(f"SELECT {column} FROM {table} WHERE {condition} LIMIT 1").fetchone()  # noqa: S608
            assert found, condition
            return str(found[0])

        hers = "official_id = (SELECT id FROM offices_official WHERE login = 'hotich')"
        centre = "received_unit_id = (SELECT id FROM offices_unit WHERE code = 'ttpvhcc')"
        asked, ended = "id IN (SELECT dossier_id FROM dossiers_supplementrequest)", "state IN ('stopped', 'withdrawn')"
        files = dict(database.execute("SELECT state, id FROM dossiers_registerfile").fetchall())
        refused = database.execute("SELECT id FROM dossiers_refusal LIMIT 1").fetchone()
        return {
            "compared": str(files["read"]),
            "faulty": str(files["broken"]),
            "qr_extended": one("qr_token", "extended_on IS NOT NULL"),
            "qr_asked": one("qr_token", asked),
            "qr_ended": one("qr_token", ended),
            "extended": one("id", "extended_on IS NOT NULL"),
            "asked": one("id", asked),
            "refused": str(refused[0]),
            "absence": str(database.execute("SELECT id FROM offices_absence LIMIT 1").fetchone()[0]),
            "signed": str(database.execute("SELECT id FROM dossiers_signing LIMIT 1").fetchone()[0]),
            "ticket": str(database.execute("SELECT id FROM dossiers_ticket LIMIT 1").fetchone()[0]),
            "handed": str(database.execute("SELECT dossier_id FROM dossiers_handingover LIMIT 1").fetchone()[0]),
            "qr_late": one("qr_token", "finished_at > due_at"),
            "qr_paused": one("qr_token", "paused_at IS NOT NULL"),
            "qr_returned": one("qr_token", "state = 'returned'"),
            "coming": str(database.execute("SELECT id FROM dossiers_batch WHERE state = 'sent'").fetchone()[0]),
            "cash_day": str(database.execute("SELECT id FROM dossiers_cashday LIMIT 1").fetchone()[0]),
            "scanned": one("id", "id IN (SELECT dossier_id FROM dossiers_scan)"),
            "late": one("id", "finished_at > due_at"),
            "taken_over": one("id", "origin = 'imported'"),
            "mine": one("id", f"{centre} AND returned_at IS NULL"),
            "returned": one("id", f"{centre} AND state = 'returned'"),
            "posted": one("id", "id IN (SELECT dossier_id FROM dossiers_posting)"),
        } | _made(sign_in, site, one("unit_id", hers, "offices_post") + ":" + one("official_id", hers, "offices_post"))


def _made(sign_in: SignIn, site: str, desk: str) -> dict[str, str]:
    """What only somebody's act makes: a dossier on that desk, none of it signed yet; the outcome of forwarding two."""
    context = sign_in("tiepnhan")
    page = context.new_page()
    page.goto(f"{site}/ho-so/tiep-nhan/birth-registration/")
    page.fill("#id_name", "Bùi Văn Ba")
    page.fill("#id_fee", "0")
    page.keyboard.press("Alt+g")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/da-tiep-nhan/")
    made = {"to_sign": page.url.split("/")[-3]}
    page.goto(f"{site}/ho-so/{made['to_sign']}/")
    page.evaluate(OPEN_ALL)
    page.select_option("form[action$='/finish_step/'] select[name=to]", desk)
    page.click("form[action$='/finish_step/'] button")
    page.wait_for_load_state("networkidle")
    page.goto(f"{site}/ho-so/phieu-bo-sung/birth-registration/")
    page.fill("#id_name", "Bùi Văn Ba")
    page.fill("#id_missing", "Giấy chứng sinh: chưa nộp")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("a[href$='/phieu.pdf']")
    made["early"] = page.url.split("/")[-2]
    page.goto(f"{site}/ho-so/?nhom=dang-giai-quyet")
    for tick in page.locator("input[name=chon]").all()[1:3]:
        tick.check()
    page.select_option("#to", index=1)
    page.click("button[value=chuyen]")
    page.wait_for_url("**/ho-so/hang-loat/*/")
    made["bulk"] = page.url.split("/")[-2]
    page.goto(f"{site}/hang-cho/")
    made["machine"] = str(page.get_attribute("a[href*='/lay-so/']", "href")).split("/")[-2]
    context.close()
    context = sign_in("quantri")
    page = context.new_page()
    page.goto(f"{site}/so-trong-ngay/anh-xa/")
    sample = "Mã hồ sơ;Thủ tục;Ngày nhận\nH1;Khai sinh;02/11/2026 08:00\n".encode()
    page.fill("#ten", "so-xem")
    page.set_input_files("input[type=file]", {"name": "mau.csv", "mimeType": "text/csv", "buffer": sample})
    page.click("form:has(input[type=file]) button")
    page.wait_for_url("**/anh-xa/mau/**")
    made["sample"] = page.url.split("/mau/")[1].split("/")[0]
    context.close()
    return made


@pytest.mark.parametrize("login", list(BY_LOGIN), ids=[login or "nobody" for login in BY_LOGIN])
def test_every_page_is_accessible(sign_in: SignIn, site: str, known: dict[str, str], login: str) -> None:
    """One browser of one person: each page is opened once a language, and looked at in both themes and widths."""
    foreign: list[str] = []
    context = sign_in(login)
    page = context.new_page()
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(site) else None)
    for language, looks in LOOKS.items():
        context.add_cookies([{"name": "ngon-ngu", "value": language, "url": site}])
        for address in BY_LOGIN[login]:
            for step in address.split(" > "):
                page.goto(site + step.format(**known))
            assert page.get_attribute("html", "lang") == language
            assert page.url.startswith(site + last_of(address).partition("?")[0].format(**known)) or "/Q/" in address
            page.evaluate(OPEN_ALL)
            for theme, width in looks:
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour on its way
                page.set_viewport_size({"width": width, "height": 800})
                faultless(page, f"{login} {address} {theme} {language} {width}")
    context.close()
    assert foreign == []


def test_public_pages_weigh_little_and_need_no_script(sign_in: SignIn, site: str, known: dict[str, str]) -> None:
    for address in BY_LOGIN[""]:
        if "kiosk" in address:  # the kiosk's own machine runs a script for its reader
            continue
        context = sign_in("", java_script_enabled=False, viewport={"width": 320, "height": 640})
        page, weight = context.new_page(), [0]

        def weigh(response: Response, weight: list[int] = weight) -> None:
            sizes = response.request.sizes()
            weight[0] += sizes["responseBodySize"] + sizes["responseHeadersSize"]

        page.on("response", weigh)
        for step in address.split(" > "):
            weight[0] = 0
            page.goto(site + step.format(**known))
        page.wait_for_load_state("networkidle")
        assert 0 < weight[0] < 50_000, (address, weight)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address
        assert page.locator("script").count() == ("in=to" in address), address  # its button that prints
        context.close()


def test_nothing_on_a_page_is_styled_or_scripted_in_place(sign_in: SignIn, site: str, known: dict[str, str]) -> None:
    page = sign_in("tiepnhan").new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    for address in BY_LOGIN["tiepnhan"]:
        page.goto(site + address.format(**known))
        assert not re.search(r"<[^>]+\sstyle=|<script>|\son\w+=", page.content()), address
    assert blocked == []
