"""The cash day: every receipt on its sheet, sums that agree, closed by an act, nothing added after."""

import io
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from pypdf import PdfReader

from congvu.dossiers.cash_sheet import day_sheet
from congvu.dossiers.commands import fees
from congvu.dossiers.commands.cash import close_day
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.models import CashDay, FeeReceipt
from congvu.ledger import guard
from congvu.ledger.queries import bodies_of
from congvu.papers.render import pdf
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import FeeKind, Owed, Way
from tests.dossiers.money import CASH, charged, close, head_of_counter, second_clerk, take, taken
from tests.people import Cast, at, gather
from tests.racing import together

pytestmark = pytest.mark.django_db


def client(who: object) -> Client:
    made = Client()
    made.force_login(who)  # type: ignore[arg-type]
    return made


def refused(day: CashDay, **facts: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        close_day(**{"at": at("2026-11-23 17:00"), "day_id": day.pk, "explanation": "", **facts})  # type: ignore[arg-type]
    return refusal.value


def test_a_day_sums_its_receipts_by_kind_and_by_way_and_shows_the_cancelled(cast: Cast) -> None:
    one, two, three = (charged(cast, cast.accept(), amount) for amount in (10000, 20000, 40000))
    fees.set_fee(
        actor=cast.lan, at=at("2026-11-23 09:31"), dossier_id=one.pk, seen_version=None, item_id=None,
        new=Owed(FeeKind.CHARGE, "Lệ phí", 5000), reason="thêm",
    )  # fmt: skip
    first = take(cast, one)
    take(cast, two, paid=Paid(Way.TRANSFER, "FT1"))
    wrong = take(cast, three)
    fees.cancel_receipt(
        actor=cast.lan, at=at("2026-11-23 10:00"), dossier_id=three.pk, seen_version=None, receipt_id=wrong.pk,
        reason="ghi nhầm người",
    )  # fmt: skip
    found = day_sheet(first.day)
    assert CashDay.objects.count() == 1 and len(found.taken) == 3
    assert found.sums.by_kind == {FeeKind.FEE: 30000, FeeKind.CHARGE: 5000, FeeKind.UNSORTED: 0}
    assert found.sums.by_way == {Way.CASH: 15000, Way.TRANSFER: 20000} and found.sums.total == 35000
    assert found.lines[2].note == "đã huỷ, Nguyễn Thị Lan: ghi nhầm người" and found.lines[2].amount == 0


def test_a_difference_is_explained_or_the_day_stays_open(cast: Cast) -> None:
    day = taken(cast, cast.accept()).day
    refusal = refused(day, actor=cast.lan, counted=11000)
    assert (refusal.code, refusal.facts["booked"]) == ("cash.needs_explanation", 12000)
    assert refused(day, actor=cast.lan, counted=-1).code == "cash.amount"
    done = close(day, cast.lan, "2026-11-23 17:00", 11000, "thiếu 1.000 đồng, đã nộp bù")
    assert (done.booked_cash, done.counted_cash, done.difference, done.closed_by) == (12000, 11000, -1000, cast.lan)
    assert refused(day, actor=cast.lan, counted=12000).code == "cash.day_is_closed"
    facts = list(bodies_of("unit:mot-cua:2026"))[-1]["facts"]
    assert (facts["booked"], facts["counted"], facts["official"]) == (12000, 11000, "lan")
    assert done.paper is not None and facts["hash"] == done.paper.data_hash


def test_after_closing_a_late_receipt_goes_to_the_next_open_working_day_and_says_so(cast: Cast) -> None:
    friday = take(cast, charged(cast, cast.accept()), "2026-11-27 10:00")
    close(friday.day, cast.lan, "2026-11-27 16:00", 12000)
    late = take(cast, charged(cast, cast.accept("2026-11-27 16:10"), when="2026-11-27 16:20"), "2026-11-27 16:30")
    assert (str(late.day.on), str(late.moved_from)) == ("2026-11-30", "2026-11-27")
    line = day_sheet(late.day).lines[0]
    assert line.note == "thu ngày 27/11/2026, sau khi khoá sổ ngày đó"
    assert len(day_sheet(friday.day).lines) == 1
    with pytest.raises(RuleBroken) as refusal:
        close(late.day, cast.lan, "2026-11-27 17:00", 12000)
    assert refusal.value.code == "cash.not_yet"


def test_a_receipt_cancelled_after_its_day_was_closed_is_given_back_on_the_open_day(cast: Cast) -> None:
    receipt = taken(cast, cast.accept())
    closed = close(receipt.day, cast.lan, "2026-11-23 17:00", 12000)
    fees.cancel_receipt(
        actor=cast.lan, at=at("2026-11-24 08:00"), dossier_id=receipt.dossier_id, seen_version=None,
        receipt_id=receipt.pk, reason="thu thừa",
    )  # fmt: skip
    assert day_sheet(closed).sums.cash == 12000  # what was closed stays as it was
    today = CashDay.objects.get(on="2026-11-24")
    found = day_sheet(today)
    assert found.sums.cash == -12000 and found.taken == []
    assert found.lines[0].note == "hoàn tiền biên lai ngày 23/11/2026: thu thừa"
    take(cast, charged(cast, cast.accept(), 50000), "2026-11-24 09:00")
    assert close(today, cast.lan, "2026-11-24 17:00", 38000).difference == 0


def test_each_closes_their_own_day_the_head_anybodys_and_nobody_else_any(cast: Cast) -> None:
    day, nga, mai = taken(cast, cast.accept()).day, second_clerk(cast), head_of_counter(cast)
    for who in (nga, cast.ha, cast.minh, cast.chairman, cast.auditor):
        assert refused(day, actor=who, counted=12000).code == "rights.missing"
    assert close(day, mai, "2026-11-23 17:00", 12000).closed_by == mai


def test_a_clerk_sees_only_their_own_days_the_head_the_leader_the_auditor_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, nga, mai = taken(cast, cast.accept()).day, second_clerk(cast), head_of_counter(cast)
    other = take(cast, charged(cast, cast.accept()), who=nga).day
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 11:00"))
    for who, seen in ((cast.lan, {day.pk}), (nga, {other.pk}), (mai, {day.pk, other.pk}), (cast.minh, set())):
        page = client(who).get("/thu-phi/").content.decode()
        assert {one for one in (day.pk, other.pk) if f"/thu-phi/{one}/" in page} == seen
        for one in (day.pk, other.pk):
            for where in ("", "bang-ke.pdf", "bang-ke.xlsx"):
                assert client(who).get(f"/thu-phi/{one}/{where}").status_code == (200 if one in seen else 404)
    assert client(nga).post(f"/thu-phi/{day.pk}/khoa-so/", {"key": "k", "counted": "1"}).status_code == 404
    assert "Chưa thu khoản nào." in client(cast.minh).get("/thu-phi/").content.decode()
    assert "Ngày này không thu khoản nào." in client(mai).get("/thu-phi/?ngay=01/11/2026").content.decode()
    assert "không có trong lịch" in client(mai).get("/thu-phi/?ngay=31/02/2026").content.decode()


def test_the_day_is_closed_on_its_page_and_what_was_typed_wrong_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, lan = taken(cast, cast.accept()).day, client(cast.lan)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 17:00"))
    where = f"/thu-phi/{day.pk}/khoa-so/"
    assert "Khoá sổ ngày này" in lan.get(f"/thu-phi/{day.pk}/").content.decode()
    page = lan.post(where, {"key": "k1", "counted": "11.000"}).content.decode()
    assert "Theo sổ có 12.000 đồng tiền mặt, kiểm đếm 11.000 đồng." in page and 'value="11.000"' in page
    assert "Nhập số tiền bằng chữ số" in lan.post(where, {"key": "k2", "counted": "mười"}).content.decode()
    answer = lan.post(where, {"key": "k3", "counted": "11.000", "explanation": "trả lại nhầm"}, follow=True)
    page = answer.content.decode()
    assert "Đã khoá sổ ngày 23/11/2026." in page and "trả lại nhầm" in page and "Khoá sổ ngày này" not in page


def test_the_sheet_is_printed_as_it_was_closed_and_before_that_says_it_is_open(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt, lan = taken(cast, cast.accept()), client(cast.lan)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 16:00"))

    def printed() -> tuple[bytes, str]:
        made = lan.get(f"/thu-phi/{receipt.day_id}/bang-ke.pdf").content
        pages = PdfReader(io.BytesIO(made)).pages
        return made, " ".join("".join(page.extract_text() for page in pages).split())

    text = printed()[1]
    assert "Chưa khoá sổ" in text and "01/BL-BPMC" in text and "BẢNG KÊ THU PHÍ, LỆ PHÍ TRONG NGÀY" in text
    done = close(receipt.day, cast.lan, "2026-11-23 17:00", 12000)
    made, text = printed()
    assert done.paper is not None and made == pdf(done.paper)
    assert "Chưa khoá sổ" not in text and "Kiểm đếm: 12.000 đồng" in text and "Tổng thu: 12.000 đồng" in text


def test_in_the_spreadsheet_no_text_is_a_formula(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = cast.accept()
    fees.set_fee(
        actor=cast.lan, at=at("2026-11-23 09:30"), dossier_id=dossier.pk, seen_version=None, item_id=None,
        new=Owed(FeeKind.FEE, '=HYPERLINK("http://x";"y")', 9000), reason="thử",
    )  # fmt: skip
    receipt = take(cast, dossier, paid=Paid(Way.TRANSFER, "=1+1"))
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 16:00"))
    book = openpyxl.load_workbook(io.BytesIO(client(cast.lan).get(f"/thu-phi/{receipt.day_id}/bang-ke.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]][:7] == [
        "01/BL-BPMC", dossier.code, '=HYPERLINK("http://x";"y")', "Chuyển khoản, mã QR", "=1+1", 9000, 9000,
    ]  # fmt: skip
    assert all(cell.data_type != "f" for row in rows for cell in row) and rows[-1][6].value == 9000


@pytest.mark.django_db(transaction=True)
def test_closing_and_taking_at_the_same_moment_never_put_a_receipt_on_a_closed_day(tmp_path: Path) -> None:
    cast = gather()
    day = taken(cast, cast.accept()).day
    dossiers = [charged(cast, cast.accept()) for _ in range(4)]

    def shut() -> int:
        return close(day, cast.lan, "2026-11-23 16:00", 12000, "đang đếm").booked_cash or 0

    def pay(pk: int) -> str:
        fees.take_fee(actor=cast.lan, at=at("2026-11-23 16:00"), dossier_id=pk, seen_version=None, paid=CASH)
        return str(FeeReceipt.objects.get(dossier=pk).day.on)

    try:
        acts = [shut, *[partial(pay, one.pk) for one in dossiers]]
        booked, *days = together(acts, tmp_path)  # type: ignore[arg-type]
        assert booked == 12000 * (1 + days.count("2026-11-23"))
        assert set(days) <= {"2026-11-23", "2026-11-25"}  # the 24th is a holiday
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables
