"""What people do to a dossier, what the rules refuse, and that every date has its cause."""

from datetime import date, timedelta

import pytest

from congvu.dossiers import commands, conditions
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.conditions import Window
from congvu.dossiers.last_act import ACTS, last_act
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import story
from congvu.dossiers.why import explanation
from congvu.ledger.commands import append
from congvu.ledger.queries import bodies_of, check
from congvu.notices.models import Notice
from congvu.papers.models import Paper
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from tests.people import BA, Cast, at

pytestmark = pytest.mark.django_db


def code_of(refused: pytest.ExceptionInfo[RuleBroken]) -> str:
    return refused.value.code


def test_lan_receives_and_both_dates_are_the_servers(cast: Cast) -> None:
    dossier = cast.accept()
    assert dossier.code == "H49.DT-261123-0001"
    assert (dossier.due_at, dossier.committed_at) == (at("2026-11-27 17:00"), at("2026-11-26 17:00"))
    assert dossier.due_dates.get().due_at == dossier.due_at
    assert Paper.objects.get().subject == f"dossier:{dossier.pk}"
    assert bodies_of(f"dossier:{dossier.pk}")[0]["facts"]["receipt"] == Paper.objects.get().data_hash
    assert "Ba" not in Notice.objects.get().text


def test_numbers_of_a_day_have_no_gaps_and_start_anew(cast: Cast) -> None:
    codes = [cast.accept().code, cast.accept().code, cast.accept("2026-11-25 08:00").code]
    assert codes == ["H49.DT-261123-0001", "H49.DT-261123-0002", "H49.DT-261125-0001"]


def test_hoa_of_another_ward_can_neither_see_nor_work_the_dossier(cast: Cast) -> None:
    dossier = cast.at_desk()
    assert not Dossier.objects.visible_to(cast.hoa, at("2026-11-23 10:00").date()).exists()
    with pytest.raises(RuleBroken) as refused:
        commands.record_result(actor=cast.hoa, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=None)
    assert code_of(refused) == "rights.missing"


def test_a_pause_needs_its_paper_moves_both_dates_and_is_told(cast: Cast) -> None:
    dossier = cast.at_desk()
    with pytest.raises(RuleBroken) as refused:
        commands.pause(
            actor=cast.ha,
            at=at("2026-11-23 10:00"),
            dossier_id=dossier.pk,
            seen_version=None,
            ground="cho-bo-sung",
            paper=" ",
        )
    assert code_of(refused) == "pause.needs_paper"
    commands.pause(
        actor=cast.ha,
        at=at("2026-11-23 10:00"),
        dossier_id=dossier.pk,
        seen_version=None,
        ground="cho-bo-sung",
        paper="31/PBS",
    )
    dossier = commands.resume(actor=cast.ha, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None)
    assert (dossier.due_at, dossier.committed_at) == (at("2026-11-30 17:00"), at("2026-11-27 17:00"))
    assert [row.cause for row in dossier.due_dates.order_by("number")] == ["received", "resumed"]


def test_at_the_last_hour_only_the_head_may_stop_the_clock(cast: Cast) -> None:
    dossier = cast.at_desk()
    last = at("2026-11-27 15:00")
    kind = {"dossier_id": dossier.pk, "seen_version": None, "ground": "cho-bo-sung", "paper": "32/PBS"}
    with pytest.raises(RuleBroken) as refused:
        commands.pause(actor=cast.ha, at=last, **kind)
    assert code_of(refused) == "pause.near_due"
    commands.pause(actor=cast.minh, at=last, **kind)
    late = cast.at_desk()
    with pytest.raises(RuleBroken) as refused:
        commands.pause(
            actor=cast.minh,
            at=at("2026-12-09 08:00"),
            dossier_id=late.pk,
            seen_version=None,
            ground="bat-kha-khang",
            paper="1",
        )
    assert code_of(refused) == "pause.already_overdue"


