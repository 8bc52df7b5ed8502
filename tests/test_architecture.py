"""What the import linter cannot see: foreign keys, who writes, and the small tail."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1] / "congvu"
LAYERS = ["ledger", "offices", "notices", "papers", "dossiers", "indicators"]
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create", "bulk_update"}
SQL = {"execute", "executemany", "executescript", "callproc", "raw", "RawSQL", "extra"}
# Functions outside the commands that call something by such a name, each with its reason.
NOT_THE_DATABASE: dict[str, str] = {
    "congvu/papers/qr.py:svg": "save() of a picture into memory",
    "congvu/papers/pictures.py:_written": "save() of a picture into memory",
    "congvu/demo/money.py:_page": "save() of a picture into memory",
}
# Functions that speak SQL, each with its reason.
RAW_SQL: dict[str, str] = {
    "congvu/ledger/commands.py:append_all": "moves the head and reads it in one statement, which the ORM cannot say",
    "congvu/ledger/snapshot.py:one_snapshot": "a read as of one instant, which begins unlike every other transaction",
    "congvu/ledger/embedded/base.py:_be_patient": "tells SQLite how long to wait",
    "congvu/ledger/durability.py:refuse_unsafe_database": "asks the database how it is set",
    "congvu/ledger/guard.py:install": "the triggers that refuse to change the ledger, made by a migration",
    "congvu/ledger/guard.py:drop": "the same migration, backwards",
}
PARAMETERS = 5  # besides the receiver, `actor` and `at`
MANY_PARAMETERS: dict[str, str] = {
    "congvu/dossiers/commands/fees.py:exempt_fee": "let off is a line, how much of it, on what ground, by which proof",
    "congvu/dossiers/commands/supplement.py:ask_for_papers": "what form 02 asks for, field by field",
    "congvu/dossiers/letters.py:supplement_letter": "the fields of form 02",
    "congvu/dossiers/letters.py:extension_letter": "the fields of form 04",
    "congvu/dossiers/letters.py:ending_letter": "the fields of form 05",
    "congvu/offices/commands.py:grant_post": "a post is who, where, as what, since when, by which decision",
    "congvu/papers/commands.py:issue": "a numbered paper is form, subject, unit, actor, content, number",
}
LONG_FILES: dict[str, str] = {
    "congvu/rules/working_time.py": "one calendar, one class; splitting it would part the sums from their use"
}
LONG_FUNCTIONS: dict[str, str] = {}


def sources() -> list[tuple[str, ast.Module, list[str]]]:
    files = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
    return [(str(p.relative_to(ROOT.parent)), ast.parse(p.read_text()), p.read_text().splitlines()) for p in files]


def test_foreign_keys_point_down() -> None:
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            there = field.related_model._meta.app_label if field.is_relation and field.concrete else here
            if here in LAYERS and there in LAYERS:
                assert LAYERS.index(there) <= LAYERS.index(here), f"{model.__name__}.{field.name}"


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, also those inside classes and functions."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.Module, names: set[str]) -> Iterator[tuple[str, int, str]]:
    """Calls by these names: the innermost function around each ('' at module level), the line, the name."""
    around: dict[ast.AST, str] = {}
    for function in functions(tree):  # from the outside in, so that the innermost has the last word
        around |= dict.fromkeys(ast.walk(function), function.name)
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in names and (isinstance(called, ast.Attribute) or name in SQL):
            yield around.get(node, ""), node.lineno, name  # type: ignore[attr-defined]


def is_command(name: str) -> bool:
    return name.endswith(("/commands.py", "_commands.py")) or "/commands/" in name


def test_only_commands_write() -> None:
    used = set()
    for name, tree, _lines in sources():
        for function, line, called in calls(tree, WRITES):
            where = f"{name}:{function}"
            used |= {where} & set(NOT_THE_DATABASE)
            assert is_command(name) or where in NOT_THE_DATABASE, f"{name}:{line} calls .{called}()"
    assert used == set(NOT_THE_DATABASE)


def test_nobody_speaks_sql_but_the_ledger() -> None:
    used = set()
    for name, tree, _lines in sources():
        for function, line, called in calls(tree, SQL):
            where = f"{name}:{function}"
            used |= {where} & set(RAW_SQL)
            assert where in RAW_SQL, f"{name}:{line} calls {called}()"
    assert used == set(RAW_SQL)


@pytest.mark.parametrize(("code", "found"), [
    ("def f(cursor): cursor.execute('UPDATE x')", [("f", 1, "execute")]),
    ("class A:\n def g(self):\n  def h(): Dossier.objects.raw('x')", [("h", 3, "raw")]),
    ("connection.cursor().executemany(x, y)", [("", 1, "executemany")]),
    ("RawSQL('x', ())", [("", 1, "RawSQL")]),
    ("def f(row): row.save()", []),
])  # fmt: skip
def test_raw_sql_is_seen_wherever_it_stands(code: str, found: list[tuple[str, int, str]]) -> None:
    assert list(calls(ast.parse(code), SQL)) == found


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names a caller gives, without the receiver, `actor` and `at`."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one.arg for one in given if one.arg not in {"self", "cls", "actor", "at"}]


def test_functions_take_few_parameters() -> None:
    for name, tree, _lines in sources():
        for function in functions(tree):
            taken = parameters(function)
            known = f"{name}:{function.name}" in MANY_PARAMETERS
            assert len(taken) <= PARAMETERS or known, f"{name}:{function.name} takes {', '.join(taken)}"


def test_files_and_functions_have_a_small_tail() -> None:
    for name, tree, lines in sources():
        assert len(lines) <= 300 or name in LONG_FILES, f"{name}: {len(lines)} lines"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 40 or f"{name}:{node.name}" in LONG_FUNCTIONS, f"{name}:{node.name}: {length} lines"


def test_no_lookup_answers_otherwise_on_the_other_database() -> None:
    """SQLite folds the case of ASCII letters alone, and days are cut from instants by our own clock (design: twins)."""
    named = re.compile(r"__(icontains|iexact|istartswith|iendswith|i?regex|date|week|iso_year)\b")
    for name, tree, _lines in sources():
        for node in ast.walk(tree):
            said = node.arg if isinstance(node, ast.keyword) else node.value if isinstance(node, ast.Constant) else ""
            assert not named.search(str(said)), f"{name}:{getattr(node, 'lineno', '')} {said}"


def test_nothing_swallows_every_exception() -> None:
    for name, tree, _lines in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                assert caught not in {"", "Exception", "BaseException"}, f"{name}:{node.lineno}"


def test_a_row_is_locked_without_joins() -> None:
    """PostgreSQL compares joined rows read before a wait with the row as it is after it, and leaves it out."""
    for name, tree, _lines in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.With):
                called = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
                assert not {"select_for_update", "select_related"} <= called, f"{name}:{node.lineno}"


def test_every_refusal_has_its_sentence() -> None:
    from congvu.sentences import REFUSALS

    for name, tree, _lines in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and code.value != "canonical.refused":
                    assert code.value in REFUSALS, f"{name}:{node.lineno} {code.value}"
