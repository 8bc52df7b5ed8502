"""A head makes the report in the evening and it agrees with every list; the official concerned is heard first."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from openpyxl import load_workbook

from congvu.ledger.queries import check
from congvu.rules.settlement_report import COLUMNS
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/ho-so/\?[^"]+)">(?:<[^>]+>)*([\d.]+)')


def test_minh_makes_the_report_of_the_month_and_every_number_is_its_list(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {"at": at("2026-11-03 08:00")}
    monkeypatch.setattr("congvu.clock.now", lambda: now["at"])

    def browser(official: object) -> Client:
        client = Client()
        client.force_login(official)
        return client

    lan, ha, minh = browser(cast.lan), browser(cast.ha), browser(cast.minh)

    def act(who: Client, pk: int, move: str, when: str, **typed: str) -> None:
        now["at"] = at(when)
        version = re.search(r'name="version" value="(\d+)"', who.get(f"/ho-so/{pk}/").content.decode())
        assert version, (pk, move)
        form = {"key": f"{pk}{move}{when}", "version": version.group(1), **typed}
        assert who.post(f"/ho-so/{pk}/{move}/", form).status_code == 302, move

    # Three dossiers: one in time and handed over, one late, one left open on the last evening of the report month.
    made = [cast.at_desk(f"2026-11-0{day} 09:00") for day in (3, 4)]
    act(minh, made[0].pk, "record_result", "2026-11-04 10:00")
    act(lan, made[0].pk, "return", "2026-11-04 15:00", way="counter", taker="Bùi Văn Ba")
    act(minh, made[1].pk, "record_result", "2026-11-12 10:00")
    made.append(cast.at_desk("2026-11-13 09:00"))

    # Mr Ba rates at home, from his own telephone.
    now["at"] = at("2026-11-13 19:00")
    ba = Client()
    ba.post("/tra-cuu/", {"code": made[0].lookup_code})
    assert ba.post("/tra-cuu/danh-gia/", {"key": "r", "score": "5"}).status_code == 302

    # The evening of the 14th: the period still runs; the day after, it has ended and says the same.
    address = "/bao-cao/?loai=thang-bao-cao&nam=2026&so=11"
    rows = []
    for when in ("2026-11-14 18:00", "2026-11-15 08:00", "2026-12-20 08:00"):
        now["at"] = at(when)
        page = minh.get(address)
        rows.append(dict(page.context["found"].total.row.counts))
        assert page.context["found"].is_balanced
        links = LINK.findall(page.content.decode())
        assert len(links) == 2 * len(COLUMNS)
        for link, number in links:
            listed = minh.get(unescape(link)).context["page"].paginator.count
            assert (link, listed) == (link, int(number))
    assert rows[0] == rows[1] == rows[2]
    assert [rows[0][column] for column in COLUMNS] == [3, 0, 3, 0, 2, 1, 0, 1, 1, 1, 0]

    # The spreadsheet he takes along says it too, and next month carries over what is left.
    sheet = load_workbook(io.BytesIO(minh.get(f"{address}&tai=xlsx").content)).active
    assert sheet is not None
    [whole] = [row for row in sheet.iter_rows(values_only=True) if row[1] == "Tổng cộng"]
    assert list(whole[2:]) == [rows[0][column] for column in COLUMNS]
    following = minh.get("/bao-cao/?loai=thang-bao-cao&nam=2026&so=12").context["found"]
    assert following.total.row.counts[6] == rows[0][11]

    # Of Hà's own figures she is told first, and he reads them with her word beside them.
    now["at"] = at("2026-11-16 09:00")
    month = "?nam=2026&so=11"
    assert minh.get(f"/so-lieu-can-bo/ha/{month}").status_code == 403
    assert ha.post(f"/so-lieu-cua-toi/{month}", {"key": "e", "words": "Chờ xác minh ở xã cũ."}).status_code == 302
    assert "Chờ xác minh ở xã cũ." in minh.get(f"/so-lieu-can-bo/ha/{month}").content.decode()
    assert check().wrong == ""
