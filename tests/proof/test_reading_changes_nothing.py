"""Looking changes nothing: every page is asked for by every role, every link is followed, and no row differs."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.test import Client

from congvu.dossiers.models import Reading
from congvu.offices.models import Official
from tests.people import Cast, at
from tests.roles import WHO, everybody
from tests.test_access import address_of, names

pytestmark = pytest.mark.django_db
# Looking into a dossier is itself noted, for the applicant to see; a session belongs to the browser, not to the office.
SESSION = {"sessions.Session"}
NOTED = {"dossiers.Reading", *SESSION}
# Looking a dossier up is a reading that comes as a post, so that the code stands in no address.
LOOKS = {"dossiers:lookup", "dossiers:kiosk"}
PAGES = 40


def rows() -> dict[str, Counter[str]]:
    """Every row of every table, as text."""
    return {
        model._meta.label: Counter(map(repr, model._default_manager.values_list())) for model in apps.get_models()
    }


def changed(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> set[str]:
    return {table for table in after if after[table] != before[table]}


def links(page: bytes) -> Iterable[str]:
    return (href.replace("&amp;", "&") for href in re.findall(r'href="(/[^"#]*)', page.decode(errors="replace")))


def browser(official: Official | None) -> Client:
    client = Client()
    if official is not None:
        client.force_login(official)
    return client


@pytest.fixture
def people(cast: Cast) -> dict[str, Official | None]:
    return everybody(cast)


@pytest.fixture
def morning(cast: Cast, people: dict[str, Official | None], monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    cast.at_desk()
    cast.at_desk(version=cast.posting)
    cast.accept()
    return cast


@pytest.mark.parametrize("who", WHO)
def test_following_every_link_changes_no_row(
    who: str, morning: Cast, people: dict[str, Official | None]
) -> None:
    client, before = browser(people[who]), rows()
    waiting, seen = ["/", "/viec-cua-toi/", "/don-vi/"], set[str]()
    while waiting and len(seen) < PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith("/static/"):
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += links(answer.content)
    assert len(seen) >= 3
    assert changed(before, rows()) <= NOTED, seen


@pytest.mark.parametrize("name", sorted(names()))
def test_asking_for_any_address_changes_no_row(
    name: str, morning: Cast, people: dict[str, Official | None]
) -> None:
    address = address_of(name, morning, morning.at_desk())
    clients, before = [browser(people[who]) for who in WHO], rows()
    for client in clients:
        client.get(address)
    clients[1].get(f"{address.partition('?')[0]}?code=1&version=1&key=k&next=/&state=returned&received_at=2020-01-01")
    assert changed(before, rows()) <= NOTED


def test_reading_is_noted_once_a_day_and_nothing_else_is_written(morning: Cast) -> None:
    client = browser(morning.ha)
    pk = morning.at_desk().pk
    before = rows()
    assert [client.get(f"/ho-so/{pk}/").status_code for _n in range(3)] == [200, 200, 200]
    assert changed(before, rows()) - SESSION == {"dossiers.Reading"}
    assert Reading.objects.filter(dossier=pk).count() == 1


@pytest.mark.parametrize("name", sorted(names()))
def test_a_form_without_its_token_is_refused_and_changes_no_row(name: str, morning: Cast) -> None:
    address = address_of(name, morning, morning.at_desk())
    for who in ("nobody", "lan", "minh"):
        client = Client(enforce_csrf_checks=True)
        if who != "nobody":
            client.force_login(getattr(morning, who))
        before = rows()
        answer = client.post(address, {"key": "k", "version": "1", "code": "1", "name": "x", "login": "lan"})
        assert answer.status_code == (200 if name in LOOKS else 403), who
        assert changed(before, rows()) <= SESSION, who
