"""Asking for papers, apologising, stopping, withdrawing, refusing: what is written, what moves, what is refused."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from congvu.dossiers import commands, sheets
from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.conditions import Window
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, DossierCounter, Ending, Extension, Refusal
from congvu.dossiers.queries import story
from congvu.dossiers.rows import rows_of
from congvu.ledger import guard
from congvu.ledger.models import LedgerEntry
from congvu.ledger.queries import bodies_of, check
from congvu.notices.models import Notice
from congvu.papers.models import Paper
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken
from congvu.rules.standing import Timing
from tests.people import Cast, at, gather
from tests.racing import together

pytestmark = pytest.mark.django_db


def told(reason: str = "không bổ sung giấy tờ", basis: str = "Điều 20 NĐ 118/2025/NĐ-CP") -> Told:
    return Told(reason, basis, ("Tờ khai",))


# -- asking for papers ------------------------------------------------------------------------------------------
def test_ha_asks_for_papers_and_the_clock_rests_until_they_come(cast: Cast) -> None:
    dossier = cast.ask(cast.at_desk(), "2026-11-23 10:00")
    request = dossier.supplement_requests.get()
    assert (dossier.state, request.paper.symbol, request.pause.paper) == (State.PAUSED, "01/PYC-TP", "01/PYC-TP")
    dossier = commands.resume(
        actor=cast.ha, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None, came=[2]
    )
    assert [(one.what, one.came_at) for one in request.items.all()] == [
        ("Tờ khai", None), ("Bản sao căn cước", at("2026-11-25 10:00")),
    ]  # fmt: skip
    assert dossier.due_at == at("2026-11-30 17:00")
    bodies = bodies_of(f"dossier:{dossier.pk}")
    assert bodies[-2]["facts"]["hash"] == request.paper.data_hash and bodies[-1]["facts"]["came"] == [2]
    assert '"t":"sp"' in bytes(LedgerEntry.objects.get(number=bodies[-2]["number"]).leaf).decode()
    assert all("Ba" not in notice.text for notice in Notice.objects.all())


def test_a_second_request_needs_to_be_confirmed_however_the_first_was_written(cast: Cast) -> None:
    dossier = cast.at_desk()
    commands.pause(
        actor=cast.ha, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=None, ground="cho-bo-sung",
        paper="31/PBS",
    )  # fmt: skip
    commands.resume(actor=cast.ha, at=at("2026-11-23 14:00"), dossier_id=dossier.pk, seen_version=None)
    with pytest.raises(RuleBroken, match="needs_confirmation"):
        cast.ask(dossier, "2026-11-23 15:00")
    with pytest.raises(RuleBroken, match="needs_confirmation"):
        commands.pause(
            actor=cast.ha, at=at("2026-11-23 15:00"), dossier_id=dossier.pk, seen_version=None, ground="cho-bo-sung",
            paper="32/PBS",
        )  # fmt: skip
    assert not Paper.objects.filter(form="02").exists()
    cast.ask(dossier, "2026-11-23 15:00", confirmed=True)
    assert Paper.objects.get(form="02").symbol == "01/PYC-TP"


def test_papers_are_not_asked_for_after_the_limit_and_near_it_only_by_the_head(cast: Cast) -> None:
    dossier = cast.at_desk()
    for when, code in (("2026-11-27 15:00", "pause.near_due"), ("2026-11-30 08:00", "pause.already_overdue")):
        with pytest.raises(RuleBroken) as refused:
            cast.ask(dossier, when)
        assert refused.value.code == code
    cast.ask(dossier, "2026-11-27 15:00", cast.minh)


def test_hoa_of_another_ward_writes_to_nobody(cast: Cast) -> None:
    dossier = cast.at_desk()
    for act in (
        lambda: cast.ask(dossier, "2026-11-23 10:00", cast.hoa),
        lambda: cast.extend(dossier, "2026-11-23 10:00", "2026-12-02", cast.hoa),
        lambda: commands.stop(
            actor=cast.hoa, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=None, told=told()
        ),
    ):
        with pytest.raises(RuleBroken, match="rights"):
            act()
    assert Paper.objects.count() == 1


def test_what_another_system_registered_gets_its_letters_there(cast: Cast) -> None:
    dossier = cast.at_desk()
    Dossier.objects.filter(pk=dossier.pk).update(origin="imported")
    for act in (
        lambda: cast.ask(dossier, "2026-11-23 10:00"), lambda: cast.extend(dossier, "2026-11-23 10:00", "2026-12-02"),
        lambda: commands.withdraw(
            actor=cast.lan, at=at("2026-11-23 10:00"), dossier_id=dossier.pk, seen_version=None, told=told()
        ),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="of_another_system"):
            act()


# -- the apology ------------------------------------------------------------------------------------------------
def test_minh_apologises_in_time_and_the_first_date_stays_in_sight(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-26 09:00", "2026-12-02")
    one = dossier.extensions.get()
    assert (dossier.due_at, dossier.original_due_at) == (at("2026-12-02 17:00"), at("2026-11-27 17:00"))
    assert not one.is_late and one.paper.symbol == "01/VBXL-TP"
    assert [row.cause for row in dossier.due_dates.order_by("number")] == ["received", "extended"]
    page = story(dossier, at("2026-11-30 09:00"))
    assert page.standing.timing == Timing.ON_TIME and page.why is not None
    assert [part.title for part in page.why.parts] == [
        "Hạn ban đầu: 17:00, 27/11/2026",
        "Hạn mới: 17:00, 02/12/2026 (hẹn lại theo văn bản xin lỗi, gia hạn số 01/VBXL-TP)",
    ]
    assert "01/VBXL-TP" in Notice.objects.latest("pk").text


def test_an_apology_after_the_limit_tells_a_new_day_and_what_is_late_stays_late_for_ever(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-30 09:00", "2026-12-02")
    one = dossier.extensions.get()
    assert one.is_late and one.due_after == at("2026-12-02 17:00")
    assert (dossier.due_at, dossier.original_due_at) == (at("2026-11-27 17:00"), at("2026-11-27 17:00"))
    assert [row.cause for row in dossier.due_dates.all()] == ["received"]
    page = story(dossier, at("2026-12-01 08:00"))
    assert page.standing.timing == Timing.OVERDUE and page.why is not None
    assert "Ngày hẹn lại: 17:00, 02/12/2026 (văn bản xin lỗi số 01/VBXL-TP" in page.why.parts[-1].title
    assert "quá hạn từ 17 giờ 00 phút, ngày 27 tháng 11 năm 2026" in Notice.objects.latest("pk").text
    assert [row.reappointed for row in rows_of([dossier], at("2026-12-01 08:00"))] == [at("2026-12-02 17:00")]
    dossier = commands.record_result(
        actor=cast.minh, at=at("2026-12-01 09:00"), dossier_id=dossier.pk, seen_version=None
    )  # fmt: skip
    window = Window(at("2026-11-01 00:00").date(), at("2026-12-31 00:00").date(), at("2026-12-31 09:00"),
                    at("2026-12-31 09:00").date())  # fmt: skip
    holds = {slug for slug in GROUPS if GROUPS[slug].rows(Dossier.objects.all(), window).exists()}
    assert {"xong-qua-han", "gia-han", "xong-sau-han-dau"} <= holds
    assert not holds & {"truoc-han", "dung-han", "xong-trong-han", "cham-cam-ket"}
    body = bodies_of(f"dossier:{dossier.pk}")[-2]
    assert (body["action"], body["facts"]["late"]) == ("dossier.reappointed", True)
    assert story(dossier, at("2026-12-05 09:00")).standing.timing == Timing.DONE_LATE
    assert [one.differs for one in compared()] == [()]


def test_the_apology_of_the_last_minute_still_moves_the_date_and_a_second_later_it_does_not(cast: Cast) -> None:
    in_time = cast.extend(cast.at_desk(), "2026-11-27 17:00", "2026-12-02")
    too_late = cast.extend(cast.at_desk(), "2026-11-27 17:00:01", "2026-12-02")
    assert (in_time.due_at, too_late.due_at) == (at("2026-12-02 17:00"), at("2026-11-27 17:00"))
    assert in_time.extensions.get().is_late and too_late.extensions.get().is_late


def test_the_control_sheet_and_the_register_tell_the_new_day_beside_the_date_gone_by(cast: Cast) -> None:
    late, moved = cast.at_desk(), cast.at_desk()
    late = cast.extend(late, "2026-11-30 09:00", "2026-12-02")
    moved = cast.extend(moved, "2026-11-26 09:00", "2026-12-02")
    sheet = sheets.control_sheet(late, at("2026-12-01 09:00"))
    assert str(sheet["due"]).endswith("quá hạn, hẹn lại 17 giờ 00 phút, ngày 02 tháng 12 năm 2026")
    assert sheet["first_due"] == ""
    days = (at("2026-11-23 00:00").date(), at("2026-11-23 00:00").date())
    rows = sheets.register(cast.counter, *days, [late, moved], at("2026-12-01 09:00"))["rows"]
    assert [row["note"] for row in rows] == [  # type: ignore[attr-defined]
        "xin lỗi sau khi quá hạn, hẹn lại 17:00 02/12/2026", "gia hạn, hẹn ban đầu 17:00 27/11/2026",
    ]  # fmt: skip


def test_nobody_is_put_off_twice(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-26 09:00", "2026-12-02")
    with pytest.raises(RuleBroken, match="used_up"):
        cast.extend(dossier, "2026-12-01 09:00", "2026-12-04")
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=dossier.extensions.get().pk).update(due_after=at("2026-11-27 17:00"))


def test_the_new_day_is_a_working_day_and_only_the_head_or_a_leader_gives_it(cast: Cast) -> None:
    dossier = cast.at_desk()
    with pytest.raises(RuleBroken, match="closed_day"):
        cast.extend(dossier, "2026-11-26 09:00", "2026-12-05")
    for somebody in (cast.ha, cast.lan):
        with pytest.raises(RuleBroken, match="rights"):
            cast.extend(dossier, "2026-11-26 09:00", "2026-12-02", somebody)
    cast.extend(dossier, "2026-11-26 09:00", "2026-12-02", cast.chairman)
    assert Paper.objects.get(form="04").symbol == "01/VBXL-ĐT"


def test_waiting_after_the_extension_moves_the_first_date_as_well(cast: Cast) -> None:
    dossier = cast.extend(cast.at_desk(), "2026-11-23 15:00", "2026-12-02")
    cast.ask(dossier, "2026-11-25 09:00")
    dossier = commands.resume(actor=cast.ha, at=at("2026-11-26 09:00"), dossier_id=dossier.pk, seen_version=None)
    assert (dossier.original_due_at, dossier.due_at) == (at("2026-11-30 17:00"), at("2026-12-03 17:00"))
    assert dossier.due_dates.latest("number").due_at == dossier.due_at
    assert dossier.extended_on == dossier.extensions.get().extended_at.astimezone(at("2026-01-01 00:00").tzinfo).date()


# -- the end without a result -----------------------------------------------------------------------------------
def test_a_dossier_stopped_while_it_waits_is_not_late_for_the_waiting(cast: Cast) -> None:
    dossier = cast.ask(cast.at_desk(), "2026-11-23 10:00")
    dossier = commands.stop(
        actor=cast.minh, at=at("2026-12-15 10:00"), dossier_id=dossier.pk, seen_version=None, told=told()
    )
    assert (dossier.state, dossier.finished_at) == (State.STOPPED, at("2026-12-15 10:00"))
    assert dossier.finished_at is not None and dossier.due_at is not None and dossier.due_at > dossier.finished_at
    assert story(dossier, at("2026-12-20 09:00")).standing.timing == Timing.ENDED
    assert not dossier.pauses.filter(ended_at=None).exists() and not dossier.runs.filter(finished_at=None).exists()
    assert Paper.objects.get(form="05").symbol == "01/TB-TP"
    assert (dossier.unit, dossier.holder) == (cast.counter, None)


def test_mr_ba_takes_his_dossier_back_at_the_counter_wherever_it_lies(cast: Cast) -> None:
    dossier = cast.at_desk()
    dossier = commands.withdraw(
        actor=cast.lan, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None,
        told=Told("đơn ngày 25/11/2026", "", ("Tờ khai",)),
    )  # fmt: skip
    assert (dossier.state, dossier.state_word) == (State.WITHDRAWN, "Đã rút hồ sơ")
    assert Ending.objects.get().papers_returned == ["Tờ khai"]
    with pytest.raises(RuleBroken, match="no_such_move"):
        commands.withdraw(
            actor=cast.lan, at=at("2026-11-25 11:00"), dossier_id=dossier.pk, seen_version=None, told=told()
        )
    assert check().wrong == ""


def test_an_end_says_why_and_a_stop_on_what_law(cast: Cast) -> None:
    dossier = cast.at_desk()
    for said, code in ((told(reason=" "), "letter.needs_reason"), (told(basis=""), "letter.needs_basis")):
        with pytest.raises(RuleBroken) as refused:
            commands.stop(
                actor=cast.minh, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None, told=said
            )
        assert refused.value.code == code
    with pytest.raises(RuleBroken, match="rights"):
        commands.stop(
            actor=cast.ha, at=at("2026-11-25 10:00"), dossier_id=dossier.pk, seen_version=None, told=told()
        )


def test_the_sums_of_a_period_hold_with_stopped_and_withdrawn_dossiers(cast: Cast) -> None:
    """Column 3 = 7 + 11 of form II.06a."""
    dossiers = [cast.at_desk(f"2026-11-{day} 09:00") for day in (18, 19, 23, 24, 25)]
    commands.stop(
        actor=cast.minh, at=at("2026-11-19 10:00"), dossier_id=dossiers[0].pk, seen_version=None, told=told()
    )
    commands.withdraw(
        actor=cast.lan, at=at("2026-12-09 10:00"), dossier_id=dossiers[1].pk, seen_version=None, told=told()
    )
    commands.record_result(actor=cast.minh, at=at("2026-11-25 10:00"), dossier_id=dossiers[2].pk, seen_version=None)
    for first, last in (("2026-11-15", "2026-11-23"), ("2026-11-24", "2026-12-14"), ("2026-11-15", "2026-12-14")):
        window = Window(at(f"{first} 00:00").date(), at(f"{last} 00:00").date(), at("2026-12-20 09:00"),
                        at("2026-12-20 09:00").date())  # fmt: skip
        count = {slug: GROUPS[slug].rows(Dossier.objects.all(), window).count() for slug in GROUPS}
        assert count["tong-tiep-nhan"] == count["xong"] + count["cuoi-ky"]
        assert count["xong"] == count["truoc-han"] + count["dung-han"] + count["xong-qua-han"]
    assert (count["dung-rut"], count["xong-qua-han"], count["cuoi-ky"]) == (2, 1, 2)


# -- refusing ---------------------------------------------------------------------------------------------------
def test_lan_refuses_in_writing_and_no_dossier_number_is_used_up(cast: Cast) -> None:
    refusal = cast.refuse()
    assert refusal.paper is not None and refusal.paper.symbol == "01/PTC-BPMC"
    assert not Dossier.objects.exists() and not DossierCounter.objects.exists()
    body = bodies_of(f"refusal:{refusal.pk}")[0]
    assert body["action"] == "dossier.refused" and body["facts"]["hash"] == refusal.paper.data_hash
    assert "Ba" not in str(body["facts"])
    assert cast.accept("2026-11-23 10:00").code.endswith("-0001")


def test_who_reads_a_refusal(cast: Cast) -> None:
    cast.refuse()
    on = at("2026-11-23 10:00").date()
    readers = ("lan", "ha", "minh", "hoa", "chairman", "auditor", "admin")
    seen = {who for who in readers if Refusal.objects.visible_to(getattr(cast, who), on).exists()}
    assert seen == {"lan", "ha", "minh", "chairman", "auditor"}


@pytest.mark.django_db(transaction=True)
def test_twenty_clerks_refuse_at_once_and_the_numbers_have_no_gap(tmp_path: Path) -> None:
    cast = gather()
    try:
        symbols = together([lambda: cast.refuse().paper.symbol for _n in range(20)], tmp_path)  # type: ignore[union-attr]
        assert sorted(symbols) == [f"{n:02}/PTC-BPMC" for n in range(1, 21)]
    finally:
        guard.drop(connection)
