"""Received here, settled elsewhere: the ferry carries papers and result, and the lateness is the body's outside."""

from datetime import date

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.choice import read_window
from congvu.dossiers.commands import batches
from congvu.dossiers.models import Dossier
from congvu.dossiers.transit import waiting
from congvu.indicators.queries import figures
from congvu.ledger.queries import check
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import Category, Official, ProcedureVersion, Role, Unit, UnitKind
from congvu.rules.batch import Cargo, Judged
from tests.people import STEPS, Cast, at

pytestmark = pytest.mark.django_db


def body_outside(cast: Cast, kind: UnitKind) -> tuple[Unit, Official, ProcedureVersion]:
    """The body, its official, and the procedure it settles in three working days."""
    now = {"actor": cast.clockwork, "at": at("2026-11-02 09:00")}
    unit = offices.create_unit(new=NewUnit("co-quan-ngoai", "Cơ quan ngoài", kind), parent=cast.root, **now)
    official = offices.create_official(
        login="ngoai", full_name="Phan Thị Sáu", unit=unit, category=Category.CIVIL_SERVANT, password="mat-khau-dai",
        **now,
    )  # fmt: skip
    offices.grant_post(
        official=official, unit=unit, role=Role.HEAD, title="Trưởng đơn vị", from_on=date(2026, 1, 1), **now
    )
    version = offices.publish_procedure(
        procedure={"slug": "thu-tuc-ngoai", "name": "Thủ tục của cơ quan ngoài", "code": ""},
        valid_from=date(2025, 7, 1), terms={"settling_unit": unit, "term": "3wd", "steps": STEPS}, **now,
    )  # fmt: skip
    return unit, official, version


Side = tuple[Official, Unit]


def carried(cargo: Cargo, giver: Side, taker: Side, dossier: Dossier, day: str) -> None:
    """One list with the ferry: signed by the giver at one o'clock, by the receiver at three."""
    batch = batches.make_batch(
        actor=giver[0], at=at(f"{day} 13:00"), from_unit=giver[1], to_unit=taker[1], cargo=cargo,
        dossier_ids=[dossier.pk],
    )  # fmt: skip
    batches.send_batch(actor=giver[0], at=at(f"{day} 13:10"), batch_id=batch.pk, carried_by="Tàu chuyến 13:30")
    judged = [Judged(batch.items.get().pk)]
    batches.receive_batch(actor=taker[0], at=at(f"{day} 15:00"), batch_id=batch.pk, judged=judged)


@pytest.mark.parametrize("kind", [UnitKind.VERTICAL, UnitKind.PROVINCIAL])
def test_what_a_body_outside_settles_late_is_charged_to_it_and_to_nobody_here(
    cast: Cast, kind: UnitKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, official, version = body_outside(cast, kind)
    here, there = (cast.lan, cast.counter), (official, unit)
    dossier = cast.accept("2026-11-23 09:10", version)
    assert (dossier.received_unit, dossier.settling_unit, dossier.unit) == (cast.counter, unit, cast.counter)
    assert list(waiting(Cargo.PAPERS, cast.counter)) == [dossier]
    carried(Cargo.PAPERS, here, there, dossier, "2026-11-23")
    done = {"dossier_id": dossier.pk, "seen_version": None}
    commands.record_result(actor=official, at=at("2026-12-01 08:30"), **done)
    carried(Cargo.RESULT, there, here, dossier, "2026-12-01")
    commands.return_result(actor=cast.lan, at=at("2026-12-01 15:30"), **done)

    now = at("2026-12-01 16:00")
    monkeypatch.setattr("congvu.clock.now", lambda: now)
    ours = cast.at_desk("2026-12-01 09:00")
    commands.record_result(actor=cast.minh, at=at("2026-12-01 10:00"), dossier_id=ours.pk, seen_version=None)
    own, outside = figures(cast.root, read_window({}, now)).charged
    assert (outside.is_outside, outside.late.count, own.late.count, own.finished.count) == (True, 1, 0, 1)
    counter = figures(cast.counter, read_window({}, now))
    assert sum(figure.count for figure in counter.settled) == 0, "nothing is charged to where it was only received"
    assert {figure.slug: figure.count for figure in counter.here}["nhan-tai-day"] == 2
    assert [one.unit for one in dossier.runs.order_by("number")] == [cast.counter, unit]
    chairman = Client()
    chairman.force_login(cast.chairman)
    page = chairman.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Thời hạn tính cho" in page and "Cơ quan ngoài" in page and str(UnitKind(kind).label) in page
    assert check().wrong == ""
