"""Many writers at once: nobody is refused, nothing is lost, no number is doubled or left out, the ledger verifies."""

from tests.proof.counts import DOSSIERS_A_WRITER, EMBEDDED_WRITERS, WRITERS
from tests.proof.place import SERVER, Place, faults

MOVES = 7


def test_many_writers_lose_nothing_and_meet_no_error(place: Place) -> None:
    writers = WRITERS if SERVER else EMBEDDED_WRITERS
    found = place.run("writers", writers=writers, dossiers=DOSSIERS_A_WRITER)
    assert found["errors"] == []
    assert faults(found) == []
    assert len(found["acks"]) == writers * DOSSIERS_A_WRITER * MOVES
    assert len(found["numbers_of_the_day"]) == writers * DOSSIERS_A_WRITER
    verified = place.congvu("ledger", "verify")
    assert verified.returncode == 0, verified.stderr
