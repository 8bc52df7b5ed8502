"""A refusal looks and sounds the same on every page: the head of the page says so, the sentence can be focused."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from tests.people import Cast, at

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parent.parent / "congvu"
# The words beside one field, and the sign-in page that is shown in place of another.
ELSEWHERE = {"errors.html", "refused.html", "home.html", "find.html", "kiosk_start.html", "sign_in.html"}


def test_a_refusal_is_drawn_in_one_place() -> None:
    drawn = {one.name for one in TEMPLATES.rglob("*.html") if 'role="alert"' in one.read_text(encoding="utf-8")}
    assert drawn == ELSEWHERE


def test_a_page_that_shows_a_refusal_begins_its_title_with_it() -> None:
    shown = [one for one in TEMPLATES.rglob("*.html") if "parts/refused.html" in one.read_text(encoding="utf-8")]
    assert len(shown) > 10
    for one in shown:
        title = re.findall(r"{% block title %}.*", one.read_text(encoding="utf-8"))[0]
        assert '{% translate "Lỗi: " %}' in title, one.name


@pytest.mark.parametrize("address", ["/thu-phi/?ngay=", "/tu-choi/?tu=", "/so-theo-doi/?tu="])
def test_a_list_that_cannot_read_what_was_asked_says_so_like_a_form(
    address: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    browser = Client()
    browser.force_login(cast.lan)
    page = unescape(browser.get(f"{address}31/02/2026").content.decode())
    assert "<title>Lỗi: " in page and '<div class="summary" role="alert" tabindex="-1">' in page
