"""Saves the mapping whose folder the real worker watches."""

from congvu.dossiers.commands.mappings import save_mapping
from tests.proof.crew import met
from tests.proof.programs.inbox import CONTENT, DAY


def main() -> dict[str, object]:
    save_mapping(actor=met().admin, at=DAY, name="so-cu", content=CONTENT)
    return {}
