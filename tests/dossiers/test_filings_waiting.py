"""Online filings that wait too long at a counter are told to whoever heads it, in working hours."""

from pathlib import Path

import pytest

from congvu.dossiers.commands.filings import accept_filing
from congvu.dossiers.models import OnlineFiling
from congvu.dossiers.queries_register import waiting_long
from congvu.offices.models import Official, Role
from tests.dossiers.test_absence_pages import sign_in
from tests.dossiers.test_absences import person
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(cast: Cast) -> Official:
    return person(cast, "truong-quay", cast.counter, Role.HEAD)


@pytest.fixture
def filings(cast: Cast, tmp_path: Path) -> Register:
    """T1 was filed on Friday afternoon, T2 in the night before Monday; both are seen on Monday morning."""
    source = Register(tmp_path, filings=True)
    late, night = ({"code": code, "received": when, "due": "30/11/2026 17:00"} for code, when in
                   (("T1", "20/11/2026 15:00"), ("T2", "22/11/2026 23:00")))  # fmt: skip
    source.taken(cast, source.csv({}, FILED | late, FILED | night))
    return source


def codes(who: Official, when: str) -> list[str]:
    return [one.filing.code for one in waiting_long(who, at(when))]


def test_longer_than_eight_working_hours_the_longest_first(cast: Cast, head: Official, filings: Register) -> None:
    assert codes(head, "2026-11-23 14:59") == [] and codes(head, "2026-11-23 15:00") == []
    assert codes(head, "2026-11-23 15:01") == ["T1"]
    assert codes(head, "2026-11-23 17:00") == ["T1"]  # T2 has waited exactly the eight hours of Monday
    assert codes(head, "2026-11-25 07:31") == ["T1", "T2"]  # the 24th is a holiday
    found = waiting_long(head, at("2026-11-25 07:31"))
    assert [one.seconds // 60 for one in found] == [2 * 60 + 8 * 60 + 1, 8 * 60 + 1]
    assert found[0].since == at("2026-11-20 15:00")


def test_only_who_looks_over_the_counter_is_told(cast: Cast, head: Official, filings: Register) -> None:
    told = {who.login for who in Official.objects.all() if codes(who, "2026-11-25 09:00")}
    assert told == {"truong-quay", "chu-tich", "giam-sat"}


def test_what_is_decided_waits_no_more(cast: Cast, head: Official, filings: Register) -> None:
    first = OnlineFiling.objects.get(code="T1")
    accept_filing(actor=cast.lan, at=at("2026-11-25 09:00"), filing_id=first.pk)
    assert codes(head, "2026-11-25 09:01") == ["T2"]


def test_early_warning_shows_them_to_the_head_alone(
    cast: Cast, head: Official, filings: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sign_in(head, "2026-11-25 09:00", monkeypatch).get("/canh-bao-som/").content.decode()
    for words in ("Hồ sơ trực tuyến chờ tiếp nhận (2)", "T1", "Bộ phận Một cửa", "quá 8 giờ làm việc", "20/11/2026"):
        assert words in page, words
    assert "Mở hồ sơ trực tuyến" not in page and "Bùi Ba" not in page
    clerk = sign_in(cast.lan, "2026-11-25 09:00", monkeypatch).get("/canh-bao-som/").content.decode()
    assert "Hồ sơ trực tuyến chờ tiếp nhận" not in clerk
    quiet = sign_in(head, "2026-11-23 14:00", monkeypatch).get("/canh-bao-som/").content.decode()
    assert "Không có hồ sơ quá hạn" in quiet
