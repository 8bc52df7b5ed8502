"""Correcting a dossier with a reason (đính chính), and noting who read it: what was said before is never lost."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.finding import renew_words
from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.commands.receipt_anew import issue_anew
from congvu.dossiers.models import Channel, Correction, Dossier, Reading, ReadingHow
from congvu.dossiers.receipt import papers_known
from congvu.offices.models import Official, Post
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold

# What may be set right of the applicant. Times are not here: an earlier time is declared at reception, never edited.
# Nor is the procedure: its term, unit and fee hang on it, so the dossier is withdrawn and received anew.
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
OF_THE_DOSSIER = ("papers", "channel")
Change = tuple[str, str, str]  # the field, what stood, what stands


@transaction.atomic
def correct(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None,
    changes: Mapping[str, str | Sequence[str]], reason: str,
) -> Dossier:  # fmt: skip
    """Set right the applicant's particulars, the papers ticked or the channel, with the reason (đính chính hồ sơ).

    What stood before is kept; papers set right give the receipt anew.
    Raises: RuleBroken `correction.needs_reason`, `correction.nothing_changed`, `correction.not_correctable`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.CORRECT_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    because = clean(reason)
    if not because:
        raise RuleBroken("correction.needs_reason")
    if unknown := sorted(set(changes) - {*CORRECTABLE, *OF_THE_DOSSIER}):
        raise RuleBroken("correction.not_correctable", field=unknown[0])
    of_the_party = {name: clean(str(value)) for name, value in changes.items() if name in CORRECTABLE}
    done = [*_party_corrected(dossier, of_the_party), *_channel_corrected(dossier, changes.get("channel"))]
    papers = _papers_corrected(dossier, changes.get("papers"))
    if not done and not papers:
        raise RuleBroken("correction.nothing_changed")
    for name, before, after in (*done, *papers):
        Correction.objects.create(
            dossier=dossier, field=name, before=before, after=after, reason=because, official=actor, at=at
        )
    save(dossier, actor, at, *OF_THE_DOSSIER)
    fields = sorted(name for name, *_rest in (*done, *papers))
    facts = {"fields": fields, "reason": because} | _told(dossier, set(fields))
    facts |= issue_anew(dossier, actor, at) if papers else {}
    record(dossier, Action.DOSSIER_CORRECTED, actor, at, facts)
    return dossier


def _party_corrected(dossier: Dossier, wanted: Mapping[str, str]) -> list[Change]:
    """The applicant's particulars, and the words the dossier is found by."""
    party = dossier.applicant
    changed = {name: value for name, value in wanted.items() if getattr(party, name) != value}
    done = [(name, getattr(party, name), value) for name, value in changed.items()]
    if changed:
        for name, value in changed.items():
            setattr(party, name, value)
        party.name_fold = fold(party.name)
        party.save(update_fields=[*changed, "name_fold"])
        renew_words([dossier])
    return done


def _channel_corrected(dossier: Dossier, wanted: str | Sequence[str] | None) -> list[Change]:
    if wanted is None or wanted == dossier.channel:
        return []
    if wanted not in Channel.values:
        raise RuleBroken("correction.not_correctable", field=wanted)
    before, dossier.channel = dossier.channel, str(wanted)
    return [("channel", before, dossier.channel)]


def _papers_corrected(dossier: Dossier, wanted: str | Sequence[str] | None) -> list[Change]:
    """One correction for each paper ticked wrongly, and for each that was handed in and not ticked."""
    if wanted is None:
        return []
    known, before = papers_known(dossier), list(dossier.papers)
    if unknown := [name for name in wanted if name not in known]:
        raise RuleBroken("correction.not_correctable", field=unknown[0])
    gone = [name for name in before if name not in wanted]
    came = [name for name in known if name in wanted and name not in before]
    if gone or came:
        dossier.papers = [name for name in known if name in wanted]
    return [("papers", name[:300], "") for name in gone] + [("papers", "", name[:300]) for name in came]


def _told(dossier: Dossier, fields: Set[str]) -> dict[str, object]:
    """What the entry says of the dossier itself, to compare its rows with; of the applicant only fields are named."""
    return {name: getattr(dossier, name) for name in OF_THE_DOSSIER if name in fields}


def note_reading(*, actor: Official, at: datetime, dossier: Dossier) -> None:
    """Keep that an official opened the dossier, once a day; the applicant sees the unit, the role and the time."""
    note_readings(actor=actor, at=at, dossiers=[dossier.pk], how=ReadingHow.OPENED)


def note_readings(
    *, actor: Official, at: datetime, dossiers: Iterable[int], how: ReadingHow, post: Post | None = None
) -> None:
    """Keep that an official opened or exported these dossiers, once a day each; what stands already stays.

    `post` is the one whose right was used, where that is known.
    """
    on = localdate(at)
    post = post or actor.posts_on(on).first()
    unit, role = (post.unit, post.role) if post else (None, "")
    rows = [
        Reading(dossier_id=pk, official=actor, unit=unit, role=role, on=on, at=at, how=how) for pk in dossiers
    ]
    Reading.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