def test_a_restart_policy_counts_anew_when_the_dossier_is_complete(cast: Cast) -> None:
    cast.version.supplement_policy = "restart"
    cast.version.save()
    dossier = cast.at_desk()
    commands.pause(
        actor=cast.ha,
        at=at("2026-11-25 10:00"),
        dossier_id=dossier.pk,
        seen_version=None,
        ground="cho-bo-sung",
        paper="33/PBS",
    )
    dossier = commands.resume(actor=cast.ha, at=at("2026-11-30 10:00"), dossier_id=dossier.pk, seen_version=None)
    assert dossier.due_at == at("2026-12-03 17:00")
    assert dossier.due_dates.latest("number").cause == "restarted"


def test_a_posting_can_be_neither_shortened_nor_skipped(cast: Cast) -> None:
    dossier = cast.at_desk(version=cast.posting)
    early = {"dossier_id": dossier.pk, "seen_version": None}
    with pytest.raises(RuleBroken) as refused:
        commands.record_result(actor=cast.minh, at=at("2026-11-25 10:00"), **early)
    assert code_of(refused) == "step.protected_too_short"
    counter = cast.accept(version=cast.posting)
    with pytest.raises(RuleBroken) as refused:
        commands.record_result(actor=cast.lan, at=at("2026-11-25 10:00"), dossier_id=counter.pk, seen_version=None)
    assert code_of(refused) == "rights.missing"
    commands.hand_on(
        actor=cast.lan, at=at("2026-11-25 10:00"), dossier_id=counter.pk, seen_version=None, to=Receiver(cast.justice)
    )
    with pytest.raises(RuleBroken) as refused:
        commands.record_result(actor=cast.minh, at=at("2026-11-26 10:00"), dossier_id=counter.pk, seen_version=None)
    assert code_of(refused) == "step.protected_missing"
    done = commands.record_result(actor=cast.minh, at=at("2026-11-26 17:00"), **early)
    assert done.finished_at == at("2026-11-26 17:00")


def test_two_people_on_one_dossier_the_second_is_told_who(cast: Cast) -> None:
    dossier = cast.at_desk()
    seen = dossier.version
    commands.hand_on(
        actor=cast.minh,
        at=at("2026-11-23 11:00"),
        dossier_id=dossier.pk,
        seen_version=seen,
        to=Receiver(cast.justice, cast.minh),
    )
    with pytest.raises(RuleBroken) as refused:
        commands.record_result(actor=cast.minh, at=at("2026-11-23 11:01"), dossier_id=dossier.pk, seen_version=seen)
    assert code_of(refused) == "dossier.changed_meanwhile"
    assert refused.value.facts["who"] == "Trần Minh" and str(refused.value.facts["did"]) == "chuyển xử lý"


def test_a_citizens_rating_is_not_told_as_the_officials_act(cast: Cast) -> None:
    dossier = cast.at_desk()
    append(
        action=Action.DOSSIER_RATED, subject=f"dossier:{dossier.pk}", unit=dossier.unit.code, actor="applicant",
        at=at("2026-11-23 16:00"), facts={},
    )  # fmt: skip
    assert last_act(Dossier.objects.get(pk=dossier.pk)) == ACTS[Action.DOSSIER_STEP_FINISHED]


def test_every_act_on_a_dossier_has_its_words() -> None:
    assert {one for one in Action if one.startswith("dossier.")} <= set(ACTS)


def test_a_receiver_must_hold_a_post_there(cast: Cast) -> None:
    dossier = cast.accept()
    with pytest.raises(RuleBroken) as refused:
        commands.finish_step(
            actor=cast.lan,
            at=at("2026-11-23 09:30"),
            dossier_id=dossier.pk,
            seen_version=None,
            to=Receiver(cast.justice, cast.hoa),
        )
    assert code_of(refused) == "receiver.not_in_unit"


