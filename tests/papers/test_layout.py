"""Every form measured against Decree 30/2020/NĐ-CP, annex I: A4, margins, sizes of type, where page numbers stand."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from congvu.dossiers import commands, sheets
from congvu.dossiers.cash_sheet import day_sheet, sheet_data
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.paper_receipts import print_receipts
from congvu.dossiers.minutes import public_list
from congvu.dossiers.models import CashDay, Dossier, Posting
from congvu.dossiers.models.batch import Cargo
from congvu.dossiers.receipt import head_of
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import Unit, UnitKind
from congvu.papers.models import Paper
from congvu.papers.render import CURRENT, pdf, sheet
from tests.dossiers.money import charged, take
from tests.dossiers.test_outside import MINUTES, do
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
# Left 30 to 35 mm, right 15 to 20, top and bottom 20 to 25: half a millimetre at the sides, where a letter may reach
# out a little; more above and below, for the box of a word is that of the whole font, with the marks on capitals.
NEAREST = {"left": 29.5, "right": 14.5, "top": 18.4, "bottom": 18.4}
WIDEST = {"left": 35.5, "right": 20.5, "top": 25}
NOW = "2026-11-24 09:00"
# Two halves of a page to be filled in by hand: no letter, and cut apart.
NO_LETTER = {"BN"}
LETTERS = {"02", "03", "04", "05", "NY1", "NY2"}


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(made: bytes, folder: Path) -> Iterator[tuple[float, float, list[Word]]]:
    """Of each page its width and height and the words on it, in mm from the upper left corner."""
    program = shutil.which("pdftotext")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("pdftotext is missing: CI never skips it")
        pytest.skip("pdftotext not found (Debian: apt-get install poppler-utils)")
    (folder / "a.pdf").write_bytes(made)
    found = subprocess.run([program, "-bbox", str(folder / "a.pdf"), "-"], capture_output=True, check=True, text=True)
    for page in re.findall(r"<page .*?</page>", found.stdout, re.DOTALL):
        width, height = (float(one) / MM for one in re.search(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        rows = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page)
        yield width, height, [Word(row[4], *(float(one) / MM for one in row[:4])) for row in rows]


def sizes(made: bytes) -> list[float]:
    """The sizes of type of every piece of text, in points."""
    found: list[float] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append(round(abs(size * tm[3] * cm[3]), 1))

    for page in PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=see)
    return found


def issued(form: str) -> bytes:
    return pdf(Paper.objects.filter(form=form).order_by("pk").last())


def posted(cast: Cast) -> Dossier:
    return do(commands.open_posting, cast.ha, "2026-11-02 10:00", cast.at_desk("2026-11-02 09:00", cast.land),
              minutes=MINUTES)  # fmt: skip


def cash(cast: Cast) -> bytes:
    for n in range(30):
        take(cast, charged(cast, cast.accept(f"2026-11-23 08:{n:02}"), when="2026-11-23 09:30"), "2026-11-23 10:00")
    day = CashDay.objects.get()
    return sheet("BK", sheet_data(day, day_sheet(day), at(NOW)), at(NOW))


def register(cast: Cast) -> bytes:
    for n in range(45):
        cast.accept(f"2026-11-23 08:{n:02}")
    rows, on = Dossier.objects.order_by("pk"), date(2026, 11, 23)
    return sheet("07", sheets.register(cast.counter, on, on, rows, at(NOW)), at(NOW))


def posting_list(cast: Cast) -> bytes:
    for _n in range(25):
        posted(cast)
    return sheet("NY3", public_list(cast.justice, Posting.objects.all(), at(NOW)), at(NOW))


def closed_posting(cast: Cast) -> bytes:
    do(commands.close_posting, cast.ha, "2026-11-20 10:00", posted(cast), number="13/BB-UBND", objections=0)
    return issued("NY2")


def handed_over(cast: Cast) -> bytes:
    batch = batches.make_batch(
        actor=cast.lan, at=at("2026-11-23 13:00"), from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS,
        dossier_ids=[cast.accept().pk],
    )  # fmt: skip
    departs = at("2026-11-23 14:00")
    batches.send_batch(
        actor=cast.lan, at=at("2026-11-23 13:30"), batch_id=batch.pk, carried_by="Tàu", departs_at=departs
    )
    return issued("BG")


def work_handed_over(cast: Cast) -> bytes:
    row = ["H49.DT-261123-0001", cast.version.procedure.name, "Xác minh", "27/11/2026", "2"]
    data = head_of(cast.justice, at(NOW)) | {
        "symbol": "01/BB-TP", "unit": "Tư pháp", "is_return": False, "at": "09 giờ 00 phút", "giver": "Đỗ Thu Hà",
        "giver_title": "Chuyên viên", "receiver": "Trần Minh", "receiver_title": "Trưởng phòng", "away_from": "hôm nay",
        "away_to": "ngày mai", "what": "nghỉ phép", "made_by": "Trần Minh", "rows": [row] * 60,
    }  # fmt: skip
    return sheet("BGCV", data, at(NOW))


def stopped(cast: Cast) -> bytes:
    told = Told("không bổ sung giấy tờ", "Điều 20 NĐ 118/2025/NĐ-CP", ("Tờ khai",))
    do(commands.stop, cast.minh, "2026-11-25 10:00", cast.at_desk(), told=told)
    return issued("05")


def with_act(form: str, act: Callable[[Cast], object]) -> Callable[[Cast], bytes]:
    def make(cast: Cast) -> bytes:
        act(cast)
        return issued(form)

    return make


MAKERS: dict[str, Callable[[Cast], bytes]] = {
    "01": with_act("01", lambda cast: cast.accept()),
    "02": with_act("02", lambda cast: cast.ask(cast.at_desk(), "2026-11-23 10:00")),
    "03": with_act("03", lambda cast: cast.refuse()),
    "04": with_act("04", lambda cast: cast.extend(cast.at_desk(), "2026-11-30 09:00", "2026-12-02")),
    "05": stopped,
    "06": lambda cast: sheet("06", sheets.control_sheet(cast.at_desk(), at(NOW)), at(NOW)),
    "07": register, "BK": cash, "BG": handed_over, "BGCV": work_handed_over,
    "BN": with_act("BN", lambda cast: print_receipts(actor=cast.lan, at=at(NOW), unit=cast.counter, count=2)),
    "NY1": with_act("NY1", posted), "NY2": closed_posting, "NY3": posting_list,
}  # fmt: skip


def test_every_form_is_measured() -> None:
    assert set(MAKERS) == set(CURRENT)


@pytest.mark.parametrize("form", sorted(set(MAKERS) - NO_LETTER))
def test_a_form_keeps_the_decrees_paper_and_margins(form: str, cast: Cast, tmp_path: Path) -> None:
    lefts, rights = [], []
    for number, (width, height, found) in enumerate(words(MAKERS[form](cast), tmp_path), start=1):
        assert sorted((round(width), round(height))) == [210, 297], form
        above = [one for one in found if one.bottom < 20]
        body = [one for one in found if one.bottom >= 20]
        # In the top margin: nothing but the form's number on page 1, and the page's number, centred, on the others.
        said = " ".join(one.text for one in above)
        assert re.fullmatch(r"(Mẫu số: \w+)?" if number == 1 else str(number), said), (form, number, said)
        if number > 1:
            assert abs((above[0].left + above[0].right) / 2 - (30 + width - 16.5) / 2) < 2, form
        lefts.append(min(one.left for one in body))
        rights.append(width - max(one.right for one in body))
        assert min(one.left for one in body) >= NEAREST["left"], form
        assert width - max(one.right for one in body) >= NEAREST["right"], form
        assert NEAREST["top"] <= min(one.top for one in body) <= WIDEST["top"], form
        assert height - max(one.bottom for one in body) >= NEAREST["bottom"], form
    assert min(lefts) <= WIDEST["left"], form
    if form in LETTERS:  # justified, so that its words reach the margin; elsewhere a table's empty column stands there
        assert min(rights) <= WIDEST["right"], form


@pytest.mark.parametrize("form", sorted(set(MAKERS) - NO_LETTER))
def test_a_letter_is_set_in_thirteen_or_fourteen_points_and_a_table_never_too_small_to_read(
    form: str, cast: Cast
) -> None:
    found = sizes(MAKERS[form](cast))
    assert max(found) <= 14 and 13 in [round(one) for one in found], form  # Tiêu ngữ: 13
    assert min(found) >= (11 if form in LETTERS else 8.5), (form, sorted(set(found)))


def test_a_body_outside_the_place_has_no_committee_of_the_place_above_its_name(cast: Cast) -> None:
    top = Unit.objects.get(parent=None)

    def unit(code: str, name: str, kind: UnitKind, above: Unit) -> Unit:
        new = NewUnit(code, name, kind)
        return offices.create_unit(actor=cast.clockwork, at=at("2026-11-03 08:00"), new=new, parent=above)

    office = unit("so-xd", "Sở Xây dựng", UnitKind.PROVINCIAL, top)
    below = unit("so-xd-qlxd", "Phòng Quản lý xây dựng", UnitKind.DEPARTMENT, office)
    police = unit("cong-an", "Công an đặc khu", UnitKind.VERTICAL, top)
    for one in (office, below, police):
        head = head_of(one, at(NOW))
        assert (head["superior"], head["agency"]) == ("", one.name)
    assert head_of(cast.justice, at(NOW))["superior"] == head_of(top, at(NOW))["agency"] == "UBND Đảo Thử"
