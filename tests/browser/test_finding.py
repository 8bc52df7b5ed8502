"""Finding by keyboard alone: / from anywhere, J and Enter to a hit, X to tick; and no name in an address."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

SignIn = Callable[..., BrowserContext]


def test_a_name_is_found_and_opened_by_keys_and_never_stands_in_an_address(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    for start in ("/viec-cua-toi/", "/ho-so/", "/ban-giao/"):
        page.goto(site + start)
        page.keyboard.press("/")
        page.keyboard.type("nguyen")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tim/")
    assert page.locator("mark").first.inner_text() == "Nguyễn"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ho-so/*/")
    assert not [one for one in addresses if "nguyen" in one.lower()]


def test_rows_are_ticked_by_x_and_counted(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    page.goto(f"{site}/ho-so/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("input[name=chon]:checked").count() == 2
    assert page.locator("#hang-loat [data-count]").inner_text() == "(2)"
    page.keyboard.press("x")
    assert page.locator("#hang-loat [data-count]").inner_text() == "(1)"


def test_who_speaks_to_the_computer_switches_the_keys_of_one_character_off(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    page.goto(f"{site}/ho-so/")
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Tắt các phím một ký tự").check()
    for start in ("/ho-so/", "/viec-cua-toi/"):
        page.goto(site + start)
        page.keyboard.press("/")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.goto(f"{site}/ho-so/")
    page.locator("details[data-keys-help] summary").click()
    page.get_by_role("checkbox", name="Tắt các phím một ký tự").uncheck()
    page.goto(f"{site}/ho-so/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "A"


def test_a_filter_is_set_seen_and_removed_with_one_click(sign_in: SignIn, site: str) -> None:
    page = sign_in("tuphap").new_page()
    page.goto(f"{site}/ho-so/")
    page.select_option("#kenh", "online")
    page.click("button:text-is('Lọc')")
    chip = page.locator("ul[aria-label] a.tag")
    assert chip.inner_text().startswith("Hình thức nộp: Trực tuyến")
    chip.click()
    page.wait_for_load_state()
    assert page.locator("ul[aria-label] a.tag").count() == 0
