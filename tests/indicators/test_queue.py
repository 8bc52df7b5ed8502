"""Waiting for numbers as a figure: medians, who was skipped or never called; only for who may read figures."""

from datetime import date, timedelta

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.indicators.queries.queue import waited
from congvu.rules.ticket import TicketMove
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
MORNING = at("2026-11-23 08:00")


@pytest.fixture
def morning(cast: Cast) -> Cast:
    """Five take numbers at eight; three are called after 2, 10 and 30 minutes, the last of them is away."""
    for _ in range(5):
        commands.take_ticket(actor=None, at=MORNING, unit=cast.counter)
    for minutes in (2, 10, 30):
        called = commands.call_next(actor=cast.lan, at=MORNING + timedelta(minutes=minutes), unit=cast.counter)
    late = MORNING + timedelta(minutes=31)
    commands.move_ticket(actor=cast.lan, at=late, ticket_id=called.pk, move=TicketMove.SKIP)
    return cast


def test_waiting_ends_with_the_first_call_and_is_added_up_by_day(morning: Cast) -> None:
    commands.take_ticket(actor=None, at=at("2026-11-24 08:00"), unit=morning.counter)
    (second, first), whole = waited(morning.root, date(2026, 11, 23), date(2026, 11, 24))
    assert (first.on, first.taken, first.skipped, first.uncalled) == (date(2026, 11, 23), 5, 1, 2)
    assert (first.median, first.longest) == (600, 1800)
    assert (second.taken, second.uncalled, second.median, second.longest) == (1, 1, None, None)
    assert (whole.on, whole.taken, whole.uncalled, whole.median) == (None, 6, 3, 600)
    assert waited(morning.justice, date(2026, 11, 23), date(2026, 11, 24))[0] == []


def test_the_head_reads_it_over_the_days_asked_for(morning: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 10:00"))
    chairman, minh = Client(), Client()
    chairman.force_login(morning.chairman)
    minh.force_login(morning.minh)
    page = chairman.get("/hang-cho/so-lieu/").content.decode()
    assert "10 phút" in page and "30 phút" in page and "23/11/2026" in page
    page = chairman.get("/hang-cho/so-lieu/", {"tu": "01/10/2026", "den": "31/10/2026"}).content.decode()
    assert "không ai lấy số" in page
    assert chairman.get("/hang-cho/so-lieu/", {"tu": "31/02/2026", "den": "x"}).status_code == 400
    assert "không ai lấy số" in minh.get("/hang-cho/so-lieu/").content.decode()
    assert minh.get("/hang-cho/so-lieu/", {"don-vi": "mot-cua"}).status_code == 403
