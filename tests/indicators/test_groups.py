"""The groups of dossiers: each condition says what the rules say of one dossier, and the sums of a period hold."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from congvu.dossiers.choice import NONE, Choice, chosen, read_choice, read_window
from congvu.dossiers.conditions import Window
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import standing_of
from congvu.rules.dossier import OPEN_STATES, State, is_late
from congvu.rules.errors import RuleBroken
from tests.indicators.figures_place import NOW, ZONE, FiguresPlace, fill

WINDOW = Window(date(2026, 10, 1), date(2026, 11, 10), NOW, date(2026, 11, 23))


def in_group(slug: str, window: Window = WINDOW) -> set[str]:
    return {one.code for one in GROUPS[slug].rows(Dossier.objects.all(), window)}


def is_in_period(on: date | None) -> bool:
    return on is not None and WINDOW.first <= on <= WINDOW.last


def is_in_time(d: Dossier) -> bool:
    return is_in_period(d.finished_on) and d.due_at is not None and not is_late(d.due_at, d.finished_at, NOW)


SAID_BY_RULES: dict[str, Callable[[Dossier], bool]] = {
    "qua-han": lambda d: d.finished_at is None and is_late(d.due_at, d.paused_at, NOW),
    "trong-han": lambda d: d.finished_at is None and d.due_at is not None and not is_late(d.due_at, d.paused_at, NOW),
    "dang-khong-han": lambda d: d.finished_at is None and d.due_at is None,
    "xong-qua-han": lambda d: is_in_period(d.finished_on) and is_late(d.due_at, d.finished_at, NOW),
    "xong-trong-han": lambda d: is_in_time(d),
    "truoc-han": lambda d: is_in_time(d) and d.finished_on < d.due_on,
    "dung-han": lambda d: is_in_time(d) and d.finished_on >= d.due_on,
    "cham-cam-ket": lambda d: is_in_time(d) and is_late(d.committed_at, d.finished_at, NOW) and not d.is_ended,
    "dang-cham-cam-ket": lambda d: standing_of(d, NOW, d.due_dates.get().calendar.hours).behind > 0,
    "dang-giai-quyet": lambda d: d.state in OPEN_STATES,
    "tiep-nhan": lambda d: is_in_period(d.received_on),
    "xong": lambda d: is_in_period(d.finished_on),
    "tam-dung": lambda d: d.state == State.PAUSED,
}


@pytest.mark.parametrize("slug", SAID_BY_RULES)
def test_the_sql_of_a_group_and_the_rule_for_one_dossier_agree(place: FiguresPlace, slug: str) -> None:
    fill(place, 80, seed=3)
    expected = {one.code for one in Dossier.objects.all() if SAID_BY_RULES[slug](one)}
    assert in_group(slug) == expected
    assert 0 < len(expected) < 80


def test_the_sums_of_a_period_hold(place: FiguresPlace) -> None:
    fill(place, 80, seed=5)

    def many(*slugs: str) -> list[str]:
        return sorted(code for slug in slugs for code in in_group(slug))

    assert many("tiep-nhan", "ky-truoc") == many("tong-tiep-nhan") == many("xong", "cuoi-ky")
    assert many("truoc-han", "dung-han", "xong-qua-han", "khong-han") == many("xong")
    assert many("truoc-han", "dung-han") == many("xong-trong-han")
    assert many("xong-trong-han", "xong-qua-han") == many("xong-co-han")
    assert many("trong-han", "qua-han", "dang-khong-han") == many("dang-giai-quyet")
    assert in_group("cham-cam-ket") < in_group("xong-trong-han")
    assert in_group("tam-dung") < in_group("dang-giai-quyet")
    assert set() < in_group("dang-cham-cam-ket") < in_group("trong-han")


def test_the_commitment_itself_is_kept_and_the_next_second_is_behind(place: FiguresPlace) -> None:
    received, due = NOW - timedelta(days=5), NOW + timedelta(days=2)
    place.dossier("dat-dai", received, due_at=due, committed_at=NOW)
    behind = place.dossier("dat-dai", received, due_at=due, committed_at=NOW - timedelta(seconds=1))
    place.dossier("dat-dai", received, due_at=NOW - timedelta(days=1), committed_at=NOW - timedelta(days=2))  # overdue
    stood = {"state": State.PAUSED, "paused_at": NOW - timedelta(days=3), "due_at": due}
    place.dossier("dat-dai", received, committed_at=NOW - timedelta(days=2), **stood)  # it stood when it was to come
    stands = place.dossier("dat-dai", received, committed_at=NOW - timedelta(days=4), **stood)
    assert in_group("dang-cham-cam-ket") == {behind.code, stands.code}


def test_what_was_stopped_or_withdrawn_is_not_late_to_a_commitment(place: FiguresPlace) -> None:
    """Its badge says “Kết thúc trong hạn”, so no list says otherwise."""
    due = datetime(2026, 11, 5, 17, tzinfo=ZONE)
    missed = {"due_at": due, "committed_at": due - timedelta(days=2)}
    received, ended = due - timedelta(days=9), due - timedelta(days=1)
    place.finished("dat-dai", received, ended, state=State.STOPPED, **missed)
    place.finished("dat-dai", received, ended, state=State.WITHDRAWN, **missed)
    done = place.finished("dat-dai", received, ended, **missed)
    assert in_group("cham-cam-ket") == {done.code}


def test_what_is_left_of_one_period_is_carried_over_to_the_next(place: FiguresPlace) -> None:
    fill(place, 80, seed=6)
    following = Window(WINDOW.last + timedelta(days=1), WINDOW.last + timedelta(days=30), NOW, WINDOW.today)
    assert in_group("cuoi-ky") == in_group("ky-truoc", following)
    assert in_group("cuoi-ky")


def test_the_due_instant_itself_is_in_time_and_the_next_second_is_late(place: FiguresPlace) -> None:
    received = NOW - timedelta(days=20)
    due = datetime(2026, 11, 5, 17, tzinfo=ZONE)
    on_it = place.finished("dat-dai", received, due, due_at=due)
    after = place.finished("dat-dai", received, due + timedelta(seconds=1), due_at=due)
    before = place.finished("dat-dai", received, due - timedelta(days=1), due_at=due)
    assert in_group("dung-han") == {on_it.code}
    assert in_group("xong-qua-han") == {after.code}
    assert in_group("truoc-han") == {before.code}


def test_a_dossier_paused_in_time_is_not_overdue_however_long_the_pause(place: FiguresPlace) -> None:
    received, due = NOW - timedelta(days=20), NOW - timedelta(days=3)
    more = {"due_at": due, "state": State.PAUSED}
    in_time = place.dossier("dat-dai", received, paused_at=due - timedelta(days=1), **more)
    too_late = place.dossier("dat-dai", received, paused_at=due + timedelta(days=1), **more)
    assert in_group("trong-han") == {in_time.code}
    assert in_group("qua-han") == {too_late.code}


def test_a_dossier_without_due_date_is_neither_on_time_nor_late(place: FiguresPlace) -> None:
    received = datetime(2026, 10, 5, 8, tzinfo=ZONE)
    done = place.finished("so-ngoai", received, received + timedelta(days=2), origin="imported")
    lies = place.dossier("so-ngoai", received, origin="imported")
    holding = {slug for slug in GROUPS if done.code in in_group(slug)}
    assert holding & {"truoc-han", "dung-han", "xong-qua-han", "xong-co-han"} == set()
    assert {"xong", "khong-han"} <= holding
    assert in_group("dang-khong-han") == {lies.code}
    assert lies.code not in in_group("trong-han") | in_group("qua-han")


def test_what_falls_due_today_counts_the_local_day(place: FiguresPlace) -> None:
    received = NOW - timedelta(days=2)
    today = place.dossier("khai-sinh", received, due_at=datetime(2026, 11, 23, 0, 5, tzinfo=ZONE))
    place.dossier("khai-sinh", received, due_at=datetime(2026, 11, 22, 23, 59, tzinfo=ZONE))
    place.dossier("khai-sinh", received, due_at=datetime(2026, 11, 24, 0, 0, tzinfo=ZONE))
    assert in_group("den-han-hom-nay") == {today.code}


def test_a_step_filter_means_the_step_under_way_or_the_step_done_as_the_group_says(place: FiguresPlace) -> None:
    received = datetime(2026, 10, 5, 8, tzinfo=ZONE)
    one = place.dossier("dat-dai", received)
    place.run(one, 0, received, received + timedelta(hours=1), by="lan")
    place.run(one, 1, received + timedelta(hours=1), None, by="kinh")

    def at(step: str, group: str, official: str = "") -> int:
        return chosen(Dossier.objects.all(), Choice(WINDOW, group=group, step=step, official=official)).count()

    assert (at("examine", "dang-giai-quyet"), at("receive", "dang-giai-quyet"), at("examine", "")) == (1, 0, 1)
    assert (at("receive", "qua-buoc"), at("examine", "qua-buoc")) == (1, 0)
    assert (at("examine", "", "kinh"), at("examine", "", "binh"), at("examine", "", NONE)) == (1, 0, 0)
    assert at(NONE, "dang-giai-quyet") == 0


def test_a_step_done_after_the_last_day_of_the_period_is_not_counted(place: FiguresPlace) -> None:
    midnight = datetime(2026, 11, 11, 0, 0, tzinfo=ZONE)
    for end in (midnight - timedelta(microseconds=1), midnight):
        one = place.dossier("dat-dai", midnight - timedelta(days=9))
        place.run(one, 0, midnight - timedelta(days=9), end, by="lan")
    assert len(in_group("qua-buoc")) == 1


def test_a_list_is_read_from_its_address(place: FiguresPlace) -> None:
    asked = {"nhom": "xong", "don-vi": "tu-phap", "tu": "01/10/2026", "den": "2026-10-31", "thu-tuc": "khai-sinh"}
    choice = read_choice(asked | {"buoc": "sign", "can-bo": "minh"}, NOW)
    assert (choice.window.first, choice.window.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (choice.group, choice.unit, choice.procedure) == ("xong", "tu-phap", "khai-sinh")
    assert (choice.step, choice.official) == ("sign", "minh")


def test_a_unit_nobody_knows_has_no_dossiers(lived_in: FiguresPlace) -> None:
    assert chosen(Dossier.objects.all(), Choice(WINDOW, unit="khong-co")).count() == 0
    assert chosen(Dossier.objects.all(), Choice(WINDOW)).count() == 62


def test_a_list_without_a_period_shows_the_year_up_to_now(place: FiguresPlace) -> None:
    window = read_window({}, NOW)
    assert (window.first, window.last) == (date(2026, 1, 1), date(2026, 11, 23))


@pytest.mark.parametrize("typed", ["13/13/2026", "31/02/2026", "1/1/26", "hôm qua", "01/01/0001", "2200-01-01"])
def test_a_day_that_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        read_window({"tu": typed}, NOW)


def test_a_register_that_does_not_tell_of_handing_over_leaves_nothing_waiting(place: FiguresPlace) -> None:
    received = datetime(2026, 10, 5, 8, tzinfo=ZONE)
    ready = {"state": State.RESULT_READY}
    own = place.finished("khai-sinh", received, received + timedelta(days=2), **ready)
    place.finished("so-ngoai", received, received + timedelta(days=2), origin="imported", **ready)
    assert in_group("cho-tra") == in_group("cho-tra-tai-day") == {own.code}
