"""Two people, one dossier: exactly one succeeds, the other learns who and when, and no update is lost."""

from tests.proof.counts import CASH_ROUNDS, CROSSINGS, RACES
from tests.proof.place import Place, faults


def test_of_two_people_who_press_at_once_one_succeeds_and_the_other_learns_who_and_when(place: Place) -> None:
    found = place.run("races", races=RACES)
    assert found["wrong"] == []
    assert faults(found) == []
    assert len(found["winners"]) > 1, "one person always won: the race was none"
    assert len(found["numbers_of_the_day"]) == RACES


def test_acts_on_many_and_acts_on_one_never_wait_for_each_other_in_a_ring(place: Place) -> None:
    found = place.run("crossing", rounds=CROSSINGS)
    assert "" in found["codes"] and set(found["codes"]) <= {"", "rights.missing", "batch.not_waiting"}
    assert faults(found) == []
    assert found["dossiers"] == 6 * CROSSINGS


def test_money_received_paid_and_closed_at_once_never_waits_in_a_ring(place: Place) -> None:
    found = place.run("cash_race", rounds=CASH_ROUNDS)
    assert faults(found) == []
    assert "" in found["codes"] and set(found["codes"]) <= {"", "fee.book_number_used"}
    assert found["numbers"] == list(range(1, 4 * CASH_ROUNDS + 1)), "a receipt of the unit has no number, or a double"
    assert (found["books"], found["closed"]) == (CASH_ROUNDS, CASH_ROUNDS)
    assert found["done"] == 6 * CASH_ROUNDS, "not one of the two with one number of a book is refused"
