"""A day at the centre, as its people spend it: on the pages, by keyboard, until the evening's report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from congvu.rules.settlement_report import COLUMNS
from tests.browser.centre import Centre, act, fill, is_pdf, send, submit
from tests.browser.day_register import AFTERNOON, map_and_take_the_register, register, the_folder_was_read
from tests.browser.evening_report import report_of, the_report_agrees_with_every_list
from tests.browser.test_counter import MOST_KEYS, Keys

BIRTHS, FERRY = 13, 3
NEXT = "Hoàn thành bước, chuyển tiếp"
PEOPLE = tuple(f"Bùi {second} {given}" for second in ("Văn", "Thị") for given in (
    "Ba", "Bảo", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khánh", "Lâm", "Nam",
))  # fmt: skip


@dataclass(frozen=True)
class Received:
    """A dossier as its receipt names it."""

    pk: str
    code: str
    name: str


@pytest.fixture(scope="module")
def centre(chromium: Browser, site: str, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Beside the demonstration that the other tests use, so that neither disturbs the other."""
    place = Centre(chromium, data, tmp_path_factory.mktemp("day"))
    yield place
    place.close()


def test_a_day_at_the_centre(centre: Centre) -> None:
    centre.hour("2026-11-25 07:40")
    before = report_of(centre)
    map_and_take_the_register(centre)
    births = [received(centre, "tiepnhan", "ks", number) for number in range(BIRTHS)]
    others = ("tinh trang", "mai tang", "lan dau", "xay dung")
    status, funeral, land, permit = (
        received(centre, "tiepnhan", letters, BIRTHS + number) for number, letters in enumerate(others)
    )
    ferried = [received(centre, "dongtien", "tinh trang", 17 + number) for number in range(FERRY)]
    assert len({*births, status, funeral, land, permit, *ferried}) == 20
    refuse_one(centre)
    for one in (*births[:3], births[-1]):
        centre.do("tiepnhan", one.pk, NEXT)
    ask_for_papers(centre, births[-1])
    put_up_the_land(centre, land)
    return_the_draft_once(centre, funeral)
    batch = send_by_ferry(centre, ferried)
    absence = enter_the_leave(centre)

    centre.close()
    (centre.folder / "so-vao" / "so-ngay" / "chieu.csv").write_text(register(AFTERNOON), encoding="utf-8")
    centre.hour("2026-11-25 13:30")
    nothing_stays_with_who_is_away(centre, absence, [*births[:3], births[-1]])
    the_papers_come(centre, births[-1])
    sign_number_seal(centre, funeral)
    sign_for_the_ferry(centre, batch, ferried)
    for one in births[:3]:
        centre.do("chungthuc", one.pk, NEXT)
        hand_over(centre, "tuphap", one)
    hand_over(centre, "xahoi", funeral)

    centre.hour("2026-11-25 17:10")  # the office has closed
    apologise_late(centre, births[3])
    the_folder_was_read(centre)
    after = the_report_agrees_with_every_list(centre)
    grown = {column: after[column] - before[column] for column in COLUMNS}
    # At the counter 20; of the register's seven, four had come before the period began, and one has its result.
    assert (grown[3], grown[4], grown[5], grown[6]) == (20 + 7, 0, 20 + 3, 4)
    assert (grown[7], grown[10], grown[11]) == (4 + 1, 0, 16 + 6)  # three births and a funeral, all in time
    assert "Nhật ký xác thực đúng" in centre.run("ledger", "verify")


def received(centre: Centre, login: str, letters: str, number: int) -> Received:
    """One person at the counter: the procedure by a few letters, the card, a telephone, the papers, Ctrl+Enter."""
    page = centre.go(login, "/ho-so/tiep-nhan/")
    keys = Keys(page)
    keys.type(letters)
    keys.press("Enter")
    page.wait_for_url("**/tiep-nhan/*-*/")
    keys.scan(f"999087{number + 500:06}||{PEOPLE[number]}|{number + 1:02}061987|Nam|Thôn 2, Đặc khu Cô Tô|10082021")
    page.wait_for_selector("#id_phone:focus")
    scanned = keys.pressed
    keys.type(f"01001234{number:02}")
    keys.press("Enter", "Space", "Enter")
    while keys.at == "papers":
        keys.press("Space", "Enter")
    if page.input_value("#id_fee") == "":  # counted by copies: the clerk works it out, here it is nothing
        for _field in range(4):
            if keys.at != "fee":
                keys.press("Enter")
        keys.type("0")
    keys.press("Control+Enter")
    page.wait_for_selector(".receipt")
    assert keys.pressed - scanned <= MOST_KEYS, (letters, keys.pressed - scanned)
    assert keys.at.endswith("/giay-tiep-nhan.pdf")  # one Enter prints
    return Received(page.url.split("/")[-3], page.inner_text(".receipt b"), PEOPLE[number])


