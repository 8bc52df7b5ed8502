"""Writers of the embedded database: who comes while another writes gets its turn, or is told after the time set."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from congvu.ledger.embedded import is_busy
from congvu.ledger.embedded.base import DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets many write at once"),
]


def opened(file: Path, timeout: float) -> DatabaseWrapper:
    told = connections.settings["default"]
    return DatabaseWrapper(told | {"NAME": str(file), "OPTIONS": told["OPTIONS"] | {"timeout": timeout}})


def holding(file: Path) -> sqlite3.Connection:
    other = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def begin(writer: DatabaseWrapper) -> None:
    writer.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_a_writer_begins_soon_after_the_other_has_ended(tmp_path: Path) -> None:
    writer = opened(tmp_path / "a.sqlite3", 30)
    writer.ensure_connection()
    other = holding(tmp_path / "a.sqlite3")
    threading.Timer(0.3, other.rollback).start()
    begun = time.monotonic()
    begin(writer)
    assert writer.connection.in_transaction
    assert 0.2 < time.monotonic() - begun < 10
    assert writer.connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
    writer.close()


def test_a_writer_who_waits_in_vain_is_told_after_the_time_set_and_may_try_again(tmp_path: Path) -> None:
    writer = opened(tmp_path / "b.sqlite3", 0.3)
    writer.ensure_connection()
    other = holding(tmp_path / "b.sqlite3")
    begun = time.monotonic()
    with pytest.raises(OperationalError) as refused:
        begin(writer)
    assert is_busy(refused.value) and time.monotonic() - begun > 0.3
    other.rollback()
    begin(writer)
    assert writer.connection.in_transaction
    writer.close()
