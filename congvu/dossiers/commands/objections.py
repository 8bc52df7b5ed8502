"""Objections during a posting (ý kiến trong thời gian niêm yết): entered with the name apart, each one answered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.progress import lock, move, record, save
from congvu.dossiers.models import Dossier, Objection, ObjectionChannel, ObjectionKind, Objector
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.posting import (
    OBJECTION,
    POSTING,
    ObjectionMove,
    ObjectionState,
    PostingMove,
    PostingState,
    check_objection_day,
)
from congvu.rules.state_machine import next_state
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Said:
    """What somebody said, when and how; the name may be left out, or given and kept from the desks."""

    came_on: date
    kind: ObjectionKind
    channel: ObjectionChannel
    summary: str
    name: str = ""
    contact: str = ""
    is_withheld: bool = False


@transaction.atomic
def note_objection(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, said: Said
) -> Dossier:
    """Enter an objection of the latest posting (ghi ý kiến, khiếu nại); neither ledger nor applicant learns the name.

    Raises: RuleBroken `objection.no_posting`, `objection.needs_summary`, `objection.outside_posting`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    dossier.state = move(dossier, Move.NOTE_OBJECTION)
    posting = dossier.postings.order_by("number").last()
    if posting is None:
        raise RuleBroken("objection.no_posting")
    summary = clean(said.summary)
    if not summary:
        raise RuleBroken("objection.needs_summary")
    next_state(POSTING, PostingState(posting.state), PostingMove.NOTE_OBJECTION)
    closed_on = localdate(posting.closed_at) if posting.closed_at else None
    check_objection_day(localdate(posting.opened_at), closed_on, said.came_on, localdate(at))
    objection = Objection.objects.create(
        posting=posting, number=posting.objections.count() + 1, kind=said.kind, channel=said.channel,
        came_on=said.came_on, summary=summary, noted_at=at, noted_by=actor,
    )  # fmt: skip
    if name := clean(said.name):
        Objector.objects.create(
            objection=objection, name=name, contact=clean(said.contact), is_withheld=said.is_withheld
        )
    save(dossier, actor, at)
    facts = {"posting": posting.number, "objection": objection.number, "channel": said.channel.value}
    record(dossier, Action.DOSSIER_OBJECTION_NOTED, actor, at, facts)
    return dossier


@transaction.atomic
def settle_objection(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, objection_id: int, outcome: str,
    answer: str,
) -> Dossier:  # fmt: skip
    """Answer an objection (giải quyết ý kiến) with the outcome and the number of the written answer.

    Raises: RuleBroken `objection.none_open`, `objection.needs_answer`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    dossier.state = move(dossier, Move.SETTLE_OBJECTION)
    wanted = {"pk": objection_id, "posting__dossier": dossier, "state": ObjectionState.NOTED}
    objection = Objection.objects.select_related("posting").filter(**wanted).first()
    if objection is None:
        raise RuleBroken("objection.none_open")
    objection.outcome, objection.answer = clean(outcome), clean(answer)
    if not objection.outcome or not objection.answer:
        raise RuleBroken("objection.needs_answer")
    objection.state = next_state(OBJECTION, ObjectionState(objection.state), ObjectionMove.SETTLE)
    objection.settled_at, objection.settled_by = at, actor
    objection.save(update_fields=["outcome", "answer", "state", "settled_at", "settled_by"])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_OBJECTION_SETTLED, actor, at, {
        "posting": objection.posting.number, "objection": objection.number, "answer": objection.answer,
    })  # fmt: skip
    return dossier
