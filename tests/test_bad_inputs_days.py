"""Days and years nobody can mean: every page that takes one says so, and what to do."""

from html import unescape

import pytest
from django.test import Client

from tests.people import Cast, at

pytestmark = pytest.mark.django_db
YEAR = "nằm ngoài khoảng tính được (1901–2199). Kiểm tra lại năm."
PAGES = [
    pytest.param("chairman", "/don-vi/?tu=01/01/0001&den=31/12/2026", YEAR, id="unit, year 1"),
    pytest.param("chairman", "/don-vi/?tu=01/01/2026&den=31/12/9999", YEAR, id="unit, year 9999"),
    pytest.param("chairman", "/bao-cao/?loai=thang&nam=99999&so=1", "1901–2199", id="report, year 99999"),
    pytest.param("chairman", "/bao-cao/?loai=thang&nam=-5&so=1", "1901–2199", id="report, year -5"),
    pytest.param("chairman", "/bao-cao/?tu=01/01/0001&den=31/12/9999", YEAR, id="report, free days"),
    pytest.param("lan", "/so-theo-doi/?tu=01/01/0001&den=31/12/2026", YEAR, id="register, year 1"),
    pytest.param("lan", "/so-theo-doi/?tu=01/01/2026&den=31/12/9999", YEAR, id="register, year 9999"),
    pytest.param("lan", "/so-theo-doi/?tu=30/11/2026&den=01/11/2026", "Xem lại hai ngày.", id="register, reversed"),
    pytest.param("lan", "/ho-so/?nhom=nhan&tu=01/01/0001", YEAR, id="list, year 1"),
]


@pytest.mark.parametrize(("who", "address", "said"), PAGES)
def test_a_year_out_of_range_is_told_on_the_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str, address: str, said: str
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    client = Client()
    client.force_login(getattr(cast, who))
    answer = client.get(address)
    assert answer.status_code in {200, 400}
    assert said in unescape(answer.content.decode())


@pytest.mark.parametrize("day", ["13/11/0026", "13/11/1026", "13/11/9999"])
def test_a_receipt_declared_in_another_age_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    client = Client()
    client.force_login(cast.lan)
    typed = {"key": "k", "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0"}
    typed |= {"declared_day": day, "declared_clock": "09:00", "declared_paper": "1", "declared_reason": "x"}
    page = unescape(client.post("/ho-so/tiep-nhan/hon-nhan/", typed).content.decode())
    assert "Có lỗi cần sửa" in page and 'value="Bùi Văn Ba"' in page


@pytest.mark.parametrize("address", ["/so-lieu-cua-toi/", "/don-vi/", "/so-lieu-can-bo/"])
def test_a_right_missing_everywhere_is_told_without_a_gap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    client = Client()
    client.force_login(cast.admin)
    answer = client.get(address)
    assert answer.status_code == 403
    assert "Bạn không có quyền làm việc này tại đơn vị nào." in unescape(answer.content.decode())
