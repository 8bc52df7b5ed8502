"""Absences: who may stand in, what moves when, who knows why, and that nothing stays with somebody who is away."""

from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.absence_course import give_back, keep_absences
from congvu.dossiers.commands.absences import Told, correct_absence, end_absence, enter_absence, prolong_absence
from congvu.dossiers.commands.bulk import hand_on_many
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Intake
from congvu.dossiers.commands.signing import DraftPaper, SignAs, hand_on_signing, submit_for_signature
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, Signing, StandInWork
from congvu.dossiers.rebuild import told
from congvu.dossiers.signings import open_turn
from congvu.dossiers.stand_ins import instead, returnable, returnable_turns, staying, unsigned_with_absent
from congvu.ledger import guard
from congvu.ledger.models import LedgerEntry
from congvu.ledger.queries import bodies_of, check
from congvu.offices import commands as offices
from congvu.offices.absences import away, candidates, may_know_kind, posts_to_cover, stand_in
from congvu.offices.models import Absence, Category, Official, Post, Role, Unit
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.absence import AbsenceKind, Span
from congvu.rules.batch import Cargo, Judged
from congvu.rules.errors import RuleBroken
from congvu.rules.signing import Draft
from congvu.sentences import sentence
from tests.papers.test_receipt import text_of
from tests.people import BA, Cast, at, gather
from tests.racing import together

pytestmark = pytest.mark.django_db


def person(cast: Cast, login: str, unit: Unit, *roles: Role) -> Official:
    """Somebody more in a unit of the cast."""
    now = at("2026-11-02 08:30")
    made = offices.create_official(
        actor=cast.clockwork, at=now, login=login, full_name=f"Người {login.upper()}", unit=unit,
        category=Category.CIVIL_SERVANT,
    )  # fmt: skip
    for role in roles:
        offices.grant_post(
            actor=cast.clockwork, at=now, official=made, unit=unit, role=role, title="Chuyên viên",
            from_on=date(2026, 1, 1),
        )  # fmt: skip
    return made


def span(begin: str = "2026-11-24 00:00", end: str | None = "2026-11-27 00:00") -> Span:
    return Span(at(begin), at(end) if end else None)


def enter(
    cast: Cast, official: Official, substitute: Official | None, *, by: Official | None = None,
    when: str = "2026-11-23 08:00", lasting: Span | None = None, kind: AbsenceKind = AbsenceKind.LEAVE,
) -> Absence:  # fmt: skip
    lasts = lasting or span()
    named = {post.unit_id: substitute.pk for post in posts_to_cover(official, lasts)} if substitute else {}
    asked = Told(kind, lasts, named, "12/QĐ")
    return enter_absence(actor=by or cast.minh, at=at(when), official_id=official.pk, told=asked)


def work(cast: Cast, when: str) -> None:
    """The worker comes by."""
    keep_absences(actor=cast.clockwork, at=at(when))


