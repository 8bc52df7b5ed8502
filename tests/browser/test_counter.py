"""The counter by keys alone, counted: the card read, Enter from field to field, Ctrl+Enter receives, Enter prints."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import faultless
from tests.papers.files import png

SignIn = Callable[..., BrowserContext]
CARD = "999087000123||Bùi Văn Ba|05061987|Nam|Thôn 2, Đặc khu Cô Tô|10082021"
MOST_KEYS = 60
AIM = 30


class Keys:
    """A keyboard that counts; the code reader's own typing is not the clerk's."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += key.count("+") + 1

    def type(self, text: str) -> None:
        self.press(*text)

    def scan(self, text: str) -> None:
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    @property
    def at(self) -> str:
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.href || ''"))


def chosen(page: Page, site: str) -> Keys:
    """Birth registration by two letters and Enter."""
    keys = Keys(page)
    page.goto(f"{site}/ho-so/tiep-nhan/")
    keys.type("ks")
    keys.press("Enter")
    page.wait_for_url("**/tiep-nhan/birth-registration/**")
    page.wait_for_load_state()
    return keys


def test_alt_t_refuses_with_the_person_typed_and_alt_b_opens_the_request_for_papers(
    sign_in: SignIn, site: str
) -> None:
    page = sign_in("tiepnhan").new_page()
    keys = chosen(page, site)
    keys.scan(CARD)
    page.wait_for_selector("#id_phone:focus")
    keys.press("Alt+t")
    page.wait_for_url("**/tu-choi/birth-registration/")
    assert page.input_value("#id_name") == "Bùi Văn Ba" and "Bùi" not in page.url
    page.goto(f"{site}/ho-so/tiep-nhan/birth-registration/")
    page.fill("#id_name", "Bùi Văn Ba")
    page.fill("#id_fee", "0")
    keys.press("Alt+g", "Control+Enter")
    page.wait_for_selector(".receipt")
    page.get_by_text("Mở hồ sơ").press("Enter")
    page.wait_for_selector("summary[data-alt=KeyB]")
    keys.press("Alt+b")
    opened = "document.activeElement.closest('details[open]').querySelector('summary').dataset.alt"
    assert page.evaluate(opened) == "KeyB"


