"""A stranger's first hour: the demonstration is made, served and used; pages are accessible and light."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RECEIVE = "/ho-so/tiep-nhan/birth-registration/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small demonstration of 23 November 2026, served by the program itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = ("CONGVU_", "PYTEST", "DJANGO")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environment["CONGVU_DATA"] = str(tmp_path_factory.mktemp("demo"))
    words = [sys.executable, "-m", "congvu", "demo", "--port", str(port), "--dossiers", "60", "--today", "2026-11-23"]
    program = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert program.stdout is not None
    said = []
    try:
        for line in program.stdout:
            said.append(line)
            if line.startswith("Sẵn sàng"):
                break
        else:
            pytest.fail("".join(said))
        yield f"http://127.0.0.1:{port}"
        taken = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
        assert taken.returncode == 1 and "đang có chương trình khác dùng" in taken.stderr
    finally:
        program.terminate()
        program.wait(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: CI never skips it")
        pytest.skip("Chromium not found (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def signed_in(browser: Browser, site: str, login: str, **look: object) -> Page:
    page = browser.new_context(**look).new_page()  # type: ignore[arg-type]
    page.goto(f"{site}/dang-nhap/")
    page.fill("#id_login", login)
    page.fill("#id_password", "cong-vu-2026")
    page.click("main button")
    return page


def faultless(page: Page, where: str) -> None:
    found = Axe().run(page, options={"runOnly": TAGS})
    assert [(one["id"], one["nodes"][0]["target"]) for one in found.response["violations"]] == [], where
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), where


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_on_a_phone_and_a_desk(chromium: Browser, site: str, theme: str) -> None:
    foreign: list[str] = []
    for login, width, paths in (
        ("", 320, ("/", "/dang-nhap/", "/khong-co/")),
        ("tiepnhan", 1366, ("/viec-cua-toi/", "/ho-so/tiep-nhan/?q=ks", RECEIVE, "/ho-so/", "/ho-so/1/")),
        ("chutich", 360, ("/don-vi/", "/ho-so/?nhom=qua-han", "/ho-so/1/")),
    ):
        look = {"viewport": {"width": width, "height": 800}, "color_scheme": theme}
        page = signed_in(chromium, site, login, **look) if login else chromium.new_context(**look).new_page()  # type: ignore[arg-type]
        page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(site) else None)
        for path in paths:
            page.goto(site + path)
            faultless(page, f"{login} {path} {theme}")
    assert foreign == []


def test_a_dossier_goes_from_the_counter_to_the_citizen_in_the_browser(chromium: Browser, site: str) -> None:
    counter = signed_in(chromium, site, "tiepnhan")
    counter.goto(f"{site}/ho-so/tiep-nhan/")
    counter.keyboard.type("khai sinh")
    counter.wait_for_selector("#ket-qua a[href*=birth-registration]")
    counter.wait_for_timeout(800)
    assert counter.locator("#ket-qua li").count() < 5
    counter.click("#ket-qua a[href*=birth-registration]")
    counter.wait_for_url("**/tiep-nhan/birth-registration/")
    counter.keyboard.press("Control+Enter")
    counter.wait_for_selector(".summary")
    assert counter.title().startswith("Lỗi: ")
    counter.fill("#id_name", "Bùi Văn Ba")
    counter.keyboard.press("Control+Enter")
    counter.wait_for_selector(".receipt")
    code = counter.inner_text(".receipt .code")
    faultless(counter, "accepted")

    citizen = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    weight: list[int] = []
    citizen.on("response", lambda response: weight.append(int(response.headers.get("content-length", 0))))
    citizen.goto(site)
    citizen.fill("#code", code)
    citizen.click("main button")
    assert "Đăng ký khai sinh" in citizen.inner_text("h1") and "Bùi Văn Ba" not in citizen.content()
    assert citizen.url.endswith("/tra-cuu/ho-so/") and 0 < sum(weight) < 50_000

    head = signed_in(chromium, site, "tuphap")
    head.goto(f"{site}/don-vi/")
    number = head.locator("a[href*='nhom=dang-giai-quyet']").first
    shown = number.inner_text()
    number.click()
    assert any(part in head.inner_text("h1") for part in shown.split() if part.isdigit())


def test_the_ledger_of_the_demonstration_verifies(site: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = next(tmp_path_factory.getbasetemp().glob("demo*"))
    environment = {**os.environ, "CONGVU_DATA": str(data), "CONGVU_DEMO": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    words = [sys.executable, "-m", "congvu", "ledger", "verify"]
    for _try in range(3):
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode == 0:
            break
        time.sleep(1)
    assert done.returncode == 0 and "Nhật ký xác thực đúng" in done.stdout, done.stderr
