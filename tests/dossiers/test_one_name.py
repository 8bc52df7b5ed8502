"""One thing, one name: a door of the navigation says what its page is called; visitors are never “vắng mặt”."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from congvu.dossiers.models.counter import TICKET_WORDS
from congvu.offices.doors import ROOMS
from congvu.offices.permissions import RIGHTS
from congvu.rules.ticket import TicketState
from tests.people import Cast, at
from tests.signers import gather_signers

pytestmark = pytest.mark.django_db
# Pages that are headed by what they show: the unit, the report by the name of its legal form.
BY_THEIR_OWN = {"Đơn vị của tôi": "Đảo Thử", "Báo cáo": "Tình hình, kết quả giải quyết"}


def page(client: Client, address: str) -> str:
    return unescape(client.get(address, follow=True).content.decode())


def test_a_door_and_the_page_it_opens_bear_one_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:10"))
    signers, seen = gather_signers(cast), {}
    for who in (cast.lan, cast.ha, cast.minh, cast.chairman, cast.admin, signers.clerk):
        client = Client()
        client.force_login(who)
        held = {right for post in who.posts.all() for right in RIGHTS[post.role]}
        for door in (door for _room, doors in ROOMS for door in doors if held & door.rights):
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", page(client, reverse(door.route)), re.S)
            assert heading, door.route
            seen[str(door.label)] = re.sub(r"<[^>]+>", "", heading[1]).strip()
    assert {"Hàng chờ", "Hồ sơ trực tuyến", "Bảng kê thu", "Vắng mặt"} <= set(seen)
    wrong = {
        label: head for label, head in seen.items()
        if BY_THEIR_OWN.get(label, label).casefold() not in head.casefold()
    }  # fmt: skip
    assert wrong == {}


def test_officials_are_absent_and_visitors_do_not_come(cast: Cast) -> None:
    assert TICKET_WORDS[TicketState.SKIPPED] == "Gọi mà không có mặt"
    lan = Client()
    lan.force_login(cast.lan)
    assert "vắng mặt" not in page(lan, "/hang-cho/").lower()