def refused(code: str, act: object, **facts: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        act()  # type: ignore[operator]
    assert refusal.value.code == code
    assert sentence(refusal.value)
    return refusal.value


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related(
        "holder", "unit", "procedure_version__procedure", "received_unit", "settling_unit"
    ).get(pk=dossier.pk)


def told_and_stored(dossier: Dossier) -> bool:
    return told(bodies_of(f"dossier:{dossier.pk}")) == stored(fresh(dossier))


# -- the beginning -------------------------------------------------------------------------------------------------


def test_at_the_beginning_everything_goes_to_the_substitute_with_numbered_minutes(cast: Cast, tam: Official) -> None:
    first, second = cast.at_desk(), cast.at_desk()
    cast.ask(second, "2026-11-23 10:00")
    absence = enter(cast, cast.ha, tam, when="2026-11-23 15:00")
    work(cast, "2026-11-23 23:59")
    assert fresh(first).holder == cast.ha
    work(cast, "2026-11-24 00:00")
    assert [fresh(one).holder for one in (first, second)] == [tam, tam]
    assert (fresh(first).state, fresh(second).state) == ("in_process", "paused")
    paper = Paper.objects.get(subject=f"absence:{absence.pk}")
    assert paper.symbol == "01/BB-TP"
    said, pages = text_of(pdf(paper))
    assert pages == 1
    for words in ("BIÊN BẢN Bàn giao công việc", "Số: 01/BB-TP", "Đỗ Thu Hà", "Người TAM", first.code, second.code,
                  "00 giờ 00 phút, ngày 24 tháng 11 năm 2026", "Số lượng: 2", "Xác minh"):  # fmt: skip
        assert words in said, words
    for dossier in (first, second):
        body = bodies_of(f"dossier:{dossier.pk}")[-1]
        assert (body["action"], body["actor"]) == ("dossier.handed_on", "clockwork")
        assert (body["facts"]["official"], body["facts"]["minutes"]) == ("tam", "01/BB-TP")
        assert told_and_stored(dossier)
    assert StandInWork.objects.filter(absence=absence, paper=paper).count() == 2
    assert not staying(at("2026-11-24 00:00")).exists()


def test_the_worker_coming_again_does_nothing(cast: Cast, tam: Official) -> None:
    cast.at_desk()
    enter(cast, cast.ha, tam)
    work(cast, "2026-11-24 07:00")
    entries = LedgerEntry.objects.count()
    for when in ("2026-11-24 07:00", "2026-11-24 07:01", "2026-11-25 09:00"):
        work(cast, when)
    assert LedgerEntry.objects.count() == entries
    work(cast, "2026-11-27 00:00")
    work(cast, "2026-11-27 00:01")
    assert LedgerEntry.objects.count() == entries + 1
    assert Absence.objects.get().ended_at == at("2026-11-27 00:00")


def test_an_absence_that_has_begun_hands_over_in_the_same_act(cast: Cast, tam: Official) -> None:
    dossier = cast.at_desk()
    enter(cast, cast.ha, tam, when="2026-11-24 09:00", lasting=span("2026-11-24 07:30"))
    assert fresh(dossier).holder == tam
    assert fresh(dossier).runs.get(finished_at=None).started_at == at("2026-11-24 09:00")


def test_nobody_without_open_work_gets_a_number(cast: Cast, tam: Official) -> None:
    enter(cast, cast.ha, tam, when="2026-11-24 09:00")
    assert not Paper.objects.filter(form="BGCV").exists()
    assert Absence.objects.get().begun_at == at("2026-11-24 09:00")


def test_what_is_on_the_way_moves_too_and_arrives_as_ever(cast: Cast) -> None:
    other = person(cast, "quay2", cast.counter, Role.COUNTER)
    dossier, here = cast.accept(), {"actor": cast.lan, "at": at("2026-11-23 09:30")}
    batch = batches.make_batch(
        **here, from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS, dossier_ids=[dossier.pk]
    )
    batches.send_batch(**here, batch_id=batch.pk, carried_by="Tàu 14:00")
    enter(cast, cast.lan, other, by=cast.chairman, when="2026-11-24 08:00")
    assert fresh(dossier).holder == other
    item = batch.items.get()
    batches.receive_batch(
        actor=cast.minh, at=at("2026-11-24 14:00"), batch_id=batch.pk, judged=[Judged(item.pk, "", is_refused=False)]
    )
    assert (fresh(dossier).unit, fresh(dossier).holder) == (cast.justice, None)
    assert told_and_stored(dossier)


# -- new work ------------------------------------------------------------------------------------------------------


def test_what_is_addressed_to_somebody_away_goes_to_the_substitute_and_says_so(cast: Cast, tam: Official) -> None:
    absence = enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    dossier = cast.accept("2026-11-24 09:00")
    when = at("2026-11-24 09:30")
    done = commands.finish_step(
        actor=cast.lan, at=when, dossier_id=dossier.pk, seen_version=None, to=Receiver(cast.justice, cast.ha)
    )
    assert done.holder == tam
    facts = bodies_of(f"dossier:{dossier.pk}")[-1]["facts"]
    assert (facts["official"], facts["meant_for"]) == ("tam", "ha")
    assert told_and_stored(dossier)
    note = instead(done, when)
    assert note is not None and (note.official, note.absence) == (tam, absence)
    commands.hand_on(
        actor=cast.minh, at=at("2026-11-24 10:00"), dossier_id=dossier.pk, seen_version=None,
        to=Receiver(cast.justice, cast.ha),
    )  # fmt: skip
    assert fresh(dossier).holder == tam and told_and_stored(dossier)


def test_many_at_once_go_to_the_substitute_too(cast: Cast, tam: Official) -> None:
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    dossiers = [cast.accept("2026-11-24 09:00") for _n in range(2)]
    run = hand_on_many(
        actor=cast.lan, at=at("2026-11-24 09:30"), chosen={one.pk: one.version for one in dossiers},
        to=Receiver(cast.justice, cast.ha),
    )  # fmt: skip
    assert [fresh(one).holder for one in dossiers] == [tam, tam]
    assert run.to == "Tư pháp – Người TAM (nhận thay Đỗ Thu Hà)"


def test_who_is_away_receives_nothing_at_the_counter(cast: Cast) -> None:
    enter(cast, cast.lan, person(cast, "quay2", cast.counter, Role.COUNTER), by=cast.chairman, when="2026-11-24 08:00")
    refused("absence.away", lambda: cast.accept("2026-11-24 09:00"))
    assert cast.accept("2026-11-27 09:00").holder == cast.lan


def test_a_substitute_who_becomes_absent_passes_it_on_along_the_chain(cast: Cast, tam: Official) -> None:
    dossier, third = cast.at_desk(), person(cast, "yen", cast.justice, Role.SPECIALIST)
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    enter(cast, tam, third, when="2026-11-25 08:00", lasting=span("2026-11-25 07:00", "2026-11-26 00:00"))
    assert fresh(dossier).holder == third
    asked = [stand_in(cast.ha, cast.justice, at(when)) for when in
             ("2026-11-23 08:00", "2026-11-24 08:00", "2026-11-25 08:00", "2026-11-26 08:00")]  # fmt: skip
    assert asked == [cast.ha, tam, third, tam]
    new = cast.at_desk("2026-11-25 09:00")
    assert fresh(new).holder == third


def test_where_the_substitute_has_lost_the_post_it_waits_in_the_unit(cast: Cast, tam: Official) -> None:
    dossier = cast.at_desk()
    enter(cast, cast.ha, tam)
    post = Post.objects.get(official=tam)
    offices.end_post(actor=cast.clockwork, at=at("2026-11-23 16:00"), post_id=post.pk, to_on=date(2026, 11, 23))
    work(cast, "2026-11-24 07:00")
    assert (fresh(dossier).holder, fresh(dossier).unit) == (None, cast.justice)
    assert "chưa giao cho ai" in text_of(pdf(Paper.objects.get(form="BGCV")))[0]
    assert told_and_stored(dossier)


# -- who may stand in, who may enter, who knows ---------------------------------------------------------------------


def test_a_substitute_holds_a_fitting_post_is_there_and_may_do_both(cast: Cast, tam: Official) -> None:
    assert list(candidates(posts_to_cover(cast.ha, span()), date(2026, 11, 24))) == [tam, cast.minh]
    refused("absence.needs_substitute", lambda: enter(cast, cast.ha, None))
    refused("absence.needs_substitute", lambda: enter(cast, cast.ha, cast.ha))
    refused("absence.not_fitting", lambda: enter(cast, cast.ha, cast.hoa))
    refused("absence.not_fitting", lambda: enter(cast, cast.minh, tam, by=cast.chairman))
    enter(cast, tam, cast.minh, lasting=span("2026-11-26 12:00", "2026-11-30 00:00"))
    refused("absence.substitute_away", lambda: enter(cast, cast.ha, tam))
    enter(cast, cast.ha, tam, lasting=span("2026-11-25 00:00", "2026-11-26 12:00"))


def test_a_post_that_may_not_be_held_together_keeps_from_standing_in(cast: Cast, tam: Official) -> None:
    Post.objects.create(
        official=tam, unit=cast.root, role=Role.AUDITOR, title="Giám sát", from_on=date(2026, 11, 1)
    )  # an old register may hold such a pair; grant_post refuses it
    refusal = refused("absence.not_together", lambda: enter(cast, cast.ha, tam))
    assert "Người kiểm tra, giám sát" in sentence(refusal)


def test_a_post_that_ends_in_the_middle_does_not_fit(cast: Cast, tam: Official) -> None:
    post = Post.objects.get(official=tam)
    offices.end_post(actor=cast.clockwork, at=at("2026-11-03 08:00"), post_id=post.pk, to_on=date(2026, 11, 25))
    refused("absence.not_fitting", lambda: enter(cast, cast.ha, tam))
    enter(cast, cast.ha, tam, lasting=span("2026-11-24 00:00", "2026-11-26 00:00"))


def test_who_holds_posts_in_two_units_has_a_substitute_in_each(cast: Cast, tam: Official) -> None:
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-03 08:00"), official=cast.ha, unit=cast.ward, role=Role.SPECIALIST,
        title="Chuyên viên", from_on=date(2026, 1, 1),
    )  # fmt: skip
    here, there = cast.at_desk(), cast.at_desk()
    commands.hand_on(
        actor=cast.ha, at=at("2026-11-23 10:00"), dossier_id=there.pk, seen_version=None,
        to=Receiver(cast.ward, cast.ha),
    )  # fmt: skip
    asked = Told(AbsenceKind.LEAVE, span(), {cast.justice.pk: tam.pk, cast.ward.pk: cast.hoa.pk})
    now = at("2026-11-23 15:00")
    refused("rights.missing", lambda: enter_absence(actor=cast.minh, at=now, official_id=cast.ha.pk, told=asked))
    alone = Told(AbsenceKind.LEAVE, span(), {cast.justice.pk: tam.pk})
    refused(
        "absence.needs_substitute",
        lambda: enter_absence(actor=cast.chairman, at=now, official_id=cast.ha.pk, told=alone),
    )
    enter_absence(actor=cast.chairman, at=now, official_id=cast.ha.pk, told=asked)
    work(cast, "2026-11-24 00:00")
    assert (fresh(here).holder, fresh(there).holder) == (tam, cast.hoa)
    assert set(Paper.objects.filter(form="BGCV").values_list("symbol", flat=True)) == {"01/BB-TP", "01/BB-PK"}