def test_an_earlier_time_is_declared_with_reason_and_paper_and_both_are_kept(cast: Cast) -> None:
    def receive(when: str, reason: str = "Mất điện", paper: str = "05/BN") -> Dossier:
        intake = Intake(cast.version.pk, BA, declared=Declared(at(when), reason, paper))
        return commands.accept(actor=cast.lan, at=at("2026-11-23 09:10"), unit=cast.counter, intake=intake)

    dossier = receive("2026-11-20 16:00")
    assert (dossier.received_at, dossier.recorded_at) == (at("2026-11-20 16:00"), at("2026-11-23 09:10"))
    assert dossier.due_at == at("2026-11-26 17:00")
    for when, reason, code in (
        ("2026-11-23 09:11", "Mất điện", "declared.in_the_future"),
        ("2026-11-16 08:00", "Mất điện", "declared.too_far_back"),
        ("2026-11-20 16:00", " ", "declared.needs_reason_and_paper"),
    ):
        with pytest.raises(RuleBroken) as refused:
            receive(when, reason)
        assert code_of(refused) == code


def test_a_correction_keeps_what_stood_before(cast: Cast) -> None:
    dossier = cast.accept()
    given = {"actor": cast.lan, "at": at("2026-11-23 10:00"), "dossier_id": dossier.pk, "seen_version": None}
    commands.correct(**given, changes={"name": "Bùi Văn Bá", "phone": "0912345678"}, reason="Gõ nhầm")
    row = dossier.corrections.get()
    assert (row.field, row.before, row.after) == ("name", "Bùi Văn Ba", "Bùi Văn Bá")
    for changes, reason, code in (
        ({"name": "Bùi Văn Bá"}, "lại", "correction.nothing_changed"),
        ({"name": "X"}, "", "correction.needs_reason"),
        ({"received_at": "x"}, "muốn", "correction.not_correctable"),
    ):
        with pytest.raises(RuleBroken) as refused:
            commands.correct(**given, changes=changes, reason=reason)
        assert code_of(refused) == code


def test_the_page_tells_the_same_date_as_the_row_after_pauses(cast: Cast) -> None:
    dossier = cast.at_desk()
    for begin, end, paper in (
        ("2026-11-23 10:00", "2026-11-23 15:00", "1/PBS"),
        ("2026-11-25 08:00", "2026-11-26 09:00", "2/PBS"),
    ):
        commands.pause(
            actor=cast.ha, at=at(begin), dossier_id=dossier.pk, seen_version=None, ground="bat-kha-khang", paper=paper
        )
        dossier = commands.resume(actor=cast.ha, at=at(end), dossier_id=dossier.pk, seen_version=None)
    hours = dossier.due_dates.latest("number").calendar.hours
    told = explanation(dossier, list(dossier.pauses.order_by("started_at")), hours)
    assert told is not None and told.due_at == dossier.due_at
    page = story(dossier, at("2026-11-26 10:00"))
    assert page.clocks.paused > 0 and page.clocks.lived == page.clocks.counted + page.clocks.paused


def test_late_in_sql_is_late_in_the_rules(cast: Cast) -> None:
    from congvu.rules.dossier import is_late

    ids = [cast.at_desk().pk for _n in range(4)]
    commands.record_result(actor=cast.minh, at=at("2026-11-26 10:00"), dossier_id=ids[0], seen_version=None)
    commands.record_result(
        actor=cast.minh, at=at("2026-11-27 17:00") + timedelta(seconds=1), dossier_id=ids[1], seen_version=None
    )
    commands.pause(
        actor=cast.ha, at=at("2026-11-26 10:00"), dossier_id=ids[2], seen_version=None, ground="cho-bo-sung", paper="9"
    )
    for now in ("2026-11-26 12:00", "2026-11-27 17:00", "2026-12-20 08:00"):
        window = Window(date(2020, 1, 1), date(2030, 1, 1), at(now), at(now).date())
        overdue = {d.pk for d in Dossier.objects.filter(conditions.overdue(window) | conditions.late(window))}
        rule = {d.pk for d in Dossier.objects.all() if is_late(d.due_at, d.finished_at or d.paused_at, at(now))}
        assert overdue == rule
    assert check().wrong == ""
