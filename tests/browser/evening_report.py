"""The evening of the day at the centre: II.06a, each of its numbers opened, its workbook beside it."""

import io
from dataclasses import dataclass

from openpyxl import load_workbook
from playwright.sync_api import Page

from congvu.rules.settlement_report import COLUMNS
from tests.browser.centre import Centre

REPORT = "/bao-cao/?loai=thang-bao-cao&nam=2026&so=12"


@dataclass(frozen=True)
class Row:
    """A row of the report, with the list behind each number."""

    name: str
    counts: dict[int, int]
    links: list[str]


def report_of(centre: Centre) -> dict[int, int]:
    """The totals of II.06a, by column: what the place itself settles."""
    return rows_of(centre.go("chutich", REPORT), 0)[-1].counts


def rows_of(page: Page, part: int) -> list[Row]:
    """The form's rows as the page shows them, the total last; part 1 is what other bodies settle."""
    found = []
    for row in page.locator("table.report").nth(part).locator("tr:has(a[href^='/ho-so/'])").all():
        cells = row.locator("a[href^='/ho-so/']").all()
        numbers = [int(cell.inner_text().replace(".", "")) for cell in cells]
        links = [str(cell.get_attribute("href")) for cell in cells]
        name = row.locator("th, td").nth(1).inner_text()
        found.append(Row(name, dict(zip(COLUMNS, numbers, strict=True)), links))
    return found


def the_report_agrees_with_every_list(centre: Centre) -> dict[int, int]:
    """Each number of the page opened, the list counted; the workbook says the same."""
    page = centre.go("chutich", REPORT)
    own, apart = rows_of(page, 0), rows_of(page, 1)
    rows = [*own, *apart]
    assert (own[-1].name, apart[-1].name) == ("Tổng cộng", "Cộng phần này")
    assert "Mọi dòng đều khớp" in page.inner_text("main") and len(rows) > 3
    for row in rows:
        for column, link in zip(COLUMNS, row.links, strict=True):
            listed = page.request.get(centre.site + link).text()
            assert f"({row.counts[column]})</h1>" in listed.replace(".", ""), (row.name, column, link)
    sheet = load_workbook(io.BytesIO(page.request.get(f"{centre.site}{REPORT}&tai=xlsx").body())).active
    assert sheet is not None
    written = {row[1]: list(row[2:]) for row in sheet.iter_rows(values_only=True) if isinstance(row[2], int)}
    assert written == {row.name: list(row.counts.values()) for row in rows}
    return own[-1].counts
