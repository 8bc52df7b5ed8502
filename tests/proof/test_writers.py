"""Many writers at once: nobody is refused, nothing is lost, no number is doubled or left out, the ledger verifies."""

from tests.proof.counts import DOSSIERS_A_WRITER, DOSSIERS_AN_EMBEDDED_WRITER, EMBEDDED_WRITERS, WRITERS
from tests.proof.place import SERVER, Place, faults

MOVES = 7


def test_many_writers_lose_nothing_and_meet_no_error(place: Place) -> None:
    writers = WRITERS if SERVER else EMBEDDED_WRITERS
    dossiers = DOSSIERS_A_WRITER if SERVER else DOSSIERS_AN_EMBEDDED_WRITER
    found = place.run("writers", writers=writers, dossiers=dossiers)
    assert found["errors"] == []
    assert faults(found) == []
    assert len(found["acks"]) == writers * dossiers * MOVES
    assert len(found["numbers_of_the_day"]) == writers * dossiers
    verified = place.congvu("ledger", "verify")
    assert verified.returncode == 0, verified.stderr
