"""Handing the result over to somebody (trả kết quả): at the counter to a named person, or by public post."""

from datetime import datetime

from django.db import transaction

from congvu.dossiers.commands.progress import return_result
from congvu.dossiers.models import Dossier, HandingOver
from congvu.offices.models import Official
from congvu.rules.handing_over import Handing, checked
from congvu.rules.vietnamese import clean


@transaction.atomic
def hand_over(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, handing: Handing, note: str = ""
) -> Dossier:
    """Hand the result over and note to whom, on what paper, or under which number of the post.

    The name stands beside the dossier alone, as the applicant's does; the ledger keeps the way and the papers.
    Raises: what `return_result` raises, RuleBroken `handing.*`.
    """
    party = getattr(Dossier.objects.select_related("applicant").get(pk=dossier_id), "applicant", None)
    brought = [(party.submitter_name, party.authorisation)] if party else []
    kept = checked(handing, party.name if party else "", brought)
    told = {"way": kept.way.value, "authorisation": kept.authorisation, "tracking": kept.tracking, "note": clean(note)}
    dossier = return_result(actor=actor, at=at, dossier_id=dossier_id, seen_version=seen_version, told=told)
    HandingOver.objects.create(
        dossier=dossier, way=kept.way, taker=kept.taker, authorisation=kept.authorisation, tracking=kept.tracking,
        official=actor, at=at,
    )  # fmt: skip
    return dossier
