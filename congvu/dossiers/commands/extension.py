"""The apology with a new appointment (xin lỗi và gia hạn, hẹn lại): form 04, once, signed by the head.

Before the due instant the due date moves; after it the new day is only told, and the dossier stays late.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import letters
from congvu.dossiers.commands.letter import write
from congvu.dossiers.commands.progress import calendar_of, lock, move, record, save
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.models import Cause, Dossier, DueDate, Extension
from congvu.dossiers.receipt import on_paper
from congvu.law import practice
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, acting_post
from congvu.papers.models import Paper
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.letters import check_extension, is_apology_late, moves_the_due
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Apology:
    """What the head says: the new last day (until the office closes), why, and which unit is at fault."""

    new_day: date
    reason: str
    unit_at_fault: Unit


@transaction.atomic
def extend(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, apology: Apology, note: str = ""
) -> Dossier:
    """Apologise to the applicant and appoint a new day, once (xin lỗi và hẹn lại ngày trả kết quả).

    In time, the due date moves: the date before stays on record, and lateness towards it stays visible. After the due
    instant it stays where it is: the new day (ngày hẹn lại) is shown beside it.
    Raises: RuleBroken `extension.*`, `time.closed_day`, `letter.needs_reason`.
    """
    dossier = lock(dossier_id, seen_version)
    today = localdate(at)
    post = acting_post(actor, Right.EXTEND_DOSSIER, today, dossier.unit, dossier.settling_unit)
    state, latest, reason = move(dossier, Move.EXTEND), calendar_of(dossier), clean(apology.reason)
    new_due, given = latest.calendar.hours.closing(apology.new_day), dossier.extensions.count()
    check_extension(given, practice().extensions_allowed, new_due, dossier.due_at, at)
    if not reason:
        raise RuleBroken("letter.needs_reason")
    before = dossier.due_at or new_due
    is_late = is_apology_late(today, localdate(before), practice().apology_days_before_due)
    signer = letters.Signer(actor, post)
    paper = write("04", f"dossier:{dossier.pk}", signer, at, lambda symbol: letters.extension_letter(
        dossier, signer, at, symbol, new_due=new_due, reason=reason, fault=apology.unit_at_fault, is_late=is_late,
    ))  # fmt: skip
    extension = Extension(
        dossier=dossier, number=given + 1, paper=paper, due_before=before, due_after=new_due, reason=reason,
        unit_at_fault=apology.unit_at_fault, extended_at=at, extended_by=actor,
    )  # fmt: skip
    extension.save()
    dossier.original_due_at = dossier.original_due_at or before
    dossier.state, dossier.extended_on = state, today
    if is_moved := moves_the_due(before, at):
        _move(dossier, latest, extension)
    save(dossier, actor, at, "state", "due_at", "due_on", "original_due_at", "extended_on")
    _record(dossier, extension, paper, note, is_moved=is_moved)
    return dossier


def _move(dossier: Dossier, latest: DueDate, extension: Extension) -> None:
    """The next cause of the due date, and the dossier's dates (to be saved)."""
    DueDate.objects.create(
        dossier=dossier, number=latest.number + 1, cause=Cause.EXTENDED, begins_at=latest.begins_at,
        due_at=extension.due_after, committed_at=dossier.committed_at, calendar=latest.calendar,
        caused_at=extension.extended_at,
    )  # fmt: skip
    dossier.due_at, dossier.due_on = extension.due_after, localdate(extension.due_after)


def _record(dossier: Dossier, extension: Extension, paper: Paper, note: str, *, is_moved: bool) -> None:
    actor, at = extension.extended_by, extension.extended_at
    record(dossier, Action.DOSSIER_EXTENDED if is_moved else Action.DOSSIER_REAPPOINTED, actor, at, {
        "paper": paper.symbol, "hash": paper.data_hash, "before": extension.due_before.isoformat(),
        "due": extension.due_after.isoformat(), "reason": extension.reason, "late": extension.is_late,
        "fault": extension.unit_at_fault.code, "note": clean(note),
    })  # fmt: skip
    until = on_paper(extension.due_after)
    how = "hẹn lại" if is_moved else f"hồ sơ đã quá hạn từ {on_paper(extension.due_before)}, hẹn lại"
    tell(dossier, at, f"Xin lỗi về việc chậm trả hồ sơ {dossier.code}; {how} {until} (văn bản số {paper.symbol}).")
