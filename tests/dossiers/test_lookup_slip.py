"""The slip of a dossier that another system received: its applicant is told how to follow it here."""

from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier, OnlineFiling, Reading
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    register = Register(tmp_path, filings=True)
    register.taken(cast, register.csv({"due": "27/11/2026 17:00"}, FILED | {"code": "T1", "due": ""}))
    return register


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


@pytest.mark.usefixtures("source")
def test_the_slip_says_code_qr_and_appointment_as_stated_and_that_it_is_no_receipt(cast: Cast) -> None:
    dossier = Dossier.objects.get(code="H1")
    client, address = signed_in(cast, "chairman"), f"/ho-so/{dossier.pk}/phieu-tra-cuu/"
    assert address in client.get(f"/ho-so/{dossier.pk}/").content.decode()
    page = unescape(client.get(address).content.decode())
    code = dossier.lookup_code
    spelt = " ".join(code[n : n + 4] for n in range(0, 16, 4))
    for said in (spelt, "H1", "Bùi Ba", "17:00, 27/11/2026", "theo Sổ của hệ thống cũ", "<svg", "không phải giấy tiếp"):
        assert said in page, said
    assert signed_in(cast, "auditor").get(address).status_code == 200
    assert Reading.objects.filter(dossier=dossier, official=cast.auditor).count() == 1
    assert signed_in(cast, "hoa").get(address).status_code == 404
    found = Client().post("/tra-cuu/", {"code": code}, follow=True).content.decode()
    assert "Khai sinh" in found  # the code of the slip opens the dossier


@pytest.mark.usefixtures("source")
def test_who_accepts_a_filing_is_offered_its_slip(cast: Cast) -> None:
    lan, filing = signed_in(cast, "lan"), OnlineFiling.objects.get()
    answer = lan.post(f"/hang-cho-truc-tuyen/{filing.pk}/tiep-nhan/", {"key": "k"}, follow=True)
    dossier = Dossier.objects.get(code="T1")
    page = answer.content.decode()
    assert page.count(f"/ho-so/{dossier.pk}/phieu-tra-cuu/") == 2 and "In phiếu tra cứu" in page
    slip = lan.get(f"/ho-so/{dossier.pk}/phieu-tra-cuu/").content.decode()
    assert "chưa nêu" in slip and "T1" in slip
    assert "In phiếu tra cứu" not in lan.get(f"/ho-so/{dossier.pk}/").content.decode()


@pytest.mark.usefixtures("source")
def test_what_was_received_here_has_its_receipt(cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 09:10")
    page = signed_in(cast, "lan").get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "phieu-tra-cuu" not in page
    answer = signed_in(cast, "lan").get(f"/ho-so/{dossier.pk}/phieu-tra-cuu/")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("giay-tiep-nhan.pdf")
