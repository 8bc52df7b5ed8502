"""Every number on the page of a unit is a link, and the list behind it has exactly that many dossiers."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, Vanishing
from congvu.offices.models import Official
from congvu.offices.permissions import RIGHTS, Right
from congvu.rules.dossier import State
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace, fill

LINK = re.compile(r'<a href="(/ho-so/\?[^"]+)">(.*?)</a>', re.S)
PAGES = (
    ("chu-tich", "/don-vi/dac-khu/", "ky=quy-nay"),
    ("chu-tich", "/don-vi/dac-khu/", "ky=tat-ca&day-du=1"),
    ("chu-tich", "/don-vi/so-cu/", "ky=nam-nay"),
    ("giam-sat", "/don-vi/tu-phap/", "ky=thang-truoc&day-du=1"),
    ("giam-doc", "/don-vi/", "ky=ky-bao-cao"),
    ("minh", "/don-vi/", "ky=thang-nay&day-du=1"),
    ("chu-tich", "/bao-cao/", "loai=quy&nam=2026&so=4"),
    ("chu-tich", "/bao-cao/so-cu/", "loai=nam&nam=2026"),
    ("chu-tich", "/bao-cao/", "loai=thang-bao-cao&nam=2026&so=11&theo=don-vi"),
    ("giam-sat", "/bao-cao/", "tu=01/10/2026&den=2026-11-10&theo=thu-tuc"),
    ("minh", "/bao-cao/", "loai=chin-thang&nam=2026&theo=don-vi"),
    ("minh", "/don-vi/to-ho-tich/", "tu=10/09/2026&den=2026-10-20&day-du=1"),
)


def numbers(html: str) -> list[tuple[str, int]]:
    """The addresses of lists on a page with the number each link shows."""
    found = []
    for address, text in LINK.findall(html):
        digits = re.search(r"\d[\d.]*", re.sub(r"<[^>]+>", " ", text))
        assert digits, f"a link to a list without a number: {text}"
        found.append((unescape(address), int(digits.group().replace(".", ""))))
    return found


def behind(address: str, reader: Official) -> int:
    """How many dossiers the list at this address has for this reader."""
    asked = read_choice(dict(parse_qsl(urlsplit(address).query)), NOW)
    return chosen(Dossier.objects.visible_to(reader, NOW.astimezone(ZONE).date()), asked).count()


@pytest.mark.parametrize(("login", "path", "query"), PAGES)
def test_every_number_is_the_count_of_the_group_it_links_to(
    lived_in: FiguresPlace, as_official: Callable[[str], Client], login: str, path: str, query: str
) -> None:
    html = as_official(login).get(f"{path}?{query}").content.decode()
    found = numbers(html)
    assert len(found) >= 4
    assert sum(number for _address, number in found) > 0
    for address, number in found:
        assert (address, behind(address, lived_in.officials[login])) == (address, number)


@pytest.mark.parametrize(("login", "path", "query"), [PAGES[1], PAGES[4], PAGES[5]])
def test_the_list_page_itself_shows_that_many_dossiers(
    lived_in: FiguresPlace, as_official: Callable[[str], Client], login: str, path: str, query: str
) -> None:
    client = as_official(login)
    html = client.get(f"{path}?{query}").content.decode()
    for address, number in dict(numbers(html)).items():
        assert (address, client.get(address).context["page"].paginator.count) == (address, number)


def test_each_group_is_shown_somewhere_and_has_somebody_in_it(
    lived_in: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    """A generated place without, say, any paused dossier would prove nothing about pauses."""
    fill(lived_in, 60, seed=2)
    lived_in.finished("so-ngoai", NOW, NOW.replace(month=8), due_at=None, origin="imported")
    lived_in.dossier("khai-sinh", NOW, channel="online")
    lived_in.finished("so-ngoai", NOW, NOW.replace(year=2025), due_at=None, origin="imported")
    received, ended = NOW - timedelta(days=12), NOW - timedelta(days=2)
    lived_in.finished("dat-dai", received, ended, state=State.STOPPED)
    lived_in.finished(
        "dat-dai", received, ended, original_due_at=ended - timedelta(days=1), extended_on=ended.date(),
    )  # fmt: skip
    gone = lived_in.finished("so-ngoai", received, ended, origin="imported")
    Vanishing.objects.create(dossier=gone, since=NOW)
    shown: dict[str, int] = {}
    for login, path, query in PAGES:
        for address, number in numbers(as_official(login).get(f"{path}?{query}").content.decode()):
            slug = dict(parse_qsl(urlsplit(address).query))["nhom"]
            shown[slug] = max(shown.get(slug, 0), number)
    assert set(shown) == set(GROUPS)
    assert [slug for slug, number in shown.items() if number == 0] == []


def test_no_count_stands_on_the_page_without_its_link(
    lived_in: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    html = as_official("chu-tich").get("/don-vi/dac-khu/?ky=nam-nay&day-du=1").content.decode()
    cells = re.findall(r'<td class="num"[^>]*>(.*?)</td>', html, re.S)
    assert len(cells) > 20
    for cell in cells:
        is_duration = re.fullmatch(r"–|dưới 1 phút|([\d.]+ (ngày làm việc|giờ|phút) ?)+", cell)
        is_instant = re.fullmatch(r"(\d\d:\d\d, )?\d\d/\d\d/\d{4}", cell)
        assert "<a " in cell or is_duration or is_instant, cell


def test_whoever_may_read_figures_may_read_the_dossiers_behind_them() -> None:
    for rights in RIGHTS.values():
        assert Right.READ_FIGURES not in rights or Right.READ_DOSSIER in rights
