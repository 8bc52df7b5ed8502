"""What is received here and settled by bodies outside the place stands apart from the place's own II.06a."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from congvu.cli.takeover import load_mapping
from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.settlement import By, Report, settlement_report
from congvu.ledger.queries import check
from congvu.offices.models import Unit, UnitKind
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace
from tests.indicators.test_settlement_report import OCTOBER, dated, report
from tests.people import Cast, at
from tests.registers import Register

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 10, 5, 8, tzinfo=ZONE)


@pytest.fixture
def parted(place: FiguresPlace) -> FiguresPlace:
    """Besides everything of the place: three at the tax office, two at a department of the province."""
    dated(place)
    bodies = (("thue", "Thuế cơ sở", UnitKind.VERTICAL, 3), ("so", "Sở Y tế", UnitKind.PROVINCIAL, 2))
    for code, name, kind, count in bodies:
        place.unit(code, name, "dac-khu", kind)
        place.procedure(f"viec-{code}", f"Việc của {name}", code, "5wd")
        for number in range(count):
            begun = RECEIVED + timedelta(days=number)
            if number:
                place.dossier(f"viec-{code}", begun)
            else:
                place.finished(f"viec-{code}", begun, begun + timedelta(days=2))
    return place


def columns(found: Report, *numbers: int) -> list[int]:
    return [found.total.row.counts[number] for number in numbers]


@pytest.mark.parametrize("by", list(By))
def test_each_part_adds_up_and_together_they_are_all(parted: FiguresPlace, by: By) -> None:
    found = report(parted, OCTOBER, by)
    apart = found.outside
    assert apart is not None and found.is_balanced and apart.is_balanced
    assert [line.row.name for line in apart.lines] == ["Sở Y tế", "Thuế cơ sở"]
    assert columns(apart, 3, 7, 11) == [5, 2, 3] and columns(found, 3)[0] > 10
    window = found.scope.window
    mixed = Dossier.objects.filter(received_on__lte=window.last).exclude(finished_on__lt=window.first)
    assert columns(found, 3)[0] + columns(apart, 3)[0] == mixed.count()
    assert not {line.row.name for line in found.lines} & {"Sở Y tế", "Thuế cơ sở", "Việc của Sở Y tế"}


@pytest.mark.parametrize("by", list(By))
def test_every_number_of_both_parts_opens_its_list(parted: FiguresPlace, by: By) -> None:
    found = report(parted, OCTOBER, by)
    assert found.outside is not None
    for part in (found, found.outside):
        for line in [*part.lines, part.total]:
            for figure in line.cells:
                asked = dict(parse_qsl(urlsplit(figure.address).query))
                rows = chosen(Dossier.objects.all(), read_choice(asked, NOW))
                assert rows.count() == figure.count, figure.address


def test_a_body_outside_reports_all_it_settles_itself(parted: FiguresPlace) -> None:
    window = Window(*OCTOBER, NOW, NOW.astimezone(ZONE).date())
    found = settlement_report(Scope(parted.units["thue"], window), By.FIELD)
    assert found.outside is None and columns(found, 3, 7, 11) == [3, 1, 2]


def test_where_nobody_outside_settles_anything_no_second_part_is_shown(
    place: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    dated(place)
    assert report(place).outside is None
    page = as_official("chu-tich").get("/bao-cao/?loai=thang&nam=2026&so=10").content.decode()
    assert "cấp tỉnh giải quyết" not in page


def test_page_spreadsheet_and_paper_show_the_part_apart(
    parted: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    client, address = as_official("chu-tich"), "/bao-cao/?loai=thang&nam=2026&so=10"
    page = unescape(client.get(address).content.decode())
    assert page.index("Tổng cộng") < page.index("Do cơ quan ngành dọc, cấp tỉnh giải quyết")
    assert "tinh-cho=ngoai" in page and "tinh-cho=dia-phuong" in page
    sheet = load_workbook(io.BytesIO(client.get(f"{address}&tai=xlsx").content)).active
    assert sheet is not None
    rows = {str(row[1].value): [cell.value for cell in row[2:13]] for row in sheet.iter_rows() if row[1].value}
    found = report(parted)
    assert found.outside is not None
    assert rows["Tổng cộng"] == columns(found, *range(3, 14))
    assert rows["Cộng phần này"] == columns(found.outside, *range(3, 14))
    text = PdfReader(io.BytesIO(client.get(f"{address}&tai=pdf").content)).pages[0].extract_text()
    assert "Cộng phần này" in text and "Sở Y tế" in re.sub(r"\s+", " ", text)


def test_a_register_says_which_of_its_units_the_province_answers_for(cast: Cast, tmp_path: Path) -> None:
    register = Register(tmp_path)
    lines = [{"code": "H1", "unit": "Phòng Kinh tế"}, {"code": "H2", "unit": "Sở Tư pháp"}]
    register.taken(cast, register.csv(*lines))

    def counted() -> tuple[int, int]:
        now = at("2026-11-23 10:00")
        window = Window(date(2026, 11, 1), date(2026, 11, 23), now, now.date())
        found = settlement_report(Scope(cast.root, window), By.UNIT)
        assert found.is_balanced and (found.outside is None or found.outside.is_balanced)
        return columns(found, 3)[0], columns(found.outside, 3)[0] if found.outside else 0

    assert counted() == (2, 0)
    text = register.mapping.read_text(encoding="utf-8")
    register.mapping.write_text(text + 'outside: {"Sở Tư Pháp": provincial}\n', encoding="utf-8")
    assert load_mapping(register.mapping).outside == {"Sở Tư Pháp": "provincial"}
    register.taken(cast, register.csv(*lines, {"code": "H3", "unit": "Sở Tư pháp"}), "2026-11-23 09:30", "h2")
    assert counted() == (1, 2) and Unit.objects.get(name="Sở Tư pháp").is_outside
    assert "Sở Tư pháp" not in {one.name for one in Unit.of_the_place()}
    assert {"Tư pháp", "Đảo Thử"} <= {one.name for one in Unit.of_the_place()}
    register.mapping.write_text(text, encoding="utf-8")
    register.taken(cast, register.csv(*lines), "2026-11-23 09:40", "h3")
    assert counted() == (3, 0) and check().wrong == ""
