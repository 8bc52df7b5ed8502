"""Hand-over lists: the ferry carries them, two people sign, and the time on the way is the giver's."""

import pytest

from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.models import Batch, BatchItem, Dossier
from congvu.dossiers.transit import destinations, transit_of, waiting
from congvu.ledger.queries import bodies_of, check
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.batch import Cargo, Judged
from congvu.rules.errors import RuleBroken
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def make(cast: Cast, *dossiers: Dossier, when: str = "2026-11-23 13:00") -> Batch:
    return batches.make_batch(
        actor=cast.lan, at=at(when), from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS,
        dossier_ids=[one.pk for one in dossiers],
    )  # fmt: skip


def send(cast: Cast, batch: Batch, when: str = "2026-11-23 13:30", departs: str = "2026-11-23 14:00") -> Batch:
    return batches.send_batch(
        actor=cast.lan, at=at(when), batch_id=batch.pk, carried_by="Tàu chuyến 14:00", departs_at=at(departs)
    )


def receive(cast: Cast, batch: Batch, when: str = "2026-11-23 15:00", **refused: str) -> Batch:
    judged = []
    for item in batch.items.select_related("dossier"):
        reason = refused.get(f"n{item.dossier.code[-4:]}", "")
        judged.append(Judged(item.pk, reason, is_refused=bool(reason)))
    return batches.receive_batch(actor=cast.ha, at=at(when), batch_id=batch.pk, judged=judged)


def test_what_waits_is_counted_by_destination_and_leaves_the_count_once_listed(cast: Cast) -> None:
    first, second = cast.accept(), cast.accept("2026-11-23 09:30")
    (line,) = destinations([cast.counter])
    assert (line.to_unit, line.count, line.oldest) == (cast.justice, 2, first.received_at)
    make(cast, first)
    assert list(waiting(Cargo.PAPERS, cast.counter)) == [second]
    assert destinations([cast.justice]) == []


def test_two_people_sign_and_the_dossier_goes_on_at_the_receivers(cast: Cast) -> None:
    dossier = cast.accept()
    batch = receive(cast, send(cast, make(cast, dossier)))
    dossier.refresh_from_db()
    assert batch.state == "received" and (batch.sent_by, batch.ended_by) == (cast.lan, cast.ha)
    assert (dossier.unit, dossier.holder, dossier.step, dossier.state) == (cast.justice, None, 1, "in_process")
    assert transit_of(dossier) is None
    told = [body["action"] for body in bodies_of(f"batch:{batch.pk}")]
    assert told == ["batch.made", "batch.sent", "batch.received"]
    story = [(body["action"], body["actor"]) for body in bodies_of(f"dossier:{dossier.pk}")][1:]
    assert story == [("dossier.sent", "lan"), ("dossier.step_finished", "ha")]
    assert check().wrong == ""


def test_the_clock_goes_on_and_the_time_on_the_way_is_the_givers(cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 09:10")
    due = dossier.due_at
    batch = send(cast, make(cast, dossier))
    dossier.refresh_from_db()
    assert (dossier.unit, dossier.holder, dossier.paused_at) == (cast.counter, cast.lan, None)
    receive(cast, batch, "2026-11-24 08:20")
    dossier.refresh_from_db()
    runs = [(run.unit, run.started_at, run.finished_at) for run in dossier.runs.order_by("number")]
    assert runs == [
        (cast.counter, at("2026-11-23 09:10"), at("2026-11-24 08:20")), (cast.justice, at("2026-11-24 08:20"), None),
    ]  # fmt: skip
    assert dossier.due_at == due


def test_on_the_way_nobody_works_on_it_but_its_particulars_may_be_set_right(cast: Cast) -> None:
    dossier = cast.accept()
    send(cast, make(cast, dossier))
    for verb in (commands.finish_step, commands.hand_on):
        with pytest.raises(RuleBroken, match="on_the_way"):
            verb(
                actor=cast.lan, at=at("2026-11-23 14:10"), dossier_id=dossier.pk, seen_version=None,
                to=Receiver(cast.justice, cast.ha),
            )  # fmt: skip
    done = commands.correct(
        actor=cast.lan, at=at("2026-11-23 14:10"), dossier_id=dossier.pk, seen_version=None,
        changes={"address": "Thôn 3"}, reason="nhầm",
    )  # fmt: skip
    assert done.version == 2


def test_a_pause_begun_on_the_way_goes_on_where_it_arrives(cast: Cast) -> None:
    dossier = cast.accept()
    batch = send(cast, make(cast, dossier))
    commands.pause(
        actor=cast.lan, at=at("2026-11-23 14:10"), dossier_id=dossier.pk, seen_version=None, ground="cho-bo-sung",
        paper="31/PBS",
    )  # fmt: skip
    receive(cast, batch)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.unit, dossier.step) == ("paused", cast.justice, 0)
    assert dossier.paused_at == at("2026-11-23 14:10")


def test_the_receiver_refuses_one_with_a_reason_and_it_waits_again_at_the_givers(cast: Cast) -> None:
    good, bad = cast.accept(), cast.accept("2026-11-23 09:30")
    batch = receive(cast, send(cast, make(cast, good, bad)), n0002="thiếu tờ khai")
    bad.refresh_from_db()
    assert batch.state == "partly_received" and bad.unit == cast.counter and bad.step == 0
    assert list(waiting(Cargo.PAPERS, cast.counter)) == [bad]
    assert BatchItem.objects.get(dossier=bad).reason == "thiếu tờ khai"
    assert [body["action"] for body in bodies_of(f"dossier:{bad.pk}")][-1] == "dossier.sent_back"
    again = send(cast, make(cast, bad, when="2026-11-23 15:30"), "2026-11-23 15:40", "2026-11-23 16:00")
    assert (again.number, receive(cast, again, "2026-11-23 16:30").state) == (2, "received")


