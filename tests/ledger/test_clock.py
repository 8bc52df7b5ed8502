"""A server whose clock runs behind what is already recorded writes nothing, and says so; a few seconds are borne."""

from datetime import timedelta

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.ledger import commands
from congvu.ledger.models import LedgerHead
from congvu.ledger.queries import head, refuse_a_clock_behind
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
ADDRESS = "/ho-so/tiep-nhan/hon-nhan/"
TEN = at("2026-11-23 10:00")


@pytest.fixture
def lan(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lan)
    return client


def received(lan: Client, when: str, key: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    form = {"key": key, "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0"}
    answer = lan.post(ADDRESS, form)
    return answer.status_code, answer.content.decode()


def test_a_clock_set_back_stops_the_counter_and_what_was_typed_stays(
    lan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert received(lan, "2026-11-23 10:00:00", "one", monkeypatch)[0] == 302
    before = head()
    status, page = received(lan, "2026-11-23 09:00:00", "two", monkeypatch)
    assert status != 302 and "Đồng hồ máy chủ" in page and "Bùi Văn Ba" in page
    assert (Dossier.objects.count(), head()) == (1, before)
    assert received(lan, "2026-11-23 09:59:56", "three", monkeypatch)[0] == 302
    assert received(lan, "2026-11-23 10:00:30", "two", monkeypatch)[0] == 302


@pytest.mark.parametrize(
    ("seconds", "refused"), [(-7200, True), (-6, True), (-5, False), (0, False), (400 * 86_400, False)]
)
def test_only_a_jump_backwards_of_more_than_five_seconds_is_refused(cast: Cast, seconds: int, refused: bool) -> None:
    cast.accept("2026-11-23 10:00")
    moment = TEN + timedelta(seconds=seconds)
    if not refused:
        refuse_a_clock_behind(moment)
        return
    with pytest.raises(RuleBroken) as said:
        refuse_a_clock_behind(moment)
    assert said.value.code == "clock.behind" and said.value.facts["last"] == TEN


def test_the_latest_instant_is_kept_even_when_an_earlier_act_comes_later(cast: Cast) -> None:
    cast.accept("2026-11-23 10:00")
    earlier = TEN - timedelta(seconds=3)
    commands.append(
        action=Action.DOSSIER_CORRECTED, subject="dossier:1", unit="mot-cua", actor="lan", at=earlier, facts={}
    )
    assert LedgerHead.objects.get().last_at == TEN


def test_a_demonstration_may_be_set_back(cast: Cast, settings: pytest.FixtureRequest) -> None:
    cast.accept("2026-11-23 10:00")
    settings.DEMO = True  # type: ignore[attr-defined]
    refuse_a_clock_behind(TEN - timedelta(days=1))
    assert LedgerHead.objects.get().last_at == TEN
