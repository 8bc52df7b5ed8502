"""The provincial register in the day at the centre: mapped and taken in the morning, read from the folder later."""

from playwright.sync_api import Page

from tests.browser.centre import Centre

HEADS = "Mã hồ sơ;Tên thủ tục;Người nộp;Ngày tiếp nhận;Ngày hẹn trả;Ngày có kết quả;Đơn vị xử lý"
MORNING = tuple(
    f"H49.SO-2611{day}-{day:04};Cấp phiếu lý lịch tư pháp;Bùi Thị Tư;{day}/11/2026 08:00;{day + 14}/11/2026 17:00;"
    ";Sở Tư pháp"
    for day in range(11, 17)
)
# The afternoon's export: one has its result, the last is gone, another is new.
AFTERNOON = (
    MORNING[0].replace(";;", ";25/11/2026 10:00;"), *MORNING[1:-1],
    "H49.SO-261125-0025;Cấp giấy phép xây dựng;Bùi Văn Bảy;25/11/2026 09:15;10/12/2026 17:00;;Sở Xây dựng",
)  # fmt: skip


def register(rows: tuple[str, ...]) -> str:
    return "\n".join((HEADS, *rows)) + "\n"


def send_file(page: Page, name: str, content: str, button: str) -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name=button, exact=True).press("Enter")


def map_and_take_the_register(centre: Centre) -> None:
    """The mapping is made once from a sample; the morning's export is compared, looked at and taken."""
    page = centre.go("quantri", "/so-trong-ngay/anh-xa/")
    page.fill("#ten", "so-ngay")
    send_file(page, "mau.csv", register(MORNING), "Xem các cột")
    page.wait_for_url("**/anh-xa/mau/**")
    page.fill("#nguon", "Sổ một cửa của tỉnh")
    page.select_option("#pham-vi", "whole")
    page.click("button[value=xem]")
    first_rows = page.locator("caption:has-text('Các dòng đầu') ~ tbody tr")
    first_rows.first.wait_for()
    assert first_rows.count() == len(MORNING)
    page.click("button[value=luu]")
    page.wait_for_url("**/anh-xa/so-ngay/")
    page = centre.go("quantri", "/so-trong-ngay/")
    page.select_option("#anh-xa", "so-ngay")
    send_file(page, "sang.csv", register(MORNING), "So sánh")
    page.wait_for_url("**/so-trong-ngay/tep/*/")
    assert page.inner_text("ul.tiles").split() == [str(len(MORNING)), "Mới"]
    page.get_by_role("button", name="Nhận vào", exact=True).press("Enter")
    page.wait_for_selector(".tag-ok")


def the_folder_was_read(centre: Centre) -> None:
    """The afternoon's export lay in the watched folder: one changed, one new, one no longer there."""
    row = centre.go("quantri", "/so-trong-ngay/").locator("tr", has_text="chieu.csv")
    assert row.locator(".tag-ok").count() == 1
    assert [one.inner_text() for one in row.locator("td.num").all()][-3:] == ["1", "1", "1"]
    assert MORNING[-1].partition(";")[0] in centre.go("quantri", "/so-trong-ngay/khong-con/").inner_text("main")
