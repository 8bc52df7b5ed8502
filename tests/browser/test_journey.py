"""A stranger's first hour with the demonstration: four people, one dossier, in the browser."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import faultless, program_environment

SignIn = Callable[..., BrowserContext]


def tab_to(page: Page, field: str) -> None:
    """As somebody without a mouse gets to a field: by Tab, past all that comes before it."""
    for _n in range(40):
        if page.evaluate("document.activeElement.id") == field:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{field} cannot be reached with Tab")


def received(counter: Page, site: str) -> str:
    """Receive a birth registration with the keyboard alone; gives the dossier's code."""
    counter.goto(f"{site}/ho-so/tiep-nhan/")
    counter.keyboard.type("khai sinh")
    counter.wait_for_selector("#ket-qua li:nth-child(6)", state="detached")
    counter.keyboard.press("Tab")
    counter.keyboard.press("Tab")
    assert "birth-registration" in str(counter.evaluate("document.activeElement.href"))
    counter.keyboard.press("Enter")
    counter.wait_for_url("**/tiep-nhan/birth-registration/")
    counter.keyboard.press("Control+Enter")
    counter.wait_for_selector(".summary")
    assert counter.title().startswith("Lỗi: ") and counter.get_attribute("#id_name", "aria-invalid") == "true"
    tab_to(counter, "id_name")
    counter.keyboard.type("Bùi Văn Ba")
    tab_to(counter, "id_fee")
    counter.keyboard.press("Control+A")
    counter.keyboard.type("0")
    counter.keyboard.press("Alt+g")
    counter.keyboard.press("Control+Enter")
    counter.wait_for_selector(".receipt")
    return counter.inner_text(".receipt b")


def do(page: Page, site: str, code: str, label: str) -> None:
    """Open the dossier from my work and do one move."""
    page.goto(f"{site}/viec-cua-toi/")
    page.click(f"a[data-row]:has-text('{code}')")
    form = page.locator("details", has=page.locator("summary", has_text=label))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_role("button", name=label).click()
    page.wait_for_selector(".said")


def test_four_people_take_a_dossier_from_the_counter_to_the_citizen(sign_in: SignIn, site: str) -> None:
    counter = sign_in("tiepnhan").new_page()
    code = received(counter, site)
    lookup = counter.inner_text(".receipt .code")
    faultless(counter, "accepted")
    receipt = counter.request.get(site + str(counter.get_attribute("a[href$='.pdf']", "href")))
    assert receipt.body().startswith(b"%PDF")

    citizen = sign_in("", java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    citizen.goto(site)
    citizen.fill("#code", lookup)
    citizen.click("main button")
    assert "Đăng ký khai sinh" in citizen.inner_text("h1") and "Bùi Văn Ba" not in citizen.content()
    assert citizen.url.endswith("/tra-cuu/ho-so/") and "Đã tiếp nhận" in citizen.inner_text(".standing")

    do(counter, site, code, "Hoàn thành bước, chuyển tiếp")
    do(sign_in("hotich").new_page(), site, code, "Hoàn thành bước, chuyển tiếp")
    do(sign_in("tuphap").new_page(), site, code, "Ghi nhận kết quả")
    citizen.reload()
    assert "Đã có kết quả" in citizen.inner_text(".standing")
    do(counter, site, code, "Trả kết quả")
    citizen.reload()
    assert "Đã trả kết quả" in citizen.inner_text(".standing")

    chairman = sign_in("chutich").new_page()
    chairman.goto(f"{site}/don-vi/?ky=thang-nay")
    number = chairman.locator("a[href*='nhom=xong&']").first
    shown = number.inner_text().split()[0]
    number.click()
    chairman.wait_for_url("**/ho-so/**")
    assert f"({shown})" in chairman.inner_text("h1")


def test_a_taken_port_is_told_in_one_line(site: str, data: Path) -> None:
    words = [sys.executable, "-m", "congvu", "demo", "--port", site.rpartition(":")[2]]
    taken = subprocess.run(words, env=program_environment(data), capture_output=True, text=True, timeout=60)
    assert taken.returncode == 1 and "đang có chương trình khác dùng" in taken.stderr


def test_the_ledger_of_the_demonstration_verifies(site: str, data: Path) -> None:
    environment = {**os.environ, **program_environment(data), "CONGVU_DEMO": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    words = [sys.executable, "-m", "congvu", "ledger", "verify"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "Nhật ký xác thực đúng" in done.stdout, done.stderr
