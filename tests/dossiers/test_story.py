"""Three clocks tell a dossier's time while it runs and for ever after: by law, by commitment, as lived through."""

import re
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import story
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
# Received at 09:10 on Monday 23 November; Tuesday is a holiday: committed to Thursday 17:00, due on Friday 17:00.
NOT_KEPT = "chậm so với cam kết"
ENDS = [
    pytest.param("2026-11-25 10:00", ("early", "early"), ("trước hạn 2", "trước hạn 1"), id="before both days"),
    pytest.param("2026-11-26 16:59", ("early", "on_time"), ("trước hạn 1", "đúng hạn"), id="on the day committed to"),
    pytest.param("2026-11-27 08:30", ("on_time", "late"), ("đúng hạn", f"{NOT_KEPT} 1 giờ"), id="in law alone"),
    pytest.param(
        "2026-11-30 09:30", ("late", "late"), ("quá hạn 2 giờ", f"{NOT_KEPT} 1 ngày làm việc 2 giờ"), id="after both"
    ),
]


def finished(cast: Cast, when: str) -> Dossier:
    dossier = cast.at_desk()
    return commands.record_result(actor=cast.minh, at=at(when), dossier_id=dossier.pk, seen_version=None)


def clocks_on(page: str) -> list[str]:
    """The three lines under “Thời gian giải quyết”, in plain words."""
    part = page.partition('id="dong-ho"')[2].partition("</dl>")[0]
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<dd>(.*?)</dd>", part, re.S)]


@pytest.mark.parametrize(("when", "words", "said"), ENDS)
def test_a_finished_dossier_tells_its_end_by_both_dates_and_what_was_waited(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, when: str, words: tuple[str, str], said: tuple[str, str]
) -> None:
    dossier = finished(cast, when)
    later = at("2026-12-15 08:00")
    told = story(dossier, later)
    assert told.statutory and told.committed and (told.statutory.word, told.committed.word) == words
    monkeypatch.setattr("congvu.clock.now", lambda: later)
    page = unescape(Client().get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    law, own, lived = clocks_on(page)
    assert f"hạn 17:00, 27/11/2026 – {said[0]}" in law and f"hạn 17:00, 26/11/2026 – {said[1]}" in own
    assert re.match(r"[2-7] ngày \(", lived)


def test_the_three_clocks_of_an_open_dossier_say_what_is_left_and_stand_while_it_is_paused(cast: Cast) -> None:
    dossier = cast.at_desk()
    told = story(dossier, at("2026-11-26 16:00"))
    assert told.statutory and told.committed
    assert [(one.word, one.seconds) for one in (told.statutory, told.committed)] == [("left", 9 * 3600), ("left", 3600)]
    paused = commands.pause(
        actor=cast.minh, at=at("2026-11-26 16:00"), dossier_id=dossier.pk, seen_version=None,
        ground="y-kien-co-quan-khac", paper="31/PBS",
    )  # fmt: skip
    later = story(paused, at("2026-12-15 08:00"))
    assert later.statutory and (later.statutory.word, later.statutory.seconds) == ("left", 9 * 3600)


def test_a_date_in_the_past_of_a_paused_dossier_says_that_it_will_be_computed_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    commands.pause(
        actor=cast.ha, at=at("2026-11-23 14:00"), dossier_id=dossier.pk, seen_version=None,
        ground="y-kien-co-quan-khac", paper="31/PBS",
    )  # fmt: skip
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-12-15 08:00"))
    page = unescape(Client().get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    assert "17:00, 27/11/2026" in page and "sẽ tính lại khi hết tạm dừng" in page
    assert len(re.findall("Tạm dừng tính hạn</", page)) == 2  # the badge and the timeline, no third


def test_an_english_page_marks_the_names_of_the_procedure_and_of_its_steps_as_vietnamese(cast: Cast) -> None:
    dossier = cast.at_desk()
    client = Client()
    client.cookies["ngon-ngu"] = "en"
    page = unescape(client.get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    assert '<html lang="en">' in page and '<h1 lang="vi">Cấp Giấy xác nhận tình trạng hôn nhân</h1>' in page
    assert '<strong lang="vi">Xác minh</strong>' in page and "<strong>Received</strong>" in page
