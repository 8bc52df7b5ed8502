"""Guessing is slowed by network: whose network it is, with a proxy in front and without one."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from congvu.offices.network import network_key

PROXY, HOME, ELSEWHERE = "127.0.0.1", "203.0.113.7", "198.51.100.9"


def key(connected: str, forwarded: str | None = None) -> str:
    told = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return network_key(RequestFactory().get("/", REMOTE_ADDR=connected, **told))


def test_behind_a_proxy_each_network_has_its_own_key(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert key(PROXY, HOME) == key(HOME) != key(PROXY, ELSEWHERE)
    assert key(PROXY, "2001:db8:1::7") == key("2001:db8:1:ffff::1") != key(PROXY, "2001:db8:2::7")
    assert key(PROXY, f"::ffff:{HOME}") == key(HOME)


def test_only_the_hop_the_proxy_wrote_itself_is_believed(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    assert {key(PROXY, f"{claimed}, {HOME}") for claimed in (ELSEWHERE, "x", "10.0.0.1, 10.0.0.2")} == {key(HOME)}


def test_without_a_proxy_the_header_decides_nothing(settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert key(HOME, ELSEWHERE) == key(HOME) != key(ELSEWHERE)


@pytest.mark.parametrize("forwarded", [None, "", "unknown", f"{HOME}:1234", f"{HOME}, "])
def test_a_proxy_that_writes_no_address_leaves_its_own(settings: Settings, forwarded: str | None) -> None:
    settings.BEHIND_PROXY = True
    assert key(PROXY, forwarded) == key(PROXY)
