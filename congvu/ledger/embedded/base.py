"""Writers of the embedded database stand in line: who came first begins first (docs/adr/0011-writers-in-line.md)."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite lets one write at a time, and its own waiting is no queue: everybody asks again after a while.

    So a transaction begins behind a lock on a file beside the database, held until it has begun: one writer works,
    one asks SQLite, the others sleep in the order in which they came. A write outside a transaction asks SQLite too.
    """

    def _start_transaction_under_autocommit(self) -> None:
        """Begin when it is our turn. Raises: OperationalError where the writer before does not end in what is left of
        `timeout` (settings), counted from joining the line, and at least in a second (or `timeout`)."""
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        patience, came = float(self.settings_dict["OPTIONS"].get("timeout", 5)), time.monotonic()
        with in_line(f"{self.settings_dict['NAME']}-queue"):
            self._be_patient(max(min(1.0, patience), patience - (time.monotonic() - came)))
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            finally:
                self._be_patient(patience)

    def _be_patient(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {max(0, round(seconds * 1000))}")


@contextmanager
def in_line(file: str) -> Iterator[None]:
    """Inside it is our turn. Opened anew each time, so that threads stand in line too; who dies lets go."""
    ours = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(ours, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(ours, fcntl.LOCK_UN)  # to close is not enough where a process forked meanwhile has it open too
        os.close(ours)
