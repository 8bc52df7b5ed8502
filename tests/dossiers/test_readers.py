"""Who looked at a dossier: every way of seeing its particulars counts, a row of a list does not, no name shows."""

import pytest
from django.test import Client

from congvu.dossiers.models import Reading
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-24 10:00"))


def signed_in(official: object) -> Client:
    client = Client()
    client.force_login(official)
    return client


def exported(client: Client, asked: str = "", **more: str) -> None:
    """The list taken along with the applicants' particulars in it."""
    form = {"key": "e", "tep": "xlsx", "ly-do": "Đối chiếu", "ca-nhan": "1"} | more
    assert client.post(f"/ho-so/tai/{asked}", form).headers["Content-Disposition"].startswith("attachment")


def test_lists_searches_and_figures_do_not_count(cast: Cast) -> None:
    dossier, minh = cast.at_desk(), signed_in(cast.minh)
    for path in ("/ho-so/", "/viec-cua-toi/", "/don-vi/", "/bao-cao/"):
        assert minh.get(path).status_code == 200
    found = minh.post("/tim/", {"q": "bui van"}, follow=True).content.decode()
    assert dossier.code in found and "<mark>Bùi</mark> <mark>Văn</mark> Ba" in found
    assert not Reading.objects.exists()


def test_opening_printing_exporting_and_trying_to_act_count_once_a_day_each(cast: Cast) -> None:
    dossier = cast.at_desk()
    minh = signed_in(cast.minh)
    for _time in range(2):
        minh.get(f"/ho-so/{dossier.pk}/")
        exported(minh)
    signed_in(cast.ha).get(f"/ho-so/{dossier.pk}/giay-tiep-nhan.pdf")
    refused = signed_in(cast.lan).post(f"/ho-so/{dossier.pk}/correct/", {"key": "k", "version": "2", "name": ""})
    assert refused.status_code == 200
    found = sorted(Reading.objects.values_list("official__login", "how"))
    assert found == [("ha", "opened"), ("lan", "opened"), ("minh", "exported"), ("minh", "opened")]


def test_printing_the_receipts_of_many_counts_for_each(cast: Cast) -> None:
    made = [cast.at_desk(), cast.at_desk("2026-11-23 09:20")]
    ticked = {"viec": "in", "chon": [f"{one.pk}:{one.version}" for one in made]}
    assert signed_in(cast.minh).post("/ho-so/hang-loat/", ticked).content.startswith(b"%PDF")
    assert set(Reading.objects.values_list("dossier", flat=True)) == {one.pk for one in made}


def test_an_export_counts_only_for_the_dossiers_it_holds(cast: Cast) -> None:
    cast.at_desk()
    other = cast.accept("2026-11-24 09:00")
    exported(signed_in(cast.minh), "?tu=24/11/2026")
    assert list(Reading.objects.values_list("dossier", flat=True)) == [other.pk]


def test_the_applicant_sees_role_unit_time_and_way_and_never_a_name(cast: Cast) -> None:
    dossier = cast.at_desk()
    signed_in(cast.minh).get(f"/ho-so/{dossier.pk}/")
    exported(signed_in(cast.minh))
    page = Client().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert "Ai đã xem hồ sơ (2 lượt)" in page and "Tư pháp – Thủ trưởng đơn vị, 10:00, 24/11/2026" in page
    assert "xuất danh sách có hồ sơ này" in page
    for official in (cast.minh, cast.ha, cast.lan):
        assert official.full_name not in page and f">{official.login}<" not in page


def test_more_than_fifty_readings_are_all_shown(cast: Cast) -> None:
    dossier = cast.at_desk()
    rows = [
        Reading(dossier=dossier, official=cast.ha, unit=cast.justice, role="specialist", on=f"2026-{m:02}-{d:02}",
                at=at(f"2026-{m:02}-{d:02} 09:00"))
        for m in (9, 10) for d in range(1, 31)
    ]  # fmt: skip
    Reading.objects.bulk_create(rows)
    page = Client().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert "Ai đã xem hồ sơ (60 lượt)" in page


def test_the_large_print_has_a_button_and_the_screen_page_no_script(cast: Cast) -> None:
    client = Client()
    screen = client.post("/tra-cuu/", {"code": cast.at_desk().lookup_code}, follow=True).content.decode()
    assert "?in=to" in screen and "<script" not in screen
    large = client.get("/tra-cuu/ho-so/?in=to").content.decode()
    assert 'class="large-print"' in large and "data-print" in large and "print.js" in large
