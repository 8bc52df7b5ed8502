"""The file of a draft (tệp dự thảo): what the signer reads is what was submitted, to the byte, or it is not shown."""

import hashlib

from congvu.dossiers.models import Signing
from congvu.papers import kept_files
from congvu.rules.errors import RuleBroken


def content_of(signing: Signing) -> bytes:
    """The file as it was submitted.

    Raises: RuleBroken `signing.no_file`; `signing.file_changed` where it is gone or no longer what it was.
    """
    if not signing.file:
        raise RuleBroken("signing.no_file")
    content = kept_files.read(signing.file)
    if content is None or hashlib.sha256(content).hexdigest() != signing.file_hash:
        raise RuleBroken("signing.file_changed")
    return content


def refuse_changed(signing: Signing) -> None:
    """Nobody signs what is no longer what was submitted. Raises: RuleBroken `signing.file_changed`."""
    if signing.file:
        content_of(signing)