def refuse_one(centre: Centre) -> None:
    """Form 03, numbered, and no dossier."""
    page = centre.go("tiepnhan", "/ho-so/tiep-nhan/temporary-residence/")
    page.get_by_role("link", name="Từ chối tiếp nhận giải quyết hồ sơ").press("Enter")
    page.wait_for_selector("#id_name:focus")
    page.keyboard.type("Bùi Văn Chín")
    page.focus("#id_reason")
    page.keyboard.type("Chưa có giấy tờ chứng minh chỗ ở hợp pháp.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/tu-choi/*/")
    assert is_pdf(page, "a[href$='phieu.pdf']")


def ask_for_papers(centre: Centre, one: Received) -> None:
    """Form 02: the clock stands still until the paper comes."""
    page = centre.do(
        "hotich", one.pk, "Yêu cầu bổ sung, hoàn thiện hồ sơ", missing="Giấy chứng sinh: bản nộp bị mờ tên người mẹ",
        basis="khoản 2 Điều 17 NĐ 118/2025/NĐ-CP",
    )  # fmt: skip
    assert "Phiếu yêu cầu bổ sung" in page.inner_text(".said") and is_pdf(page, ".said a.btn")
    assert "Tạm dừng" in page.inner_text(".standing")


def put_up_the_land(centre: Centre, land: Received) -> None:
    """Measured, its origin checked, then put up for fifteen days that nobody cuts short."""
    centre.do("tiepnhan", land.pk, NEXT)
    for _step in ("measure", "origin-check"):
        centre.do("diachinh", land.pk, NEXT)
    page = centre.do(
        "diachinh", land.pk, "Mở niêm yết công khai", number="77/BB-UBND", witnesses="Trưởng thôn 2",
        places="Trụ sở UBND đặc khu\nNhà văn hoá thôn 2",
    )  # fmt: skip
    assert "Niêm yết từ hôm nay, đủ 15 ngày" in page.inner_text("main")
    fill(page, "Kết thúc niêm yết", number="78/BB-UBND", objections="0")
    assert "10/12/2026" in page.inner_text(".summary")


def return_the_draft_once(centre: Centre, funeral: Received) -> None:
    """The head sends the draft back with what is to be mended; submitted again, nobody types it twice."""
    centre.do("tiepnhan", funeral.pk, NEXT)
    page = centre.go("xahoi", f"/ho-so/{funeral.pk}/trinh-ky/")
    page.fill("#id_what", "Quyết định hỗ trợ chi phí mai táng")
    page.select_option("#id_paper_kind", ".QĐ")
    submit(page, "Trình ký")
    act(to_sign(centre, "vanhoa", funeral), "Trả lại", reason="Số tiền bằng chữ không khớp số tiền bằng số.")
    assert funeral.code in centre.go("xahoi", "/trinh-ky/").inner_text("main")
    page = centre.go("xahoi", f"/ho-so/{funeral.pk}/trinh-ky/")
    assert page.input_value("#id_what") == "Quyết định hỗ trợ chi phí mai táng"
    submit(page, "Trình ký")


def to_sign(centre: Centre, login: str, one: Received) -> Page:
    """The paper as it waits in somebody's own list, opened by keyboard."""
    page = centre.go(login, "/trinh-ky/")
    with page.expect_navigation():
        page.locator("tr", has_text=one.code).first.locator("a[href*='/trinh-ky/']").press("Enter")
    return page


def apologise_late(centre: Centre, late: Received) -> None:
    """Form 04 for a dossier whose hour has gone by: still possible, once, and marked late."""
    label = "Xin lỗi và gia hạn thời gian giải quyết"
    page = centre.do("tuphap", late.pk, label, new_day="27/11/2026", reason="Chờ nơi cư trú cũ trả lời.")
    assert "xin lỗi" in page.inner_text(".said") and is_pdf(page, ".said a.btn")
    assert "muộn" in page.inner_text("main")
    assert label not in centre.go("tuphap", f"/ho-so/{late.pk}/").inner_text("main")


