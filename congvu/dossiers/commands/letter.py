"""A numbered letter inside an act: its number from the signer's unit, its words fixed, its hash for the ledger."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.timezone import localtime

from congvu.dossiers.letters import Signer
from congvu.law import paper_forms
from congvu.papers import commands as papers
from congvu.papers.models import Paper


def write(form: str, subject: str, signer: Signer, at: datetime, say: Callable[[str], Mapping[str, object]]) -> Paper:
    """Take the next number of the form's series and issue the letter; `say` makes its words from number and symbol."""
    unit = signer.post.unit
    number = papers.take_number(unit=unit, series=paper_forms()[form].type_code, year=localtime(at).year)
    return papers.issue(
        form=form, subject=subject, unit=unit.code, actor_code=signer.official.login, at=at,
        data=say(number.symbol), number=number,
    )  # fmt: skip
