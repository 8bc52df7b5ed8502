"""Figures of one official: the official first; who may not see them; every number opens its list; nobody is ranked."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers import commands as dossiers
from congvu.dossiers.commands.rating import Opinion
from congvu.dossiers.models import Dossier, Pause, Rating
from congvu.indicators import commands
from congvu.indicators.models import Explanation
from congvu.indicators.queries.own import _term_of
from congvu.indicators.queries.ratings import about_official, about_unit
from congvu.law import procedures
from congvu.ledger.queries import bodies_of
from congvu.offices.models import Role
from congvu.rules.errors import RuleBroken
from tests.indicators.figures_place import ZONE, FiguresPlace

MINE_IN_NOVEMBER = "/so-lieu-cua-toi/danh-sach/?nam=2026&so=11"
BEGUN = datetime(2026, 11, 3, 8, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def worked(place: FiguresPlace) -> FiguresPlace:
    """Bình examined three land dossiers in the report month of November (15/10–14/11), one with a pause."""
    version = place.versions["dat-dai"]
    version.steps = [*version.steps]
    version.steps[1] = version.steps[1] | {"duration": {"value": 4, "unit": "wh"}}
    version.save()
    for hours in (2, 4, 6):
        one = place.dossier("dat-dai", BEGUN, unit=place.units["tu-phap"])
        place.run(one, 0, BEGUN, BEGUN + timedelta(minutes=10), by="lan")
        end = place.hours.after(BEGUN, hours * 3600)
        place.run(one, 1, BEGUN, end, by="binh")
        if hours == 6:
            Pause.objects.create(
                dossier=one, ground="cho-bo-sung", paper="1/PBS", started_at=at("2026-11-03 09:00"),
                ended_at=at("2026-11-03 10:00"), started_by=place.officials["binh"],
            )  # fmt: skip
    return place


def on(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at(text))


def numbers(html: str) -> list[tuple[str, int]]:
    """Links to lists of steps with the number each shows."""
    found = re.findall(r'<a href="(/so-lieu[^"]*danh-sach/\?[^"]*)">(.*?)</a>', html, re.S)
    return [(unescape(address), int(re.findall(r"\d+", re.sub(r"<[^>]+>", " ", text))[0])) for address, text in found]


def test_every_number_of_mine_opens_its_list(worked: FiguresPlace, as_official: Callable[[str], Client]) -> None:
    binh = as_official("binh")
    html = binh.get("/so-lieu-cua-toi/?nam=2026&so=11").content.decode()
    found = numbers(html)
    assert len(found) == 11
    for address, number in found:
        listed = binh.get(address)
        assert (address, len(listed.context["steps"])) == (address, number)
    assert [number for _address, number in found[:5]] == [3, 3, 2, 1, 0]


def test_the_pause_is_taken_out_and_exactly_full_is_within(
    worked: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    steps = as_official("binh").get("/so-lieu-cua-toi/danh-sach/?nam=2026&so=11").context["steps"]
    assert sorted((one.seconds // 3600, one.timing.value) for one in steps) == [
        (2, "trong"), (4, "trong"), (5, "vuot"),
    ]  # fmt: skip


def test_the_head_sees_only_after_the_official_looked(
    worked: FiguresPlace, as_official: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2026-11-16 09:00")
    minh, binh, month = as_official("minh"), as_official("binh"), "?nam=2026&so=11"
    for path in (f"/so-lieu-can-bo/binh/{month}", f"/so-lieu-can-bo/binh/danh-sach/{month}"):
        refused = minh.get(path)
        assert refused.status_code == 403 and "24/11/2026" in refused.content.decode()
    assert "chưa mở được" in minh.get(f"/so-lieu-can-bo/{month}").content.decode()
    sent = binh.post(f"/so-lieu-cua-toi/{month}", {"key": "e1", "words": "Chờ trích lục bản đồ hai ngày."})
    assert sent.status_code == 302
    page = minh.get(f"/so-lieu-can-bo/binh/{month}").content.decode()
    assert "Chờ trích lục bản đồ hai ngày." in page and len(numbers(page)) == 11
    for address, number in numbers(page):
        assert len(minh.get(address).context["steps"]) == number


def test_after_the_days_of_practice_the_head_sees_without_a_word(
    worked: FiguresPlace, as_official: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/so-lieu-can-bo/binh/?nam=2026&so=11"
    on(monkeypatch, "2026-11-23 23:59")
    assert as_official("minh").get(address).status_code == 403
    on(monkeypatch, "2026-11-24 00:00")
    assert "Chưa có ý kiến." in as_official("minh").get(address).content.decode()


def test_a_running_month_is_the_officials_alone_and_cannot_be_released(
    worked: FiguresPlace, as_official: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "2026-11-10 09:00")
    binh, month = as_official("binh"), "?nam=2026&so=11"
    assert "chỉ mình bạn thấy" in binh.get(f"/so-lieu-cua-toi/{month}").content.decode()
    refused = binh.post(f"/so-lieu-cua-toi/{month}", {"key": "e1", "words": "x"})
    assert refused.status_code == 200 and not Explanation.objects.exists()
    assert as_official("minh").get(f"/so-lieu-can-bo/binh/{month}").status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), [("kinh", 403), ("lan", 403), ("giam-doc", 404), ("chu-tich", 403), ("giam-sat", 403), ("", 302)]
)
def test_nobody_but_the_head_of_the_unit_sees_another_persons_figures(
    worked: FiguresPlace, as_official: Callable[[str], Client], who: str, status: int
) -> None:
    """A colleague, the counter, another unit's head, the leadership and the auditor do not, even after the days."""
    client = as_official(who) if who else Client()
    for path in ("", "danh-sach/"):
        assert client.get(f"/so-lieu-can-bo/binh/{path}?nam=2026&so=10").status_code == status