def test_a_birth_is_registered_with_few_keys_after_the_card(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    keys = chosen(page, site)
    assert (keys.at, keys.pressed) == ("card", 3)
    keys.scan(CARD)
    page.wait_for_selector("#id_phone:focus")
    assert page.input_value("#id_name") == "Bùi Văn Ba" and page.input_value("#id_card") == ""
    assert "05/06/1987 · Nam" in page.inner_text("[data-card-seen]")
    before = keys.pressed
    keys.type("0100123456")
    keys.press("Enter", "Space", "Enter")
    for _ in range(3):
        assert keys.at == "papers"
        keys.press("Space", "Enter")
    for _ in range(3):
        if keys.at != "fee":
            keys.press("Enter")
    assert keys.at == "fee" and page.input_value("#id_fee") == ""  # counted: nobody proposes a sum
    keys.type("0")
    keys.press("Control+Enter")
    page.wait_for_selector(".receipt")
    assert keys.pressed - before <= min(AIM, MOST_KEYS), keys.pressed - before
    assert keys.at.endswith("/giay-tiep-nhan.pdf")  # one Enter prints
    code = page.inner_text(".receipt b")

    # The same person hands in a second one: nothing is typed again.
    page.get_by_text("Thêm hồ sơ của cùng người này").press("Enter")
    page.wait_for_url("**/tiep-nhan/?luot=*")
    assert code in page.inner_text("main")
    keys.type("ks")
    keys.press("Enter")
    page.wait_for_url("**/birth-registration/?luot=*")
    page.wait_for_selector("input[type=checkbox]:focus")
    assert page.input_value("#id_name") == "Bùi Văn Ba"
    page.fill("#id_fee", "0")
    keys.press("Alt+g", "Control+Enter")
    page.wait_for_selector(".receipt")
    assert page.get_by_text("In 2 giấy tiếp nhận của lượt").count() == 1
    faultless(page, "accepted twice")


def test_one_key_ticks_what_is_required_and_what_is_missing_is_asked_about_once(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    keys = chosen(page, site)
    keys.scan(CARD)
    page.wait_for_selector("#id_phone:focus")
    page.fill("#id_fee", "0")
    keys.press("Control+Enter")
    page.wait_for_selector(".summary")
    assert "Chưa đánh dấu giấy tờ bắt buộc" in page.inner_text(".summary") and keys.at == "papers"
    faultless(page, "papers missing")
    ticked = "Array.from(document.querySelectorAll('[name=papers]')).map((one) => one.checked)"
    assert page.evaluate(ticked) == [False] * 4
    keys.press("Alt+g")
    assert page.evaluate(ticked) == [True, True, True, False] and keys.at == "bring_later"
    page.uncheck("[name=papers] >> nth=2")
    page.focus("[name=bring_later]")
    keys.press("Space", "Control+Enter")
    page.wait_for_selector(".receipt")
    assert "Giấy chứng sinh" in page.inner_text("main")


def test_a_file_chosen_for_a_paper_ticks_it_and_enter_does_not_pass_the_folded_fields(
    sign_in: SignIn, site: str
) -> None:
    page = sign_in("tiepnhan").new_page()
    chosen(page, site)
    assert page.locator("[data-scan-of]:visible").count() == 0
    page.click("summary:has-text('Bản số hoá giấy tờ')")
    page.set_input_files("#tep-1", {"name": "x.png", "mimeType": "image/png", "buffer": png()})
    assert page.is_checked("#id_papers_1") and not page.is_checked("#id_papers_0")
    faultless(page, "scans at reception")
    page.fill("#id_name", "Bùi Văn Ba")
    page.fill("#id_fee", "0")
    page.keyboard.press("Alt+g")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".receipt")
    page.goto(page.url.replace("da-tiep-nhan", "so-hoa"))
    assert page.inner_text("td[data-l='Giấy tờ']") == "Tờ khai đăng ký khai sinh"


def test_a_wrong_card_is_told_kept_and_left_to_be_scanned_again(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    keys = chosen(page, site)
    keys.scan("xin chào")
    page.wait_for_selector("[data-card-said]:not([hidden])")
    assert "không phải nội dung mã QR" in page.inner_text("[data-card-said]")
    assert (keys.at, page.input_value("#id_card")) == ("card", "xin chào")
    faultless(page, "a wrong card")
    keys.scan(CARD)  # what stands there is selected: the next scan replaces it
    page.wait_for_selector("#id_phone:focus")
    assert page.locator("[data-card-said]").is_hidden()


def test_a_letter_being_composed_is_left_alone_and_shift_enter_goes_back(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan").new_page()
    keys = chosen(page, site)
    page.focus("#id_name")
    fire = """(how) => document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true, ...how}))"""
    for how in ({"isComposing": True}, {"isComposing": True, "ctrlKey": True}, {"keyCode": 229}):
        page.evaluate(fire, how)
        assert keys.at == "name" and page.locator(".summary").count() == 0
    keys.press("Enter")
    assert keys.at == "id_number"
    keys.press("Shift+Enter")
    assert keys.at == "name"


def test_without_script_the_server_reads_the_card(sign_in: SignIn, site: str) -> None:
    page = sign_in("tiepnhan", java_script_enabled=False).new_page()
    page.goto(f"{site}/ho-so/tiep-nhan/birth-registration/")
    for tick in page.locator("[data-required] input").all():
        tick.check()
    page.fill("#id_fee", "0")
    page.fill("#id_card", CARD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt")


def test_a_number_is_taken_called_and_served_and_the_hall_sees_it(sign_in: SignIn, site: str) -> None:
    clerk = sign_in("tiepnhan").new_page()
    clerk.goto(f"{site}/hang-cho/")
    address = str(clerk.get_attribute("a[href^='/lay-so/']", "href"))
    hall = sign_in("", viewport={"width": 1080, "height": 1920}).new_page()
    hall.add_init_script("window.print = () => { window.printed = true }")
    hall.goto(site + address)
    faultless(hall, "ticket machine")
    hall.keyboard.press("Enter")
    hall.wait_for_selector(".slip-number")
    assert hall.evaluate("window.printed") is True
    faultless(hall, "ticket slip")
    clerk.reload()
    clerk.fill("#ban", "2")
    clerk.get_by_role("button", name="Gọi số tiếp theo").press("Enter")
    clerk.wait_for_selector("a[data-new][href*='luot=']")
    assert "luot=" in str(clerk.evaluate("document.activeElement.href"))
    faultless(clerk, "queue")
    screen = sign_in("", java_script_enabled=False).new_page()
    screen.goto(f"{site}/man-hinh/ttpvhcc/")
    number = clerk.locator("ul.tiles b").nth(2).inner_text()
    assert number in screen.inner_text(".called") and "đến bàn 2" in screen.inner_text(".called")
