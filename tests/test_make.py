"""The Makefile says what it does: targets are listed, PostgreSQL runs what uses a database, bars end with 1."""

import re
import subprocess

import pytest

from bench.writers import GOAL, missed
from tests.test_docs import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SOUND = {
    "lost": [], "unrecorded": [], "open_runs": [], "deadlocks": 0, "damaged": [], "ledger": {"wrong": ""},
    "numbers_of_the_day": ["H-1", "H-2"], "counted": 2, "errors": [], "acks": range(10 * GOAL), "seconds": 10.0,
}  # fmt: skip


def test_every_target_meant_for_people_is_listed_by_make_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert phony is not None
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert sorted(re.findall(r"^  make ([a-z-]+) +\S", listed, re.M)) == sorted(phony.group(1).split())


def test_every_folder_whose_tests_use_the_database_is_run_on_postgresql() -> None:
    told = re.search(r"DATABASE_TESTS := (.*?)\n\n", MAKEFILE, re.S)
    assert told is not None
    run = set(re.findall(r"tests/(\w+)(?= |$)", told.group(1).replace("\\\n", " "), re.M))
    using = {
        file.relative_to(ROOT / "tests").parts[0]
        for file in (ROOT / "tests").glob("*/**/test_*.py")
        if re.search(r"django_db|cast: Cast|: Place\b", file.read_text(encoding="utf-8"))
    }
    assert "cli" in using and using - run == set()


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
