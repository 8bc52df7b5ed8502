"""What a place holds after writers were at it: lost acknowledgements, gaps, doubles, a broken ledger, deadlocks."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection

from congvu.dossiers.models import Dossier, DossierCounter, StepRun
from congvu.ledger.models import LedgerBody
from congvu.ledger.queries import check


def state_of_the_place(acks: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Everything a proof asserts about the database; every list is empty in a sound place."""
    report = check()
    versions = dict(Dossier.objects.values_list("pk", "version"))
    bodies = LedgerBody.objects.filter(subject__subject__startswith="dossier:")
    entries = Counter(int(name.partition(":")[2]) for name in bodies.values_list("subject__subject", flat=True))
    return {
        "ledger": {"entries": report.entries, "wrong_at": report.wrong_at, "wrong": report.wrong},
        "lost": [(pk, version) for pk, version in acks if versions.get(pk, 0) < version],
        "unrecorded": sorted(pk for pk, version in versions.items() if entries[pk] != version),
        "numbers_of_the_day": sorted(Dossier.objects.values_list("code", flat=True)),
        "counted": sum(DossierCounter.objects.values_list("last", flat=True)),
        "open_runs": _wrong_open_runs(),
        "deadlocks": _deadlocks(),
        "damaged": _damaged(),
    }


def _wrong_open_runs() -> list[int]:
    """Dossiers whose open stretches are not one while they are open, and none afterwards."""
    open_runs = Counter(StepRun.objects.filter(finished_at=None).values_list("dossier_id", flat=True))
    return sorted(
        pk for pk, finished in Dossier.objects.values_list("pk", "finished_at") if open_runs[pk] != (finished is None)
    )


def _deadlocks() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _damaged() -> str:
    """What SQLite says of its own file; PostgreSQL checks its pages by itself (data checksums)."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = str(cursor.fetchone()[0])
    return "" if said == "ok" else said
