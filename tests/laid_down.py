"""The cast set up by the commands people use, once a process, and then laid down as the very rows they wrote.

The commands ask for rights, seal bodies and lock the ledger's head for each of two dozen acts; most tests begin with
them, and the rows are the same each time.
"""

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from congvu.ledger.models import LedgerHead
from tests.people import Cast, gather


@dataclass(frozen=True)
class Rows:
    """What the commands left in the tables, parents first, and the people as the tests know them."""

    cast: Cast
    written: list[tuple[type[Model], list[Model]]]
    head: LedgerHead


def cast_in_place() -> Cast:
    """The cast in a database without a place."""
    if not _kept:
        cast = gather()
        models = [one for one in apps.get_models() if one.__module__.startswith("congvu.") and one is not LedgerHead]
        rows = [(model, list(model._base_manager.order_by("pk"))) for model in models]
        _kept.append(Rows(deepcopy(cast), [(model, some) for model, some in rows if some], LedgerHead.objects.get()))
        return cast
    kept = _kept[0]
    with transaction.atomic():
        for model, some in kept.written:
            model._base_manager.bulk_create(some)
        head = LedgerHead.objects.filter(pk=kept.head.pk, number=0)
        if head.update(number=kept.head.number, last_at=kept.head.last_at) != 1:
            raise LookupError("there is a ledger already")
    with connection.cursor() as cursor:
        for statement in _numbers_go_on():
            cursor.execute(statement)
    return deepcopy(kept.cast)


_kept: list[Rows] = []


@lru_cache(maxsize=1)
def _numbers_go_on() -> list[str]:
    """After rows with their own keys the database's counters must follow (PostgreSQL)."""
    return connection.ops.sequence_reset_sql(no_style(), [model for model, _some in _kept[0].written])
