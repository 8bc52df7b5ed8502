"""Rating: once, after the hand-over, by whoever holds the receipt; and who must never see what it says."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.rating import Opinion
from congvu.dossiers.models import Dossier, Rating
from congvu.ledger.models import LedgerEntry
from congvu.ledger.queries import bodies_of, check
from congvu.rules.errors import RuleBroken
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
SAID = {"key": "r1", "score": "2", "reasons": ["cham", "di-lai-nhieu"], "words": "Phải đi ba lần.", "thai-do": "1"}


def returned(cast: Cast) -> Dossier:
    """A dossier whose result was handed over."""
    dossier = cast.at_desk()
    act = {"at": at("2026-11-24 10:00"), "dossier_id": dossier.pk, "seen_version": None}
    commands.record_result(actor=cast.minh, **act)
    return commands.return_result(actor=cast.lan, **act | {"at": at("2026-11-24 11:00")})


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-24 20:00"))


def holding(dossier: Dossier) -> Client:
    """Mr Ba's telephone after he looked his dossier up."""
    client = Client()
    assert client.post("/tra-cuu/", {"code": dossier.lookup_code}).status_code == 302
    return client


def test_mr_ba_rates_once_and_sees_later_what_he_said(cast: Cast, now: None) -> None:
    dossier = returned(cast)
    ba = holding(dossier)
    assert "/tra-cuu/danh-gia/" in ba.get("/tra-cuu/ho-so/").content.decode()
    page = ba.post("/tra-cuu/danh-gia/", SAID, follow=True).content.decode()
    assert "Cảm ơn" in page and "Phải đi ba lần." in page and "2 – không hài lòng" in page and "Chậm, sai hẹn" in page
    kept = Rating.objects.get()
    assert (kept.score, kept.reasons, kept.criteria, kept.is_supervised) == (
        2, ["cham", "di-lai-nhieu"], {"thai-do": 1}, False,
    )  # fmt: skip
    again = holding(dossier).post("/tra-cuu/danh-gia/", SAID | {"key": "r2", "score": "5"})
    assert "Phải đi ba lần." in again.content.decode() and Rating.objects.get().score == 2
    assert "Xem đánh giá của bạn" in ba.get("/tra-cuu/ho-so/").content.decode()


def test_the_database_allows_one_rating_a_dossier(cast: Cast) -> None:
    dossier = returned(cast)
    commands.rate(at=at("2026-11-24 20:00"), dossier_id=dossier.pk, opinion=Opinion(4))
    with pytest.raises(RuleBroken, match=r"rating\.already"):
        commands.rate(at=at("2026-11-24 20:01"), dossier_id=dossier.pk, opinion=Opinion(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(dossier=dossier, score=1, at=at("2026-11-24 20:01"), on="2026-11-24")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(dossier=dossier).update(score=6)


def test_nothing_is_rated_before_the_hand_over_and_nothing_without_the_receipt(cast: Cast, now: None) -> None:
    dossier = cast.at_desk()
    ba = holding(dossier)
    assert ba.post("/tra-cuu/danh-gia/", SAID).status_code == 400
    assert "/tra-cuu/danh-gia/" not in ba.get("/tra-cuu/ho-so/").content.decode()
    assert Client().post("/tra-cuu/danh-gia/", SAID).headers["Location"] == "/tra-cuu/"
    assert not Rating.objects.exists()


def test_an_official_who_holds_the_receipt_cannot_rate_for_the_citizen_unmarked(cast: Cast, now: None) -> None:
    dossier = returned(cast)
    lan = holding(dossier)
    lan.force_login(cast.lan)
    refused = lan.post("/tra-cuu/danh-gia/", SAID)
    assert refused.status_code == 400 and "đang có cán bộ đăng nhập" in refused.content.decode()
    assert not Rating.objects.exists()


def test_a_rating_at_the_counter_is_marked_and_the_counter_does_not_see_it_afterwards(cast: Cast, now: None) -> None:
    dossier = returned(cast)
    lan = Client()
    lan.force_login(cast.lan)
    form = lan.get(f"/ho-so/{dossier.pk}/danh-gia-tai-quay/").content.decode()
    assert "Đánh giá tại quầy, có cán bộ chứng kiến." in form
    page = lan.post(f"/ho-so/{dossier.pk}/danh-gia-tai-quay/", SAID, follow=True).content.decode()
    assert Rating.objects.get().is_supervised
    assert "Phải đi ba lần." not in page and "không hài lòng" not in page
    again = lan.post(f"/ho-so/{dossier.pk}/danh-gia-tai-quay/", SAID | {"key": "r3"}).content.decode()
    assert "mỗi hồ sơ đánh giá một lần" in again
    assert "đánh giá tại quầy" in holding(dossier).get("/tra-cuu/danh-gia/").content.decode()


@pytest.mark.parametrize("who", ["lan", "ha", "minh", "chairman", "auditor"])
def test_no_page_about_the_dossier_tells_an_official_what_was_said(cast: Cast, now: None, who: str) -> None:
    dossier = returned(cast)
    holding(dossier).post("/tra-cuu/danh-gia/", SAID)
    client = Client()
    client.force_login(getattr(cast, who))
    for path in (f"/ho-so/{dossier.pk}/", "/ho-so/", "/danh-gia/", "/so-lieu-cua-toi/"):
        shown = client.get(path).content.decode()
        assert "Phải đi ba lần" not in shown and "Chậm, sai hẹn" not in shown, path


def test_the_public_leaf_tells_nothing_and_the_ledger_still_verifies(cast: Cast, now: None) -> None:
    dossier = returned(cast)
    holding(dossier).post("/tra-cuu/danh-gia/", SAID)
    leaf = json.loads(bytes(LedgerEntry.objects.latest("number").leaf))
    assert leaf["t"] == "xx" and set(leaf) == {"v", "t", "u", "b", "c"}
    body = bodies_of(f"dossier:{dossier.pk}")[-1]
    assert (body["action"], body["actor"], body["facts"]["score"]) == ("dossier.rated", "applicant", 2)
    assert check().wrong == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"score": ""}, "Chọn một mức từ 1 đến 5."),
        ({"score": "6"}, "Chọn một mức từ 1 đến 5."),
        ({"reasons": ["la"]}, "Chọn một mục trong danh sách."),
        ({"words": "x" * 1001}, "Nội dung dài 1001 ký tự; tối đa 1000."),
        ({"thai-do": "3"}, "Chọn một mục trong danh sách."),
        ({"words": "a\x01b"}, "Nội dung có ký tự không đọc được."),
        ({"key": ""}, "Thiếu khoá chống gửi trùng."),
    ],
)
def test_a_mistake_is_explained_and_typing_stays(cast: Cast, now: None, typed: dict[str, str], said: str) -> None:
    page = holding(returned(cast)).post("/tra-cuu/danh-gia/", {"words": "Giữ lời này"} | SAID | typed).content.decode()
    assert said in page and "Lỗi: " in page
    assert not Rating.objects.exists()
