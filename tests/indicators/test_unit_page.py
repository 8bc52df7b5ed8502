"""The page of a unit: who may open it, which period it shows, what it says of rates, and what it hands out."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from congvu.dossiers.conditions import Window
from congvu.indicators.queries import figures
from congvu.indicators.spreadsheet import write
from congvu.indicators.views.unit import dot
from congvu.rules.scoring import Comparison, Rate
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace, fill

SignIn = Callable[[str], Client]


def words(html: bytes) -> str:
    """What a person reads on the page, on one line."""
    text = " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())
    return re.sub(r" (?=[.,)])", "", text.replace("( ", "("))


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("chu-tich", "/don-vi/", 200),
        ("chu-tich", "/don-vi/to-ho-tich/", 200),
        ("giam-sat", "/don-vi/kinh-te/", 200),
        ("minh", "/don-vi/", 200),
        ("minh", "/don-vi/to-ho-tich/", 200),
        ("minh", "/don-vi/kinh-te/", 403),
        ("minh", "/don-vi/dac-khu/", 403),
        ("binh", "/don-vi/", 403),
        ("lan", "/don-vi/mot-cua/", 403),
        ("chu-tich", "/don-vi/khong-co/", 404),
    ],
)
def test_a_head_sees_the_own_unit_and_below_and_the_leadership_sees_all(
    place: FiguresPlace, as_official: SignIn, login: str, path: str, status: int
) -> None:
    assert as_official(login).get(path).status_code == status


def test_nobody_sees_figures_without_signing_in(place: FiguresPlace, client: Client) -> None:
    answer = client.get("/don-vi/dac-khu/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/")


def test_the_first_page_is_the_widest_unit_the_post_reaches(place: FiguresPlace, as_official: SignIn) -> None:
    assert as_official("minh").get("/don-vi/").context["unit"].code == "tu-phap"
    assert as_official("chu-tich").get("/don-vi/").context["unit"].code == "dac-khu"


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "01/10/2026", "31/12/2026"),
        ("ky=thang-nay", "01/11/2026", "30/11/2026"),
        ("ky=thang-truoc", "01/10/2026", "31/10/2026"),
        ("ky=ky-bao-cao", "15/11/2026", "14/12/2026"),
        ("ky=ky-bao-cao-truoc", "15/10/2026", "14/11/2026"),
        ("ky=nam-nay", "01/01/2026", "31/12/2026"),
        ("ky=khong-co", "01/10/2026", "31/12/2026"),
        ("tu=5/9/2026&den=2026-09-06", "05/09/2026", "06/09/2026"),
    ],
)
def test_the_period_is_the_one_asked_for(
    place: FiguresPlace, as_official: SignIn, query: str, first: str, last: str
) -> None:
    answer = as_official("chu-tich").get(f"/don-vi/dac-khu/?{query}")
    assert f"Kỳ từ {first} đến hết {last} · số liệu lúc 10:15, 23/11/2026" in words(answer.content)


def test_from_the_first_dossier_means_every_dossier_of_the_unit(place: FiguresPlace, as_official: SignIn) -> None:
    place.finished(
        "so-ngoai", datetime(2011, 3, 1, 9, tzinfo=ZONE), datetime(2011, 2, 20, 9, tzinfo=ZONE), origin="imported"
    )
    window = as_official("chu-tich").get("/don-vi/so-cu/?ky=tat-ca").context["window"]
    assert (window.first, window.last) == (date(2011, 2, 20), date(2026, 11, 23))
    window = as_official("chu-tich").get("/don-vi/kinh-te/?ky=tat-ca").context["window"]
    assert (window.first, window.last) == (date(2026, 11, 23), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tu=31/02/2026&den=01/03/2026", "Ngày 31/02/2026 không có trong lịch."),
        ("tu=01/11/2026", "Nhập ngày cuối kỳ"),
        ("tu=05/11/2026&den=01/11/2026", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
        ("tu=01/01/0001&den=31/12/9999", "nằm ngoài khoảng tính được"),
    ],
)
def test_a_period_that_cannot_be_read_is_answered_with_what_to_do(
    lived_in: FiguresPlace, as_official: SignIn, query: str, said: str
) -> None:
    answer = as_official("chu-tich").get(f"/don-vi/dac-khu/?{query}")
    typed = query.split("=")[1].split("&")[0]
    assert said in words(answer.content)
    assert f'value="{typed}"' in answer.content.decode()
    assert as_official("chu-tich").get(f"/don-vi/dac-khu/?{query}&tai=csv")["Content-Type"].startswith("text/html")


def test_an_empty_unit_is_told_why_and_what_to_do_next(place: FiguresPlace, as_official: SignIn) -> None:
    text = words(as_official("chu-tich").get("/don-vi/kinh-te/").content)
    assert "Không có hồ sơ nào tính cho đơn vị này" in text
    assert "Xem từ hồ sơ đầu tiên của đơn vị" in text


def test_nothing_overdue_is_said_with_the_next_due_instant(place: FiguresPlace, as_official: SignIn) -> None:
    place.dossier("khai-sinh", NOW - timedelta(minutes=30))
    text = words(as_official("minh").get("/don-vi/").content)
    assert "Không có hồ sơ quá hạn. Hồ sơ gần hạn nhất: 17:00, 25/11/2026." in text  # 24/11 is a holiday


def test_the_sums_are_shown_and_hold(lived_in: FiguresPlace, as_official: SignIn) -> None:
    found = as_official("chu-tich").get("/don-vi/dac-khu/").context["found"]
    came, settled, left = found.came[2].count, found.settled[0].count, found.settled[5].count
    assert found.balances
    assert came == settled + left > left == found.now[2].count > 0
    text = words(as_official("chu-tich").get("/don-vi/dac-khu/").content)
    assert f"Đối chiếu: tổng tiếp nhận {came} = đã giải quyết {settled} + còn lại cuối kỳ {left}." in text


def test_days_in_the_wrong_order_are_named_where_they_break_the_sum(place: FiguresPlace, as_official: SignIn) -> None:
    place.finished("so-ngoai", NOW, NOW - timedelta(days=90), origin="imported")
    text = words(as_official("chu-tich").get("/don-vi/so-cu/").content)
    assert "Đối chiếu lệch: tổng tiếp nhận 1, đã giải quyết 0, còn lại cuối kỳ 0." in text
    assert "Có 1 hồ sơ ghi ngày xong trước ngày nhận" in text


def settle_many(place: FiguresPlace, slug: str, in_time: int, late: int) -> None:
    """Finished dossiers with a stated due date: so many in time, so many late."""
    received = datetime(2026, 11, 2, 8, tzinfo=ZONE)
    due = received + timedelta(days=3)
    for number in range(in_time + late):
        place.finished(slug, received, due + timedelta(hours=-1 if number < in_time else 1), due_at=due)


def test_fewer_than_thirty_dossiers_are_not_turned_into_a_rate(place: FiguresPlace, as_official: SignIn) -> None:
    settle_many(place, "khai-sinh", 13, 1)
    text = words(as_official("minh").get("/don-vi/").content)
    assert "Chưa đủ dữ liệu để so sánh (14 hồ sơ)" in text
    assert "92,9 %" not in text


def test_a_rate_is_shown_with_its_interval(place: FiguresPlace, as_official: SignIn) -> None:
    settle_many(place, "khai-sinh", 45, 5)
    text = words(as_official("minh").get("/don-vi/").content)
    assert "90,0 % (khoảng tin cậy 95 %: 78,6 % – 95,7 %) · 45 trên 50 hồ sơ có hạn đã xong" in text


def test_units_below_are_compared_with_the_common_level_and_never_ranked(
    place: FiguresPlace, as_official: SignIn
) -> None:
    settle_many(place, "trich-luc", 20, 40)
    settle_many(place, "dat-dai", 200, 2)
    settle_many(place, "so-ngoai", 12, 2)
    page = as_official("chu-tich").get("/don-vi/dac-khu/")
    shown = {line.unit.code: line.comparison for line, _dot, _words in page.context["units_below"]}
    expected = {"tu-phap": Comparison.REVIEW, "kinh-te": Comparison.BETTER, "so-cu": Comparison.TOO_FEW}
    assert shown == expected
    assert [line.unit.code for line, _dot, _words in page.context["units_below"]] == ["so-cu", "kinh-te", "tu-phap"]
    assert "Chưa đủ dữ liệu để so sánh (14 hồ sơ)" in words(page.content)


def test_the_dot_keeps_inside_its_box() -> None:
    drawn = dot(Rate(30, 30), 0.92, 60)
    assert drawn is not None
    assert (drawn.interval, drawn.value, drawn.common) == ("M143.2 5H200.0", "M198.0 5h0", "M160.0 0V10")
    assert dot(Rate(3, 3), 0.92, 60) is None


def test_the_dossiers_to_see_first_are_the_longest_overdue_then_the_oldest(
    place: FiguresPlace, as_official: SignIn
) -> None:
    old = place.dossier("dat-dai", NOW - timedelta(days=40), due_at=NOW + timedelta(days=30))
    late = place.dossier("khai-sinh", NOW - timedelta(days=9))
    later = place.dossier("khai-sinh", NOW - timedelta(days=6))
    place.run(late, 1, NOW - timedelta(days=8), None, by="minh")
    answer = as_official("chu-tich").get("/don-vi/dac-khu/")
    found = answer.context["found"].pressing
    assert [one.dossier.code for one in found] == [late.code, later.code, old.code]
    assert (found[0].step, found[0].since) == ("Thẩm tra", NOW - timedelta(days=8))
    assert "Trần Minh · Thẩm tra" in words(answer.content)


def test_the_page_costs_the_same_number_of_queries_however_many_dossiers(
    lived_in: FiguresPlace, as_official: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = as_official("chu-tich")
    with django_assert_max_num_queries(50) as few:
        client.get("/don-vi/dac-khu/?ky=nam-nay")
    fill(lived_in, 120, seed=9)
    with django_assert_max_num_queries(len(few)):
        client.get("/don-vi/dac-khu/?ky=nam-nay")


def test_what_waits_for_a_signature_is_told_by_step_and_by_post(lived_in: FiguresPlace, as_official: SignIn) -> None:
    found = figures(lived_in.units["tu-phap"], Window(date(2026, 11, 1), date(2026, 11, 30), NOW, NOW.date()))
    (step,) = [one for one in found.steps if one.signing.count]
    assert (step.name, step.signing.count) == ("Ký kết quả", 1)
    assert (step.signing_spread.count, step.signing_spread.median) == (1, 3600)
    assert step.here.count >= 2 and step.signing.address.endswith("thu-tuc=khai-sinh&buoc=sign")
    (at_post,) = found.signatures.posts
    assert (at_post.post.official.login, at_post.oldest.seconds, found.signatures.figure.count) == ("chu-tich", 5400, 1)
    assert "Chờ ký" in as_official("minh").get("/don-vi/").content.decode()


def test_the_figures_can_be_taken_along_as_a_table(lived_in: FiguresPlace, as_official: SignIn) -> None:
    answer = as_official("minh").get("/don-vi/?tai=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = figures(lived_in.units["tu-phap"], Window(date(2026, 10, 1), date(2026, 12, 31), NOW, date(2026, 11, 23)))
    assert 'filename="so-lieu-tu-phap-2026-12-31.csv"' in answer["Content-Disposition"]
    assert ["Trong kỳ", "Tư pháp – Hộ tịch", "Đã giải quyết trong kỳ", str(found.settled[0].count)] in rows
    assert ["Kỳ số liệu", "Tư pháp – Hộ tịch", "Từ ngày", "01/10/2026"] in rows
    assert {row[0] for row in rows[1:]} >= {"Lúc xem", "Theo đơn vị", "Theo thủ tục", "Theo bước"}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝cmd|x"])
def test_a_name_that_a_spreadsheet_would_run_is_kept_as_text(place: FiguresPlace, name: str) -> None:
    procedure = place.versions["khai-sinh"].procedure
    procedure.name = name
    procedure.save()
    place.dossier("khai-sinh", NOW - timedelta(hours=1))
    out = io.StringIO()
    write(out, figures(place.units["tu-phap"], Window(date(2026, 11, 1), date(2026, 11, 30), NOW, date(2026, 11, 23))))
    cells = [cell for row in csv.reader(io.StringIO(out.getvalue())) for cell in row]
    assert f"'{name}" in cells
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t＝")] == []


def test_the_printed_page_opens_every_explanation_and_hides_the_choices(
    lived_in: FiguresPlace, as_official: SignIn
) -> None:
    html = as_official("chu-tich").get("/don-vi/dac-khu/?in=1").content.decode()
    shown = html.partition("<main")[2].partition("</main>")[0]
    told = shown.count("<details") - shown.count("<details class=\"keys-help")
    assert shown.count("<details open>") == told > 5
    assert 'name="tu"' not in html


def test_long_tables_are_cut_and_can_be_opened(
    lived_in: FiguresPlace, as_official: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.indicators.views.unit.SHOWN", 2)
    client = as_official("chu-tich")
    page = client.get("/don-vi/dac-khu/?ky=nam-nay")
    all_steps = client.get("/don-vi/dac-khu/?ky=nam-nay&day-du=1").context["steps"]
    assert (len(page.context["steps"]), page.context["more_steps"]) == (2, len(all_steps) - 2)
    assert len(all_steps) > 2
    assert f"Xem thêm {len(all_steps) - 2} bước khác" in words(page.content)
    assert "Xem thêm 2 thủ tục khác" in words(page.content)
    assert "Xem thêm" not in words(client.get("/don-vi/dac-khu/?ky=nam-nay&day-du=1").content)


def test_a_unit_that_only_receives_sees_what_passes_through_it(place: FiguresPlace, as_official: SignIn) -> None:
    late = place.dossier("khai-sinh", NOW - timedelta(days=9), unit=place.units["mot-cua"])
    place.dossier("dat-dai", NOW - timedelta(days=2))
    text = words(as_official("giam-doc").get("/don-vi/").content)
    assert "2 Nhận tại đơn vị trong kỳ 1 Đang nằm tại đơn vị 1 Đang nằm tại đơn vị, quá hạn" in text
    assert late.code in text
    assert "Tổng tiếp nhận" not in text


def test_the_table_gives_the_rate_with_its_interval_where_there_is_enough(
    place: FiguresPlace, as_official: SignIn
) -> None:
    settle_many(place, "khai-sinh", 45, 5)
    rows = list(csv.reader(io.StringIO(as_official("minh").get("/don-vi/?tai=csv").content.decode("utf-8-sig"))))
    unit = "Tư pháp – Hộ tịch"
    assert ["Trong kỳ", unit, "Tỷ lệ đúng hạn (%)", "90.0"] in rows
    assert ["Trong kỳ", unit, "Khoảng tin cậy 95 %, từ (%)", "78.6"] in rows
    assert ["Trong kỳ", unit, "Khoảng tin cậy 95 %, đến (%)", "95.7"] in rows


def test_when_only_the_newest_are_measured_the_page_says_so(
    place: FiguresPlace, as_official: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_many(place, "khai-sinh", 5, 0)
    client = as_official("minh")
    assert "Đo trên" not in words(client.get("/don-vi/").content)
    monkeypatch.setattr("congvu.indicators.queries.times.MEASURED", 4)
    text = words(client.get("/don-vi/").content)
    assert "Đo trên 4 hồ sơ xong gần đây nhất của kỳ." in text
    assert "5 Đã giải quyết trong kỳ" in text
