"""Writes docs/rights.md from the two tables the program itself asks: `.venv/bin/python -m tests.rights_page`."""

import os
from pathlib import Path
from types import SimpleNamespace

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rights.md"
PLACES = SimpleNamespace(unit="where it lies", received_unit="where it came in", settling_unit="where it is settled")
HEAD = """# Who may do what

Written from `congvu/offices/permissions.py: RIGHTS` and `congvu/dossiers/views/moves.py: DOINGS` by
`.venv/bin/python -m tests.rights_page`; tests/test_docs.py fails when it is out of date. A post gives \
its rights in its own unit;
%s also in the units below. The command asks again, whatever the page offered.
"""
BESIDE = """Three moves ask for more than their right. `pause` and `ask_papers`, with fewer working hours left than
`pause_needs_head_working_hours` (congvu/law/practice.yaml), ask for `pause_near_due`; after the due instant both are
refused. `record_result`, where the procedure has a step of the head's own and no result was signed and sealed, asks for
`sign`: the act is the signature. A posting, a question to another body and delivered dues may stop the clock as well;
they ask nothing more, and after the due instant they leave it running.

`hand_on` is also open to `reassign_dossier`, from the list.
"""
LENDING = """Who stands in from another unit (docs/adr/0010-absences.md) has these of the absent post, in its unit, on
the days of the absence. Signing stays with the substitute's own post.
"""


def _table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows))


def page() -> str:
    """The whole page as it should stand."""
    from congvu.dossiers.views.moves import DOINGS
    from congvu.offices.models import Role
    from congvu.offices.permissions import LENT, LOOKS_BELOW, RIGHTS, Right
    from congvu.rules.dossier import Move

    def roles(right: Right) -> str:
        return ", ".join(role.value for role in Role if right in RIGHTS[role])

    moves = [
        [move.value, str(DOINGS[move].label), DOINGS[move].verb.__name__, DOINGS[move].right.value,
         " or ".join(DOINGS[move].units(PLACES)), roles(DOINGS[move].right)]  # type: ignore[arg-type]
        for move in Move
    ]  # fmt: skip
    lends = {role: [right.value for right in Right if right in LENT[role]] for role in Role if role in LENT}
    lent = [f"- {role.value}: {', '.join(rights)}" for role, rights in lends.items()]
    rights = [[right.value, *("yes" if right in RIGHTS[role] else "" for role in Role)] for right in Right]
    return "\n".join([
        HEAD % ", ".join(role.value for role in Role if role in LOOKS_BELOW), "## Moves of a dossier", "",
        _table(["Move", "On the screen", "Command", "Right", "Counted in the unit", "Posts that have it"], moves),
        "", BESIDE,
        "## Rights by post", "", _table(["Right", *(role.value for role in Role)], rights), "",
        "## Rights lent while somebody is away", "", LENDING, *lent, "",
    ])  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
