"""Saving how a source is read (ánh xạ): every change is a new version, with its entry in the ledger."""

import json
from collections.abc import Mapping as Dict
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from congvu.dossiers.models import MappingVersion
from congvu.dossiers.queries_register import mappings_in_force
from congvu.dossiers.register_own import own_of
from congvu.eventlog.mapping import read
from congvu.ledger import commands as ledger
from congvu.offices.models import PLACE, Official, Unit
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action


@transaction.atomic
def save_mapping(*, actor: Official, at: datetime, name: str, content: Dict[str, object]) -> MappingVersion:
    """Keep a mapping as the next version under its name; files that come from now on are read by it.

    Raises: RuleBroken `rights.missing`, `mapping.*`.
    """
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    # One at a time: the root is locked by nothing else, and pointing at it waits for nobody.
    root: Unit = Unit.objects.select_for_update(no_key=True).get(PLACE)
    if not name or slugify(name) != name:
        raise RuleBroken("mapping.needs_name")
    mapping = read(content)
    if mapping.filing and not Unit.objects.filter(code=mapping.filing.counter).exists():
        raise RuleBroken("mapping.no_counter", code=mapping.filing.counter)
    own_of(mapping, localdate(at))
    place = mapping.place["code"]
    last = None
    for one in mappings_in_force():
        if one.name == name:
            last = one
        elif one.place == place:
            raise RuleBroken("mapping.place_taken", place=place, name=one.name)
    if last and last.place != place:
        raise RuleBroken("mapping.place_fixed", place=last.place)
    text = json.dumps(content, ensure_ascii=False)
    if last and json.loads(last.content) == json.loads(text):
        raise RuleBroken("mapping.unchanged")
    made = MappingVersion.objects.create(
        name=name, number=last.number + 1 if last else 1, place=place, content=text, official=actor, at=at
    )
    ledger.append(
        action=Action.REGISTER_MAPPED, subject=f"unit:{root.code}:{localdate(at).year}", unit=root.code,
        actor=actor.login, at=at, facts={"mapping": name, "number": made.number, "content": text},
    )  # fmt: skip
    return made
