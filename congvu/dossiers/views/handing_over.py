"""The hand-over on a dossier's page: the form filled with who asked, and what it means to the command."""

from datetime import date
from typing import Any

from django.forms import Form

from congvu.dossiers.forms_counter import HandingForm
from congvu.dossiers.models import Channel, Dossier
from congvu.dossiers.views.doing import Typed
from congvu.rules.handing_over import Handing, Way


def handing_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """Whoever asked takes it, unless another name is typed; what came by post goes back by post."""
    party = getattr(dossier, "applicant", None)
    way = Way.POST if dossier.channel == Channel.POST else Way.COUNTER
    return HandingForm(typed, initial=start | {"way": way, "taker": party.name if party else ""})


def to_handing(data: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the command's own."""
    way = Way(data["way"])
    return {"handing": Handing(way, data["taker"], data["authorisation"], data["tracking"]), "note": data["note"]}
