"""The program `congvu`: one parser, one module per group of commands, each imported only when it is asked for.

Exit codes: 0 done, 1 the check or work failed (said in one line), 2 wrong usage.
"""

import argparse
import sys
from importlib import import_module

from congvu.cli.words import Parser
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

# Command -> the module that knows it. `due` and `elapsed` need no database, so Django is never loaded for them.
MODULES = {
    "due": "working_time",
    "elapsed": "working_time",
    "ledger": "ledger",
    "import-dossiers": "takeover",
    "search": "search",
    "demo": "demo",
    "serve": "serving",
    "work": "work",
}

# A word of the command line that cannot be read is wrong usage; what was read and refused is not.
WRONG_USAGE = frozenset({"term.unreadable", "time.unreadable"})


def main(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = sys.argv[1:] if argv is None else argv
    parser: argparse.ArgumentParser = Parser(
        prog="congvu", description="Công Vụ: chính quyền trả lời trước người dân."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    wanted = MODULES.get(words[0]) if words else None
    for module in [wanted] if wanted else dict.fromkeys(MODULES.values()):
        import_module(f"congvu.cli.{module}").add_parsers(commands)
    try:
        args = parser.parse_args(words)
        return int(args.run(args))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except RuleBroken as refusal:
        print(sentence(refusal), file=sys.stderr)
        return 2 if refusal.code in WRONG_USAGE else 1
