"""What citizens wrote, as the unit's page of ratings shows it."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers.models import Rating
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
WORDS = ("Nhanh.", "Nhanh.", "Nhanh.", "Thiếu ghế ngồi.", "")


def page_of(cast: Cast, language: str) -> str:
    client = Client()
    client.force_login(cast.minh)
    client.cookies["ngon-ngu"] = language
    return unescape(client.get("/danh-gia/").content.decode())


@pytest.fixture
def rated(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    for words in WORDS:
        Rating.objects.create(
            dossier=cast.accept("2026-11-02 09:00"), score=4, reasons=["cham"], words=words, at=at("2026-11-05 09:00"),
            on=date(2026, 11, 5),
        )  # fmt: skip
    return cast


def test_equal_words_stand_once_with_how_often_they_were_written(rated: Cast) -> None:
    page = page_of(rated, "vi")
    assert page.count("Nhanh.") == 1 and "(3 lần)" in page
    assert page.count("Thiếu ghế ngồi.") == 1 and "(1 lần)" not in page


def test_the_reasons_speak_the_readers_language(rated: Cast) -> None:
    assert "Chậm, sai hẹn: 5" in page_of(rated, "vi")
    english = page_of(rated, "en")
    assert "Chậm, sai hẹn" not in english and ": 5</li>" in english
