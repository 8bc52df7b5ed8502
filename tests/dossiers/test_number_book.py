"""Sổ cấp số: one book for both ways a paper takes a number, so that no series looks as if a number were missing."""

from dataclasses import replace

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.signing import DraftPaper
from congvu.dossiers.models import Dossier
from congvu.dossiers.number_book import Asked, agencies, entries, numbers
from congvu.law import practice
from congvu.offices.models import Official
from congvu.papers.models import NumberSeries
from congvu.rules.signing import Draft
from tests.people import Cast, at
from tests.signers import PERMIT, Signers, gather_signers

pytestmark = pytest.mark.django_db
NOTICE = DraftPaper(Draft.LETTER, "Thông báo lịch tiếp công dân", "TB", 1)
NOON = "2026-11-24 12:00"


@pytest.fixture
def signers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Signers:
    monkeypatch.setattr("congvu.clock.now", lambda: at(NOON))
    return gather_signers(cast)


def notices_both_ways(signers: Signers) -> list[str]:
    """Minh stops a dossier (TB by the act), a TB he signed is numbered, he stops another; in that order."""
    minh, (first, last) = signers.cast.minh, (signers.cast.at_desk(), signers.cast.at_desk())
    signing = signers.submit(signers.at_desk(), paper=NOTICE, signers=(minh,))
    signers.sign(signing, minh, "2026-11-23 11:00")
    stop(minh, first, "2026-11-24 09:00")
    signers.number(signing, "2026-11-24 10:00")
    stop(minh, last, "2026-11-24 11:00")
    return [first.code, signing.dossier.code, last.code]


def stop(who: Official, dossier: Dossier, when: str) -> None:
    commands.stop(
        actor=who, at=at(when), dossier_id=dossier.pk, seen_version=None,
        told=Told("Không bổ sung giấy tờ", "Điều 20 NĐ 118/2025/NĐ-CP"),
    )  # fmt: skip


def page(who: Official, address: str) -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def settled_by_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this place heads sign letters."""
    heads = replace(practice(), signing_levels=["head"])
    monkeypatch.setattr("congvu.dossiers.signings.practice", lambda: heads)


def test_a_series_that_both_ways_share_has_no_gap_in_the_book(signers: Signers, settled_by_heads: None) -> None:
    codes = notices_both_ways(signers)
    names = agencies(signers.clerk, at(NOON).date())
    rows = numbers(list(names), Asked(series="TB")).order_by("value")
    book = entries(list(rows), names)
    last = NumberSeries.objects.get(unit=signers.cast.justice, series="TB").last
    assert [one.number for one in book] == list(range(1, last + 1)) == [1, 2, 3]
    assert [one.code for one in book] == codes
    assert [one.signing is not None for one in book] == [False, True, False]
    stopped, notice = "Thông báo dừng giải quyết hồ sơ", "Thông báo"
    assert [one.name for one in book] == [stopped, notice, stopped]
    minh, thu = signers.cast.minh.full_name, signers.clerk.full_name
    assert [one.by for one in book] == [minh, thu, minh]


def test_the_book_is_searched_by_number_dossier_series_and_day(signers: Signers, settled_by_heads: None) -> None:
    signers.cast.refuse("2026-11-23 09:00")
    first, second, _third = notices_both_ways(signers)
    whole = page(signers.clerk, "/so-cap-so/")
    assert "Sổ cấp số (4)" in whole and "Thông báo lịch tiếp công dân" in whole
    for asked, count, told in (
        (f"q={first}", 1, first), (f"q={second}", 1, second), ("q=02/TB", 1, second), ("q=02/tb", 1, second),
        (f"q={second.lower()}", 1, second), ("ky-hieu=PTC", 1, "PTC"),
        ("ky-hieu=TB", 3, first), ("tu=24/11/2026", 3, first), ("den=23/11/2026", 1, "PTC"), ("q=khong-co", 0, "khớp"),
        ("ky-hieu=cong-van", 0, "khớp"),
    ):  # fmt: skip
        shown = page(signers.clerk, f"/so-cap-so/?{asked}")
        assert f"Sổ cấp số ({count})" in shown and told in shown, asked
    wrong = page(signers.clerk, "/so-cap-so/?tu=31/02/2026")
    assert 'role="alert"' in wrong and 'value="31/02/2026"' in wrong


def test_a_decision_is_found_however_its_letters_are_typed(signers: Signers) -> None:
    """Đ has no capital for SQLite's LIKE, and PostgreSQL's folds none: both answer alike."""
    decision = replace(PERMIT, paper_kind="QĐ")
    signing = signers.submit(signers.at_desk(), paper=decision)
    for who in (signers.cast.minh, signers.cast.chairman):
        signers.sign(signing, who, "2026-11-23 11:00")
    symbol = signers.number(signing, "2026-11-23 15:00").symbol
    assert "/QĐ-" in symbol
    for typed in (symbol, symbol.lower(), "qđ", "QĐ"):
        assert "Sổ cấp số (1)" in page(signers.clerk, f"/so-cap-so/?q={typed}"), typed
    assert "Sổ cấp số (0)" in page(signers.clerk, "/so-cap-so/?q=QD")


def test_the_book_is_printed_whole_in_the_order_of_the_numbers(
    signers: Signers, settled_by_heads: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices_both_ways(signers)
    monkeypatch.setattr("congvu.dossiers.views.number_book.PAGE", 2)
    screen, printed = page(signers.clerk, "/so-cap-so/"), page(signers.clerk, "/so-cap-so/?in=1")
    assert "Trang 1/2" in screen and screen.index("03/TB") < screen.index("02/TB")
    assert printed.index("01/TB") < printed.index("02/TB") < printed.index("03/TB")


def test_a_number_whose_dossier_ended_before_the_seal_stays_in_the_book_as_cancelled(signers: Signers) -> None:
    signing = signers.number(signers.signed(), "2026-11-23 15:00")
    commands.withdraw(
        actor=signers.cast.minh, at=at("2026-11-24 09:00"), dossier_id=signing.dossier_id, seen_version=None,
        told=Told("Người nộp rút", "Điều 5 NĐ 118/2025/NĐ-CP"),
    )  # fmt: skip
    shown = page(signers.clerk, "/so-cap-so/?q=GP")
    assert signing.symbol in shown and "Huỷ do hồ sơ kết thúc" in shown
