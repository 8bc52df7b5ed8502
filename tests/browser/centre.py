"""A copy of the demonstration that lives through a day of its own: its hours, its people, what they do on its pages."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.conftest import PASSWORD, free_port, program_environment, served
from tests.people import at

DATABASE = "congvu.sqlite3"


class Centre:
    """The place in a folder of its own. `hour` serves it anew with its clock moved on; people stay signed in."""

    def __init__(self, chromium: Browser, made: Path, folder: Path) -> None:
        self.chromium, self.folder, self.port = chromium, folder, free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.people: dict[str, BrowserContext] = {}
        self.program: AbstractContextManager[None] | None = None
        shutil.copytree(made, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"), dirs_exist_ok=True)
        with sqlite3.connect(made / DATABASE) as there, sqlite3.connect(folder / DATABASE) as here:
            there.backup(here)
        (folder / DATABASE).chmod(0o600)

    def hour(self, text: str) -> None:
        """Go on at this local instant."""
        self.close()
        offset = int((at(text) - datetime.now(UTC)).total_seconds())
        environment = self.environment | {"CONGVU_CLOCK_OFFSET_SECONDS": str(offset)}
        self.program = served(["serve", "--port", str(self.port)], environment)
        self.program.__enter__()

    @property
    def environment(self) -> dict[str, str]:
        return program_environment(self.folder) | {"CONGVU_DEMO": "1", "CONGVU_INBOX_QUIET_SECONDS": "1"}

    def close(self) -> None:
        if self.program is not None:
            self.program.__exit__(None, None, None)
            self.program = None

    def run(self, *words: str) -> str:
        """The program's word for a command, which must succeed."""
        command = [sys.executable, "-m", "congvu", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def at_work(self, login: str) -> Page:
        """This person's browser, signed in."""
        if login in self.people:
            return self.people[login].pages[0]
        page = self.chromium.new_page()
        self.people[login] = page.context
        page.goto(f"{self.site}/dang-nhap/")
        page.fill("#id_login", login)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "dang-nhap" not in address)
        return page

    def go(self, login: str, address: str) -> Page:
        page = self.at_work(login)
        page.goto(self.site + address)
        return page

    def do(self, login: str, dossier: str, label: str, **typed: str) -> Page:
        """One move on the dossier's own page, sent with Ctrl+Enter."""
        return act(self.go(login, f"/ho-so/{dossier}/"), label, **typed)


def fill(page: Page, label: str, **typed: str) -> None:
    """Open the form of this name on the page, fill it in and send it by keyboard."""
    named = re.compile(rf"^\s*{re.escape(label)}\s*(Alt\+\w)?\s*$")
    panel = page.locator("details", has=page.locator("summary", has_text=named))
    if panel.get_attribute("open") is None:
        panel.locator("summary").press("Enter")
    for name, value in typed.items():
        field = panel.locator(f"[name={name}]").first
        if field.get_attribute("type") == "checkbox":
            field.press("Space")
        else:
            field.fill(value)
    send(page, panel.get_by_role("button", name=label, exact=True))


def act(page: Page, label: str, **typed: str) -> Page:
    """Fill in and send a form, which must not be refused."""
    fill(page, label, **typed)
    assert page.locator(".summary").count() == 0, page.inner_text("main")
    return page


def submit(page: Page, button: str) -> None:
    """Send the form of this button by keyboard; it must not be refused."""
    send(page, page.get_by_role("button", name=button, exact=True))
    assert page.locator(".summary").count() == 0, page.inner_text("main")


def send(page: Page, button: Locator) -> None:
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def is_pdf(page: Page, link: str) -> bool:
    """Does this link of the page open a paper?"""
    address = page.locator(link).first.evaluate("one => one.href")
    return page.request.get(address).body().startswith(b"%PDF")
