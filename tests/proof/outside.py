"""The acts around a dossier (postings, objections, questions, dues) for the machine that tries any history."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.objections import Said
from congvu.dossiers.commands.posting import Minutes
from congvu.dossiers.models import (
    AwaitedReply,
    Delivery,
    Dossier,
    DuesNotice,
    Objection,
    ObjectionChannel,
    ObjectionKind,
    Posting,
)
from congvu.law import other_bodies
from congvu.rules.dossier import Move

VERBS: dict[Move, Callable[..., Dossier]] = {
    Move.OPEN_POSTING: commands.open_posting, Move.CLOSE_POSTING: commands.close_posting,
    Move.EXTEND_POSTING: commands.extend_posting, Move.RESTART_POSTING: commands.restart_posting,
    Move.NOTE_OBJECTION: commands.note_objection, Move.SETTLE_OBJECTION: commands.settle_objection,
    Move.ASK_BODY: commands.ask_body, Move.NOTE_REPLY: commands.note_reply, Move.NOTE_DUES: commands.note_dues,
    Move.DELIVER_DUES: commands.deliver_dues, Move.NOTE_PAYMENT: commands.note_payment,
    Move.EXEMPT_DUES: commands.exempt_dues, Move.WITHDRAW_DUES: commands.withdraw_dues,
}  # fmt: skip


def arguments(dossier: Dossier, what: int, today: date) -> dict[Move, dict[str, object]]:
    """What each act is told: mostly what fits, sometimes what cannot be."""
    minutes, kinds = Minutes(f"{what % 99}/BB", "Trụ sở"), list(other_bodies())
    asked, notice, objection = awaited(dossier), owed(dossier), unanswered(dossier)
    about, left = {"notice_id": notice.pk if notice else 0}, notice.balance.left if notice else 1
    said = Said(today - timedelta(days=what % 3), ObjectionKind.REMARK, ObjectionChannel.LETTER, "Lấn lối đi")
    return {
        Move.OPEN_POSTING: {"minutes": minutes},
        Move.CLOSE_POSTING: {"number": "9/BB", "objections": objections(dossier).filter(posting__state="open").count()},
        Move.EXTEND_POSTING: {"until": today + timedelta(days=what % 40), "reason": "Bão"},
        Move.RESTART_POSTING: {"minutes": minutes, "reason": "Bảng hỏng"},
        Move.NOTE_OBJECTION: {"said": said},
        Move.SETTLE_OBJECTION: {"objection_id": objection.pk if objection else 0, "outcome": "Đúng", "answer": "1/UB"},
        Move.ASK_BODY: {"question": Question(kinds[what % len(kinds)], f"{what}/PC")},
        Move.NOTE_REPLY: {"reply_id": asked.pk if asked else 0, "answer": "2/CV"},
        Move.NOTE_DUES: {
            "notice": Notice(f"{what}/TB", what % 5 * 1000, today, today + timedelta(days=30)),
            "delivered": None if what % 3 else Delivery.POST,
        },
        Move.DELIVER_DUES: about | {"how": Delivery.IN_PERSON},
        Move.NOTE_PAYMENT: about | {"proof": Proof(f"{what}/CT", today, (left, 1 + what % 2500)[what % 2])},
        Move.EXEMPT_DUES: about | {"amount": 1 + what % 2500, "decision": "7/QĐ"},
        Move.WITHDRAW_DUES: about | {"reason": "Ghi nhầm"},
    }  # fmt: skip


def posted(dossier: Dossier) -> Posting | None:
    return dossier.postings.filter(state="open").first()


def objections(dossier: Dossier) -> QuerySet[Objection]:
    return Objection.objects.filter(posting__dossier=dossier)


def unanswered(dossier: Dossier) -> Objection | None:
    return objections(dossier).filter(state="noted").first()


def awaited(dossier: Dossier) -> AwaitedReply | None:
    return dossier.awaited.filter(state="asked").first()


def owed(dossier: Dossier) -> DuesNotice | None:
    return dossier.dues.filter(state__in=["noted", "delivered"]).first()
