"""The counter's commands: visits, tickets, handing over, paper receipts, and who may; two at once get one each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, HandingOver, PaperReceipt, Ticket, Visit
from congvu.dossiers.rebuild import told
from congvu.ledger import guard
from congvu.ledger.queries import bodies_of, check
from congvu.offices import commands as offices
from congvu.offices.models import Category, Official, ProcedureVersion, Role
from congvu.rules.errors import RuleBroken
from congvu.rules.handing_over import Handing, Way
from congvu.rules.ticket import TicketMove, TicketState
from tests.dossiers.money import COUNTED, charged, procedure
from tests.people import BA, Cast, at, gather
from tests.proof.counts import times
from tests.racing import together

pytestmark = pytest.mark.django_db
NOON = at("2026-11-23 11:00")


def intake(cast: Cast, paper: str = "", received: str = "2026-11-23 08:30") -> Intake:
    declared = Declared(at(received), "Mất điện", paper) if paper else None
    return Intake(cast.version.pk, BA, ("Tờ khai",), declared=declared)


def receive(cast: Cast, paper: str = "", **more: int) -> Dossier:
    return commands.receive(actor=cast.lan, at=NOON, unit=cast.counter, intake=intake(cast, paper), **more)


def second_clerk(cast: Cast) -> Official:
    """Mai sits beside Lan."""
    mai = offices.create_official(
        actor=cast.clockwork, at=NOON, login="mai", full_name="Phạm Mai", unit=cast.counter,
        category=Category.CIVIL_SERVANT, password="mat-khau-dai",
    )  # fmt: skip
    offices.grant_post(
        actor=cast.clockwork, at=NOON, official=mai, unit=cast.counter, role=Role.COUNTER, title="Cán bộ tiếp nhận",
        from_on=NOON.date(),
    )  # fmt: skip
    return mai


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


# visits


def test_a_reception_begins_a_visit_and_the_next_dossier_may_join_it(cast: Cast) -> None:
    first = receive(cast)
    visit = Visit.objects.get()
    second = receive(cast, visit_id=visit.pk)
    assert [one.dossier for one in visit.items.order_by("pk")] == [first, second]
    assert (visit.unit, visit.begun_by, visit.begun_at, visit.ticket) == (cast.counter, cast.lan, NOON, None)


def test_a_visit_of_another_day_or_counter_takes_nothing_more(cast: Cast) -> None:
    visit = Visit.objects.create(unit=cast.counter, begun_at=at("2026-11-20 09:00"), begun_by=cast.lan)
    assert refused(lambda: receive(cast, visit_id=visit.pk)) == "visit.not_here"
    elsewhere = Visit.objects.create(unit=cast.justice, begun_at=NOON, begun_by=cast.ha)
    assert refused(lambda: receive(cast, visit_id=elsewhere.pk)) == "visit.not_here"
    assert Dossier.objects.count() == 0


# tickets


def test_tickets_are_called_in_order_skipped_called_again_and_served(cast: Cast) -> None:
    for minute in range(3):
        commands.take_ticket(actor=None, at=at(f"2026-11-23 08:0{minute}"), unit=cast.counter)
    commands.take_ticket(actor=cast.lan, at=at("2026-11-24 08:00"), unit=cast.counter)
    assert list(Ticket.objects.order_by("pk").values_list("number", flat=True)) == [1, 2, 3, 1]

    def go(when: str, ticket: Ticket, move: TicketMove) -> Ticket:
        return commands.move_ticket(actor=cast.lan, at=at(f"2026-11-23 {when}"), ticket_id=ticket.pk, move=move)

    one = commands.call_next(actor=cast.lan, at=at("2026-11-23 08:10"), unit=cast.counter, desk=" 2 ")
    assert (one.number, one.state, one.called_by, one.desk) == (1, TicketState.CALLED, cast.lan, "2")
    assert one.visit.begun_by == cast.lan
    assert go("08:12", one, TicketMove.SKIP).state == TicketState.SKIPPED
    two = commands.call_next(actor=cast.lan, at=at("2026-11-23 08:13"), unit=cast.counter)
    again = go("08:20", one, TicketMove.CALL)
    assert (again.called_at, again.last_called_at) == (at("2026-11-23 08:10"), at("2026-11-23 08:20"))
    two.refresh_from_db()
    assert (two.state, two.ended_at) == (TicketState.SERVED, at("2026-11-23 08:20"))
    assert go("08:30", again, TicketMove.SERVE).ended_at == at("2026-11-23 08:30")
    assert refused(lambda: go("08:31", again, TicketMove.CALL)) == "state.no_such_move"
    assert Visit.objects.count() == 2
    commands.call_next(actor=cast.lan, at=at("2026-11-23 08:40"), unit=cast.counter)
    here = {"actor": cast.lan, "at": NOON, "unit": cast.counter}
    assert refused(lambda: commands.call_next(**here)) == "ticket.none_waits"


def test_a_ticket_of_yesterday_or_with_a_colleague_is_left_alone(cast: Cast) -> None:
    mai = second_clerk(cast)
    commands.take_ticket(actor=None, at=NOON, unit=cast.counter)
    ticket = commands.call_next(actor=cast.lan, at=NOON, unit=cast.counter)
    skip = {"ticket_id": ticket.pk, "move": TicketMove.SKIP}
    assert refused(lambda: commands.move_ticket(actor=mai, at=NOON, **skip)) == "ticket.with_another"
    tomorrow = {"actor": cast.lan, "at": at("2026-11-24 08:00"), **skip}
    assert refused(lambda: commands.move_ticket(**tomorrow)) == "ticket.not_today"


def test_only_the_counters_own_people_call_and_print(cast: Cast) -> None:
    here = {"at": NOON, "unit": cast.counter}
    ticket = commands.take_ticket(actor=None, **here)
    for who in (cast.ha, cast.minh, cast.chairman, cast.auditor, cast.admin):
        assert refused(lambda who=who: commands.take_ticket(actor=who, **here)) == "rights.missing"
        assert refused(lambda who=who: commands.call_next(actor=who, **here)) == "rights.missing"
        skip = {"actor": who, "at": NOON, "ticket_id": ticket.pk, "move": TicketMove.CALL}
        assert refused(lambda skip=skip: commands.move_ticket(**skip)) == "rights.missing"
        assert refused(lambda who=who: commands.print_receipts(actor=who, count=2, **here)) == "rights.missing"


# handing over


def ready(cast: Cast, version: ProcedureVersion | None = None) -> Dossier:
    dossier = cast.at_desk(version=version)
    return commands.record_result(
        actor=cast.minh, at=at("2026-11-24 09:00"), dossier_id=dossier.pk, seen_version=dossier.version
    )


def hand(cast: Cast, dossier: Dossier, handing: Handing, seen: int | None = None) -> Dossier:
    when = at("2026-11-24 10:00")
    return commands.hand_over(actor=cast.lan, at=when, dossier_id=dossier.pk, seen_version=seen, handing=handing)


def test_the_result_goes_to_a_named_person_and_the_ledger_keeps_the_way_without_the_name(cast: Cast) -> None:
    dossier = hand(cast, ready(cast), Handing(taker="Bùi Thị Tư", authorisation="12/UQ"))
    kept = dossier.handing_over
    assert (kept.way, kept.taker, kept.authorisation, kept.official) == ("counter", "Bùi Thị Tư", "12/UQ", cast.lan)
    bodies = list(bodies_of(f"dossier:{dossier.pk}"))
    assert bodies[-1]["facts"] == {"way": "counter", "authorisation": "12/UQ", "tracking": "", "note": ""}
    assert told(bodies) == stored(Dossier.objects.get(pk=dossier.pk))


def test_a_result_leaves_unpaid_only_where_somebody_says_so_and_the_ledger_keeps_the_sum(cast: Cast) -> None:
    dossier = charged(cast, ready(cast), when="2026-11-24 09:30")
    assert refused(lambda: hand(cast, dossier, Handing(taker="Bùi Văn Ba"))) == "handing.unpaid"
    assert HandingOver.objects.count() == 0
    hand(cast, dossier, Handing(taker="Bùi Văn Ba", pays_later=True))
    bodies = list(bodies_of(f"dossier:{dossier.pk}"))
    assert bodies[-1]["facts"]["unpaid"] == 12000
    assert told(bodies) == stored(Dossier.objects.get(pk=dossier.pk))


def test_a_fee_nobody_has_counted_does_not_leave_with_the_result_unasked(cast: Cast) -> None:
    dossier = ready(cast, procedure(cast, "sao", COUNTED))
    assert refused(lambda: hand(cast, dossier, Handing(taker="Bùi Văn Ba"))) == "handing.uncounted"
    assert HandingOver.objects.count() == 0
    hand(cast, dossier, Handing(taker="Bùi Văn Ba", pays_later=True))
    assert HandingOver.objects.count() == 1


def test_the_result_goes_by_post_with_its_number(cast: Cast) -> None:
    dossier = hand(cast, ready(cast), Handing(Way.POST, tracking="EB 123 456 785 VN"))
    assert (dossier.state, dossier.handing_over.tracking) == ("returned", "EB123456785VN")


def test_a_refused_hand_over_leaves_nothing(cast: Cast) -> None:
    dossier = ready(cast)
    assert refused(lambda: hand(cast, dossier, Handing(taker="Người lạ"))) == "handing.needs_authorisation"
    assert refused(lambda: hand(cast, dossier, Handing(Way.POST))) == "handing.tracking"
    assert refused(lambda: hand(cast, dossier, Handing(taker="Bùi Văn Ba"), seen=1)) == "dossier.changed_meanwhile"
    assert HandingOver.objects.count() == 0
    assert Dossier.objects.get().state == "result_ready"


# paper receipts


def printed(cast: Cast, count: int = 3) -> list[str]:
    block = commands.print_receipts(actor=cast.lan, at=at("2026-11-20 09:00"), unit=cast.counter, count=count)
    return list(block.receipts.order_by("number").values_list("symbol", flat=True))


def test_receipts_are_numbered_without_gaps_by_unit_and_year(cast: Cast) -> None:
    assert printed(cast) == ["01/BN-BPMC", "02/BN-BPMC", "03/BN-BPMC"]
    assert printed(cast, 1) == ["04/BN-BPMC"]
    for count in (0, 101):
        here = {"actor": cast.lan, "at": NOON, "unit": cast.counter, "count": count}
        assert refused(lambda here=here: commands.print_receipts(**here)) == "paper_receipt.count"


def test_a_number_is_entered_once_and_both_times_stand_in_the_dossier(cast: Cast) -> None:
    printed(cast)
    dossier = receive(cast, "2")
    assert (dossier.declared_paper, dossier.received_at) == ("02/BN-BPMC", at("2026-11-23 08:30"))
    assert dossier.recorded_at == NOON
    receipt = PaperReceipt.objects.get(number=2)
    assert (receipt.state, receipt.dossier) == ("entered", dossier)
    assert refused(lambda: receive(cast, "02/BN-BPMC")) == "paper_receipt.already_entered"
    assert refused(lambda: receive(cast, "9")) == "paper_receipt.not_printed"
    assert Dossier.objects.count() == 1
    assert [one["facts"]["code"] for one in bodies_of(f"paper_receipt:{receipt.pk}")] == [dossier.code]
    assert check().wrong == ""


def test_a_cancelled_number_is_never_entered_and_an_entered_one_never_cancelled(cast: Cast) -> None:
    printed(cast)
    one, two = PaperReceipt.objects.order_by("number")[:2]
    cancel = {"actor": cast.lan, "at": NOON}
    assert (
        refused(lambda: commands.cancel_paper_receipt(receipt_id=one.pk, reason=" ", **cancel))
        == "paper_receipt.needs_reason"
    )
    commands.cancel_paper_receipt(receipt_id=one.pk, reason="Viết hỏng", **cancel)
    assert refused(lambda: receive(cast, "1")) == "paper_receipt.already_cancelled"
    again = {"receipt_id": one.pk, "reason": "Viết hỏng", **cancel}
    assert refused(lambda: commands.cancel_paper_receipt(**again)) == "paper_receipt.already_cancelled"
    receive(cast, "2")
    late = {"receipt_id": two.pk, "reason": "Nhầm", **cancel}
    assert refused(lambda: commands.cancel_paper_receipt(**late)) == "paper_receipt.already_entered"


def test_a_paper_that_was_not_printed_here_is_entered_once_too(cast: Cast) -> None:
    receive(cast, "Sổ cũ 07")
    assert refused(lambda: receive(cast, "sổ CŨ  07")) == "paper_receipt.already_entered"
    receive(cast, "5")  # nothing is printed: any number is a paper of somebody else's
    printed(cast)
    assert PaperReceipt.objects.filter(block=None).count() == 2
    assert receive(cast, "1").declared_paper == "01/BN-BPMC"


def test_a_paper_of_last_year_has_a_number_of_its_own(cast: Cast) -> None:
    printed(cast)
    commands.print_receipts(actor=cast.lan, at=at("2027-01-04 08:00"), unit=cast.counter, count=1)
    new_year = {"actor": cast.lan, "at": at("2027-01-04 09:00"), "unit": cast.counter}
    old = commands.receive(intake=intake(cast, "1", "2026-12-31 16:00"), **new_year)
    new = commands.receive(intake=intake(cast, "1", "2027-01-04 08:30"), **new_year)
    years = PaperReceipt.objects.filter(number=1).order_by("year").values_list("year", "dossier")
    assert list(years) == [(2026, old.pk), (2027, new.pk)]


# at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_counters_calling_at_once_get_a_number_each_and_takers_leave_no_gap(tmp_path: Path) -> None:
    cast = gather()
    mai = second_clerk(cast)
    rounds = times(6, 100)

    def take() -> list[int]:
        return [commands.take_ticket(actor=None, at=NOON, unit=cast.counter).number for _ in range(rounds)]

    def call(who: Official) -> list[int]:
        found = []
        for _ in range(rounds):
            try:
                found.append(commands.call_next(actor=who, at=NOON, unit=cast.counter).number)
            except RuleBroken as refusal:
                assert refusal.code == "ticket.none_waits"
        return found

    try:
        for _ in range(rounds):
            commands.take_ticket(actor=None, at=NOON, unit=cast.counter)
        acts = [take, take, lambda: call(cast.lan), lambda: call(mai)]
        taken, more, lans, mais = together(acts, tmp_path)
        assert sorted(taken + more) == list(range(rounds + 1, 3 * rounds + 1))
        called = sorted(lans + mais)
        assert called == list(range(1, len(called) + 1)) and len(called) >= rounds
    finally:
        guard.drop(connection)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("paper", ["1", "Sổ cũ 07"])
def test_one_paper_number_entered_twice_at_once_is_one_dossier(paper: str, tmp_path: Path) -> None:
    cast = gather()
    try:
        printed(cast)

        def enter() -> str:
            try:
                return receive(cast, paper).code
            except RuleBroken as refusal:
                return refusal.code

        answers = sorted(together([enter] * 4, tmp_path))
        assert answers[1:] == ["paper_receipt.already_entered"] * 3 and answers[0].startswith("H49.DT-")
    finally:
        guard.drop(connection)
