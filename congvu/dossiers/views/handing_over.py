"""The hand-over on a dossier's page: the form filled with who asked, and what it means to the command."""

from datetime import date
from typing import Any

from django.forms import Form
from django.urls import reverse

from congvu.dossiers.fees import money_of
from congvu.dossiers.forms_counter import HandingForm
from congvu.dossiers.models import Channel, Dossier
from congvu.dossiers.views.doing import Typed
from congvu.rules.handing_over import Handing, Way


def handing_form(dossier: Dossier, on: date, typed: Typed, start: dict[str, object]) -> Form:
    """Whoever asked takes it, unless another name is typed; what came by post goes back by post."""
    party = getattr(dossier, "applicant", None)
    way = Way.POST if dossier.channel == Channel.POST else Way.COUNTER
    form = HandingForm(typed, initial=start | {"way": way, "taker": party.name if party else ""})
    money = money_of(dossier) if dossier.is_own else None  # of another system's dossier nobody here knows
    if money and (money.balance.left > 0 or money.is_uncounted):
        form.owes(money.balance.left, reverse("dossiers:fees", args=[dossier.pk]))
    return form


def to_handing(data: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the command's own."""
    way, pays = Way(data["way"]), bool(data.get("pays_later"))
    return {"handing": Handing(way, data["taker"], data["authorisation"], data["tracking"], pays), "note": data["note"]}