def send_by_ferry(centre: Centre, ferried: list[Received]) -> str:
    """Đồng Tiến signs the list before the boat leaves; gives the list's address."""
    page = centre.go("dongtien", "/ban-giao/")
    page.locator("ul.tiles a[href$='/diem-dong-tien/tu-phap-ho-tich/']").press("Enter")
    page.wait_for_url("**/lap/papers/**")
    assert all(one.code in page.inner_text("main") for one in ferried)
    send(page, page.locator("form[data-many] button"))
    page.fill("#chuyen", "Tàu Đồng Tiến – Cô Tô")
    page.fill("#gio", "10:00")
    submit(page, "Ký giao")
    address = page.url.removeprefix(centre.site)
    assert "Đang luân chuyển" in centre.go("dongtien", f"/ho-so/{ferried[0].pk}/").inner_text("main")
    return address


def enter_the_leave(centre: Centre) -> str:
    """Her head enters it in the morning: from one o'clock, for three days, and who stands in."""
    page = centre.go("tuphap", "/vang-mat/ghi/hotich/")
    page.fill("#id_from_clock", "13:00")
    page.fill("#id_to_day", "27/11/2026")
    page.select_option("select[name^=sub_]", label=name_of(centre, "chungthuc"))
    submit(page, "Ghi vắng mặt")
    return page.url.removeprefix(centre.site)


def name_of(centre: Centre, login: str) -> str:
    """Their own name as their pages show it."""
    return centre.go(login, "/viec-cua-toi/").inner_text(".who").partition(" –")[0].strip()


def nothing_stays_with_who_is_away(centre: Centre, absence: str, held: list[Received]) -> None:
    """At one o'clock all of it went to who stands in, with minutes; the worker begins it by itself."""
    page = centre.go("tuphap", absence)
    page.wait_for_function(
        "async () => (await (await fetch(location.href)).text()).includes('/bien-ban/')", timeout=30_000, polling=500
    )
    page.reload()
    assert is_pdf(page, "a[href*='/bien-ban/']")
    moved = page.locator("table a[data-row]").all_inner_texts()
    assert {one.code for one in held} <= set(moved)
    assert "(0)" in centre.go("tuphap", "/ho-so/?nhom=dang-giai-quyet&can-bo=hotich").inner_text("h1")
    hers = centre.go("hotich", "/viec-cua-toi/").locator("a[data-row]").all_inner_texts()
    assert not {one.code for one in held} & set(hers)
    theirs = centre.go("chungthuc", "/viec-cua-toi/").locator("a[data-row]").all_inner_texts()
    assert {one.code for one in held} <= set(theirs)


def the_papers_come(centre: Centre, one: Received) -> None:
    """Noted by who stands in: the clock goes on."""
    page = centre.do("chungthuc", one.pk, "Tiếp tục tính hạn", came="1")
    assert "Tạm dừng" not in page.inner_text(".standing")


def sign_number_seal(centre: Centre, funeral: Received) -> None:
    """Initialled, signed, numbered in the year's book, sealed."""
    for login, label in (("vanhoa", "Ký nháy"), ("chutich", "Ký"), ("vanthu", "Cấp số"), ("vanthu", "Đóng dấu")):
        act(to_sign(centre, login, funeral), label)
    page = centre.go("xahoi", f"/ho-so/{funeral.pk}/")
    assert re.search(r"\d+/QĐ-UBND", page.inner_text("section[aria-labelledby=trinh-ky]"))


def sign_for_the_ferry(centre: Centre, batch: str, ferried: list[Received]) -> None:
    """The head on the other shore signs; from now on they lie there."""
    page = centre.go("tuphap", "/ban-giao/")
    assert page.locator(f"a[href='{batch}']").count() > 0
    page = centre.go("tuphap", batch)
    submit(page, "Ký nhận")
    assert page.inner_text(".standing .tag") == "Đã nhận đủ"
    mine = centre.go("tuphap", "/viec-cua-toi/").inner_text("main")
    assert all(one.code in mine for one in ferried)


def hand_over(centre: Centre, login: str, one: Received) -> None:
    """The result is recorded, and handed to who asked for it."""
    centre.do(login, one.pk, "Ghi nhận kết quả")
    page = centre.do("tiepnhan", one.pk, "Trả kết quả")
    assert one.name in page.inner_text("main") and "Đã trả kết quả" in page.inner_text(".standing")
