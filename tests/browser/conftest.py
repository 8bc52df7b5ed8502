"""A small demonstration of 23 November 2026, served by the program itself, and a Chromium to use it with."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """options => axe.run(document, options)
  .then((found) => found.violations.map((one) => [one.id, one.nodes[0].target]))"""
PASSWORD = "cong-vu-2026"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All on one worker, which serves one demonstration."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def program_environment(data: Path) -> dict[str, str]:
    """The environment of a stranger's shell: nothing of the tests' own."""
    ours = ("CONGVU_", "PYTEST", "DJANGO")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)} | {"CONGVU_DATA": str(data)}


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(words: list[str], environment: dict[str, str]) -> Iterator[None]:
    """The program, while it serves."""
    program = subprocess.Popen(
        [sys.executable, "-m", "congvu", *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    assert program.stdout is not None
    said = []
    try:
        for line in program.stdout:
            said.append(line)
            if line.startswith("Sẵn sàng"):
                break
        else:
            pytest.fail("".join(said))
        yield
    finally:
        program.terminate()
        program.wait(timeout=30)
        program.stdout.close()


@pytest.fixture(scope="session")
def site(data: Path) -> Iterator[str]:
    port = free_port()
    words = ["demo", "--port", str(port), "--dossiers", "150", "--today", "2026-11-23"]
    with served(words, program_environment(data)):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: CI never skips it")
        pytest.skip("Chromium not found (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sign_in(chromium: Browser, site: str) -> Callable[..., BrowserContext]:
    """A browser of one official (or of nobody), with a look of its own; each signs in once."""
    kept: dict[str, object] = {}

    def enter(login: str = "", *, language: str = "vi", **look: object) -> BrowserContext:
        if login and login not in kept:
            page = chromium.new_page()
            page.goto(f"{site}/dang-nhap/")
            page.fill("#id_login", login)
            page.fill("#id_password", PASSWORD)
            page.click("main button")
            page.wait_for_url(lambda address: "dang-nhap" not in address)
            kept[login] = page.context.storage_state()
            page.close()
        context = chromium.new_context(storage_state=kept.get(login), **look)  # type: ignore[arg-type]
        context.add_cookies([{"name": "ngon-ngu", "value": language, "url": site}])
        return context

    return enter


def faultless(page: Page, where: str) -> None:
    """No fault that the accessibility checker finds, and nothing to scroll sideways."""
    if page.evaluate("typeof axe === 'undefined'"):  # once a page, however often it is looked at
        page.evaluate(AXE_SCRIPT)
    assert page.evaluate(ASK_AXE, {"runOnly": TAGS, "resultTypes": ["violations"]}) == [], where
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), where
