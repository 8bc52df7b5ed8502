"""One act on many dossiers (chuyển hàng loạt): each is its own command, done or refused by itself, told one by one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.filing_moves import hand_on
from congvu.dossiers.commands.stand_in import Receiver
from congvu.dossiers.models import BulkRun, Dossier
from congvu.offices.absences import stand_in
from congvu.offices.models import Official
from congvu.rules.errors import RuleBroken
from congvu.sentences import readable_facts

MOST = 100


@transaction.atomic
def hand_on_many(
    *, actor: Official, at: datetime, chosen: Mapping[int, int], to: Receiver, note: str = ""
) -> BulkRun:
    """Hand many dossiers to one desk; `chosen` are their keys and the versions the sender had seen.

    What this person may not read is not even named. Raises: RuleBroken `bulk.nothing_chosen`, `bulk.too_many`.
    """
    if not chosen:
        raise RuleBroken("bulk.nothing_chosen")
    if len(chosen) > MOST:
        raise RuleBroken("bulk.too_many", most=MOST)
    readable = Dossier.objects.visible_to(actor, localdate(at)).filter(pk__in=chosen)
    outcomes: list[Mapping[str, object]] = []
    found = list(readable.order_by("pk").values_list("pk", "code"))
    # All of them before the first act, in the order of their keys: the first act takes the ledger's head, and whoever
    # holds it may wait for nobody's dossier.
    list(Dossier.objects.select_for_update().filter(pk__in=[pk for pk, _code in found]).order_by("pk"))
    for pk, code in found:
        outcomes.append({"pk": pk, "code": code} | _hand_on(actor, at, pk, chosen[pk], to, note))
    return BulkRun.objects.create(official=actor, at=at, to=_desk(to, at)[:300], outcomes=_refused_first(outcomes))


def _desk(to: Receiver, at: datetime) -> str:
    """Where they went; of somebody away: who stands in."""
    if to.official is None:
        return to.unit.name
    there = stand_in(to.official, to.unit, at)
    if there == to.official:
        return f"{to.unit.name} – {to.official.full_name}"
    return f"{to.unit.name} – {there.full_name if there else '…'} (nhận thay {to.official.full_name})"


def _hand_on(actor: Official, at: datetime, pk: int, version: int, to: Receiver, note: str) -> dict[str, object]:
    try:
        hand_on(actor=actor, at=at, dossier_id=pk, seen_version=version, to=to, note=note)
    except RuleBroken as refusal:
        return {"refused": refusal.code, "facts": readable_facts(refusal)}
    return {"refused": ""}


def _refused_first(outcomes: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return sorted(outcomes, key=lambda one: (not one["refused"], one["code"]))
