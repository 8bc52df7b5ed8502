"""The demonstration place: one seed makes one course of things, the sums hold, and nobody in it is real."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q

from congvu.demo.fill import Town, fill, open_days
from congvu.demo.place import _yaml, names, set_up
from congvu.demo.register import bring
from congvu.dossiers.conditions import Window, early, late, on_the_day
from congvu.dossiers.models import (
    Applicant,
    Cause,
    Dossier,
    HandingOver,
    OnlineFiling,
    PaperReceipt,
    Pause,
    RegisterFile,
    StepRun,
    Ticket,
    VisitDossier,
)
from congvu.dossiers.stand_ins import staying, unsigned_with_absent
from congvu.law import calendar_content
from congvu.ledger.queries import check, head
from congvu.notices.models import Notice
from congvu.offices.held_together import NOT_TOGETHER
from congvu.offices.models import Absence, Official, Post, Unit
from congvu.rules.working_time import Calendar
from tests.people import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 17:00")
DOSSIERS = 40


def live(seed: int) -> None:
    """Twelve working days of the place, up to the evening of 23 November 2026."""
    hours, random = Calendar.from_content(calendar_content("co-to")), Random(seed)
    invented = names(random)
    set_up(at=at("2026-11-02 08:00"), invented=invented)
    fill(town=Town(random, invented, hours, NOW, seed=seed), dossiers=DOSSIERS, days=12, progress=lambda _n: None)


def course() -> dict[str, Any]:
    """Everything that chance decided, without what must be secret (lookup codes)."""
    return {
        "states": Counter(Dossier.objects.values_list("state", flat=True)),
        "codes": sorted(Dossier.objects.values_list("code", "received_at", "due_at", "finished_at")),
        "runs": StepRun.objects.count(),
        "pauses": sorted(Pause.objects.values_list("paper", "started_at", "ended_at")),
        "people": sorted(Applicant.objects.values_list("name", "phone", "id_number")),
        "officials": sorted(Official.objects.values_list("login", "full_name")),
        "entries": head(),
    }


def rehearsed(seed: int) -> dict[str, Any]:
    """The course a seed takes, and the place empty again."""
    with transaction.atomic():
        live(seed)
        told = course()
        transaction.set_rollback(True)
    return told


def test_the_same_seed_takes_the_same_course_and_another_does_not() -> None:
    first = rehearsed(7)
    assert not Unit.objects.exists() and first["entries"] > DOSSIERS * 3
    assert rehearsed(7) == first
    assert rehearsed(8)["people"] != first["people"]


@pytest.fixture
def lived() -> None:
    live(2017)


@pytest.mark.usefixtures("lived")
def test_the_sums_hold_and_the_ledger_is_whole() -> None:
    every = Dossier.objects.count()
    assert every == DOSSIERS == Dossier.objects.open().count() + Dossier.objects.finished().count()
    finished = Dossier.objects.finished()
    ever = Window(date(2020, 1, 1), date(2030, 1, 1), NOW, NOW.date())
    parts = [finished.filter(condition(ever)) for condition in (early, on_the_day, late)]
    assert sum(part.count() for part in parts) == finished.count() > 0
    assert StepRun.objects.filter(finished_at=None).count() == Dossier.objects.open().count()
    assert Pause.objects.filter(ended_at=None).count() == Dossier.objects.filter(state="paused").count()
    for dossier in Dossier.objects.all():
        assert dossier.due_dates.latest("number").due_at == dossier.due_at
        assert dossier.due_dates.filter(cause=Cause.RECEIVED).count() == 1
    assert check().wrong == ""


@pytest.mark.usefixtures("lived")
def test_nothing_happens_after_the_present_nor_outside_the_hours() -> None:
    future = Q(received_at__gt=NOW) | Q(finished_at__gt=NOW) | Q(returned_at__gt=NOW)
    assert not Dossier.objects.filter(future | Q(finished_at__lt=F("received_at"))).exists()
    hours = Calendar.from_content(calendar_content("co-to"))
    assert [d.code for d in Dossier.objects.filter(declared_paper="") if not hours.is_open(d.received_at)] == []


@pytest.mark.usefixtures("lived")
def test_every_name_is_put_together_from_the_lists_and_nobody_can_be_called() -> None:
    lists = _yaml("names.yaml")
    pools = [{f"{m} {g}" for m in lists[sex]["middle"] for g in lists[sex]["given"]} for sex in ("male", "female")]

    def is_invented(name: str) -> bool:
        surname, _space, rest = name.partition(" ")
        return name in lists["organisations"] or (surname in lists["surnames"] and any(rest in pool for pool in pools))

    people = [*Applicant.objects.values_list("name", flat=True),
              *Applicant.objects.exclude(submitter_name="").values_list("submitter_name", flat=True),
              *Official.objects.exclude(login="clockwork").values_list("full_name", flat=True)]  # fmt: skip
    assert [name for name in people if not is_invented(name)] == [] and len(people) > DOSSIERS
    phones = {*Applicant.objects.values_list("phone", flat=True), *Notice.objects.values_list("to", flat=True)}
    assert [phone for phone in phones if not phone.startswith("0100")] == []
    assert [u.phone for u in Unit.objects.exclude(phone="") if not u.phone.startswith("0203 000 00")] == []
    numbers = Applicant.objects.filter(kind="person").exclude(id_number="").values_list("id_number", flat=True)
    assert numbers and all(number.startswith("999") for number in numbers)


# Middle names that real people have, and given names that stand before another in double ones: none may be among ours.
REAL_MIDDLE_NAMES = set(Path(__file__).with_name("real_middle_names.txt").read_text(encoding="utf-8").split())


def test_no_combination_of_the_parts_can_be_the_name_of_a_real_person() -> None:
    lists = _yaml("names.yaml")
    middle = {*lists["male"]["middle"], *lists["female"]["middle"]}
    assert len(REAL_MIDDLE_NAMES) > 150 and len(middle) == 12
    assert middle & REAL_MIDDLE_NAMES == set()
    assert middle & {*lists["surnames"], *lists["male"]["given"], *lists["female"]["given"]} == set()
    made = names(Random(1)).person("female").split()
    assert len(made) == 3 and made[1] in lists["female"]["middle"]


@pytest.mark.usefixtures("lived")
def test_nobody_in_it_holds_posts_that_do_not_go_together() -> None:
    for official in Official.objects.prefetch_related("posts"):
        roles = {post.role for post in official.posts.all()}
        assert not any(pair <= roles for pair in NOT_TOGETHER), official.login
    assert Post.objects.filter(to_on__lt=date(2026, 11, 23)).exists()  # somebody has left


def test_working_days_are_counted_back_over_a_holiday() -> None:
    hours = Calendar.from_content(calendar_content("co-to"))
    days = open_days(hours, date(2026, 11, 25), 3)
    assert days == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 25)]  # the 24th is a holiday


def test_the_counter_lives_with_numbers_visits_hand_overs_and_paper_receipts() -> None:
    live(7)
    today = Ticket.objects.filter(on=NOW.date()).values_list("number", flat=True)
    assert sorted(today) == list(range(1, 31))
    assert {"skipped", "served", "called"} <= set(Ticket.objects.values_list("state", flat=True))
    assert max(Counter(VisitDossier.objects.values_list("visit", flat=True)).values()) == 2
    assert HandingOver.objects.count() == Dossier.objects.exclude(returned_at=None).count() > 5
    assert set(PaperReceipt.objects.values_list("state", flat=True)) >= {"out", "cancelled"}
    entered = PaperReceipt.objects.exclude(dossier=None).values_list("symbol", "dossier__declared_paper")
    assert all(symbol == declared for symbol, declared in entered)
    assert Dossier.objects.exclude(declared_paper="").count() == len(entered)


@pytest.mark.usefixtures("lived")
def test_the_provincial_register_lies_there_in_every_state() -> None:
    bring(now=NOW, names=names(Random(5)), random=Random(49))
    told = RegisterFile.objects.order_by("pk").values_list("state", "counts")
    assert [state for state, _counts in told] == ["taken", "taken", "broken", "read"]
    assert all(told[1][1][name] for name in ("changed", "vanished", "filings", "unchanged"))
    assert OnlineFiling.objects.filter(state="waiting").count() == 4 and check().wrong == ""


@pytest.mark.usefixtures("lived")
def test_a_leader_is_away_and_what_is_submitted_to_her_is_signed_by_who_stands_in() -> None:
    absence = Absence.objects.filter(Absence.in_force(NOW)).get(official__login="phochutich")
    assert absence.begun_at is not None and absence.substitutions.get().official.login == "chutich"
    turns = [one.turn for one in absence.work.filter(turn__isnull=False)]
    assert turns and {one.post.official.login for one in turns if one} == {"chutich"}
    assert any(one.outcome == "signed" for one in turns if one)
    assert not unsigned_with_absent(NOW).exists() and not staying(NOW).exists()
