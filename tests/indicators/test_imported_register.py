"""The figures of a register taken over: the unit's page says what `congvu import-dossiers` printed."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from congvu.cli import main
from tests.conftest import SHARED
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db
PRINTED = re.compile(r"([\d.]+) hồ sơ: ([\d.]+) đã xong, trong đó ([\d.]+) sau hạn")
SHOWN = ("Tiếp nhận trong kỳ", "Đã giải quyết trong kỳ", "Xong quá hạn")


def page_figures(cast: Cast, address: str) -> tuple[str, ...]:
    """Received, settled and settled late, as a reader of the unit's page sees them."""
    client = Client()
    client.force_login(cast.chairman)
    page = unescape(client.get(address).content.decode())
    tiles = {label.strip(): value for value, label in re.findall(r'<b class="num">([^<]+)</b>([^<]+)<', page)}
    return tuple(tiles[label] for label in SHOWN)


@pytest.mark.shared
def test_the_page_of_the_real_register_shows_the_printed_figures(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    file = SHARED / "data" / "eventlogs" / "coselog_wabo_receipt" / "receipt.csv.gz"
    mapping = Path(__file__).parents[2] / "congvu" / "eventlog" / "mappings" / "coselog-receipt.yaml"
    assert main(["import-dossiers", str(file), "--mapping", str(mapping)]) == 0
    told = capsys.readouterr().out
    found = PRINTED.search(told)
    assert found and found.groups() == ("1.434", "1.329", "377")
    named = re.findall(r"/don-vi/coselog/\?tu=\S+", told)
    assert len(named) == 1
    for address in (named[0], "/don-vi/coselog/?tu=01/01/2000&den=31/12/2026"):
        assert page_figures(cast, address) == found.groups()
    client = Client()
    client.force_login(cast.chairman)
    assert '<b class="num">105</b>' in client.get(named[0]).content.decode()  # still open
    assert "CoSeLoG" not in client.get("/canh-bao-som/").content.decode()
    assert "2010" not in client.get("/don-vi/").content.decode()  # nothing of it is the place's own


def test_the_import_names_the_page_that_shows_its_figures(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    register = Register(tmp_path)
    file = register.csv({}, {"code": "H2", "ended": "09/11/2026 08:00"}, {"code": "H3", "ended": "03/11/2026 08:00"})
    words = ["import-dossiers", str(file), "--mapping", str(register.mapping)]
    assert main([*words, "--dry-run"]) == 0
    assert "/don-vi/" not in capsys.readouterr().out
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "Xem trên trang của đơn vị: /don-vi/so-cu/?tu=02/11/2026&den=09/11/2026\n" in told
    found = PRINTED.search(told)
    assert found and page_figures(cast, "/don-vi/so-cu/?tu=02/11/2026&den=09/11/2026") == found.groups()


def test_what_was_handed_over_without_a_result_day_and_what_is_only_filed_count_as_the_page_counts_them(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    register = Register(tmp_path, filings=True)
    file = register.csv(
        {}, {"code": "H2", "returned": "05/11/2026 08:00"}, {"code": "H3", "returned": "16/11/2026"},
        {"code": "H4", "ended": "03/11/2026 08:00", "returned": "03/11/2026"},
        FILED | {"code": "T1", "received": "20/11/2026 08:00", "due": ""}, FILED | {"code": "T2"},
    )  # fmt: skip
    assert main(["import-dossiers", str(file), "--mapping", str(register.mapping)]) == 0
    told = capsys.readouterr().out
    found = PRINTED.search(told)
    assert found and found.groups() == ("4", "3", "1") and "1 đang giải quyết." in told
    assert "Ngoài ra 2 hồ sơ nộp trực tuyến chưa tiếp nhận, trong đó 2 mới vào hàng chờ." in told
    named = re.findall(r"/don-vi/so-cu/\?tu=\S+", told)
    assert named == ["/don-vi/so-cu/?tu=02/11/2026&den=16/11/2026"]
    assert page_figures(cast, named[0]) == found.groups()
    assert main(["ledger", "verify"]) == 0
