"""The owner of the database, whom no trigger stops, is found out: at the number, in a sentence, and only if guilty."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from congvu.ledger import commands, guard, keys, queries
from congvu.ledger.embedded.base import DatabaseWrapper
from congvu.ledger.models import LedgerBody, LedgerEntry, LedgerHead, SubjectKey
from congvu.ledger.snapshot import one_snapshot
from congvu.rules.ledger import Action, Kind
from congvu.rules.ledger_check import Fault, Report
from congvu.rules.ledger_leaf import commitment, leaf, leaf_hash, salt
from tests.people import at
from tests.racing import together

pytestmark = pytest.mark.django_db


def append(subject: str = "dossier:1", action: Action = Action.DOSSIER_ACCEPTED, **facts: object) -> int:
    when = at("2026-11-23 09:10")
    return commands.append(action=action, subject=subject, unit="mot-cua", actor="lan", at=when, facts=facts)


@pytest.fixture
def three() -> list[int]:
    """Three entries in a database whose owner took the triggers down."""
    numbers = [append("dossier:1"), append("dossier:2"), append("dossier:3")]
    guard.drop(connection)
    return numbers


def run(statements: str, *values: object) -> None:
    with connection.cursor() as cursor:
        for one in statements.split("; "):
            cursor.execute(one, values)


def found() -> tuple[int, str]:
    report = queries.check()
    return report.wrong_at, report.wrong


def erase(subject: str) -> None:
    """What an erasure leaves of a subject's key and bodies."""
    SubjectKey.objects.filter(subject=subject).update(wrapped=b"", erased_by=LedgerHead.objects.get().number)
    LedgerBody.objects.filter(subject__subject=subject).delete()


def test_a_body_named_by_an_erasure_may_be_missing() -> None:
    number = append()
    append("unit:x:2026", Action.BODIES_ERASED, entries=[number])
    erase("dossier:1")
    report = queries.check()
    assert (report.wrong, report.entries, report.bodies, report.erased) == ("", 2, 1, 1)


@pytest.mark.parametrize(
    ("action", "entries"),
    [
        (Action.DOSSIER_CORRECTED, [1]),
        (Action.BODIES_ERASED, [2]),
        (Action.BODIES_ERASED, []),
    ],
)
def test_a_body_missing_without_an_erasure_that_names_it_is_told_by_its_number(
    action: Action, entries: list[int]
) -> None:
    append()
    append("unit:x:2026", action, entries=entries)
    erase("dossier:1")
    assert found() == (1, Fault.GONE)


def test_a_deleted_body_is_found_though_nothing_else_was_touched(three: list[int]) -> None:
    run("DELETE FROM ledger_ledgerbody WHERE entry_id = 2")
    assert found() == (2, Fault.GONE)


def test_a_key_that_claims_an_erasure_which_is_none_is_found(three: list[int]) -> None:
    run("UPDATE ledger_subjectkey SET erased_by = 3 WHERE subject = 'dossier:1'")
    assert found() == (3, Fault.KEY)


ALL = "DELETE FROM ledger_ledgerbody; DELETE FROM ledger_ledgerentry; "
LAST = "DELETE FROM ledger_ledgerbody WHERE entry_id = 3; DELETE FROM ledger_ledgerentry WHERE number = 3; "
BACK = "UPDATE ledger_ledgerhead SET number = 2; "
NO_KEYS = "DELETE FROM ledger_subjectkey; "
ZERO = "UPDATE ledger_ledgerhead SET number = 0"


@pytest.mark.parametrize(
    ("statements", "number", "wrong"),
    [
        ("UPDATE ledger_ledgerentry SET hash = leaf WHERE number = 2", 2, Fault.HASH),
        (LAST.replace("3", "2"), 2, Fault.NUMBER),
        (
            "UPDATE ledger_ledgerbody SET subject_id = (SELECT subject_id FROM ledger_ledgerbody WHERE entry_id = 1)"
            " WHERE entry_id = 3",
            3,
            Fault.BODY,
        ),
        ("UPDATE ledger_subjectkey SET subject = 'dossier:9' WHERE subject = 'dossier:2'", 2, Fault.BODY),
        ("UPDATE ledger_ledgerhead SET number = 9", 4, Fault.HEAD),
        (LAST, 3, Fault.HEAD),
        (ALL, 1, Fault.HEAD),
        (BACK, 3, Fault.BEYOND),
        ("DELETE FROM ledger_ledgerhead", 4, Fault.NO_HEAD),
        (LAST + BACK, 3, Fault.CUT),
        (ALL + ZERO, 1, Fault.CUT),
        (ALL + NO_KEYS + ZERO, 1, Fault.CUT),
    ],
)
def test_rows_cut_emptied_or_moved_are_told_at_the_number(
    three: list[int], statements: str, number: int, wrong: Fault
) -> None:
    run(statements.removesuffix("; "))
    assert found() == (number, wrong)


