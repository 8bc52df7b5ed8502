"""Scans of a dossier's papers (số hoá giấy tờ): kept with their hash, withdrawn with a reason; the hash stays."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.models import Dossier, Origin, Scan, Signing
from congvu.law import practice
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.papers import kept_files
from congvu.papers.uploads import Checked
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import UNREADABLE, clean


def _refuse_imported(dossier: Dossier) -> None:
    if dossier.origin == Origin.IMPORTED:
        raise RuleBroken("dossier.of_another_system", code=dossier.code)


@transaction.atomic
def add_scans(
    *, actor: Official, at: datetime, dossier_id: int, files: Sequence[Checked], paper: str = ""
) -> tuple[Dossier, int]:
    """Keep checked files as scans of the dossier's papers; the second value counts those that were there already.

    Raises: RuleBroken `rights.missing`, `scan.none`, `scan.too_many`, `scan.too_many_of_dossier`, `scan.no_room`.
    """
    dossier = lock(dossier_id, None)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    _refuse_imported(dossier)
    if not files:
        raise RuleBroken("scan.none")
    if len(files) > practice().scans_at_a_time:
        raise RuleBroken("scan.too_many", most=practice().scans_at_a_time)
    standing = set(dossier.scans.filter(withdrawn_at=None).values_list("sent_hash", flat=True))
    fresh = {one.sent_hash: one for one in files if one.sent_hash not in standing}
    if len(standing) + len(fresh) > practice().scans_of_a_dossier:
        raise RuleBroken("scan.too_many_of_dossier", most=practice().scans_of_a_dossier)
    made = _write(dossier, list(fresh.values()), clean(paper)[:250], actor, at)
    if made:
        save(dossier, actor, at)
        record(dossier, Action.DOSSIER_SCAN_ADDED, actor, at, {
            "files": [{"kind": one.kind, "hash": one.hash, "sent": one.sent_hash, "size": one.size} for one in made],
            "paper": clean(paper)[:250],
        })  # fmt: skip
    tidy_up()
    return dossier, len(files) - len(made)


def _write(dossier: Dossier, files: list[Checked], paper: str, actor: Official, at: datetime) -> list[Scan]:
    """Files first, rows after; what was written goes again if a later one cannot be."""
    written: list[str] = []
    made: list[Scan] = []
    try:
        for one in files:
            name = kept_files.new_name()
            kept_files.write(name, one.content)
            written.append(name)
            made.append(Scan.objects.create(
                dossier=dossier, paper=paper, file=name, kind=one.kind, given_name=shown_name(one.given_name),
                size=len(one.content), pages=one.pages, hash=one.hash, sent_hash=one.sent_hash, added_at=at,
                added_by=actor,
            ))  # fmt: skip
            transaction.on_commit(partial(kept_files.settle, name), robust=True)
    except (RuleBroken, IntegrityError):
        for name in written:
            kept_files.drop(name)
        raise
    return made


def shown_name(name: str) -> str:
    """A file's name as it may be shown: it names nothing on the disk."""
    return " ".join(clean(UNREADABLE.sub("", name)).split())[:150] or "tệp"


def tidy_up() -> None:
    """After a crash: files of committed rows go to their place, files nobody committed go."""
    names = kept_files.waiting()
    if names:
        committed = Scan.objects.filter(file__in=names, withdrawn_at=None).values_list("file", flat=True)
        drafts = Signing.objects.filter(file__in=names).values_list("file", flat=True)
        kept_files.tidy({*committed, *drafts}, names)


@transaction.atomic
def withdraw_scan(
    *, actor: Official, at: datetime, dossier_id: int, scan_id: int, reason: str
) -> Dossier:
    """Withdraw a scan (thu hồi bản số hoá): the file goes for good, who, when, why and the hash stay.

    Raises: RuleBroken `rights.missing`, `scan.gone`, `scan.needs_reason`.
    """
    dossier = lock(dossier_id, None)
    require(actor, Right.CORRECT_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    scan, because = dossier.scans.filter(pk=scan_id, withdrawn_at=None).first(), clean(reason)
    if scan is None:
        raise RuleBroken("scan.gone")
    if not because:
        raise RuleBroken("scan.needs_reason")
    scan.withdrawn_at, scan.withdrawn_by, scan.withdraw_reason = at, actor, because
    scan.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_SCAN_WITHDRAWN, actor, at, {"hash": scan.hash, "reason": because})
    transaction.on_commit(partial(kept_files.drop, scan.file), robust=True)
    return dossier
