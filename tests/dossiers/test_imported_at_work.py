"""Dossiers of another system at work here: signed, given to another desk, carried with a list; no more than that."""

from pathlib import Path

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.bulk import hand_on_many
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reminders import remind_of_due
from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier, Origin, Signing
from congvu.dossiers.transit import destinations, waiting
from congvu.dossiers.views.moves import moves_for
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.steps import by_step
from congvu.notices.models import Notice
from congvu.rules.batch import Cargo
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from tests.dossiers.test_batches import make, receive, send
from tests.people import Cast, at
from tests.registers import Register
from tests.signers import Signers, gather_signers, letter_to_the_chairman

pytestmark = pytest.mark.django_db
DUE = {"received": "20/11/2026 08:00", "due": "27/11/2026 17:00"}


@pytest.fixture
def source(cast: Cast, tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture
def signers(cast: Cast) -> Signers:
    return gather_signers(cast)


@pytest.fixture
def taken(cast: Cast, source: Register) -> Dossier:
    """H1 of the provincial register, which the chairman gave to Hà's desk."""
    source.taken(cast, source.csv(DUE))
    dossier = Dossier.objects.get()
    assert dossier.procedure_version.steps == [] and dossier.unit.name == "Tư pháp"
    return commands.hand_on(
        actor=cast.chairman, at=at("2026-11-23 09:00"), dossier_id=dossier.pk, seen_version=None,
        to=Receiver(cast.justice, cast.ha), note="Hà làm",
    )  # fmt: skip


def verified() -> bool:
    return all(not one.differs for one in compared())


def signing_of(dossier: Dossier) -> Signing:
    return Signing.objects.get(dossier=dossier)


def test_it_is_given_to_a_desk_here_and_nothing_else_of_it_is_done_here(cast: Cast, taken: Dossier) -> None:
    assert (taken.unit, taken.holder, taken.state) == (cast.justice, cast.ha, "in_process")
    assert taken.settling_unit.name == "Tư pháp" and taken.settling_unit != cast.justice
    assert moves_for(taken, cast.ha, at("2026-11-23 09:00").date()) == [Move.HAND_ON]
    common = {"actor": cast.ha, "at": at("2026-11-23 09:30"), "dossier_id": taken.pk, "seen_version": None}
    with pytest.raises(RuleBroken, match="of_another_system"):
        commands.record_result(**common)
    with pytest.raises(RuleBroken, match="of_another_system"):
        commands.finish_step(**common, to=Receiver(cast.justice))
    assert verified()


def test_it_is_given_on_from_its_page_and_with_many_others(cast: Cast, taken: Dossier) -> None:
    client = Client()
    client.force_login(cast.ha)
    page = client.get(f"/ho-so/{taken.pk}/").content.decode()
    assert "Chuyển xử lý" in page and "Trình ký" in page and "Ghi nhận kết quả" not in page
    run = hand_on_many(
        actor=cast.ha, at=at("2026-11-23 10:00"), chosen={taken.pk: taken.version}, to=Receiver(cast.counter, cast.lan)
    )
    assert [one["refused"] for one in run.outcomes] == [""]
    assert Dossier.objects.get().holder == cast.lan and verified()


def test_who_does_not_reach_it_does_not_move_it(cast: Cast, taken: Dossier) -> None:
    with pytest.raises(RuleBroken, match=r"rights\.missing"):
        commands.hand_on(
            actor=cast.hoa, at=at("2026-11-23 10:00"), dossier_id=taken.pk, seen_version=None,
            to=Receiver(cast.ward, cast.hoa),
        )  # fmt: skip


def test_its_paper_is_signed_numbered_and_sealed_here(
    cast: Cast, signers: Signers, taken: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = letter_to_the_chairman(cast, taken, "2026-11-23 10:00")
    remind_of_due(actor=cast.clockwork, at=at("2026-11-27 08:00"))
    assert [one.reminds and one.reminds.login for one in Notice.objects.filter(reminds__isnull=False)] == ["chu-tich"]
    day = at("2026-11-25 09:00").date()
    figures = by_step(Scope(taken.settling_unit, Window(day, day, at("2026-11-25 09:00"), day)))
    assert [(one.here.count, one.signing.count) for one in figures] == [(1, 1)]
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 09:00"))
    client = Client()
    client.force_login(cast.chairman)
    assert client.get(f"/trinh-ky/{letter.pk}/").status_code == 200
    assert client.get(f"/ho-so/{taken.pk}/").status_code == 200
    signers.sign(letter, cast.chairman, "2026-11-27 09:00")
    signers.number(letter, "2026-11-27 09:30")
    signers.seal(letter, "2026-11-27 10:00")
    assert (signing_of(taken).state, signing_of(taken).step_id) == ("sealed", "") and verified()


def test_when_its_source_ends_it_what_waits_for_a_signature_is_cancelled_and_says_why(
    cast: Cast, source: Register, taken: Dossier
) -> None:
    letter = letter_to_the_chairman(cast, taken, "2026-11-23 10:00")
    source.taken(cast, source.csv(DUE | {"ended": "25/11/2026 10:00"}), "2026-11-26 09:00")
    one = signing_of(taken)
    assert (one.state, one.turns.get().outcome) == ("cancelled", "ended") and one.ended_at
    client = Client()
    client.force_login(cast.ha)
    assert "Hệ thống nguồn ghi hồ sơ đã có kết quả" in client.get(f"/trinh-ky/{letter.pk}/").content.decode()
    with pytest.raises(RuleBroken, match="no_such_move"):
        commands.hand_on(
            actor=cast.chairman, at=at("2026-11-30 10:00"), dossier_id=taken.pk, seen_version=None,
            to=Receiver(cast.justice),
        )  # fmt: skip
    assert verified()


def test_what_was_signed_before_its_source_ended_it_is_still_numbered_and_sealed(
    cast: Cast, source: Register, signers: Signers, taken: Dossier
) -> None:
    letter = letter_to_the_chairman(cast, taken, "2026-11-23 10:00")
    signers.sign(letter, cast.chairman, "2026-11-23 11:00")
    source.taken(cast, source.csv(DUE | {"ended": "25/11/2026 10:00"}), "2026-11-26 09:00")
    assert signing_of(taken).state == "signed"
    signers.number(letter, "2026-12-01 09:30")
    signers.seal(letter, "2026-12-01 10:00")
    assert signing_of(taken).state == "sealed" and verified()


def test_a_move_in_the_source_leaves_the_signature_where_it_waits(
    cast: Cast, source: Register, taken: Dossier
) -> None:
    letter_to_the_chairman(cast, taken, "2026-11-23 10:00")
    source.taken(cast, source.csv(DUE | {"official": "Bình", "due": "30/11/2026 17:00"}), "2026-11-24 09:00")
    dossier = Dossier.objects.get()
    assert dossier.holder and dossier.holder.full_name == "Bình"
    assert signing_of(dossier).state == "waiting" and verified()


def test_its_papers_travel_with_a_list_to_the_unit_that_settles_it(cast: Cast, taken: Dossier) -> None:
    Dossier.objects.filter(pk=taken.pk).update(unit=cast.counter, holder=cast.lan)
    assert not waiting(Cargo.PAPERS, cast.counter)  # nobody sits in the unit that only the register knows
    Dossier.objects.filter(pk=taken.pk).update(settling_unit=cast.justice)
    assert [one.to_unit for one in destinations([cast.counter])] == [cast.justice]
    batch = make(cast, Dossier.objects.get())
    send(cast, batch)
    with pytest.raises(RuleBroken, match="on_the_way"):
        commands.hand_on(
            actor=cast.lan, at=at("2026-11-23 14:00"), dossier_id=taken.pk, seen_version=None,
            to=Receiver(cast.justice),
        )  # fmt: skip
    receive(cast, batch)
    arrived = Dossier.objects.get()
    assert (arrived.unit, arrived.holder, arrived.origin) == (cast.justice, None, Origin.IMPORTED)
    assert arrived.runs.count() == 0


def test_an_export_that_only_moves_the_date_leaves_it_on_the_desk_it_was_given_to(
    cast: Cast, taken: Dossier, source: Register
) -> None:
    source.taken(cast, source.csv(DUE | {"due": "30/11/2026 17:00"}), "2026-11-24 08:00")
    dossier = Dossier.objects.get()
    assert (dossier.unit, dossier.holder) == (cast.justice, cast.ha) and dossier.settling_unit == taken.settling_unit
    assert dossier.due_at == at("2026-11-30 17:00") and verified()
