"""A command dies before each of its statements, at its commit, and before its answer: everything or nothing stays.

The process kills itself (SIGKILL) where a statement is about to be sent, so that no fault point stands in the program.
"""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from congvu.dossiers.models import Dossier, DossierCounter
from congvu.ledger.queries import head
from tests.proof.crew import life, met
from tests.proof.findings import state_of_the_place
from tests.proof.writer import Writer

ALL = 10**6


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAt:
    """Counts statements and kills the process before the one of that number is sent."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        if self.left == 0:
            die()
        self.left -= 1
        return execute(*statement)


def standing() -> tuple[int, int, int]:
    """What any act would change: entries, numbers given, the dossiers' versions."""
    counted = sum(DossierCounter.objects.values_list("last", flat=True))
    return head(), counted, sum(Dossier.objects.values_list("version", flat=True))


def dying(act: Callable[[], Dossier], *, statement: int = ALL, at_commit: bool = False) -> Callable[[int], None]:
    """The act in a process that dies before the statement of that number, else at its commit, else right after it."""

    def work(_pipe: int) -> None:
        if at_commit:
            connection.commit = die  # type: ignore[method-assign]
        with connection.execute_wrapper(DiesAt(statement)):
            act()
        die()

    return work


def main() -> dict[str, Any]:
    """Take one dossier through its life; before each command, let it die at every point first."""
    cast, wrong, points = met(), [], 0
    for act in life(cast):
        before = standing()
        with CaptureQueriesContext(connection) as sent:
            undone(act)
        for number in range(len(sent) + 1):
            Writer(dying(act, statement=number, at_commit=True)).start().finished()
            points += 1
            if standing() != before:
                wrong.append(f"killed at statement {number} of {len(sent)}: {before} became {standing()}")
        act()
    before = standing()
    Writer(dying(next(life(cast)))).start().finished()
    after = standing()
    if (after[0] - before[0], after[1] - before[1], after[2] - before[2]) != (1, 1, 1):
        wrong.append(f"killed after the commit: {before} became {after}")
    return {"wrong": wrong, "points": points, **state_of_the_place([])}


def undone(act: Callable[[], Dossier]) -> None:
    """The act, rolled back."""
    with suppress(RolledBack), transaction.atomic():
        act()
        raise RolledBack


class RolledBack(Exception):
    """Ends a transaction whose outcome is not wanted."""
