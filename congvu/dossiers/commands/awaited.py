"""Asking other bodies (hỏi cơ quan khác) and entering their answers; the clock stops only on a legal ground."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.clock_holds import set_clock
from congvu.dossiers.commands.progress import lock, move, record, save
from congvu.dossiers.commands.waiting import needs_the_head
from congvu.dossiers.models import AwaitedReply, Dossier
from congvu.law import other_bodies
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.awaited import REPLY, ReplyMove, ReplyState
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.state_machine import next_state
from congvu.rules.term import Term
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Question:
    """Whom we ask and what about; `kind` is an id of law/other_bodies.yaml, which has the legal time and the ground."""

    kind: str
    paper: str
    body: str = ""
    about: str = ""


@transaction.atomic
def ask_body(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, question: Question, note: str = ""
) -> Dossier:
    """Send a numbered question to another body (gửi văn bản hỏi); its time to answer is the law's record.

    Near the due instant a question stops the clock only where the head asks it, as with every pause chosen at will:
    anybody else's is sent and noted, and the clock goes on.
    Raises: RuleBroken `reply.unknown_body`, `reply.needs_paper`, `reply.paper_twice`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    dossier.state = move(dossier, Move.ASK_BODY)
    legal, paper = other_bodies().get(question.kind), clean(question.paper)
    if legal is None:
        raise RuleBroken("reply.unknown_body")
    if not paper:
        raise RuleBroken("reply.needs_paper")
    if dossier.awaited.filter(paper=paper).exists():
        raise RuleBroken("reply.paper_twice", paper=paper)
    ground = "" if needs_the_head(dossier, actor, at) else legal.ground
    calendar = dossier.settling_unit.calendar_in_force()
    reply_by = calendar.hours.due(at, Term.parse(legal.term)) if legal.term else None
    asked = AwaitedReply.objects.create(
        dossier=dossier, kind=legal.id, body=clean(question.body) or legal.name_vi,
        question=clean(question.about) or legal.asks_vi, paper=paper, sent_at=at, sent_by=actor, term=legal.term,
        reply_by=reply_by, calendar=calendar, ground=ground, note=clean(note),
    )  # fmt: skip
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_BODY_ASKED, actor, at, {
        "kind": legal.id, "body": asked.body, "paper": paper, "term": legal.term, "ground": ground,
        "reply_by": reply_by.isoformat() if reply_by else "",
    })  # fmt: skip
    set_clock(dossier, actor, at)
    return dossier


@transaction.atomic
def note_reply(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, reply_id: int, answer: str,
    note: str = "",
) -> Dossier:  # fmt: skip
    """Enter the answer that came (ghi nhận trả lời) with its number; a clock that stood on the question goes on.

    Raises: RuleBroken `reply.none_open`, `reply.needs_paper`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    dossier.state = move(dossier, Move.NOTE_REPLY)
    asked = dossier.awaited.filter(pk=reply_id, state=ReplyState.ASKED).first()
    if asked is None:
        raise RuleBroken("reply.none_open")
    asked.answer = clean(answer)
    if not asked.answer:
        raise RuleBroken("reply.needs_paper")
    asked.state = next_state(REPLY, ReplyState(asked.state), ReplyMove.ANSWER)
    asked.answered_at, asked.note = at, clean(f"{asked.note} {note}")
    asked.save(update_fields=["answer", "state", "answered_at", "note"])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_REPLY_NOTED, actor, at, {"paper": asked.paper, "answer": asked.answer})
    set_clock(dossier, actor, at)
    return dossier