def test_only_head_leader_and_personnel_enter_it_and_nobody_the_own(cast: Cast, tam: Official) -> None:
    for who in (cast.lan, cast.ha, tam, cast.hoa, cast.auditor, cast.admin):
        refused("rights.missing", lambda who=who: enter(cast, cast.ha, tam, by=who))
    other_head = person(cast, "pho", cast.justice, Role.HEAD)
    refused("rights.missing", lambda: enter(cast, cast.minh, other_head, by=cast.minh))
    enter(cast, cast.minh, other_head, by=cast.chairman)
    personnel = person(cast, "noivu", cast.root, Role.PERSONNEL)
    enter(cast, cast.ha, tam, by=personnel)


@pytest.mark.parametrize("kind", [AbsenceKind.SUSPENSION, AbsenceKind.DEPARTURE])
def test_a_head_enters_neither_suspension_nor_departure(cast: Cast, tam: Official, kind: AbsenceKind) -> None:
    refused("rights.missing", lambda: enter(cast, cast.ha, tam, kind=kind))
    enter(cast, cast.ha, tam, kind=kind, by=cast.chairman)


def test_the_kind_is_known_to_few_and_for_all_others_it_is_the_same_word(cast: Cast, tam: Official) -> None:
    units, today = [cast.justice], date(2026, 11, 24)
    for kind in AbsenceKind:
        with transaction.atomic():
            absence = enter(cast, cast.ha, tam, kind=kind, by=cast.chairman)
            knows = {
                who.login for who in Official.objects.all() if may_know_kind(who, absence, units, today)
            }
            assert knows == {"ha", "chu-tich"}
            transaction.set_rollback(True)
    by_head = enter(cast, cast.ha, tam)
    assert may_know_kind(cast.minh, by_head, units, today) and not may_know_kind(tam, by_head, units, today)


