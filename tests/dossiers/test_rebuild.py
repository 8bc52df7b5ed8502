"""The ledger alone tells a dossier's course: of own dossiers, of those of other registers, and against changed rows."""

from datetime import datetime

import pytest

from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.takeover import take_over
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier
from congvu.dossiers.rebuild import NOT_THE_COURSE, TELLERS, told
from congvu.dossiers.rebuild_signing import SIGNING_TELLERS
from congvu.eventlog.cases import Case, Step
from congvu.eventlog.mapping import read
from congvu.ledger.queries import bodies_of
from congvu.rules.batch import Cargo, Judged
from congvu.rules.ledger import Action
from congvu.rules.letters import Missing
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def agree(code: str) -> bool:
    dossier = Dossier.objects.get(code=code)
    return told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier)


def test_the_ledger_tells_a_whole_life_with_a_pause_and_a_second_desk(cast: Cast) -> None:
    dossier = cast.at_desk()
    common = {"dossier_id": dossier.pk, "seen_version": None}
    commands.pause(actor=cast.ha, at=at("2026-11-23 10:00"), ground="cho-bo-sung", paper="31/PBS", **common)
    to = Receiver(cast.justice, cast.minh)
    commands.hand_on(actor=cast.minh, at=at("2026-11-23 11:00"), to=to, **common)
    commands.resume(actor=cast.minh, at=at("2026-11-25 10:00"), **common)
    commands.record_result(actor=cast.minh, at=at("2026-11-26 09:00"), **common)
    commands.return_result(actor=cast.lan, at=at("2026-11-26 10:00"), **common)
    assert agree(dossier.code)
    course = told(bodies_of(f"dossier:{dossier.pk}"))
    assert [(run.official, run.is_step_done) for run in course.runs] == [("lan", True), ("ha", False), ("minh", True)]
    assert [stop.ended_at for stop in course.stops] == [at("2026-11-25 10:00")]
    assert course.acts == 7


@pytest.mark.parametrize(
    "changes",
    [
        {"received_at": at("2026-11-23 08:00")},
        {"finished_at": at("2026-11-25 08:00"), "state": "result_ready"},
        {"holder": None},
    ],
)
def test_a_row_changed_behind_the_ledger_is_found(cast: Cast, changes: dict[str, object]) -> None:
    dossier = cast.at_desk()
    assert agree(dossier.code)
    Dossier.objects.filter(pk=dossier.pk).update(**changes)
    assert not agree(dossier.code)


def test_a_stretch_or_a_due_date_changed_behind_the_ledger_is_found(cast: Cast) -> None:
    dossier = cast.at_desk()
    dossier.runs.filter(number=1).update(finished_at=at("2026-11-23 09:30"))
    assert not agree(dossier.code)
    other = cast.at_desk()
    other.due_dates.update(due_at=at("2026-12-01 17:00"))
    assert not agree(other.code)


def test_every_act_on_a_dossier_is_told_or_named_as_no_part_of_the_course() -> None:
    acts = {action for action in Action if action.startswith("dossier.")}
    before_reception = {Action.DOSSIER_REFUSED, Action.DOSSIER_ASKED_EARLY}
    assert acts - before_reception == set(TELLERS) | set(SIGNING_TELLERS) | NOT_THE_COURSE


def register(*steps: Step, due: str, official: str = "Hà") -> list[Case]:
    received: datetime = at("2026-11-02 08:00")
    return [
        Case(row=2, code="H1", procedure="Khai sinh", applicant="Bùi Ba", unit="Tư pháp", official=official,
             channel="", received=received, due=at(due), ended=None, returned=None, steps=list(steps))
    ]  # fmt: skip


def test_the_ledger_tells_what_a_register_stated_each_time_it_was_taken_over(cast: Cast) -> None:
    columns = {"code": "Mã", "procedure": "Thủ tục", "received": "Ngày nhận"}
    mapping = read({
        "kind": "csv", "place": {"code": "so", "name": "Sổ khác"}, "columns": columns,
        "steps": {"name": "Bước", "at": "Lúc"},
    })  # fmt: skip
    first, second = Step("Nhận", "Lan", at("2026-11-02 08:00")), Step("Xét", "Hà", at("2026-11-03 10:00"))
    moved = Step("Xét", "Minh", at("2026-11-03 11:00"))
    for day, cases in (
        ("2026-11-23", register(first, due="2026-11-06 17:00")),
        ("2026-11-24", register(first, second, due="2026-11-06 17:00")),
        ("2026-11-25", register(first, moved, due="2026-11-09 17:00", official="Minh")),
        ("2026-11-26", register(first, due="2026-11-09 17:00")),
    ):
        take_over(actor=cast.clockwork, at=at(f"{day} 09:00"), cases=cases, mapping=mapping, file_hash="h")
        assert agree("H1"), day
    assert len(stored(Dossier.objects.get(code="H1")).dues) == 2


def test_the_ledger_tells_what_a_hand_over_list_carried_and_how_a_paused_dossier_ended(cast: Cast) -> None:
    dossier = cast.accept()
    batch = batches.make_batch(
        actor=cast.lan, at=at("2026-11-23 13:00"), from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS,
        dossier_ids=[dossier.pk],
    )  # fmt: skip
    batches.send_batch(actor=cast.lan, at=at("2026-11-23 13:30"), batch_id=batch.pk, carried_by="Tàu 14:00")
    assert agree(dossier.code)
    judged = [Judged(batch.items.get().pk, "", is_refused=False)]
    batches.receive_batch(actor=cast.ha, at=at("2026-11-23 15:00"), batch_id=batch.pk, judged=judged)
    assert agree(dossier.code)
    common = {"dossier_id": dossier.pk, "seen_version": None}
    commands.ask_for_papers(
        actor=cast.ha, at=at("2026-11-23 15:30"), missing=[Missing("Tờ khai", "thiếu chữ ký")], basis="Điều 9", **common
    )
    commands.withdraw(actor=cast.lan, at=at("2026-11-25 09:00"), told=Told("Người nộp đề nghị"), **common)
    assert agree(dossier.code)
    course = told(bodies_of(f"dossier:{dossier.pk}"))
    assert (course.state, course.stops[0].ended_at, len(course.dues)) == ("withdrawn", at("2026-11-25 09:00"), 2)