def test_a_cancelled_list_lets_everything_wait_again_with_its_reason(cast: Cast) -> None:
    dossier = cast.accept()
    batch = send(cast, make(cast, dossier))
    with pytest.raises(RuleBroken, match="needs_reason"):
        batches.cancel_batch(actor=cast.lan, at=at("2026-11-23 14:20"), batch_id=batch.pk, reason=" ")
    batches.cancel_batch(actor=cast.lan, at=at("2026-11-23 14:20"), batch_id=batch.pk, reason="Tàu không chạy")
    assert list(waiting(Cargo.PAPERS, cast.counter)) == [dossier] and transit_of(dossier) is None
    with pytest.raises(RuleBroken, match="no_such_move"):
        receive(cast, batch)


def test_nothing_travels_twice_at_a_time_nor_from_where_it_does_not_lie(cast: Cast) -> None:
    dossier, elsewhere = cast.accept(), cast.at_desk("2026-11-23 09:30")
    make(cast, dossier)
    for wrong in (dossier, elsewhere):
        with pytest.raises(RuleBroken, match="not_waiting"):
            make(cast, wrong)
    with pytest.raises(RuleBroken, match=r"batch\.empty"):
        make(cast)


def test_a_dossier_handed_on_since_must_come_off_the_list_before_it_leaves(cast: Cast) -> None:
    first, second = cast.accept(), cast.accept("2026-11-23 09:30")
    batch = make(cast, first, second)
    commands.finish_step(
        actor=cast.lan, at=at("2026-11-23 13:10"), dossier_id=first.pk, seen_version=None, to=Receiver(cast.justice)
    )
    with pytest.raises(RuleBroken, match="not_waiting"):
        send(cast, batch)
    item = batch.items.get(dossier=first)
    batches.take_off(actor=cast.lan, at=at("2026-11-23 13:20"), batch_id=batch.pk, item_id=item.pk)
    assert send(cast, batch).items.count() == 1
    with pytest.raises(RuleBroken, match="no_such_move"):
        batches.take_off(
            actor=cast.lan, at=at("2026-11-23 13:40"), batch_id=batch.pk, item_id=batch.items.get().pk
        )


def test_only_the_two_units_sign_and_never_one_person_for_both(cast: Cast) -> None:
    batch = make(cast, cast.accept())
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        batches.send_batch(actor=cast.ha, at=at("2026-11-23 13:30"), batch_id=batch.pk, carried_by="x")
    send(cast, batch)
    item = batch.items.get()
    for who in (cast.hoa, cast.lan, cast.chairman, cast.auditor, cast.admin):
        with pytest.raises(RuleBroken, match=r"rights\.missing"):
            batches.receive_batch(actor=who, at=at("2026-11-23 15:00"), batch_id=batch.pk, judged=[Judged(item.pk)])
    Batch.objects.filter(pk=batch.pk).update(sent_by=cast.ha)
    with pytest.raises(RuleBroken, match="same_person"):
        receive(cast, batch)
    for who, sees in ((cast.lan, True), (cast.minh, True), (cast.hoa, False), (cast.admin, False)):
        assert Batch.objects.visible_to(who, at("2026-11-23 15:00").date()).exists() is sees


def test_a_result_travels_to_where_it_is_collected_and_is_not_handed_over_on_the_way(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-23 09:10")
    commands.record_result(actor=cast.minh, at=at("2026-11-24 09:00"), dossier_id=dossier.pk, seen_version=None)
    assert list(waiting(Cargo.RESULT, cast.justice)) == [dossier]
    batch = batches.make_batch(
        actor=cast.ha, at=at("2026-11-24 10:00"), from_unit=cast.justice, to_unit=cast.counter, cargo=Cargo.RESULT,
        dossier_ids=[dossier.pk],
    )  # fmt: skip
    batches.send_batch(actor=cast.ha, at=at("2026-11-24 10:10"), batch_id=batch.pk, carried_by="Tàu chuyến 11:00")
    arguments = {"actor": cast.lan, "dossier_id": dossier.pk, "seen_version": None}
    with pytest.raises(RuleBroken, match="on_the_way"):
        commands.return_result(at=at("2026-11-24 11:00"), **arguments)
    item = batch.items.get()
    batches.receive_batch(actor=cast.lan, at=at("2026-11-24 13:00"), batch_id=batch.pk, judged=[Judged(item.pk)])
    assert list(waiting(Cargo.RESULT, cast.justice)) == []
    assert commands.return_result(at=at("2026-11-24 14:00"), **arguments).returned_at == at("2026-11-24 14:00")


def test_the_printed_list_names_both_signers_and_is_a_pdf(cast: Cast) -> None:
    batch = receive(cast, send(cast, make(cast, cast.accept())))
    papers = list(Paper.objects.filter(subject=f"batch:{batch.pk}").order_by("pk"))
    assert len(papers) == 2 and "Đỗ Thu Hà" not in papers[0].data and "Đỗ Thu Hà" in papers[1].data
    assert "Đã nhận" in papers[1].data and pdf(papers[1]).startswith(b"%PDF")