def test_neither_minutes_nor_dossiers_nor_public_leaves_tell_the_kind(cast: Cast, tam: Official) -> None:
    dossier = cast.at_desk()
    absence = enter(cast, cast.ha, tam, kind=AbsenceKind.SUSPENSION, by=cast.chairman, when="2026-11-24 08:00")
    said = [text_of(pdf(one))[0] for one in Paper.objects.filter(subject=f"absence:{absence.pk}")]
    said += [str(bodies_of(f"dossier:{dossier.pk}")), *Dossier.objects.values_list("runs__note", flat=True)]
    said += [bytes(one.leaf).decode() for one in LedgerEntry.objects.all()]
    assert len(said) > 5
    assert not [one for one in said if "suspension" in one or "đình chỉ" in one.lower() or "12/QĐ" in one]


# -- its course ----------------------------------------------------------------------------------------------------


def test_times_that_cannot_be_meant_are_refused(cast: Cast, tam: Official) -> None:
    wrong = {
        "absence.needs_end": span(end=None), "absence.ends_before_it_begins": span(end="2026-11-24 00:00"),
        "absence.already_over": span("2026-11-20 00:00", "2026-11-23 08:00"),
    }  # fmt: skip
    for code, lasting in wrong.items():
        refused(code, lambda lasting=lasting: enter(cast, cast.ha, tam, lasting=lasting))
    enter(cast, cast.ha, tam, kind=AbsenceKind.DEPARTURE, lasting=span(end=None), by=cast.chairman)
    refused("absence.overlaps", lambda: enter(cast, cast.ha, tam, lasting=span("2027-03-01 00:00", "2027-03-02 00:00")))


