"""Processes die without warning: what was acknowledged stays, what was not is there whole or not at all."""

import json
import subprocess
import sys

import pytest

from tests.proof.counts import EMBEDDED_WRITERS, KILLS, SERVER_KILLS, WRITERS
from tests.proof.place import ROOT, SERVER, Place, faults

CREW = WRITERS if SERVER else EMBEDDED_WRITERS


def still_works(place: Place) -> None:
    """The place opens again without anybody's help, its ledger verifies, and the next dossier gets the next number."""
    verified = place.congvu("ledger", "verify")
    assert verified.returncode == 0, verified.stderr
    after = place.run("writers", writers=1, dossiers=1)
    assert after["errors"] == []
    assert faults(after) == []


def test_a_command_killed_at_any_of_its_statements_leaves_all_or_nothing(place: Place) -> None:
    found = place.run("kill_points")
    assert found["points"] > 70
    assert found["wrong"] == []
    assert faults(found) == []
    still_works(place)


def test_nothing_acknowledged_is_lost_when_writers_are_killed(place: Place) -> None:
    found = place.run("kills", writers=CREW, kills=KILLS, server_kills=0, seed=KILLS)
    assert found["acknowledged"] > KILLS
    assert found["errors"] == []
    assert faults(found) == []
    still_works(place)


@pytest.mark.skipif(not SERVER, reason="SQLite has no server to kill")
def test_nothing_acknowledged_is_lost_when_the_database_server_is_killed() -> None:
    program = [sys.executable, "-m", "tests.proof.server_kills", str(WRITERS), str(SERVER_KILLS)]
    done = subprocess.run(["tests/on_postgres.sh", *program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["acknowledged"] > SERVER_KILLS
    assert faults(found) == []
