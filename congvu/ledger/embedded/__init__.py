"""The embedded database (SQLite) as this program opens it: `settings.py` names it as the engine."""

import sqlite3

from django.db import OperationalError


def is_busy(failure: OperationalError) -> bool:
    """Did SQLite refuse because another writer holds the database?"""
    return getattr(failure.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