def test_an_end_cut_off_with_all_that_belongs_to_it_shows_by_the_last_instant_alone() -> None:
    append("dossier:1")
    commands.append(
        action=Action.DOSSIER_PAUSED, subject="dossier:1", unit="u", actor="ha", at=at("2026-11-24 10:00"), facts={}
    )
    guard.drop(connection)
    run(LAST.replace("3", "2") + ZERO.replace("0", "1"))
    assert found() == (2, Fault.CUT)
    LedgerHead.objects.update(last_at=at("2026-11-23 09:10"))
    assert queries.check().wrong == ""  # docs/architecture.md: only a checkpoint outside the database would tell


def test_an_entry_forged_without_the_master_key_is_found(three: list[int]) -> None:
    public = leaf(Kind.RETURNED, "u", "2026-11-23T09", commitment(salt(b"", Kind.RETURNED, 4), b""))
    made = LedgerEntry.objects.create(number=4, leaf=public, hash=leaf_hash(public))
    LedgerBody.objects.create(entry=made, subject=SubjectKey.objects.all()[0], sealed=bytes(60))
    LedgerHead.objects.update(number=4)
    assert found() == (4, Fault.BODY)


CELLS = [
    ("ledger_ledgerentry", "leaf", "number = 2"),
    ("ledger_ledgerentry", "hash", "number = 2"),
    ("ledger_ledgerbody", "sealed", "entry_id = 2"),
    ("ledger_subjectkey", "wrapped", "subject = 'dossier:2'"),
]


def spoilt(cell: bytes) -> Iterator[bytes]:
    """Every single byte changed, the cell cut at every length, and something behind it."""
    yield from (cell[:n] + bytes([byte ^ 1]) + cell[n + 1 :] for n, byte in enumerate(cell))
    yield from (cell[:n] for n in range(len(cell)))
    yield cell + b"\0"


@pytest.mark.parametrize(("table", "column", "row"), CELLS)
def test_no_byte_of_a_row_can_be_changed_or_cut_unseen(three: list[int], table: str, column: str, row: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {row}")  # noqa: S608
        cell = bytes(cursor.fetchone()[0])
        for changed in spoilt(cell):
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {row}", [changed])  # noqa: S608
            assert found() == (2, Fault.HASH if "entry" in table else Fault.BODY)
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {row}", [cell])  # noqa: S608
    assert queries.check().wrong == ""


@pytest.mark.parametrize("value", ["văn bản", 7])
@pytest.mark.parametrize(("table", "column", "row"), CELLS)
def test_text_or_a_number_in_place_of_bytes_is_a_fault_too(
    three: list[int], table: str, column: str, row: str, value: object
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps to the column's type")
    run(f"UPDATE {table} SET {column} = %s WHERE {row}", value)  # noqa: S608
    assert found() == (2, Fault.HASH if "entry" in table else Fault.BODY)


@pytest.mark.django_db(transaction=True)
def test_a_check_judges_one_instant_while_somebody_appends_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer appends before the first entry is read, between entries, and between the entries and the head."""
    with transaction.atomic():
        append()
        append("dossier:2")
    try:
        report, seen = together([lambda: _check_beside_a_writer(monkeypatch, tmp_path)], tmp_path)[0]
        assert (report.wrong, report.entries) == ("", 2)
        assert seen == [3, 4, 5, 6]
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables


def _check_beside_a_writer(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[Report, list[int]]:
    real, seen = queries.logged, []

    def written() -> Iterator[object]:
        queries.head()  # the snapshot begins with the first query
        seen.append(_append_elsewhere(folder))
        for one in real():
            yield one
            seen.append(_append_elsewhere(folder))

    monkeypatch.setattr(queries, "logged", written)
    return queries.check(), seen


def _append_elsewhere(folder: Path) -> int:
    """Another process's act: a connection of its own, acknowledged before this gives the number."""

    def act() -> int:
        if connection.vendor == "sqlite":
            settings = connections.settings["default"] | {"NAME": str(folder / "race.sqlite3")}
            connections["default"] = DatabaseWrapper(settings)
        try:
            with transaction.atomic():
                return append("dossier:9")
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result(timeout=10)


@pytest.mark.django_db(transaction=True)
def test_after_a_snapshot_one_may_write_again() -> None:
    with one_snapshot(), one_snapshot():
        assert queries.head() == 0
    with transaction.atomic():
        assert append() == 1
    guard.drop(connection)


def test_sealed_bytes_too_short_to_hold_a_nonce_do_not_open() -> None:
    for length in range(keys.NONCE + keys.TAG):
        with pytest.raises(keys.InvalidTag):
            keys.unseal(keys.master(), bytes(length), b"")
