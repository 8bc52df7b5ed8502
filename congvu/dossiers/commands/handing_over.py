"""Handing the result over to somebody (trả kết quả): at the counter to a named person, or by public post."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.progress import lock, return_result
from congvu.dossiers.fees import money_of
from congvu.dossiers.models import Dossier, HandingOver
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.handing_over import Handing, check_paid, checked
from congvu.rules.vietnamese import clean


@transaction.atomic
def hand_over(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, handing: Handing, note: str = ""
) -> Dossier:
    """Hand the result over and note to whom, on what paper, or under which number of the post.

    The name stands beside the dossier alone, as the applicant's does; the ledger keeps the way, the papers, and what is
    still to be paid where the result leaves all the same.
    Raises: what `return_result` raises, RuleBroken `handing.*`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.RETURN_RESULT, localdate(at), dossier.unit)
    party, money = getattr(dossier, "applicant", None), money_of(dossier)
    left = money.balance.left
    brought = [(party.submitter_name, party.authorisation)] if party else []
    kept = checked(handing, party.name if party else "", brought)
    check_paid(left, handing, is_uncounted=money.is_uncounted)
    told: dict[str, object] = {
        "way": kept.way.value, "authorisation": kept.authorisation, "tracking": kept.tracking, "note": clean(note)
    }  # fmt: skip
    if left > 0:
        told["unpaid"] = left
    dossier = return_result(actor=actor, at=at, dossier_id=dossier_id, seen_version=seen_version, told=told)
    HandingOver.objects.create(
        dossier=dossier, way=kept.way, taker=kept.taker, authorisation=kept.authorisation, tracking=kept.tracking,
        official=actor, at=at,
    )  # fmt: skip
    return dossier
