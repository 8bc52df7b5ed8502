"""What the import linter cannot see: foreign keys, who writes, and the small tail."""

import ast
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1] / "congvu"
LAYERS = ["ledger", "offices", "notices", "papers", "dossiers", "indicators"]
WRITES = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create", "bulk_update"}
# A dict's or a hash's update, a picture's save is not the database's; each exception by name.
NOT_THE_DATABASE = {
    "congvu/cli/site.py", "congvu/papers/qr.py", "congvu/papers/pictures.py", "congvu/indicators/queries/counts.py",
    "congvu/demo/money.py",
}  # fmt: skip
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


def test_only_commands_write() -> None:
    for name, tree, _lines in sources():
        if name.endswith("commands.py") or "/commands/" in name or name in NOT_THE_DATABASE:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in WRITES, f"{name}:{node.lineno} calls .{node.func.attr}()"


def test_files_and_functions_have_a_small_tail() -> None:
    for name, tree, lines in sources():
        assert len(lines) <= 300 or name in LONG_FILES, f"{name}: {len(lines)} lines"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 40 or f"{name}:{node.name}" in LONG_FUNCTIONS, f"{name}:{node.name}: {length} lines"


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
