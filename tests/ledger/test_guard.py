"""The database refuses to change the ledger, and the triggers come back after a rebuild."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from congvu.ledger import commands, guard, queries
from congvu.ledger.models import LedgerEntry, LedgerHead
from congvu.rules.ledger import Action
from tests.people import at

pytestmark = pytest.mark.django_db


def append(subject: str = "dossier:1") -> int:
    return commands.append(
        action=Action.DOSSIER_ACCEPTED,
        subject=subject,
        unit="mot-cua",
        actor="lan",
        at=at("2026-11-23 09:10"),
        facts={"code": "x"},
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_ledgerentry SET hash = leaf WHERE number = 1",
        "DELETE FROM ledger_ledgerentry",
        "UPDATE ledger_ledgerbody SET sealed = sealed",
        "DELETE FROM ledger_ledgerbody",
        "UPDATE ledger_subjectkey SET subject = 'x'",
        "UPDATE ledger_subjectkey SET erased_by = 1",
        "DELETE FROM ledger_subjectkey",
        "UPDATE ledger_ledgerhead SET number = 0",
        "DELETE FROM ledger_ledgerhead",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    append()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.check().wrong == ""


def test_a_truncate_is_refused_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    append()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_ledgerentry CASCADE")


def test_migrate_puts_the_triggers_up_again() -> None:
    append()
    guard.drop(connection)
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.all().delete()


def test_after_the_subjects_key_an_append_is_three_statements_and_the_head_comes_first() -> None:
    append()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        append()
    said = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(said) == 4
    assert "ledger_subjectkey" in said[0]
    assert said[1].startswith("UPDATE ledger_ledgerhead")
    assert "ledger_ledgerentry" in said[2] and "ledger_ledgerbody" in said[3]


def test_a_subject_reads_its_own_acts_in_order() -> None:
    append()
    append("dossier:2")
    append()
    assert [body["number"] for body in queries.bodies_of("dossier:1")] == [1, 3]
    assert queries.head() == LedgerHead.objects.get().number == 3


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_a_defect() -> None:
    try:
        with pytest.raises(RuntimeError):
            append()
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables
