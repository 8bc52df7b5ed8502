"""My work: the most urgent dossier is never missing, the numbers are all there is, paused ones are not due next."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.choice import chosen, read_choice
from congvu.dossiers.models import Dossier
from congvu.dossiers.my_work import desk_of, lists_for, of_the_desk, uncollected
from congvu.offices.models import Official
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
MORNING = at("2026-11-23 09:10")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of a part are enough to have a rest."""
    monkeypatch.setattr("congvu.dossiers.my_work.SHOWN", 2)


def desk(cast: Cast, when: str, who: Official | None = None) -> dict[str, tuple[int, list[str]]]:
    found = desk_of(of_the_desk(Dossier.objects.all(), who or cast.ha, [cast.justice.pk]), at(when))
    assert found.total == sum(group.count for group in found.groups)
    return {one.slug: (one.count, [row.dossier.code[-2:] for row in one.rows]) for one in found.groups}


def test_the_most_urgent_is_shown_however_many_came_before_it(cast: Cast, few: None) -> None:
    for _number in range(4):
        cast.at_desk()
    urgent = cast.at_desk("2026-11-20 09:00")
    assert urgent.code.endswith("01") and urgent.due_on == at("2026-11-26 00:00").date()
    assert desk(cast, "2026-11-23 10:00") == {"con-thoi-gian": (5, ["01", "01"])}
    assert desk(cast, "2026-11-26 10:00") == {"hom-nay": (1, ["01"]), "sap-den-han": (4, ["01", "02"])}
    assert desk(cast, "2026-11-27 10:00") == {"qua-han": (1, ["01"]), "hom-nay": (4, ["01", "02"])}
    assert desk(cast, "2026-11-30 10:00") == {"qua-han": (5, ["01", "01"])}


def test_the_next_due_instant_is_that_of_a_clock_that_runs(cast: Cast) -> None:
    first, second = cast.at_desk("2026-11-20 09:00"), cast.at_desk()
    cast.ask(first, "2026-11-20 10:00")
    rows = of_the_desk(Dossier.objects.all(), cast.ha, [cast.justice.pk])
    assert desk_of(rows, at("2026-11-23 10:00")).following == second.due_at
    assert desk(cast, "2026-11-23 10:00") == {"con-thoi-gian": (1, ["01"]), "tam-dung": (1, ["01"])}
    cast.ask(second, "2026-11-23 10:00")
    assert desk_of(rows, at("2026-11-23 10:00")).following is None


def test_every_result_that_waits_to_be_fetched_is_counted(cast: Cast, few: None) -> None:
    for _number in range(3):
        dossier = cast.at_desk()
        commands.record_result(actor=cast.minh, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None)
    group = uncollected(Dossier.objects.all(), [cast.counter.pk], at("2026-11-26 09:00"))
    assert (group.count, len(group.rows)) == (3, 2)


def test_the_page_tells_the_whole_number_and_leads_to_the_rest(
    cast: Cast, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-30 10:00"))
    ha = Client()
    ha.force_login(cast.ha)
    dossiers = [cast.at_desk() for _number in range(2)]
    assert "Xem tất cả trong danh sách" not in ha.get("/viec-cua-toi/").content.decode()
    dossiers.append(cast.at_desk())
    page = ha.get("/viec-cua-toi/").content.decode()
    assert "Việc của tôi (3)" in page and "Quá hạn (3)" in page
    listed = ha.get("/ho-so/", {"nhom": "dang-giai-quyet", "can-bo": "ha", "sap-xep": "han"}).content.decode()
    assert "can-bo=ha" in page and all(one.code in listed for one in dossiers)


def test_the_lists_hold_what_the_desk_holds(cast: Cast) -> None:
    cast.at_desk()
    nobodys = cast.at_desk()
    Dossier.objects.filter(pk=nobodys.pk).update(holder=None)
    done = cast.at_desk()
    commands.record_result(actor=cast.minh, at=at("2026-11-25 10:00"), dossier_id=done.pk, seen_version=None)
    when = MORNING + timedelta(days=3)
    asked = [dict(parse_qsl(urlsplit(address).query))
             for _label, address in lists_for(cast.ha, [cast.justice.pk, cast.counter.pk])]  # fmt: skip
    counts = [chosen(Dossier.objects.all(), read_choice(one, when)).count() for one in asked]
    assert counts == [1, 0, 1, 1, 0]  # held; at the counter nobody's, to fetch; at the justice desk the same
