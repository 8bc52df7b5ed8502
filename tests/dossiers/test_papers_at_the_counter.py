"""The papers at reception: what is required and not ticked is asked about once; whoever says so receives without it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congvu.dossiers.alterations import compared
from congvu.dossiers.models import Dossier, Scan, Visit
from congvu.offices.once import fresh_key
from tests.dossiers.test_counter_pages import ACCEPT, DECLARED, FORM, browser, text_of
from tests.papers import files
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
PAPERS = [
    {"name_vi": "Tờ khai", "required": True, "kind": "original"},
    {"name_vi": "Giấy chứng sinh", "required": True, "kind": "original"},
    {"name_vi": "Giấy kết hôn (nếu có)", "required": False, "kind": "copy"},
]
ASKED = "Chưa đánh dấu giấy tờ bắt buộc: Giấy chứng sinh."
LATER = "Vẫn tiếp nhận, người nộp bổ sung sau"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:10"))


@pytest.fixture
def lan(cast: Cast) -> Client:
    """Lan at her counter; the procedure requires two of three papers."""
    cast.version.papers = PAPERS
    type(cast.version).objects.filter(pk=cast.version.pk).update(papers=PAPERS)
    return browser(cast.lan)


def send(lan: Client, cast: Cast, **typed: object) -> str:
    """Gives the page that follows: the form once more, or the dossier received."""
    sent = FORM | {"key": fresh_key(cast.lan), "name": "Bùi Văn Ba"} | typed
    return text_of(lan.post(ACCEPT, sent, follow=True))


def test_the_form_marks_the_required_papers_and_offers_one_key_for_all_of_them(lan: Client) -> None:
    page = text_of(lan.get(ACCEPT))
    assert page.count("(bắt buộc)</span>") == page.count("data-required") == 2
    assert 'data-alt="KeyG"' in page and "<kbd>Alt+G</kbd>" in page and LATER not in page


def test_a_form_without_a_required_paper_comes_back_with_the_list_and_the_choice(lan: Client, cast: Cast) -> None:
    page = send(lan, cast, papers=["Tờ khai"])
    assert ASKED in page and LATER in page and "lập phiếu bổ sung khi chưa tiếp nhận" in page
    assert 'value="Tờ khai"' in page and Dossier.objects.count() == 0
    page = send(lan, cast, papers=["Tờ khai"], bring_later="on")
    assert "Đã tiếp nhận hồ sơ" in page and Dossier.objects.get().papers == ["Tờ khai"]
    told = page.partition("Giấy tờ bắt buộc chưa nộp")[2]
    assert "Giấy chứng sinh" in told and "Alt+B" in told


def test_a_form_with_all_required_papers_asks_nothing(lan: Client, cast: Cast) -> None:
    page = send(lan, cast, papers=["Giấy chứng sinh", "Tờ khai"])
    assert "Đã tiếp nhận hồ sơ" in page and "Giấy tờ bắt buộc chưa nộp" not in page


def test_another_error_keeps_the_choice_that_was_made(lan: Client, cast: Cast) -> None:
    page = send(lan, cast, papers=["Tờ khai"], bring_later="on", name="")
    assert "Nhập họ và tên." in page and ASKED not in page
    assert LATER in page and 'name="bring_later" id="id_bring_later" checked' in page


def test_the_next_dossier_of_a_visit_and_a_paper_receipt_are_asked_about_alike(lan: Client, cast: Cast) -> None:
    send(lan, cast, papers=["Giấy chứng sinh", "Tờ khai"])
    visit = str(Visit.objects.get().pk)
    for more in ({"visit": visit}, DECLARED | {"declared_paper": "7"}):
        assert ASKED in send(lan, cast, papers=["Tờ khai"], **more)
    assert Dossier.objects.count() == 1


def pdf(pages: int = 1, name: str = "quet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf(pages))


def test_each_file_is_named_as_the_paper_it_was_chosen_for_and_ticks_it(lan: Client, cast: Cast) -> None:
    page = text_of(lan.get(ACCEPT))
    assert 'name="tep-1" multiple' in page and 'data-scan-of="id_papers_1"' in page and 'id="id_papers_1"' in page
    jpeg = SimpleUploadedFile("a.jpg", files.jpeg())
    send(lan, cast, papers=["Tờ khai"], **{"tep-0": pdf(), "tep-1": [pdf(2), pdf(3)], "tep": jpeg})
    assert Dossier.objects.get().papers == ["Tờ khai", "Giấy chứng sinh"]
    found = Scan.objects.order_by("pk").values_list("paper", "pages")
    assert list(found) == [("Tờ khai", 1), ("Giấy chứng sinh", 2), ("Giấy chứng sinh", 3), ("", 1)]
    assert not [one for one in compared() if one.differs]


def test_a_bad_file_of_one_paper_receives_nothing_and_leaves_its_tick(lan: Client, cast: Cast) -> None:
    bad = SimpleUploadedFile("x.pdf", b"no pdf")
    page = send(lan, cast, papers=["Tờ khai"], **{"tep-0": pdf(), "tep-1": bad})
    assert "không phải ảnh JPG, PNG hoặc PDF" in page and not Scan.objects.exists() and not Dossier.objects.exists()
    assert re.search(r'value="Giấy chứng sinh"[^>]* checked', page)


def test_a_file_for_a_paper_that_the_procedure_does_not_have_is_left_alone(lan: Client, cast: Cast) -> None:
    send(lan, cast, papers=["Tờ khai", "Giấy chứng sinh"], **{"tep-9": pdf(), "tep-x": pdf(2)})
    assert Dossier.objects.count() == 1 and not Scan.objects.exists()
