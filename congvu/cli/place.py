"""Where a place has its database, files and keys, and making them: what commands with a database begin with."""

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from congvu.rules.errors import RuleBroken


def folder() -> Path:
    """Where the embedded database and the files are."""
    return Path(os.environ.get("CONGVU_DATA", Path(__file__).resolve().parents[2] / "var")).resolve()


def load() -> None:
    """Load settings and models; a finished demonstration is opened on its own day, by whatever command."""
    import django
    from django.conf import settings

    if not settings.configured:
        _follow_demonstration()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.settings")
    django.setup()


DEMONSTRATION = "demo.json"  # marks a demonstration's folder; its own process holds it (cli/demo.py)
UNFINISHED = "unfinished"


def demo_offset(today: date) -> int:
    """The seconds by which the clock of a demonstration begun now differs, so that it begins on its day."""
    return (today - datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()).days * 86400


def set_on_demo_day(offset: int) -> None:
    """This process and those it starts live on the demonstration's clock."""
    os.environ |= {"CONGVU_DEMO": "1", "CONGVU_CLOCK_OFFSET_SECONDS": str(offset)}


def _follow_demonstration() -> None:
    """Take over the clock of the server that runs on this folder; where none runs, the one it would begin with."""
    if "CONGVU_DEMO" in os.environ or os.environ.get("CONGVU_DATABASE"):
        return
    try:
        with (folder() / DEMONSTRATION).open(encoding="utf-8") as marker:
            kept: Mapping[str, Any] = json.load(marker)
            if UNFINISHED not in kept:
                running = kept["offset"] if "offset" in kept and _is_held(marker.fileno()) else None
                set_on_demo_day(demo_offset(date.fromisoformat(kept["today"])) if running is None else running)
    except (OSError, ValueError):
        return  # a real place, or a demonstration whose marker a power cut tore: it is built anew


def _is_held(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def make() -> None:
    """Make what is missing: the folder, the tables, the ledger's key; what is there stays, closed to other accounts.

    Raises: RuleBroken `place.key_missing` where the ledger has entries: a new key would not open them.
    """
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    load()
    for file in folder().glob("congvu.sqlite3*"):
        file.chmod(0o600)
    from django.conf import settings
    from django.core.management import call_command

    from congvu.ledger.keys import create_master_key
    from congvu.ledger.queries import head

    call_command("migrate", verbosity=0)
    if not settings.LEDGER_KEY_FILE.exists():
        if head():
            raise RuleBroken("place.key_missing", file=str(settings.LEDGER_KEY_FILE))
        create_master_key(settings.LEDGER_KEY_FILE)


def is_made() -> bool:
    """Has this place's database any tables yet? Asking creates nothing, not even where CONGVU_DATA is mistyped."""
    from django.conf import settings

    if not settings.configured and not _leaves_traces():
        return False
    load()
    from django.db import connection

    file = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and file.is_absolute() and not file.exists():
        return False
    return "ledger_ledgerhead" in connection.introspection.table_names()


def moment() -> datetime:
    """The place's clock; asking creates nothing: where no place is, no demonstration has set it on another day."""
    from django.conf import settings

    if not settings.configured and not _leaves_traces():
        return datetime.now(UTC)
    load()
    from congvu import clock

    return clock.now()


def _leaves_traces() -> bool:
    """Is there anything of a place in the folder? To be asked before the settings, which make the site's key."""
    keys = Path(os.environ.get("CONGVU_KEYS", folder() / "keys"))
    return (keys / "site.key").exists() or (folder() / "congvu.sqlite3").exists()


def open_made() -> None:
    """Load the program on a place that was made before.

    Raises: RuleBroken `place.not_made`, `place.older_tables`, `place.key_missing`.
    """
    if not is_made():
        raise RuleBroken("place.not_made", folder=str(folder()))
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuleBroken("place.older_tables", folder=str(folder()))
    if not settings.LEDGER_KEY_FILE.exists():
        raise RuleBroken("place.key_missing", file=str(settings.LEDGER_KEY_FILE))
