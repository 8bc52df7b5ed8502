"""Dossiers settled by bodies outside the place are charged to them, apart from the place's own."""

import html
import re

import pytest
from django.test import Client

from congvu.dossiers.choice import read_window
from congvu.dossiers.models import Dossier
from congvu.indicators.queries import figures
from congvu.offices.models import Unit
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2026-12-01 10:00")


def test_the_two_kinds_add_up_and_each_number_opens_its_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: NOW)
    ours, theirs, fresh = cast.accept(), cast.accept(), cast.accept("2026-12-01 09:00")
    Unit.objects.filter(pk=cast.ward.pk).update(kind="vertical")
    Dossier.objects.filter(pk=theirs.pk).update(settling_unit=cast.ward)
    found = figures(cast.root, read_window({}, NOW))
    own, outside = found.charged
    assert (own.open.count, own.overdue.count) == (2, 1) and (outside.open.count, outside.overdue.count) == (1, 1)
    chairman = Client()
    chairman.force_login(cast.chairman)
    page = chairman.get("/don-vi/").content.decode()
    assert "Thời hạn tính cho ai" in page
    for figure, codes in ((own.open, {ours.code, fresh.code}), (outside.overdue, {theirs.code})):
        assert figure.address in html.unescape(page)
        listed = chairman.get(figure.address).content.decode()
        assert set(re.findall(r">(H49[^<]+)</a>", listed)) == codes


def test_where_all_are_of_one_kind_nothing_is_parted(cast: Cast) -> None:
    cast.accept()
    assert figures(cast.root, read_window({}, NOW)).charged == []
