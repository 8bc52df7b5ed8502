"""Every page in both themes and both languages, on a phone and at a desk: accessible, light, nothing from elsewhere."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Response

from tests.browser.conftest import faultless

SignIn = Callable[..., BrowserContext]
RECEIVE = "/ho-so/tiep-nhan/birth-registration/"
AFTER_LOOKUP = ("/tra-cuu/danh-gia/", "/tra-cuu/ho-so/?in=to", "/tra-cuu/kiosk/", "/tra-cuu/kiosk/?chu=to")
PUBLIC = (
    "/", "/tra-cuu/", "/dang-nhap/", "/khong-co/", "/Q/{qr_late}", "/Q/{qr_paused}", "/Q/{qr_returned}",
    "/Q/{qr_extended}", "/Q/{qr_asked}", "/Q/{qr_ended}",
)  # fmt: skip
STAFF = {
    "tiepnhan": (
        "/viec-cua-toi/", "/ho-so/tiep-nhan/", "/ho-so/tiep-nhan/?q=khong+co", RECEIVE, "/ho-so/",
        "/ho-so/?kenh=post&can-bo=.", "/tim/", "/ban-giao/", "/ho-so/bo-loc/",
        "/ho-so/{mine}/", "/ho-so/{mine}/da-tiep-nhan/", "/don-vi/",
        "/ho-so/tu-choi/birth-registration/", "/tu-choi/", "/tu-choi/?q=khongcoai", "/so-theo-doi/",
        "/hang-cho-truc-tuyen/", "/hang-cho-truc-tuyen/?xem=xong",
        "/so-theo-doi/?tu=31/02/2026", "/so-theo-doi/?tu=01/01/2020&den=02/01/2020",
    ),
    "hotich": ("/viec-cua-toi/", "/ho-so/?nhom=dang-giai-quyet", "/so-lieu-cua-toi/", "/so-lieu-cua-toi/danh-sach/"),
    "tuphap": (
        "/viec-cua-toi/", "/don-vi/", "/ho-so/tiep-nhan/", "/ho-so/tai/?nhom=xong", "/ban-giao/", "/ban-giao/{coming}/",
        "/so-lieu-can-bo/", "/bao-cao/?theo=don-vi", "/danh-gia/",
    ),
    "dongtien": ("/ban-giao/{coming}/",),
    "chutich": (
        "/don-vi/", "/don-vi/?in=1", "/don-vi/?tu=31/02/2026&den=x", "/don-vi/ttpvhcc/", "/bao-cao/",
        "/bao-cao/?loai=thang&nam=2026&so=11", "/bao-cao/?loai=thang&nam=x", "/ho-so/{late}/",
        "/ho-so/{extended}/", "/ho-so/{asked}/", "/tu-choi/{refused}/",
    ),
    "quantri": (
        "/viec-cua-toi/", "/ho-so/", "/so-trong-ngay/", "/so-trong-ngay/khong-con/", "/so-trong-ngay/anh-xa/",
        "/so-trong-ngay/anh-xa/so-tinh/", "/so-trong-ngay/tep/{compared}/", "/so-trong-ngay/tep/{faulty}/",
    ),
}  # fmt: skip
LOOKS = [("light", "vi", 320), ("dark", "vi", 1280), ("light", "en", 1280), ("dark", "en", 320)]


@pytest.fixture(scope="session")
def known(data: Path, site: str) -> dict[str, str]:
    """One dossier of each kind that pages show differently."""
    with sqlite3.connect(data / "congvu.sqlite3") as database:

        def one(column: str, condition: str) -> str:
            found = database.execute(f"SELECT {column} FROM dossiers_dossier WHERE {condition} LIMIT 1").fetchone()  # noqa: S608
            assert found, condition
            return str(found[0])

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
            "qr_late": one("qr_token", "finished_at > due_at"),
            "qr_paused": one("qr_token", "paused_at IS NOT NULL"),
            "qr_returned": one("qr_token", "returned_at IS NOT NULL"),
            "coming": str(database.execute("SELECT id FROM dossiers_batch WHERE state = 'sent'").fetchone()[0]),
            "late": one("id", "finished_at > due_at"),
            "mine": one("id", f"{centre} AND returned_at IS NULL"),
        }


@pytest.mark.parametrize(("theme", "language", "width"), LOOKS)
def test_every_page_is_accessible(
    sign_in: SignIn, site: str, known: dict[str, str], theme: str, language: str, width: int
) -> None:
    foreign: list[str] = []
    for login, paths in {"": (*PUBLIC, *AFTER_LOOKUP), **STAFF}.items():
        look = {"viewport": {"width": width, "height": 800}, "color_scheme": theme}
        context = sign_in(login, language=language, **look)
        page = context.new_page()
        page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(site) else None)
        for path in paths:
            page.goto(site + path.format(**known))
            assert page.get_attribute("html", "lang") == language
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            faultless(page, f"{login} {path} {theme} {language} {width}")
        context.close()
    assert foreign == []


def test_public_pages_weigh_little_and_need_no_script(sign_in: SignIn, site: str, known: dict[str, str]) -> None:
    for path in PUBLIC:
        context = sign_in("", java_script_enabled=False, viewport={"width": 320, "height": 640})
        page, weight = context.new_page(), [0]

        def weigh(response: Response, weight: list[int] = weight) -> None:
            sizes = response.request.sizes()
            weight[0] += sizes["responseBodySize"] + sizes["responseHeadersSize"]

        page.on("response", weigh)
        page.goto(site + path.format(**known))
        page.wait_for_load_state("networkidle")
        assert 0 < weight[0] < 50_000, (path, weight)
        assert page.locator("script").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        context.close()


def test_nothing_on_a_page_is_styled_or_scripted_in_place(sign_in: SignIn, site: str, known: dict[str, str]) -> None:
    page = sign_in("tiepnhan").new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    for path in STAFF["tiepnhan"]:
        page.goto(site + path.format(**known))
        assert not re.search(r"<[^>]+\sstyle=|<script>|\son\w+=", page.content()), path
    assert blocked == []
