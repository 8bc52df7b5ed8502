"""The Makefile says what it does: targets are listed, PostgreSQL runs what uses a database, bars end with 1."""

import re
import subprocess

import pytest

from bench.writers import GOAL, missed
from tests.test_docs import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What is not run again on PostgreSQL, and why.
EMBEDDED_ONLY = {
    "tests/rules": "knows no Django", "tests/eventlog": "knows no Django", "tests/browser": "an embedded place",
    "tests/cli/test_demo_process.py": "an embedded place", "tests/cli/test_empty_place.py": "an embedded place",
    "tests/test_architecture.py": "reads the code", "tests/test_make.py": "reads the Makefile",
    "tests/test_words.py": "reads the words",
}  # fmt: skip
SOUND = {
    "lost": [], "unrecorded": [], "open_runs": [], "deadlocks": 0, "damaged": [], "ledger": {"wrong": ""},
    "numbers_of_the_day": ["H-1", "H-2"], "counted": 2, "errors": [], "acks": range(10 * GOAL), "seconds": 10.0,
}  # fmt: skip


def test_every_target_meant_for_people_is_listed_by_make_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert phony is not None
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert sorted(re.findall(r"^  make ([a-z-]+) +\S", listed, re.M)) == sorted(phony.group(1).split())


def test_every_test_is_run_on_postgresql_or_said_why_not() -> None:
    told = re.search(r"DATABASE_TESTS := (.*?)\n\n", MAKEFILE, re.S)
    assert told is not None
    run = [ROOT / one for one in re.findall(r"tests/[\w/.]+(?=\s|$)", told.group(1))]
    run += (ROOT / "tests").glob(re.findall(r"wildcard tests/([^)]+)", told.group(1))[0])
    ignored = [ROOT / one for one in re.findall(r"--ignore (\S+)", MAKEFILE)]
    for file in (ROOT / "tests").rglob("test_*.py"):
        is_run = any(file.is_relative_to(one) for one in run) and file not in ignored
        is_excused = any(file.is_relative_to(ROOT / one) for one in EMBEDDED_ONLY)
        assert is_run != is_excused, file
    assert all((ROOT / one).exists() for one in EMBEDDED_ONLY)


@pytest.mark.parametrize(("change", "said"), [
    ({"seconds": 10.1}, "99 commands a second; the goal is 100"),
    ({"errors": ["OperationalError: deadlock detected"]}, "error: OperationalError: deadlock detected"),
    ({"deadlocks": 1}, "fault: deadlocks: 1"),
    ({"lost": ["7"]}, "fault: lost: ['7']"),
    ({"numbers_of_the_day": ["H-1", "H-3"]}, "fault: numbers of the day: 2 counted, 2 there, last [3]"),
])  # fmt: skip
def test_the_bench_of_writers_misses_its_bar(change: dict[str, object], said: str) -> None:
    assert missed(SOUND | change, verified=True) == [said]


def test_the_bench_of_writers_is_met_only_with_a_sound_ledger() -> None:
    assert missed(SOUND, verified=True) == []
    assert missed(SOUND, verified=False) == ["the ledger does not verify"]
