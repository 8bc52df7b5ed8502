"""Numbers of papers: one series a unit, code and year, without gaps whoever presses at the same moment."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from congvu.ledger import guard
from congvu.offices.models import Unit
from congvu.papers.commands import Number, take_number
from congvu.papers.models import NumberSeries
from congvu.rules.errors import RuleBroken
from tests.people import Cast, gather
from tests.racing import together

pytestmark = pytest.mark.django_db


def test_a_unit_numbers_each_kind_of_paper_by_itself_and_anew_each_year(cast: Cast) -> None:
    taken = [
        take_number(unit=cast.counter, series="PYC", year=2026),
        take_number(unit=cast.counter, series="PYC", year=2026),
        take_number(unit=cast.counter, series="TB", year=2026), take_number(unit=cast.justice, series="PYC", year=2026),
        take_number(unit=cast.counter, series="PYC", year=2027),
    ]  # fmt: skip
    assert [one.symbol for one in taken] == ["01/PYC-BPMC", "02/PYC-BPMC", "01/TB-BPMC", "01/PYC-TP", "01/PYC-BPMC"]


def test_a_unit_without_a_symbol_gives_no_number(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.counter.pk).update(symbol="")
    with pytest.raises(RuleBroken, match="no_agency"):
        take_number(unit=Unit.objects.get(pk=cast.counter.pk), series="PYC", year=2026)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_get_every_number_once_and_a_failed_act_leaves_no_gap(tmp_path: Path) -> None:
    cast = gather()

    def issue(person: int) -> list[int]:
        taken = []
        for turn in range(3):
            try:
                with transaction.atomic():
                    number: Number = take_number(unit=cast.counter, series="PYC", year=2026)
                    if (person + turn) % 7 == 0:
                        raise RuleBroken("state.no_such_move")
                    taken.append(number.value)
            except RuleBroken:
                continue
        return taken

    try:
        found = [value for part in together([lambda n=n: issue(n) for n in range(20)], tmp_path) for value in part]  # type: ignore[misc]
        assert len(found) > 45 and sorted(found) == list(range(1, len(found) + 1))
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_the_transaction_of_its_act_is_a_defect() -> None:
    cast = gather()
    try:
        with pytest.raises(RuntimeError):
            take_number(unit=cast.counter, series="PYC", year=2026)
        assert not NumberSeries.objects.exists()
    finally:
        guard.drop(connection)
