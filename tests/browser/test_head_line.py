"""The head line as it is drawn: one row at a desk, two on a phone, read by keys in the order it is seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

SignIn = Callable[..., BrowserContext]
ROWS = """() => new Set([...document.querySelectorAll("header.top :is(a, button, input[type=search])")]
  .filter((one) => one.offsetParent)
  .map((one) => { const at = one.getBoundingClientRect(); return Math.round((at.top + at.bottom) / 40); })).size"""
PLACES = """() => [...document.querySelectorAll("header.top :is(a, input[type=search], button), nav.tabs a")]
  .filter((one) => one.offsetParent)
  .map((one) => { const at = one.getBoundingClientRect(); return [Math.round(at.top / 40), Math.round(at.left)]; })"""


@pytest.mark.parametrize(("width", "rows", "height"), [(1366, 1, 60), (390, 2, 110), (320, 2, 110)])
@pytest.mark.parametrize("login", ["tiepnhan", "hotich", "tuphap", "chutich", "giamsat", "quantri"])
def test_the_head_line_takes_few_rows_and_is_walked_as_it_is_seen(
    sign_in: SignIn, site: str, login: str, width: int, rows: int, height: int
) -> None:
    page = sign_in(login, viewport={"width": width, "height": 768}).new_page()
    page.goto(f"{site}/viec-cua-toi/")
    assert page.locator("header.top nav a").count() <= 6
    assert page.evaluate(ROWS) <= rows
    assert page.evaluate("document.querySelector('header.top').offsetHeight") <= height
    places = page.evaluate(PLACES)
    assert places == sorted(places)  # the order of the keys is the order of the eye
