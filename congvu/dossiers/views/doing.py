"""One line of the table of moves: what a dossier's page needs to offer an act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

from congvu.dossiers.forms import MoveForm
from congvu.dossiers.models import Dossier
from congvu.offices.models import Unit
from congvu.offices.permissions import Right

Typed = QueryDict | None
FormMaker = Callable[[Dossier, date, Typed, dict[str, object]], Form]


def plain(form: type[Form]) -> FormMaker:
    """A form that needs nothing of the dossier."""
    return lambda dossier, on, typed, start: form(typed, initial=start)


note_only = plain(MoveForm)


@dataclass(frozen=True)
class Doing:
    """One move on the page: `arguments` turn what was typed into the verb's own; `units` are where the right counts.

    `paper` is the form the act issues; its PDF is offered right after. `proof` is, in the row the act makes, the field
    for the scan that its form takes along.
    """

    label: Promise
    right: Right
    verb: Callable[..., Dossier]
    form: FormMaker = note_only
    arguments: Callable[[dict[str, Any]], dict[str, Any]] = dict
    fits: Callable[[Dossier], bool] = lambda dossier: True
    units: Callable[[Dossier], tuple[Unit, ...]] = lambda dossier: (dossier.unit,)
    paper: str = ""
    proof: str = ""