def test_overlapping_ones_are_refused_and_neighbours_are_not(cast: Cast, tam: Official) -> None:
    enter(cast, cast.ha, tam)
    for begin, end in (("24 08:00", "24 09:00"), ("23 09:00", "24 00:01"), ("26 23:59", "28 00:00")):
        lasting = span(f"2026-11-{begin}", f"2026-11-{end}")
        refused("absence.overlaps", lambda lasting=lasting: enter(cast, cast.ha, tam, lasting=lasting))
    enter(cast, cast.ha, tam, lasting=span("2026-11-27 00:00", "2026-11-28 00:00"))
    enter(cast, cast.ha, tam, lasting=span("2026-11-23 09:00", "2026-11-24 00:00"))


def test_it_is_prolonged_corrected_and_ended_by_acts_with_reasons(cast: Cast, tam: Official) -> None:
    dossier, third = cast.at_desk(), person(cast, "yen", cast.justice, Role.SPECIALIST)
    absence = enter(cast, cast.ha, tam)
    here = {"actor": cast.minh, "absence_id": absence.pk}
    refused("absence.needs_reason", lambda: prolong_absence(
        **here, at=at("2026-11-23 09:00"), seen_version=None, to_at=at("2026-11-28 00:00"), reason=" "))  # fmt: skip
    refused("absence.not_longer", lambda: prolong_absence(
        **here, at=at("2026-11-23 09:00"), seen_version=None, to_at=at("2026-11-26 00:00"), reason="ốm"))  # fmt: skip
    prolong_absence(**here, at=at("2026-11-23 09:00"), seen_version=1, to_at=at("2026-11-28 00:00"), reason="ốm thêm")
    refused("absence.changed_meanwhile", lambda: end_absence(
        **here, at=at("2026-11-23 09:00"), seen_version=1, reason="về sớm"))  # fmt: skip
    work(cast, "2026-11-24 00:00")
    asked = Told(AbsenceKind.ERRAND, span(end="2026-11-28 00:00"), {cast.justice.pk: third.pk}, "14/QĐ")
    now = at("2026-11-24 10:00")
    moved = Told(AbsenceKind.ERRAND, span("2026-11-24 08:00", "2026-11-28 00:00"), {cast.justice.pk: third.pk})
    refused("absence.has_begun", lambda: correct_absence(
        **here, at=now, seen_version=None, told=moved, reason="x"))  # fmt: skip
    correct_absence(**here, at=now, seen_version=None, told=asked, reason="Tâm đi học")
    assert fresh(dossier).holder == third and told_and_stored(dossier)
    assert Paper.objects.filter(form="BGCV").count() == 2
    end_absence(**here, at=at("2026-11-25 09:00"), seen_version=None, reason="về sớm")
    assert away(cast.ha, at("2026-11-25 09:00")) is None and away(cast.ha, at("2026-11-25 08:59")) is not None
    refused("absence.over", lambda: end_absence(**here, at=at("2026-11-25 10:00"), seen_version=None, reason="x"))
    acts = [body["action"].partition(".")[2] for body in bodies_of(f"absence:{absence.pk}")]
    assert acts == ["entered", "prolonged", "begun", "corrected", "ended"]
    assert bodies_of(f"absence:{absence.pk}")[3]["facts"]["before"]["substitutes"] == ["tu-phap:tam"]


