"""The head line: few doors for each role, the rest as tabs, and always one that says where the reader is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve, reverse

from congvu.offices.context import Navigation, navigation
from congvu.offices.doors import ROOMS
from tests.people import Cast, at
from tests.test_access import TABLE, WHO, names

pytestmark = pytest.mark.django_db
STAFF = ("lan", "ha", "minh", "chairman", "auditor", "admin")
# Pages that open for more people than have them as a door: a dossier leads there, or they say there is nothing.
NO_DOOR = {"lan": ("/vang-mat/", "/trinh-ky/"), "chairman": ("/viec-cua-toi/", "/ban-giao/")}


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))


def seen(cast: Cast, login: str, path: str = "/") -> Navigation:
    request = RequestFactory().get(path)
    request.user = getattr(cast, login)
    return navigation(request)


@pytest.mark.parametrize("login", STAFF)
def test_nobody_has_more_than_six_doors_in_the_head_line(login: str, cast: Cast) -> None:
    rooms = seen(cast, login).rooms
    assert 1 <= len(rooms) <= 6 and len({one.label for one in rooms}) == len(rooms)


def test_a_clerk_at_the_counter_finds_four_doors_and_the_rest_behind_them(cast: Cast) -> None:
    assert [one.label for one in seen(cast, "lan").rooms] == ["Việc của tôi", "Tiếp nhận", "Hồ sơ", "Thu phí, lệ phí"]
    inside = seen(cast, "lan", "/hang-cho/")
    assert [(one.label, one.current) for one in inside.doors] == [
        ("Tiếp nhận", ""), ("Hàng chờ", "page"), ("Hồ sơ trực tuyến", ""),
    ]  # fmt: skip
    assert [one.label for one in inside.rooms if one.current] == ["Tiếp nhận"]


def test_a_room_with_one_door_bears_its_name_and_shows_no_tabs(cast: Cast) -> None:
    here = seen(cast, "chairman", "/canh-bao-som/")
    assert (here.rooms[0].label, here.rooms[0].current, here.doors) == ("Cảnh báo sớm", "page", [])


@pytest.mark.parametrize(("path", "room", "door"), [
    ("/ho-so/7/phi/", "Hồ sơ", "Hồ sơ"), ("/ho-so/tiep-nhan/hon-nhan/", "Tiếp nhận", "Tiếp nhận"),
    ("/ho-so/tu-choi/hon-nhan/", "Tiếp nhận", "Tiếp nhận"),
    ("/hang-cho-truc-tuyen/7/tu-choi/", "Tiếp nhận", "Hồ sơ trực tuyến"),
    ("/so-thu-tu/7/", "Tiếp nhận", "Hàng chờ"), ("/thu-phi/7/", "Thu phí, lệ phí", "Bảng kê thu"),
    ("/thu-phi/chua-nop/", "Thu phí, lệ phí", "Chưa nộp"), ("/ban-giao/7/", "Hồ sơ", "Bàn giao"),
])  # fmt: skip
def test_on_a_page_below_a_door_the_door_is_current(path: str, room: str, door: str, cast: Cast) -> None:
    here = seen(cast, "lan", path)
    assert [one.label for one in here.rooms if one.current] == [room] == [here.here]
    assert [one.label for one in here.doors if one.current] == [door]


@pytest.mark.parametrize("login", ("lan", "minh", "chairman"))
def test_every_page_about_dossiers_and_figures_lies_in_one_room(login: str, cast: Cast) -> None:
    """Whoever may open a page sees in the head line where it belongs."""
    column = WHO.index(login)
    for name, row in TABLE.items():
        path = "/" + names()[name].lstrip("/").replace("<int:pk>", "7").replace("<slug:code>", "x")
        if row[0] != "sign in" or row[column] != 200 or "<" in path or path.endswith((".pdf", ".xlsx")):
            continue
        if path.startswith(NO_DOOR.get(login, ("-",))):
            continue
        assert len([one for one in seen(cast, login, path).rooms if one.current]) == 1, path


def test_every_door_is_a_page_of_the_site() -> None:
    for _room, doors in ROOMS:
        for door in doors:
            assert resolve(reverse(door.route)).view_name == door.route and door.route in TABLE
            for beginning in door.also:
                assert beginning.startswith("/") and beginning.endswith("/")


def test_who_is_not_signed_in_has_no_navigation(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation(request) == Navigation([], [])
