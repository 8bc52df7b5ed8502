"""The end of a dossier without a result: stopped by the office, or withdrawn by the applicant (form 05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import letters
from congvu.dossiers.commands.letter import write
from congvu.dossiers.commands.progress import close_run, lock, move, record, save
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.commands.signing import cancel_signings
from congvu.dossiers.commands.waiting import MOVED_BY_PAUSE, dates, end_pause
from congvu.dossiers.models import Dossier, Ending, EndingKind
from congvu.offices.models import Official, Post
from congvu.offices.permissions import Right, acting_post
from congvu.papers.models import Paper
from congvu.rules.dossier import Move, State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean

ENDINGS = {
    Move.STOP: (EndingKind.STOPPED, Action.DOSSIER_STOPPED),
    Move.WITHDRAW: (EndingKind.WITHDRAWN, Action.DOSSIER_WITHDRAWN),
}


@dataclass(frozen=True)
class Told:
    """What is said of the end: why (or what the applicant asked), on what law, and the papers given back."""

    reason: str
    basis: str = ""
    returned: Sequence[str] = ()


@transaction.atomic
def stop(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, told: Told, note: str = ""
) -> Dossier:
    """Stop a dossier on a legal ground (dừng giải quyết); it is settled at this instant, without a result.

    Raises: RuleBroken `letter.needs_reason`, `letter.needs_basis`.
    """
    dossier = lock(dossier_id, seen_version)
    post = acting_post(actor, Right.END_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    if not clean(told.basis):
        raise RuleBroken("letter.needs_basis")
    return _end(dossier, Move.STOP, post, actor, at, told, note)


@transaction.atomic
def withdraw(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, told: Told, note: str = ""
) -> Dossier:
    """End a dossier because the applicant asks for it back (rút hồ sơ theo yêu cầu).

    Raises: RuleBroken `letter.needs_reason`.
    """
    dossier = lock(dossier_id, seen_version)
    post = acting_post(actor, Right.END_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    return _end(dossier, Move.WITHDRAW, post, actor, at, told, note)


def _end(
    dossier: Dossier, step: Move, post: Post, actor: Official, at: datetime, told: Told, note: str
) -> Dossier:  # fmt: skip
    """Both ends alike: the waiting ends first, so that paused time never makes the end late; then the paper."""
    state, reason = move(dossier, step), clean(told.reason)
    if not reason:
        raise RuleBroken("letter.needs_reason")
    kind, action = ENDINGS[step]
    anew = dossier.state == State.PAUSED and end_pause(dossier, at, "")[1]
    close_run(dossier, at, note, is_step_done=False)
    cancel_signings(dossier, at)
    paper = _issue(dossier, kind, letters.Signer(actor, post), at, told)
    Ending.objects.create(
        dossier=dossier, kind=kind, paper=paper, reason=reason, basis=clean(told.basis),
        papers_returned=list(told.returned), ended_at=at, ended_by=actor,
    )  # fmt: skip
    dossier.state, dossier.finished_at, dossier.finished_on = state, at, localdate(at)
    dossier.unit, dossier.holder = dossier.received_unit, None
    save(dossier, actor, at, "state", "finished_at", "finished_on", "unit", "holder", *MOVED_BY_PAUSE)
    record(dossier, action, actor, at, dates(dossier) | {
        "anew": anew, "paper": paper.symbol, "hash": paper.data_hash, "reason": reason, "basis": clean(told.basis),
        "returned": list(told.returned),
    })  # fmt: skip
    tell(dossier, at, f"Hồ sơ {dossier.code}: {kind.label.lower()} (thông báo số {paper.symbol}).")
    return dossier


def _issue(dossier: Dossier, kind: EndingKind, signer: letters.Signer, at: datetime, told: Told) -> Paper:
    return write("05", f"dossier:{dossier.pk}", signer, at, lambda symbol: letters.ending_letter(
        dossier, signer, at, symbol, withdrawn=kind == EndingKind.WITHDRAWN, reason=clean(told.reason),
        basis=clean(told.basis), returned=told.returned,
    ))  # fmt: skip