def test_one_ended_before_it_begins_never_was(cast: Cast, tam: Official) -> None:
    dossier, absence = cast.at_desk(), enter(cast, cast.ha, tam)
    end_absence(actor=cast.minh, at=at("2026-11-23 16:00"), absence_id=absence.pk, seen_version=None, reason="hoãn")
    work(cast, "2026-11-24 09:00")
    assert fresh(dossier).holder == cast.ha
    enter(cast, cast.ha, tam)


def test_on_return_a_chosen_list_of_what_is_still_open_goes_back(cast: Cast, tam: Official) -> None:
    kept, back, done = cast.at_desk(), cast.at_desk(), cast.at_desk()
    absence = enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    new = cast.at_desk("2026-11-24 09:00")
    commands.record_result(actor=cast.minh, at=at("2026-11-25 09:00"), dossier_id=done.pk, seen_version=None)
    refused("absence.not_over", lambda: give_back(
        actor=cast.minh, at=at("2026-11-26 08:00"), absence_id=absence.pk, chosen=[back.pk]))  # fmt: skip
    now = at("2026-11-27 08:00")
    assert set(returnable(absence, now)) == {kept, back, new}
    here = {"actor": cast.minh, "at": now, "absence_id": absence.pk}
    refused("absence.nothing_chosen", lambda: give_back(**here, chosen=[]))
    refused("absence.not_returnable", lambda: give_back(**here, chosen=[back.pk, done.pk]))
    refused("rights.missing", lambda: give_back(**here | {"actor": cast.hoa}, chosen=[back.pk]))
    give_back(**here, chosen=[back.pk, new.pk])
    assert [fresh(one).holder for one in (kept, back, new)] == [tam, cast.ha, cast.ha]
    assert all(told_and_stored(one) for one in (kept, back, new, done))
    minutes = Paper.objects.get(symbol="02/BB-TP")
    assert "Bàn giao lại công việc" in text_of(pdf(minutes))[0]
    assert set(returnable(absence, now)) == {kept}
    give_back(**here | {"actor": tam}, chosen=[kept.pk])
    assert not returnable(absence, now).exists() and check().wrong == ""


def test_what_came_to_somebody_away_all_the_same_is_moved_when_the_worker_comes_by(cast: Cast, tam: Official) -> None:
    """A hand-over that was under way while the absence was being entered."""
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    dossier = cast.at_desk("2026-11-23 09:10")
    assert fresh(dossier).holder == cast.ha
    assert list(staying(at("2026-11-24 08:01"), cast.root)) == [dossier]
    work(cast, "2026-11-24 08:01")
    assert fresh(dossier).holder == tam and not staying(at("2026-11-24 08:01")).exists()


