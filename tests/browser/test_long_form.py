"""The reception page: short, its button always in reach and never over what is focused; ? tells the keys that exist."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import faultless

SignIn = Callable[..., BrowserContext]
ADDRESS = "/ho-so/tiep-nhan/birth-registration/"
HIDDEN = """() => {
  const here = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".stay").getBoundingClientRect();
  return !document.activeElement.closest(".stay") && here.bottom > bar.top && here.top < bar.bottom;
}"""


@pytest.mark.parametrize(("width", "height", "longest"), [(1366, 768, 1570), (390, 800, 2830)])
def test_the_button_stays_in_reach_and_hides_no_field(
    sign_in: SignIn, site: str, width: int, height: int, longest: int
) -> None:
    page = sign_in("tiepnhan", viewport={"width": width, "height": height}).new_page()
    page.goto(site + ADDRESS)
    assert page.evaluate("document.documentElement.scrollHeight") <= longest
    button = page.locator(".stay button:not(.btn-2)")
    assert button.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    page.locator("#id_card").focus()
    for _step in range(40):
        assert not page.evaluate(HIDDEN), page.evaluate("document.activeElement.outerHTML")
        if button.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert button.evaluate("one => one === document.activeElement")
    faultless(page, f"reception {width}")


def test_a_fold_with_an_error_in_it_is_open(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    page.goto(site + ADDRESS)
    assert page.locator("form[data-keys] details[open]").count() == 0
    page.set_input_files("#tep", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"})
    page.fill("#id_name", "Bùi Văn Ba")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".summary")
    assert page.locator("details[open]:has(#tep)").count() == 1


def test_a_question_mark_opens_the_keys_that_exist(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    page.goto(f"{site}/ho-so/")
    page.keyboard.press("?")
    assert page.locator("details[data-keys-help][open]").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
