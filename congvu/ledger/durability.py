"""What a database must be set to, that an acknowledged act survives a power cut; else the program refuses to start."""

from django.db import connection

from congvu.rules.errors import RuleBroken

# What each setting may say. SQLite answers `synchronous` with a number: 2 is FULL, 3 EXTRA.
SAFE = {
    "sqlite": {
        "journal_mode": {"wal"},
        "synchronous": {"2", "3"},
        "foreign_keys": {"1"},
    },
    "postgresql": {
        "fsync": {"on"},
        "synchronous_commit": {"on", "remote_apply"},
        "full_page_writes": {"on"},
    },
}


def refuse_unsafe_database() -> None:
    """Ask the database itself, not the program's settings. Raises: RuleBroken `place.unsafe_database`."""
    ask = "PRAGMA {}" if connection.vendor == "sqlite" else "SHOW {}"
    with connection.cursor() as cursor:
        for name, safe in SAFE[connection.vendor].items():
            cursor.execute(ask.format(name))
            said = str(cursor.fetchone()[0])
            if said not in safe:
                raise RuleBroken("place.unsafe_database", setting=name, found=said, safe=sorted(safe)[0])
