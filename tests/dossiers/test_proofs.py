"""The proof of a payment and the minutes of a posting as files: attached at the act or later, checked, linked."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.proofs import attach_scan
from congvu.dossiers.commands.scans import withdraw_scan
from congvu.dossiers.models import Dossier, Payment, Posting, Scan
from congvu.ledger.queries import bodies_of
from congvu.papers.uploads import check
from congvu.rules.errors import RuleBroken
from tests.dossiers.test_counter_pages import browser, text_of
from tests.dossiers.test_outside import MINUTES, do
from tests.papers import files
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 10:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at(NOW))


@pytest.fixture
def owing(cast: Cast) -> Dossier:
    """A land dossier at Hà's desk whose notice of 500.000 đồng was entered."""
    dossier = cast.at_desk("2026-11-23 09:00", cast.land)
    notice = Notice("1204/TB-CCT", 500_000, date(2026, 11, 20), date(2026, 12, 20))
    return do(commands.note_dues, cast.ha, "2026-11-23 09:30", dossier, notice=notice)


def upload(content: bytes, name: str = "chung-tu.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pay(ha: Client, dossier: Dossier, **typed: object) -> str:
    dossier.refresh_from_db()
    sent = {"key": "k1", "version": str(dossier.version), "which": str(dossier.dues.get().pk), "number": "GNT-0012345",
            "paid_on": "23/11/2026", "amount": "500000"}  # fmt: skip
    return text_of(ha.post(f"/ho-so/{dossier.pk}/note_payment/", sent | typed, follow=True))


def paid(cast: Cast, dossier: Dossier, number: str, amount: int = 100_000) -> Payment:
    proof = Proof(number, date(2026, 11, 23), amount)
    do(commands.note_payment, cast.ha, NOW, dossier, notice_id=dossier.dues.get().pk, proof=proof)
    return Payment.objects.get(number=number)


def test_the_proof_is_attached_as_the_payment_is_noted_and_linked_from_the_page(cast: Cast, owing: Dossier) -> None:
    ha = browser(cast.ha)
    assert 'enctype="multipart/form-data"' in text_of(ha.get(f"/ho-so/{owing.pk}/"))
    page = pay(ha, owing, file=upload(files.pdf()))
    scan = Payment.objects.get().scan
    assert scan is not None and scan.paper == "Chứng từ nộp tiền số GNT-0012345"
    assert f'<a href="/ho-so/{owing.pk}/so-hoa/{scan.pk}/">bản số hoá</a>' in page
    assert ha.get(f"/ho-so/{owing.pk}/so-hoa/{scan.pk}/").content == files.pdf()
    told = [body["action"] for body in bodies_of(f"dossier:{owing.pk}")]
    assert told[-2:] == ["dossier.scan_added", "dossier.scan_attached"] and "dossier.dues_paid" in told
    assert not [one for one in compared() if one.differs]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(files.pdf_with_script(), "gnt.pdf", "gnt.pdf"), (b"GIF89a", "gnt.gif", "không phải ảnh JPG, PNG hoặc PDF"),
     (files.jpeg()[:200], "gnt.jpg", "bị hỏng hoặc chưa tải đủ"),
     (b"%PDF-1.7\n" + b"0" * 11_000_000, "to.pdf", "vượt quá")],
)  # fmt: skip
def test_a_bad_file_is_told_and_neither_payment_nor_file_is_kept(
    cast: Cast, owing: Dossier, content: bytes, name: str, said: str
) -> None:
    page = pay(browser(cast.ha), owing, file=upload(content, name))
    assert said in page and 'value="GNT-0012345"' in page
    assert not Payment.objects.exists() and not Scan.objects.exists()