def test_the_database_keeps_an_absence_in_order(cast: Cast) -> None:
    common = {"official": cast.ha, "entered_by": cast.minh, "entered_at": at("2026-11-23 08:00"), "kind": "leave"}
    for begin, end in (("2026-11-24 00:00", "2026-11-23 00:00"), ("2026-11-24 00:00", None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(**common, from_at=at(begin), to_at=at(end) if end else None)


def test_the_span_in_sql_is_the_span_of_the_rules(cast: Cast) -> None:
    common = {"official": cast.ha, "entered_by": cast.minh, "entered_at": at("2026-11-02 08:00"), "kind": "departure"}
    days = [at(f"2026-11-{day:02} 00:00") for day in range(10, 16)]
    for begin in days:
        for end in [None, *[day for day in days if day >= begin]]:
            Absence.objects.create(**common, from_at=begin, to_at=end)
    for now in days:
        in_sql = set(Absence.objects.filter(Absence.in_force(now)))
        assert in_sql == {one for one in Absence.objects.all() if one.span.holds(now)} and in_sql


# -- any history ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_in_any_history_nothing_stays_with_somebody_who_is_away(cast: Cast, tam: Official, seed: int) -> None:
    random, now = Random(seed), at("2026-11-23 08:00")
    yen = person(cast, "yen", cast.justice, Role.SPECIALIST)
    quay2 = person(cast, "quay2", cast.counter, Role.COUNTER)
    pho = person(cast, "pho", cast.justice, Role.HEAD)
    vice, noivu = person(cast, "pct", cast.root, Role.LEADER), person(cast, "noivu", cast.root, Role.PERSONNEL)
    crew = [cast.ha, tam, yen, cast.minh, pho, cast.lan, quay2, cast.chairman, vice, noivu]
    done = 0
    for _step in range(90):
        now += random.choice([1, 7, 60, 300, 1441]) * (at("2026-11-23 08:01") - at("2026-11-23 08:00"))
        try:
            with transaction.atomic():
                _anything(cast, crew, random, now)
                done += 1
        except RuleBroken as refusal:
            assert sentence(refusal)
        if random.random() < 0.7:
            keep_absences(actor=cast.clockwork, at=now)
            assert [one.code for one in staying(now)] == [] and not unsigned_with_absent(now).exists()
    keep_absences(actor=cast.clockwork, at=now)
    assert done > 25 and Signing.objects.count() > 3 and check().wrong == ""
    assert not staying(now).exists() and not unsigned_with_absent(now).exists()
    for dossier in Dossier.objects.all():
        assert told_and_stored(dossier)
        assert dossier.runs.filter(finished_at=None).count() == (dossier.finished_at is None)
    symbols = list(Paper.objects.filter(form="BGCV").order_by("pk").values_list("unit", "number"))
    for unit in {unit for unit, _number in symbols}:
        numbers = [number for one, number in symbols if one == unit]
        assert numbers == list(range(1, len(numbers) + 1))


def _one(random: Random, rows: QuerySet[Any]) -> Any:
    """One of these rows by the history's own chance."""
    found = list(rows.order_by("pk"))
    return random.choice(found) if found else None


def _anything(cast: Cast, crew: list[Official], random: Random, now: datetime) -> None:
    """Something that may happen on such a day, by whoever; much of it is refused."""
    who, other = random.choice(crew), random.choice(crew)
    dossier = _one(random, Dossier.objects.open())
    what = random.choice(
        ["receive", "receive", "hand", "hand", "away", "away", "end", "longer", "other", "back", *["sign"] * 5]
    )
    absence = _one(random, Absence.objects.all())
    here = {"actor": crew[-1], "at": now}
    if what == "sign" and dossier:
        _something_signed(crew, random, dossier, now)
    elif what == "receive":
        clerk = random.choice([cast.lan, crew[6]])
        intake = Intake(cast.version.pk, BA, ("Tờ khai",))
        commands.accept(actor=clerk, at=now, unit=cast.counter, intake=intake)
    elif what == "hand" and dossier:
        unit = other.posts.get().unit
        actor = dossier.holder or cast.minh
        verb = random.choice([commands.hand_on, commands.finish_step])
        verb(actor=actor, at=now, dossier_id=dossier.pk, seen_version=None, to=Receiver(unit, other))
    elif what == "away":
        begins = now + random.choice([0, 1, 600]) * (at("2026-11-23 08:01") - at("2026-11-23 08:00"))
        lasting = Span(begins, begins + random.choice([1, 2, 5]) * (at("2026-11-24 08:00") - at("2026-11-23 08:00")))
        named = {post.unit_id: other.pk for post in posts_to_cover(who, lasting)}
        kind = random.choice(list(AbsenceKind))
        enter_absence(**here, official_id=who.pk, told=Told(kind, lasting, named))
    elif what == "end" and absence:
        end_absence(**here, absence_id=absence.pk, seen_version=None, reason="về sớm")
    elif what == "longer" and absence and absence.to_at:
        more = absence.to_at + random.choice([1, 30]) * (at("2026-11-23 09:00") - at("2026-11-23 08:00"))
        prolong_absence(**here, absence_id=absence.pk, seen_version=None, to_at=more, reason="ốm")
    elif what == "other" and absence:
        named = {post.unit_id: other.pk for post in posts_to_cover(absence.official, absence.span)}
        asked = Told(AbsenceKind(absence.kind), absence.span, named)
        correct_absence(**here, absence_id=absence.pk, seen_version=None, told=asked, reason="đổi người")
    elif what == "back" and absence:
        ready = list(returnable(absence, now).values_list("pk", flat=True))
        drafts = list(returnable_turns(absence, now).values_list("pk", flat=True))
        give_back(**here, absence_id=absence.pk, chosen=ready, drafts=drafts)


def _something_signed(crew: list[Official], random: Random, dossier: Dossier, now: datetime) -> None:
    """A draft is submitted to one or two of those who sign, signed, handed on or given back, by whoever has it."""
    signing, here = dossier.signings.open().first(), {"at": now, "seen_version": None}
    posts = [official.posts.get().pk for official in (crew[3], crew[4], crew[7], crew[8])]
    if signing is None:
        signers = [*random.sample(posts[:2], random.choice([0, 1])), random.choice(posts[2:])]
        paper = DraftPaper(Draft.LETTER, "Đề nghị phối hợp xác minh", "", 1)
        actor = dossier.holder or crew[3]
        submit_for_signature(actor=actor, dossier_id=dossier.pk, paper=paper, signers=signers, **here)
        return
    turn, what = open_turn(signing), random.choice(["sign", "on", "back", "nothing"])
    if turn and what == "sign":
        commands.sign(actor=turn.post.official, signing_id=signing.pk, **here)
    elif turn and what == "on":
        hand_on_signing(
            actor=turn.post.official, signing_id=signing.pk, to_post=random.choice(posts), sign_as=SignAs(), **here
        )
    elif turn and what == "back":
        commands.return_draft(actor=turn.post.official, signing_id=signing.pk, reason="sửa", **here)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_begin_an_absence_once(tmp_path: Path) -> None:
    cast = gather()
    try:
        tam = person(cast, "tam", cast.justice, Role.SPECIALIST)
        for _n in range(3):
            cast.at_desk()
        enter(cast, cast.ha, tam)

        def worker() -> tuple[int, int, list[str]]:
            keep_absences(actor=cast.clockwork, at=at("2026-11-24 08:00"))
            holders = sorted(Dossier.objects.values_list("holder__login", flat=True))
            return Paper.objects.filter(form="BGCV").count(), StandInWork.objects.count(), holders

        found = together([worker] * 3, tmp_path)
        assert found == [(1, 3, ["tam"] * 3)] * 3
    finally:
        guard.drop(connection)
