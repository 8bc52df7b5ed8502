"""Correcting a dossier with a reason (đính chính), and noting who read it: what was said before is never lost."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.finding import renew_words
from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.models import Correction, Dossier, Reading
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold

# What may be set right. Times are not here: an earlier time is declared at reception, never edited.
CORRECTABLE = (
    "name",
    "id_number",
    "phone",
    "email",
    "address",
    "submitter_name",
    "submitter_id_number",
    "authorisation",
)


@transaction.atomic
def correct(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, changes: dict[str, str], reason: str
) -> Dossier:
    """Set the applicant's particulars right, keeping what stood before, with the reason (đính chính thông tin hồ sơ).

    Raises: RuleBroken `correction.needs_reason`, `correction.nothing_changed`, `correction.not_correctable`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.CORRECT_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    because = clean(reason)
    if not because:
        raise RuleBroken("correction.needs_reason")
    if unknown := sorted(set(changes) - set(CORRECTABLE)):
        raise RuleBroken("correction.not_correctable", field=unknown[0])
    party = dossier.applicant
    wanted = {name: clean(value) for name, value in changes.items()}
    changed = {name: value for name, value in wanted.items() if getattr(party, name) != value}
    if not changed:
        raise RuleBroken("correction.nothing_changed")
    for name, value in changed.items():
        Correction.objects.create(
            dossier=dossier, field=name, before=getattr(party, name), after=value, reason=because, official=actor, at=at
        )
        setattr(party, name, value)
    party.name_fold = fold(party.name)
    party.save(update_fields=[*changed, "name_fold"])
    renew_words([dossier])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_CORRECTED, actor, at, {"fields": sorted(changed), "reason": because})
    return dossier


def note_readings(*, actor: Official, at: datetime, dossiers: Iterable[Dossier]) -> None:
    """`note_reading` for every dossier of a page or a printed register, in one go."""
    post = actor.posts_on(localdate(at)).first()
    rows = [
        Reading(
            dossier=one, official=actor, on=localdate(at), at=at, unit=post.unit if post else None,
            role=post.role if post else "",
        )
        for one in dossiers
    ]  # fmt: skip
    Reading.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def note_reading(*, actor: Official, at: datetime, dossier: Dossier) -> None:
    """Keep that an official opened the dossier, once a day; the applicant sees the unit, the role and the time."""
    post = actor.posts_on(localdate(at)).first()
    Reading.objects.get_or_create(
        dossier=dossier,
        official=actor,
        on=localdate(at),
        defaults={"at": at, "unit": post.unit if post else None, "role": post.role if post else ""},
    )