def test_a_proof_is_attached_later_where_scans_are_added_and_once(cast: Cast, owing: Dossier) -> None:
    ha = browser(cast.ha)
    page = pay(ha, owing)
    where, key = f"/ho-so/{owing.pk}/so-hoa/", f"scan:{Payment.objects.get().pk}"
    assert f'href="{where}?giay-to={key}">kèm bản số hoá' in page
    assert f'<option value="{key}" selected>' in text_of(ha.get(f"{where}?giay-to={key}"))
    two = [upload(files.pdf()), upload(files.jpeg(), "a.jpg")]
    assert "chỉ kèm một tệp" in text_of(ha.post(where, {"key": "k2", "giay-to": key, "tep": two}))
    assert "Chưa chọn tệp nào" in text_of(ha.post(where, {"key": "k3", "giay-to": key}))
    ha.post(where, {"key": "k4", "giay-to": key, "tep": upload(files.jpeg(), "a.jpg")})
    assert Payment.objects.get().scan == Scan.objects.get()
    assert f'value="{key}"' not in text_of(ha.get(where))
    with pytest.raises(RuleBroken) as refused:
        attach_scan(actor=cast.ha, at=at(NOW), dossier_id=owing.pk, file=check(files.png(), "b.png"), key=key)
    assert refused.value.code == "proof.has_scan"


def test_one_slip_for_two_payments_is_kept_once_and_proves_both(cast: Cast, owing: Dossier) -> None:
    slip = check(files.pdf(), "gnt.pdf")
    for payment in (paid(cast, owing, "GNT-1"), paid(cast, owing, "GNT-2")):
        attach_scan(actor=cast.ha, at=at(NOW), dossier_id=owing.pk, file=slip, key=f"scan:{payment.pk}")
    assert {one.scan for one in Payment.objects.all()} == {Scan.objects.get()}
    assert not [one for one in compared() if one.differs]


def test_a_withdrawn_proof_leaves_its_place_free(cast: Cast, owing: Dossier) -> None:
    ha = browser(cast.ha)
    pay(ha, owing, file=upload(files.pdf()))
    withdraw_scan(actor=cast.minh, at=at(NOW), dossier_id=owing.pk, scan_id=Scan.objects.get().pk, reason="nhầm")
    assert "kèm bản số hoá" in text_of(ha.get(f"/ho-so/{owing.pk}/"))
    key = f"scan:{Payment.objects.get().pk}"
    attach_scan(actor=cast.ha, at=at(NOW), dossier_id=owing.pk, file=check(files.png(), "b.png"), key=key)
    assert Payment.objects.get().scan == Scan.objects.get(withdrawn_at=None)


def test_the_minutes_of_a_posting_are_attached_as_it_opens_and_as_it_closes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, ha = cast.at_desk("2026-11-09 09:00", cast.land), browser(cast.ha)
    sent = {"key": "k1", "version": str(dossier.version), "number": "12/BB-UBND", "places": "Trụ sở UBND",
            "file": upload(files.jpeg(), "bb.jpg")}  # fmt: skip
    page = text_of(ha.post(f"/ho-so/{dossier.pk}/open_posting/", sent, follow=True))
    scan = Posting.objects.get().minutes_scan
    assert scan is not None and f'so-hoa/{scan.pk}/">bản số hoá' in page
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-12-10 10:00"))
    dossier.refresh_from_db()
    sent = {"key": "k2", "version": str(dossier.version), "number": "13/BB-UBND", "objections": "0",
            "file": upload(files.pdf(), "bbkt.pdf")}  # fmt: skip
    ha.post(f"/ho-so/{dossier.pk}/close_posting/", sent)
    closing = Posting.objects.get().closing_scan
    assert closing is not None and closing.paper == "Biên bản kết thúc niêm yết số 13/BB-UBND"
    assert not [one for one in compared() if one.differs]


def test_nothing_is_attached_to_another_dossiers_payment_or_without_the_right(cast: Cast, owing: Dossier) -> None:
    other = do(commands.open_posting, cast.ha, NOW, cast.at_desk("2026-11-23 09:00", cast.land), minutes=MINUTES)
    key, file = f"minutes_scan:{other.postings.get().pk}", check(files.pdf(), "a.pdf")
    with pytest.raises(RuleBroken) as refused:
        attach_scan(actor=cast.ha, at=at(NOW), dossier_id=owing.pk, file=file, key=key)
    assert refused.value.code == "proof.gone"
    with pytest.raises(RuleBroken) as refused:
        attach_scan(actor=cast.hoa, at=at(NOW), dossier_id=other.pk, file=file, key=key)
    assert refused.value.code == "rights.missing" and not Scan.objects.exists()
