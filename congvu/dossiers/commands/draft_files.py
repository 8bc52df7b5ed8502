"""Keeping the file of a draft with its submission: it stays, whatever becomes of the submission."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from congvu.dossiers.commands.scans import shown_name, tidy_up
from congvu.papers import kept_files
from congvu.papers.uploads import Checked, Kind
from congvu.rules.errors import RuleBroken


def kept(file: Checked | None) -> Mapping[str, object]:
    """Write the file for the row that is about to name it; the fields that do. A PDF only: it is what is sealed.

    Inside the command that submits: what is not committed is tidied up later. Raises: RuleBroken `signing.file_kind`,
    `scan.no_room`.
    """
    if file is None:
        return {}
    if file.kind is not Kind.PDF:
        raise RuleBroken("signing.file_kind")
    name = kept_files.new_name()
    kept_files.write(name, file.content)
    transaction.on_commit(partial(kept_files.settle, name), robust=True)
    tidy_up()
    return {
        "file": name, "file_hash": file.hash, "file_name": shown_name(file.given_name), "file_size": len(file.content),
    }  # fmt: skip
