"""The database itself refuses to change the ledger: triggers on SQLite and PostgreSQL, put up after every migrate.

They stop manners and mistakes, not the owner of the database; against him stand the hashes outside it.
"""

from collections.abc import Iterator

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# (name, table, event, condition under which the event is refused)
RULES = (
    ("entry_update", "ledger_ledgerentry", "UPDATE", "1 = 1"),
    ("entry_delete", "ledger_ledgerentry", "DELETE", "1 = 1"),
    ("body_update", "ledger_ledgerbody", "UPDATE", "1 = 1"),
    ("body_delete", "ledger_ledgerbody", "DELETE",
     "(SELECT erased_by FROM ledger_subjectkey WHERE id = OLD.subject_id) IS NULL"),
    ("key_update", "ledger_subjectkey", "UPDATE",
     "OLD.erased_by IS NOT NULL OR NEW.erased_by IS NULL OR length(NEW.wrapped) > 0 OR NEW.subject <> OLD.subject"),
    ("key_delete", "ledger_subjectkey", "DELETE", "1 = 1"),
    ("head_update", "ledger_ledgerhead", "UPDATE", "NEW.number <= OLD.number OR NEW.id <> 1"),
    ("head_delete", "ledger_ledgerhead", "DELETE", "1 = 1"),
)  # fmt: skip
TABLES = sorted({table for _, table, _, _ in RULES})
SAID = "nhật ký xác thực: không được sửa, không được xoá"


def install(using: str = "default", **_: object) -> None:
    """Put the triggers up again (idempotent); called by Django after every migrate."""
    connection = connections[using]
    if "ledger_ledgerhead" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_ledgerhead (id, number) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM ledger_ledgerhead)"
        )
        for statement in (*_drops(connection), *_creates(connection)):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: only tests that must alter or flush the tables may."""
    with connection.cursor() as cursor:
        for statement in _drops(connection):
            cursor.execute(statement)


def _drops(connection: BaseDatabaseWrapper) -> Iterator[str]:
    postgres = connection.vendor == "postgresql"
    for name, table, _, _ in RULES:
        yield f"DROP TRIGGER IF EXISTS guard_{name}" + (f" ON {table}" if postgres else "")
    if postgres:
        yield from (f"DROP TRIGGER IF EXISTS guard_truncate ON {table}" for table in TABLES)


def _creates(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "sqlite":
        for name, table, event, refused in RULES:
            yield (
                f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )
        return
    for name, table, event, refused in RULES:
        yield (
            f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION '{SAID}'; END IF; "
            f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        )
        yield f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
    yield (
        "CREATE OR REPLACE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{SAID}'; END $$"
    )
    for table in TABLES:
        yield f"CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION guard_truncate()"
