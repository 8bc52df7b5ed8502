"""Form 02 before reception: a numbered list of what is missing, no dossier, no clock, and no request counted."""

import re

import pytest
from django.test import Client

from congvu.dossiers.commands.supplement import ask_for_papers
from congvu.dossiers.models import Dossier, EarlyRequest, SupplementRequest, Visit
from congvu.ledger.queries import bodies_of, check
from congvu.offices.once import fresh_key
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.letters import Missing
from tests.dossiers.test_counter_pages import ACCEPT, CARD, FORM, browser, text_of
from tests.papers.test_receipt import text_of as text_of_pdf
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
ASK = "/ho-so/phieu-bo-sung/hon-nhan/"
PAPERS = [{"name_vi": "Tờ khai", "required": True}, {"name_vi": "Giấy chứng sinh", "required": True}]
WHAT = {"kind": "person", "name": "Bùi Văn Ba", "missing": "Giấy chứng sinh: chưa nộp", "basis": "Điều 17"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:10"))


@pytest.fixture
def lan(cast: Cast) -> Client:
    type(cast.version).objects.filter(pk=cast.version.pk).update(papers=PAPERS)
    return browser(cast.lan)


def ask(lan: Client, cast: Cast, **typed: str) -> str:
    return text_of(lan.post(ASK, WHAT | {"key": fresh_key(cast.lan)} | typed, follow=True))


def test_a_request_before_reception_is_numbered_kept_and_in_the_ledger_and_makes_no_dossier(
    lan: Client, cast: Cast
) -> None:
    page = ask(lan, cast)
    one = EarlyRequest.objects.get()
    assert one.paper.symbol == "01/PYC-BPMC" and "01/PYC-BPMC" in page and "Giấy chứng sinh: chưa nộp" in page
    assert not Dossier.objects.exists() and not SupplementRequest.objects.exists()
    (told,) = bodies_of(f"early_request:{one.pk}")
    assert (told["action"], told["facts"]["hash"]) == ("dossier.asked_early", one.paper.data_hash)
    assert check().wrong == ""
    listed = text_of(lan.get("/phieu-bo-sung/", {"q": "bui ba"}))
    assert f'href="/phieu-bo-sung/{one.pk}/"' in listed and "01/PYC-BPMC" in listed
    assert "Không có phiếu bổ sung nào khớp" in text_of(lan.get("/phieu-bo-sung/", {"q": "khong co ai"}))
    assert browser(cast.hoa).get(f"/phieu-bo-sung/{one.pk}/phieu.pdf").status_code == 404


def test_its_paper_says_that_nothing_was_received_and_when_the_time_begins(lan: Client, cast: Cast) -> None:
    ask(lan, cast)
    said, pages = text_of_pdf(pdf(Paper.objects.get(form="02")))
    assert pages == 1 and "1. Giấy chứng sinh. Lý do: chưa nộp" in said and "Căn cứ: Điều 17" in said
    assert "Hồ sơ chưa được tiếp nhận" in said and "nộp đủ giấy tờ tại Bộ phận Một cửa" in said
    assert "tạm dừng" not in said and "Mã hồ sơ" not in said and "Thời gian tiếp nhận" not in said


def test_the_request_of_a_dossier_says_as_before_that_its_clock_stands_and_is_the_first(
    lan: Client, cast: Cast
) -> None:
    ask(lan, cast)
    ask_for_papers(
        actor=cast.ha, at=at("2026-11-23 10:00"), dossier_id=cast.at_desk().pk, seen_version=None, basis="Điều 17",
        missing=[Missing("Tờ khai", "chưa ký")],
    )  # fmt: skip
    assert SupplementRequest.objects.get().number == 1
    said, _pages = text_of_pdf(pdf(Paper.objects.filter(form="02").latest("pk")))
    assert "Thời hạn giải quyết tạm dừng" in said and "Mã hồ sơ" in said and "chưa được tiếp nhận" not in said


def test_alt_b_on_the_reception_form_carries_the_person_and_what_is_unticked_and_asks_nothing_yet(
    lan: Client, cast: Cast
) -> None:
    form = text_of(lan.get(ACCEPT))
    assert re.search(rf'formaction="{ASK}" name="tu-tiep-nhan-bo-sung" value="1" data-alt="KeyB"', form)
    typed = FORM | {"key": fresh_key(cast.lan), "tu-tiep-nhan-bo-sung": "1", "phone": "0912345678", "card": CARD,
                    "name": "", "papers": "Tờ khai"}  # fmt: skip
    page = text_of(lan.post(ASK, typed))
    assert all(f'value="{one}"' in page for one in ("Bùi Văn Ba", "999087000123", "0912345678"))
    assert "Giấy chứng sinh: chưa nộp" in page and "Tờ khai: chưa nộp" not in page
    assert "Có lỗi cần sửa" not in page and not EarlyRequest.objects.exists()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key and key[1] != typed["key"]
    lan.post(ASK, WHAT | {"key": key[1], "visit": ""})
    assert EarlyRequest.objects.count() == 1


def test_a_mistake_is_told_and_what_was_typed_stays(lan: Client, cast: Cast) -> None:
    for typed, said in (
        ({"missing": ""}, "Ghi ít nhất một giấy tờ"), ({"missing": "Giấy chứng sinh"}, "Giấy chứng sinh"),
        ({"basis": " "}, "Nhập căn cứ pháp lý."), ({"name": ""}, "Nhập họ và tên."),
    ):  # fmt: skip
        page = ask(lan, cast, **typed)
        assert said in page and "Có lỗi cần sửa" in page
    assert not EarlyRequest.objects.exists() and not Paper.objects.exists()


def test_what_is_asked_for_in_a_visit_leads_back_into_it_and_only_from_its_own_counter(lan: Client, cast: Cast) -> None:
    visit = Visit.objects.create(unit=cast.counter, begun_at=at("2026-11-23 09:00"), begun_by=cast.lan)
    page = ask(lan, cast, visit=str(visit.pk))
    assert f'href="/ho-so/tiep-nhan/?luot={visit.pk}"' in page
    assert "01/PYC-BPMC" in text_of(lan.get("/ho-so/tiep-nhan/", {"luot": visit.pk}))
    other = Visit.objects.create(unit=cast.justice, begun_at=at("2026-11-23 09:00"), begun_by=cast.ha)
    assert "Lượt này không thuộc quầy của bạn" in ask(lan, cast, visit=str(other.pk))
    assert EarlyRequest.objects.count() == 1
