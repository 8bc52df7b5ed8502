"""Taking the list out of the program (tải danh sách): who, when, why, with which filter, how many; an act like others.

With personal data it is a reading of every dossier in the file, and the applicants can see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, Reading
from congvu.ledger import commands as ledger
from congvu.offices.models import Official
from congvu.offices.permissions import Right, posts_with
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Export:
    """What is said of an export: the filter in words, the kind of file, why, and whether persons are named in it."""

    filter_words: str
    file_kind: str
    reason: str
    is_personal: bool


@transaction.atomic
def record_export(*, actor: Official, at: datetime, export: Export, dossiers: Sequence[Dossier], total: int) -> None:
    """Record that these dossiers leave the program in a file; `total` is how many the filter found.

    Raises: RuleBroken `rights.missing`, `export.needs_reason`.
    """
    posts = posts_with(actor, Right.EXPORT_DOSSIERS, localdate(at))
    if not posts:
        raise RuleBroken("rights.missing", right=Right.EXPORT_DOSSIERS.value, unit="")
    because = clean(export.reason)[:300]
    if not because:
        raise RuleBroken("export.needs_reason")
    post = posts[0]
    if export.is_personal:
        readings = [
            Reading(dossier=one, official=actor, unit=post.unit, role=post.role, on=localdate(at), at=at)
            for one in dossiers
        ]
        Reading.objects.bulk_create(readings, batch_size=500, ignore_conflicts=True)
    ledger.append(
        action=Action.DOSSIERS_EXPORTED, subject=f"unit:{post.unit.code}:{localdate(at).year}", unit=post.unit.code,
        actor=actor.login, at=at,
        facts={
            "rows": len(dossiers), "found": total, "filter": clean(export.filter_words), "file": export.file_kind,
            "reason": because, "personal": export.is_personal,
        },
    )  # fmt: skip
