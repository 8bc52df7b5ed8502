"""`congvu work` and the watched folder: killed anywhere, never half, never twice, and the next start finishes."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.proof.counts import FILING_RACES, INBOX_EVERY, INBOX_KILLS
from tests.proof.place import ROOT, Place

ROWS = 600


def test_killed_at_any_statement_or_touch_of_a_file_the_next_start_finishes(place: Place) -> None:
    found = place.run("inbox", every=INBOX_EVERY)
    assert found["points"] * INBOX_EVERY > 40 and found["lived"]
    assert (found["wrong"], found["doubled"], found["ledger"]) == ([], 0, "")
    assert place.congvu("ledger", "verify").returncode == 0


def test_the_real_worker_killed_again_and_again_takes_each_file_once(place: Place) -> None:
    place.run("inbox_mapping")
    inbox, quick = place.data / "so-vao" / "so-cu", place.environment | {"CONGVU_INBOX_QUIET_SECONDS": "0"}
    inbox.mkdir(parents=True)
    command = [sys.executable, "-m", "congvu", "work"]
    for kill in range(INBOX_KILLS):
        lines = [f"H{n},Khai sinh,02/11/2025 08:00,Hà {kill}\n" for n in range(ROWS)]
        partial = inbox / f".so-{kill}.csv"
        partial.write_text("Mã hồ sơ,Thủ tục,Ngày nhận,Cán bộ\n" + "".join(lines), encoding="utf-8")
        partial.rename(inbox / f"so-{kill}.csv")
        worker = subprocess.Popen(command, cwd=ROOT, env=quick)
        time.sleep(1.5 + 4.5 * kill / max(1, INBOX_KILLS - 1))
        os.kill(worker.pid, 9)
        worker.wait()
    ended = subprocess.run([*command, "--once"], cwd=ROOT, env=quick, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert _taken(inbox / "done") == {f"so-{kill}.csv" for kill in range(INBOX_KILLS)}
    found = place.run("inbox_found")
    assert found["taken"] == INBOX_KILLS and found["states"] == ["taken"]
    assert (found["dossiers"], found["ledger"], found["holders"]) == (ROWS, "", [f"Hà {INBOX_KILLS - 1}"])


def _taken(done: Path) -> set[str]:
    files = {one.name for one in done.iterdir() if one.suffix == ".csv"}
    return {name for name in files if (done / f"{name}.bao-cao.txt").exists()}


def test_a_filing_accepted_while_an_export_tells_of_it_is_one_dossier(place: Place) -> None:
    found = place.run("filing_race", rounds=FILING_RACES)
    assert (found["wrong"], found["errors"], found["ledger"]) == ([], [], "")
    assert set(found["refused"]) <= {"refused filing.not_waiting", "refused filing.code_taken"}
