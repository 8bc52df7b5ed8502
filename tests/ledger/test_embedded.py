"""Writers of the embedded database: each gets its turn in the order of coming, or is told after the time set."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from congvu.ledger.embedded.base import DatabaseWrapper, in_line

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once"),
]
HOLDER = (
    "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, 2); print('mine', flush=True); time.sleep(60)"
)
Opener = Callable[..., DatabaseWrapper]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of one table, in the mode a place has been in since it was made."""
    path = tmp_path / "line.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE came (who INTEGER)")
    return path


@pytest.fixture
def opened(file: Path) -> Iterator[Opener]:
    """Connections as the program opens them, each to be used by one thread."""
    made: list[DatabaseWrapper] = []

    def open_one(timeout: float = 30) -> DatabaseWrapper:
        told = connections.settings["default"]
        made.append(DatabaseWrapper(told | {"NAME": str(file), "OPTIONS": told["OPTIONS"] | {"timeout": timeout}}))
        made[-1].inc_thread_sharing()
        return made[-1]

    yield open_one
    for one in made:
        one.close()


def holding(file: Path, seconds: float) -> threading.Timer:
    """Another program that holds the database for a while."""
    other = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(seconds, other.rollback)
    timer.start()
    return timer


def begin(writer: DatabaseWrapper) -> float:
    """Begin a transaction; how long it took."""
    asked = time.monotonic()
    writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert writer.connection.in_transaction
    return time.monotonic() - asked


def end(writer: DatabaseWrapper) -> None:
    writer.commit()
    writer.set_autocommit(True)


def came(file: Path) -> list[int]:
    with sqlite3.connect(file) as there:
        return [who for (who,) in there.execute("SELECT who FROM came ORDER BY rowid")]


def test_writers_begin_in_the_order_in_which_they_came(file: Path, opened: Opener) -> None:
    holding(file, 1.0)

    def write(who: int) -> None:
        time.sleep(0.06 * who)  # the last comes before the first can begin
        writer = opened()
        begin(writer)
        writer.cursor().execute("INSERT INTO came VALUES (%s)", [who])
        end(writer)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(12)))
    assert came(file) == list(range(12))


def test_many_threads_that_write_again_and_again_lose_nothing(file: Path, opened: Opener) -> None:
    def write(who: int) -> None:
        writer = opened()
        for _n in range(25):
            begin(writer)
            writer.cursor().execute("INSERT INTO came SELECT count(*) FROM came")
            end(writer)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert came(file) == list(range(8 * 25))


def test_a_write_outside_a_transaction_waits_until_the_other_has_ended(file: Path, opened: Opener) -> None:
    writer = opened()
    writer.ensure_connection()
    holding(file, 2.0)
    asked = time.monotonic()
    writer.cursor().execute("INSERT INTO came VALUES (7)")
    assert time.monotonic() - asked > 1.5
    assert came(file) == [7]


def test_a_write_outside_a_transaction_gets_in_between_writers_in_line(file: Path, opened: Opener) -> None:
    writers_end, loner = time.monotonic() + 2.0, opened()
    loner.ensure_connection()

    def write(who: int) -> None:
        writer = opened()
        while time.monotonic() < writers_end:
            begin(writer)
            time.sleep(0.02)
            end(writer)

    with ThreadPoolExecutor(4) as pool:
        busy = [pool.submit(write, who) for who in range(4)]
        for who in range(3):
            time.sleep(0.2)
            loner.cursor().execute("INSERT INTO came VALUES (%s)", [who])
        for one in busy:
            one.result()
    assert came(file) == [0, 1, 2]


def test_whoever_dies_in_line_lets_the_next_one_in(file: Path, opened: Opener) -> None:
    asked = [sys.executable, "-c", HOLDER, f"{file}-queue"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "mine\n"
        threading.Timer(0.5, holder.kill).start()
        assert 0.3 < begin(opened()) < 10


def test_a_transaction_within_a_transaction_does_not_stand_in_line_again(file: Path, opened: Opener) -> None:
    def write() -> None:
        connections["default"] = opened()
        with (
            transaction.atomic(),
            in_line(f"{file}-queue"),
            transaction.atomic(),
        ):  # it is somebody else's turn to begin
            connections["default"].cursor().execute("INSERT INTO came VALUES (1)")

    with ThreadPoolExecutor(1) as pool:
        pool.submit(write).result(timeout=20)
    assert came(file) == [1]


def test_whoever_waits_in_vain_is_told_after_the_time_set_wherever_in_line(file: Path, opened: Opener) -> None:
    release = holding(file, 4.0)

    def in_vain(_n: int) -> float:
        asked = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            begin(opened(0.4))
        return time.monotonic() - asked

    with ThreadPoolExecutor(3) as pool:
        waits = list(pool.map(in_vain, range(3)))
    assert all(0.3 < waited < 3.0 for waited in waits)
    release.join()
    writer = opened(0.4)
    begin(writer)
    assert writer.connection.execute("PRAGMA busy_timeout").fetchone() == (400,)


def test_tests_have_their_database_in_memory_and_no_line() -> None:
    assert isinstance(connections["default"], DatabaseWrapper)
    assert connections["default"].is_in_memory_db()
    assert not list(Path.cwd().glob("*-queue"))
