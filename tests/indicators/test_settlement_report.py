"""The settlement report: it adds up, an ended period never changes, breaks are named, files say what the page says."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from congvu.dossiers.conditions import Window
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Cause, Dossier, DueDate, Pause
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.settlement import By, Report, settlement_report
from congvu.rules.dossier import State
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace, fill

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def report(
    place: FiguresPlace, days: tuple[date, date] = OCTOBER, by: By = By.FIELD, now: datetime = NOW
) -> Report:
    window = Window(*days, now, now.astimezone(ZONE).date())
    return settlement_report(Scope(place.units["dac-khu"], window), by)


def dated(place: FiguresPlace) -> None:
    """Dossiers in every situation, all with a due date: what own reception gives."""
    fill(place, 80, seed=8)
    Dossier.objects.filter(procedure_version=place.versions["so-ngoai"]).update(
        procedure_version=place.versions["dat-dai"], settling_unit=place.units["kinh-te"]
    )
    for one in Dossier.objects.filter(due_at=None):
        due = one.received_at + timedelta(days=9)
        Dossier.objects.filter(pk=one.pk).update(due_at=due, due_on=due.astimezone(ZONE).date())
        one.due_dates.update(due_at=due)


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize(
    "days", [OCTOBER, (date(2026, 10, 15), date(2026, 11, 14)), (date(2026, 9, 15), date(2026, 12, 14))]
)
def test_the_report_adds_up_in_every_row_whatever_the_rows_are(
    place: FiguresPlace, by: By, days: tuple[date, date]
) -> None:
    dated(place)
    found = report(place, days, by)
    assert found.is_balanced and len(found.lines) >= 1
    assert found.total.row.counts == report(place, days, By.FIELD).total.row.counts
    assert found.total.row.counts[3] > 10


def test_what_is_left_now_is_what_the_next_period_carries_over(place: FiguresPlace) -> None:
    dated(place)
    first, following = report(place), report(place, (date(2026, 11, 1), date(2026, 11, 20)))
    assert first.total.row.counts[11] == following.total.row.counts[6] > 0


def test_a_report_of_an_ended_period_is_the_same_on_its_last_evening_and_weeks_later(place: FiguresPlace) -> None:
    """The dossiers go on: one gets late, one is resumed with a later date, one is finished; October stays October."""
    received = datetime(2026, 10, 26, 8, tzinfo=ZONE)
    due = datetime(2026, 11, 3, 17, tzinfo=ZONE)
    waits = place.dossier("dat-dai", received, due_at=due)
    late = place.dossier("khai-sinh", received, due_at=datetime(2026, 10, 29, 17, tzinfo=ZONE))
    paused_at = datetime(2026, 10, 28, 9, tzinfo=ZONE)
    due_paused = datetime(2026, 10, 30, 17, tzinfo=ZONE)
    paused = place.dossier("dat-dai", received, due_at=due_paused, state=State.PAUSED, paused_at=paused_at)
    stop = Pause.objects.create(
        dossier=paused, ground="cho-bo-sung", paper="31/PBS", started_at=paused_at, started_by=place.officials["minh"]
    )
    evening = datetime(2026, 10, 31, 23, 59, tzinfo=ZONE)
    then = report(place, now=evening)
    assert [then.total.row.counts[column] for column in (11, 12, 13)] == [3, 2, 1]

    resumed = datetime(2026, 11, 9, 9, tzinfo=ZONE)
    Pause.objects.filter(pk=stop.pk).update(ended_at=resumed)
    moved = datetime(2026, 11, 12, 17, tzinfo=ZONE)
    for one, cause in ((paused, Cause.RESUMED), (late, Cause.EXTENDED)):
        DueDate.objects.create(
            dossier=one, number=2, cause=cause, begins_at=received, due_at=moved, calendar=place.calendar,
            caused_at=resumed,
        )  # fmt: skip
        Dossier.objects.filter(pk=one.pk).update(
            state=State.IN_PROCESS, paused_at=None, due_at=moved, due_on=date(2026, 11, 12)
        )
    Dossier.objects.filter(pk=waits.pk).update(
        state=State.RETURNED, finished_at=resumed, finished_on=date(2026, 11, 9), returned_at=resumed
    )
    later = report(place, now=NOW)
    assert later.total.row.counts == then.total.row.counts
    assert [line.row for line in later.lines] == [line.row for line in then.lines]


def test_in_a_period_still_running_what_is_left_is_judged_now(place: FiguresPlace) -> None:
    fill(place, 60, seed=9)
    window = Window(date(2026, 11, 1), date(2026, 11, 30), NOW, date(2026, 11, 23))

    def codes(slug: str) -> set[str]:
        rows = GROUPS[slug].rows(Dossier.objects.filter(received_on__lte=window.last), window)
        return set(rows.values_list("code", flat=True))

    assert codes("cuoi-ky-qua-han") == codes("qua-han")
    assert codes("cuoi-ky-trong-han") == codes("trong-han")
    assert codes("cuoi-ky-khong-han") == codes("dang-khong-han")
    assert codes("cuoi-ky-qua-han") and codes("cuoi-ky-trong-han")


def test_a_register_with_an_end_before_the_receipt_breaks_the_sum_and_the_page_names_the_dossier(
    place: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    odd = place.finished(
        "so-ngoai", datetime(2026, 10, 5, 8, tzinfo=ZONE), datetime(2026, 9, 30, 8, tzinfo=ZONE),
        due_at=datetime(2026, 10, 9, 8, tzinfo=ZONE), origin="imported",
    )  # fmt: skip
    place.finished("khai-sinh", datetime(2026, 10, 6, 8, tzinfo=ZONE), datetime(2026, 10, 6, 16, tzinfo=ZONE))
    found = report(place)
    assert not found.is_balanced
    [bad] = [check for check in found.checks if check.breaks]
    assert str(bad.invariant) == "3 = 7 + 11" and bad.breaks[0].difference == 1
    assert bad.culprit and bad.culprit.dossiers == [(odd.pk, odd.code)]
    html = as_official("chu-tich").get("/bao-cao/?loai=thang&nam=2026&so=10").content.decode()
    assert "Cột 3 = 7 + 11 chưa khớp" in html and f'href="/ho-so/{odd.pk}/">{odd.code}' in html


def test_dossiers_whose_source_states_no_date_are_named_and_not_counted_as_on_time(place: FiguresPlace) -> None:
    received = datetime(2026, 10, 5, 8, tzinfo=ZONE)
    place.finished("so-ngoai", received, received + timedelta(days=2), origin="imported")
    place.dossier("so-ngoai", received, origin="imported")
    sums = {str(check.invariant): check for check in report(place).checks}
    assert sums["7 = 8 + 9 + 10"].culprit and sums["7 = 8 + 9 + 10"].culprit.figure.count == 1
    assert sums["11 = 12 + 13"].culprit and sums["11 = 12 + 13"].culprit.figure.count == 1
    assert not sums["3 = 7 + 11"].breaks


def test_the_spreadsheet_holds_the_same_numbers_as_numbers_and_no_formula(
    place: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    dated(place)
    place.versions["dat-dai"].procedure.__class__.objects.filter(slug="dat-dai").update(field="=1+1")
    answer = as_official("chu-tich").get("/bao-cao/?loai=thang&nam=2026&so=10&tai=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None and sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    rows = list(sheet.iter_rows())
    [whole] = [row for row in rows if row[1].value == "Tổng cộng"]
    found = report(place)
    assert [cell.value for cell in whole[2:13]] == [found.total.row.counts[n] for n in range(3, 14)]
    assert {cell.data_type for cell in whole[2:13]} == {"n"}
    assert [cell.data_type for row in rows for cell in row if cell.value == "=1+1"] == ["s"]
    assert "C5:F5" in {str(one) for one in sheet.merged_cells.ranges}


def test_the_paper_has_the_national_header_the_numbers_and_a_place_to_sign(
    place: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    dated(place)
    answer = as_official("minh").get("/bao-cao/?loai=thang&nam=2026&so=10&tai=pdf")
    [page] = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    assert page.mediabox.width > page.mediabox.height
    for words in ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "II.06a/VPCP/KSTT", "NGƯỜI LẬP BIỂU", "Trần Minh"):
        assert words in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("loai=thang&nam=2026&so=13", "Kỳ này có số từ 1 đến 12; bạn nhập 13."),
        ("loai=thang&nam=2026&so=x", "Nhập số tháng (1–12) hoặc số quý (1–4)."),
        ("loai=thang&nam=&so=3", "Nhập năm, ví dụ 2026."),
        ("loai=la&nam=2026&so=3", "Chọn một mục trong danh sách."),
        ("loai=nam&nam=99", "nằm ngoài khoảng tính được"),
        ("tu=31/02/2026&den=01/03/2026", "Ngày 31/02/2026 không có trong lịch."),
    ],
)
def test_a_period_that_does_not_exist_is_explained_and_what_was_typed_stays(
    place: FiguresPlace, as_official: Callable[[str], Client], query: str, said: str
) -> None:
    answer = as_official("chu-tich").get(f"/bao-cao/?{query}&tai=pdf")
    assert answer.status_code == 400 and said in answer.content.decode()


def test_an_empty_period_says_so(place: FiguresPlace, as_official: Callable[[str], Client]) -> None:
    html = as_official("chu-tich").get("/bao-cao/?loai=quy-bao-cao&nam=2019&so=2").content.decode()
    assert "Không có hồ sơ nào tính cho đơn vị này trong kỳ" in html and "từ 15/03/2019 đến hết 14/06/2019" in html
