"""What a place commits itself to: shorter than the law if it likes, never shorter than the steps the law protects."""

from datetime import date

import pytest

from congvu.law import procedures
from congvu.ledger.queries import head
from congvu.offices import commands
from congvu.offices.models import Procedure, ProcedureVersion
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import STEPS, Cast, at

pytestmark = pytest.mark.django_db


def posting(value: int, unit: str, **more: object) -> dict[str, object]:
    step = {"id": "posting", "name_vi": "Niêm yết", "by": "specialist", "protected": True, "counts_in_clock": True}
    return step | {"duration": {"value": value, "unit": unit}} | more


def publish(cast: Cast, term: str, commitment: str, *steps: dict[str, object]) -> ProcedureVersion:
    terms = {"settling_unit": cast.justice, "term": term, "commitment": commitment, "steps": [*steps, *STEPS]}
    return commands.publish_procedure(
        actor=cast.clockwork, at=at("2026-11-23 08:00"), procedure={"slug": "dat", "name": "Đất đai"},
        valid_from=date(2026, 7, 1), terms=terms,
    )  # fmt: skip


@pytest.mark.parametrize(("commitment", "steps", "needed"), [
    ("10wd", [posting(15, "d")], "15 ngày; cam kết 10 ngày làm việc có ngày không đủ"),
    ("11wd", [posting(10, "wd"), posting(3, "d")], "10 ngày làm việc + Niêm yết: 3 ngày; cam kết 11 ngày làm việc"),
    ("12d", [posting(10, "wd")], "10 ngày làm việc; cam kết 12 ngày có ngày không đủ"),
    ("2wd", [posting(3, "wd")], "3 ngày làm việc = 3 ngày làm việc; cam kết 2 ngày làm việc không đủ"),
    ("9wh", [posting(2, "wd")], "2 ngày làm việc; cam kết 9 giờ làm việc có ngày không đủ"),
    ("14d", [posting(8, "d"), posting(8, "d")], "8 ngày + Niêm yết: 8 ngày = 16 ngày; cam kết 14 ngày không đủ"),
])  # fmt: skip
def test_a_commitment_that_squeezes_a_protected_step_is_refused_with_the_sum(
    cast: Cast, commitment: str, steps: list[dict[str, object]], needed: str
) -> None:
    before, known = head(), Procedure.objects.count()
    with pytest.raises(RuleBroken) as refused:
        publish(cast, "40wd", commitment, *steps)
    assert refused.value.code.startswith("procedure.commitment_squeezes_")
    assert f"Niêm yết: {needed}" in sentence(refused.value)
    assert Procedure.objects.count() == known and head() == before


@pytest.mark.parametrize(("commitment", "steps"), [
    ("16wd", [posting(15, "d")]),
    ("24d", [posting(10, "wd")]),  # ten working days over Tết
    ("3wd", [posting(3, "wd")]),
    ("1wd", [posting(15, "d", counts_in_clock=False)]),
    ("1wd", [posting(15, "d", illustrative=True)]),
    ("1wd", [posting(15, "d", protected=False)]),
    ("1wd", []),
])  # fmt: skip
def test_a_commitment_that_leaves_them_room_is_published(
    cast: Cast, commitment: str, steps: list[dict[str, object]]
) -> None:
    assert publish(cast, "40wd", commitment, *steps).commitment == commitment


@pytest.mark.parametrize(("term", "commitment", "is_refused"), [
    ("3wd", "4wd", True), ("3wd", "3wd", False), ("10d", "11d", True), ("10d", "15wd", True), ("10wd", "30d", True),
    ("10d", "5wd", False), ("same_day@15:00", "3wd", True), ("3wd", "2wh", False), ("", "3wd", False),
    ("3wd", "", False),
])  # fmt: skip
def test_a_commitment_longer_than_the_law_is_refused_whatever_its_unit(
    cast: Cast, term: str, commitment: str, is_refused: bool
) -> None:
    if not is_refused:
        assert publish(cast, term, commitment).term == term
        return
    with pytest.raises(RuleBroken) as refused:
        publish(cast, term, commitment)
    assert refused.value.code == "procedure.commitment_longer_than_law"


def test_every_procedure_that_comes_with_the_program_keeps_what_the_law_protects(cast: Cast) -> None:
    shipped = [version for one in procedures() for version in one["versions"]]
    for number, version in enumerate(shipped):
        terms = {name: version[name] for name in ("term", "commitment", "steps")} | {"settling_unit": None}
        named = {"slug": f"ban-{number}", "name": f"Bản {number}"}
        commands.publish_procedure(
            actor=cast.clockwork, at=at("2026-11-23 08:00"), procedure=named, valid_from=version["valid_from"],
            terms=terms,
        )  # fmt: skip
    assert Procedure.objects.filter(slug__startswith="ban-").count() == len(shipped) > 5
