"""A wrong tick does not stand for ever: papers and channel set right for a reason, told in the ledger, printed anew."""

import json

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.alterations import compared
from congvu.dossiers.models import Dossier
from congvu.ledger.queries import bodies_of
from congvu.papers.models import Paper
from congvu.rules.errors import RuleBroken
from tests.dossiers import money
from tests.dossiers.test_counter_pages import browser, text_of
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
PAPERS = [{"name_vi": "Tờ khai", "required": True}, {"name_vi": "Giấy chứng sinh", "kind": "original"}]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    type(cast.version).objects.filter(pk=cast.version.pk).update(papers=PAPERS)
    return cast.accept()


def correct(cast: Cast, dossier: Dossier, when: str = "2026-11-23 10:00", **changes: object) -> Dossier:
    return commands.correct(
        actor=cast.lan, at=at(when), dossier_id=dossier.pk, seen_version=None, changes=changes, reason="Đánh dấu nhầm"
    )


def receipts(dossier: Dossier) -> list[dict[str, object]]:
    rows = Paper.objects.filter(subject=f"dossier:{dossier.pk}", form="01").order_by("pk")
    return [json.loads(one.data) for one in rows]


def differing() -> list[tuple[str, ...]]:
    return [one.differs for one in compared() if one.differs]


def test_papers_set_right_give_the_receipt_anew_and_the_ledger_tells_them(cast: Cast, dossier: Dossier) -> None:
    done = correct(cast, dossier, papers=["Giấy chứng sinh"])
    assert done.papers == ["Giấy chứng sinh"]
    rows = [(one.field, one.before, one.after) for one in done.corrections.order_by("pk")]
    assert rows == [("papers", "Tờ khai", ""), ("papers", "", "Giấy chứng sinh")]
    first, last = receipts(done)
    assert (first["papers"], last["papers"]) == (["Tờ khai"], ["Giấy chứng sinh"])
    assert last["paper_kinds"] == ["bản chính"]
    assert {name for name in first if first[name] != last[name]} == {"papers", "paper_kinds"}
    facts = bodies_of(f"dossier:{done.pk}")[-1]["facts"]
    assert (facts["fields"], facts["papers"], len(facts["receipt"])) == (["papers"] * 2, ["Giấy chứng sinh"], 64)
    assert differing() == []


def test_the_receipt_after_a_later_fee_keeps_the_papers_as_corrected(cast: Cast, dossier: Dossier) -> None:
    correct(cast, dossier, papers=["Tờ khai", "Giấy chứng sinh"])
    money.charged(cast, dossier, when="2026-11-23 10:05")
    assert receipts(dossier)[-1]["papers"] == ["Tờ khai", "Giấy chứng sinh"] and differing() == []


def test_the_channel_and_the_applicant_set_right_together_are_one_act_and_print_nothing_anew(
    cast: Cast, dossier: Dossier
) -> None:
    done = correct(cast, dossier, channel="post", name="Bùi Văn Bá", papers=["Tờ khai"])
    assert (done.channel, done.applicant.name, done.version) == ("post", "Bùi Văn Bá", dossier.version + 1)
    assert len(receipts(done)) == 1 and differing() == []
    assert bodies_of(f"dossier:{done.pk}")[-1]["facts"]["channel"] == "post"


def test_what_was_corrected_and_then_changed_past_the_program_is_named(cast: Cast, dossier: Dossier) -> None:
    correct(cast, dossier, channel="post", papers=[])
    correct(cast, dossier, "2026-11-23 10:10", papers=["Giấy chứng sinh"])
    assert differing() == []
    Dossier.objects.filter(pk=dossier.pk).update(channel="counter", papers=["Tờ khai"])
    assert differing() == [("channel", "handed_in")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"papers": ["Tờ khai"]}, "correction.nothing_changed"), ({"channel": "counter"}, "correction.nothing_changed"),
     ({"papers": ["Sổ hộ khẩu"]}, "correction.not_correctable"), ({"channel": "x"}, "correction.not_correctable"),
     ({"procedure_version": "2"}, "correction.not_correctable")],
)  # fmt: skip
def test_nothing_else_is_set_right(cast: Cast, dossier: Dossier, changes: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        correct(cast, dossier, **changes)
    assert refused.value.code == code and not dossier.corrections.exists()


def test_the_page_corrects_ticks_and_channel_and_says_what_to_do_about_a_wrong_procedure(
    cast: Cast, dossier: Dossier
) -> None:
    lan: Client = browser(cast.lan)
    page = text_of(lan.get(f"/ho-so/{dossier.pk}/"))
    assert "Sai thủ tục thì không đính chính được" in page and "tiếp nhận lại theo đúng thủ tục" in page
    sent = {"key": "k", "version": "1", "name": "Bùi Văn Ba", "papers": ["Giấy chứng sinh"], "channel": "post",
            "reason": "Nhận qua bưu chính"}  # fmt: skip
    page = text_of(lan.post(f"/ho-so/{dossier.pk}/correct/", sent, follow=True))
    assert "giấy tờ đã nhận: Tờ khai → –" in page and "giấy tờ đã nhận: – → Giấy chứng sinh" in page
    assert "hình thức nộp: Trực tiếp → Bưu chính công ích" in page
    done = Dossier.objects.get(pk=dossier.pk)
    assert (done.papers, done.channel, done.version) == (["Giấy chứng sinh"], "post", 2)
