"""Whoever guesses passwords is slowed and keeps nobody out who signed in from that browser before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.test import Client
from pytest_django import Settings

from congvu import settings as shipped
from congvu.law import practice
from congvu.offices.commands import create_official
from congvu.offices.known_browser import COOKIE, PEOPLE
from congvu.offices.models import Category, Official
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
DOOR, RIGHT = "/dang-nhap/", "mat-khau-dai"


class Clock:
    def __init__(self) -> None:
        self.at: datetime = at("2026-11-23 08:00")

    def on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    here = Clock()
    monkeypatch.setattr("congvu.clock.now", lambda: here.at)
    return here


def tried(browser: Client, login: str = "lan", typed: str = "sai") -> int:
    return browser.post(DOOR, {"login": login, "password": typed}).status_code


def used_before(*logins: str) -> Client:
    """A browser from which these signed in and out again."""
    browser = Client()
    for login in logins:
        assert tried(browser, login, RIGHT) == 302
        browser.post("/dang-xuat/")
    return browser


def under_attack(name: Callable[[int], str]) -> None:
    """A program that tries at every gap, from the building's own network."""
    guesser = Client()
    assert 429 in [tried(guesser, name(n)) for n in range(40)]


def test_who_signed_in_from_this_browser_waits_for_nobody_elses_guesses(cast: Cast, clock: Clock) -> None:
    lan = used_before("lan")
    under_attack(lambda n: "lan")
    under_attack(lambda n: f"name-{n}")
    assert tried(Client(), "lan", RIGHT) == tried(Client(), "ha", RIGHT) == 429
    assert tried(lan, "lan", RIGHT) == 302
    assert tried(Client(), "lan", RIGHT) == 429  # the account's own count stays: the guesser gains nothing by it


def test_a_network_waits_seconds_once_the_guesser_stops(cast: Cast, clock: Clock) -> None:
    under_attack(lambda n: f"name-{n}")
    assert tried(Client(), "ha", RIGHT) == 429
    clock.on(60 / practice().sign_in_misses_a_minute)
    assert tried(Client(), "ha", RIGHT) == 302


def test_whoever_never_stops_is_heard_only_so_often(cast: Cast, clock: Clock) -> None:
    heard = 0
    for n in range(240):
        heard += tried(Client(), f"name-{n}") == 200
        clock.on(0.5)
    told = practice()
    assert 0 <= told.sign_in_misses_at_once + 2 * told.sign_in_misses_a_minute - heard <= 3


def test_a_known_browser_is_slowed_by_its_own_wrong_tries_and_no_other_is(cast: Cast, clock: Clock) -> None:
    lan, ours = used_before("lan"), used_before("lan")
    assert [tried(lan) for _n in range(5)] == [200, 200, 200, 200, 429]
    assert tried(lan, "lan", RIGHT) == 429
    assert tried(ours, "lan", RIGHT) == tried(Client(), "lan", RIGHT) == 302
    clock.on(31)
    assert tried(lan, "lan", RIGHT) == 302


def test_a_colleagues_browser_a_forged_cookie_and_a_new_password_are_strangers(cast: Cast, clock: Clock) -> None:
    ha, lan, forger = used_before("ha"), used_before("lan"), Client()
    forger.cookies[COOKIE] = signing.dumps({str(cast.lan.pk): ("00", "00")}, salt="other", key="other")
    under_attack(lambda n: "lan")
    assert tried(ha, "lan", RIGHT) == tried(forger, "lan", RIGHT) == 429
    changed = Official.objects.get(login="lan")
    changed.set_password("mat-khau-moi")
    changed.save(update_fields=["password"])
    assert tried(lan, "lan", "mat-khau-moi") == 429


def test_people_who_share_a_computer_are_all_known_there(cast: Cast, clock: Clock) -> None:
    shared = used_before("lan", "ha", "minh")
    for login in ("lan", "ha"):
        under_attack(lambda n, login=login: login)  # type: ignore[misc]
        assert tried(shared, login, RIGHT) == 302
    kept = signing.loads(shared.cookies[COOKIE].value, salt=COOKIE)
    assert len(kept) == 3 <= PEOPLE and shared.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize(("typed", "is_taken"), [("1234567", False), ("password123", False), ("thuyen-ve-ben", True)])
def test_a_password_that_anybody_guesses_is_not_set(typed: str, is_taken: bool, cast: Cast) -> None:
    new = {"login": "nam", "full_name": "Vũ Nam", "unit": cast.ward, "category": Category.CIVIL_SERVANT}
    try:
        made = create_official(actor=cast.admin, at=at("2026-11-23 08:00"), password=typed, **new)  # type: ignore[arg-type]
    except RuleBroken as refused:
        assert not is_taken and refused.code == "password.weak" and "8 ký tự" in sentence(refused)
        assert not Official.objects.filter(login="nam").exists()
    else:
        assert is_taken and made.check_password(typed)


def test_passwords_are_kept_as_the_shipped_settings_say(settings: Settings) -> None:
    """The other tests hash quickly; the program's own way is slow on purpose."""
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    assert make_password(RIGHT).startswith("argon2$argon2id$")
