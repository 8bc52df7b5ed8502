"""People who press at the same moment: threads with connections of their own (on SQLite over a copy in a file)."""

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from django.db import connection, connections

from congvu.ledger.embedded.base import DatabaseWrapper

T = TypeVar("T")


def together(acts: Sequence[Callable[[], T]], folder: Path) -> list[T]:
    """Run every act in a thread of its own, and give what each returned.

    The test's SQLite lives in memory, where threads share one connection; a file has the locks that people meet.
    """
    on_sqlite = connection.vendor == "sqlite"
    file = folder / "race.sqlite3"
    if on_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        # A place has been in this mode since it was made; to enter it needs the file alone.
        sqlite3.connect(file).execute("PRAGMA journal_mode=WAL").connection.close()

    def alone(act: Callable[[], T]) -> T:
        if on_sqlite:
            connections["default"] = DatabaseWrapper(connections.settings["default"] | {"NAME": str(file)})
        try:
            return act()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))