def test_the_heads_list_has_names_in_order_and_no_number_of_anybody(
    worked: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    worked.official("an", "Đặng An", "to-ho-tich", Role.SPECIALIST)
    page = as_official("minh").get("/so-lieu-can-bo/?nam=2026&so=10").content.decode()
    people = re.findall(r"<li><a[^>]*>(.*?) – ", page)
    assert people == ["Đặng An", "Phạm Bình"]
    assert "so-lieu-can-bo/minh" not in page


def test_an_explanation_is_short_recorded_and_can_be_said_again(worked: FiguresPlace) -> None:
    binh, now = worked.officials["binh"], at("2026-11-16 09:00")
    with pytest.raises(RuleBroken, match=r"figures\.too_long"):
        commands.explain(actor=binh, at=now, year=2026, month=11, words="x" * 301)
    with pytest.raises(RuleBroken, match=r"figures\.period_still_runs"):
        commands.explain(actor=binh, at=now, year=2026, month=12)
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        commands.explain(actor=worked.officials["giam-sat"], at=now, year=2026, month=11)
    commands.explain(actor=binh, at=now, year=2026, month=11)
    commands.explain(actor=binh, at=now + timedelta(hours=1), year=2026, month=11, words="Nghỉ ốm.")
    assert [one.words for one in Explanation.objects.all()] == ["Nghỉ ốm."]
    told = [body["facts"]["words"] for body in bodies_of("unit:tu-phap:2026")]
    assert told == ["", "Nghỉ ốm."]


@pytest.mark.parametrize("query", ["nam=x&so=1", "nam=2026&so=13", "nam=2026", "nam=1&so=1"])
def test_a_month_that_does_not_exist_is_explained(
    place: FiguresPlace, as_official: Callable[[str], Client], query: str
) -> None:
    assert as_official("binh").get(f"/so-lieu-cua-toi/?{query}").status_code == 400


def rated(place: FiguresPlace, count: int, when: datetime, *, supervised: bool = False, words: str = "") -> None:
    for number in range(count):
        one = place.finished("khai-sinh", when - timedelta(days=2), when - timedelta(days=1))
        place.run(one, 1, when - timedelta(days=2), when - timedelta(days=1), by="binh")
        witness = place.officials["lan"] if supervised else None
        opinion = Opinion(4 if number else 1, ("cham",), words=f"{words} {number}" if words else "")
        dossiers.rate(at=when, dossier_id=one.pk, opinion=opinion, witness=witness)


def test_the_official_sees_ratings_only_added_up_from_five_on_and_only_of_ended_months(place: FiguresPlace) -> None:
    binh, day = place.officials["binh"], datetime(2026, 11, 23).date()
    rated(place, 4, at("2026-11-05 10:00"), words="Lời số")
    assert about_official(binh, day) is None
    rated(place, 3, at("2026-11-18 10:00"))
    assert about_official(binh, day) is None
    rated(place, 1, at("2026-11-06 10:00"))
    found = about_official(binh, day)
    assert found and (found.count, found.words) == (5, [])
    later = about_official(binh, datetime(2026, 12, 20).date())
    assert later and later.count == 5  # three more are too few to be told apart from five


def test_the_head_reads_the_words_without_dossier_date_or_person(
    place: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    rated(place, 5, at("2026-11-05 10:00"), words="Lời số")
    page = as_official("minh").get("/danh-gia/?don-vi=tu-phap").content.decode()
    assert "Lời số 3" in page and "4,4" not in page
    for dossier in Dossier.objects.all():
        assert dossier.code not in page
    assert "05/11/2026" not in page and "Phạm Bình" not in page


def test_supervised_ratings_are_kept_apart(place: FiguresPlace) -> None:
    rated(place, 5, at("2026-11-05 10:00"), supervised=True)
    day, unit = datetime(2026, 11, 23).date(), place.units["tu-phap"]
    assert about_unit(unit, day) is None
    apart = about_unit(unit, day, is_supervised=True)
    assert apart and apart.count == 5 and Rating.objects.filter(is_supervised=True).count() == 5


@pytest.mark.parametrize(("who", "status"), [("binh", 403), ("lan", 403), ("minh", 200), ("giam-doc", 403)])
def test_words_of_citizens_are_for_whoever_answers_for_the_unit(
    place: FiguresPlace, as_official: Callable[[str], Client], who: str, status: int
) -> None:
    assert as_official(who).get("/danh-gia/?don-vi=tu-phap").status_code == status


def test_every_planned_time_of_the_shipped_law_can_be_read_or_is_none() -> None:
    versions = [version for one in procedures() for version in one["versions"]]
    planned = [_term_of(version["steps"], step["id"]) for version in versions for step in version["steps"]]
    assert any(planned) and None in planned


def test_a_clock_stopped_after_the_step_takes_nothing_from_it(
    worked: FiguresPlace, as_official: Callable[[str], Client]
) -> None:
    binh = as_official("binh")
    before = sorted(one.seconds for one in binh.get(MINE_IN_NOVEMBER).context["steps"])
    for dossier in list(Pause.objects.values_list("dossier", flat=True)):
        Pause.objects.create(
            dossier_id=dossier, ground="cho-bo-sung", paper="2/PBS", started_at=at("2026-11-09 08:54"),
            started_by=worked.officials["binh"],
        )  # fmt: skip
    answer = binh.get(MINE_IN_NOVEMBER)
    assert answer.status_code == 200 and sorted(one.seconds for one in answer.context["steps"]) == before
