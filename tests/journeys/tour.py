"""`make tour`: the journey of one dossier, printing each public function as it passes: the diagram that cannot lie."""

import sys
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Where the verbs, the rules and the answers are; what only serves them would drown the story.
SHOWN = ("views/", "commands", "rules/dossier.py", "rules/working_time.py", "rules/state_machine.py", "queries")
QUIET = {"lock", "save", "record", "move", "calendar_of", "official_of", "own_dossier"}


def place(frame: FrameType) -> str:
    """The file of a public function worth showing; empty for all others."""
    code = frame.f_code
    file = code.co_filename.removeprefix(f"{ROOT}/")
    wanted = file.startswith("congvu/") and any(part in file for part in SHOWN)
    is_function = bool(code.co_flags & CO_OPTIMIZED) and code.co_name.isidentifier()
    public = not code.co_name.startswith("_") and code.co_name not in QUIET
    own = code.co_qualname in {code.co_name, f"Calendar.{code.co_name}"}
    return file if wanted and is_function and public and own else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Tell every passing function, deeper ones further in."""
    depth, shown = 0, [(0, "")]

    def tell(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal depth
        file = place(frame) if event in {"call", "return"} else ""
        if not file:
            return
        if event == "return":
            depth -= 1
            return
        line = f"{file}: {frame.f_code.co_qualname}"
        if shown[-1] != (depth, line):
            print("  " * depth + line)
            shown.append((depth, line))
        depth += 1

    print()
    sys.setprofile(tell)
    try:
        yield
    finally:
        sys.setprofile(None)
