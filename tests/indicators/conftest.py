"""The place the figures are counted for, and readers of its pages; the clock stands at `figures_place.NOW`."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.indicators.figures_place import NOW, FiguresPlace, build, fill, submitted


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> FiguresPlace:
    """The place without any dossier."""
    monkeypatch.setattr("congvu.clock.now", lambda: NOW)
    return build()


@pytest.fixture
def lived_in(place: FiguresPlace) -> FiguresPlace:
    """The place with 60 dossiers in every situation, and two submitted for signature."""
    fill(place, 60)
    submitted(place)
    return place


@pytest.fixture
def as_official(place: FiguresPlace) -> Callable[[str], Client]:
    """A browser signed in as somebody of the place."""

    def signed_in(login: str) -> Client:
        client = Client()
        client.force_login(place.officials[login])
        return client

    return signed_in
