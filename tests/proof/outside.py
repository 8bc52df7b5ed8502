"""The acts around a dossier (postings, objections, questions, dues) for the machine that tries any history."""

from collections.abc import Callable
from datetime import date, timedelta

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.objections import Said
from congvu.dossiers.commands.posting import Minutes
from congvu.dossiers.models import Delivery, Dossier, Objection, ObjectionChannel, ObjectionKind
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
    objections = Objection.objects.filter(posting__dossier=dossier)
    asked, notice, objection = dossier.awaited.last(), dossier.dues.last(), objections.last()
    about = {"notice_id": notice.pk if notice else 0}
    said = Said(today - timedelta(days=what % 3), ObjectionKind.REMARK, ObjectionChannel.LETTER, "Lấn lối đi")
    return {
        Move.OPEN_POSTING: {"minutes": minutes},
        Move.CLOSE_POSTING: {"number": "9/BB", "objections": objections.filter(posting__state="open").count()},
        Move.EXTEND_POSTING: {"until": today + timedelta(days=what % 40), "reason": "Bão"},
        Move.RESTART_POSTING: {"minutes": minutes, "reason": "Bảng hỏng"},
        Move.NOTE_OBJECTION: {"said": said},
        Move.SETTLE_OBJECTION: {"objection_id": objection.pk if objection else 0, "outcome": "Đúng", "answer": "1/UB"},
        Move.ASK_BODY: {"question": Question(kinds[what % len(kinds)], f"{what}/PC")},
        Move.NOTE_REPLY: {"reply_id": asked.pk if asked else 0, "answer": "2/CV"},
        Move.NOTE_DUES: {
            "notice": Notice(f"{what}/TB", what % 3 * 1000, today, today + timedelta(days=30)),
            "delivered": Delivery.POST if what % 2 else None,
        },
        Move.DELIVER_DUES: about | {"how": Delivery.IN_PERSON},
        Move.NOTE_PAYMENT: about | {"proof": Proof(f"{what}/CT", today, 1 + what % 2500)},
        Move.EXEMPT_DUES: about | {"amount": 1 + what % 2500, "decision": "7/QĐ"},
        Move.WITHDRAW_DUES: about | {"reason": "Ghi nhầm"},
    }  # fmt: skip


def next_of(dossier: Dossier, what: int) -> Move:
    """A natural next act: on to the posting; once it is open, objections and its end."""
    postings = dossier.postings.filter(state="open")
    if not postings.exists():
        return (Move.FINISH_STEP, Move.OPEN_POSTING, Move.RESUME)[what % 3]
    if Objection.objects.filter(posting__in=postings, outcome="").exists() and what % 2:
        return Move.SETTLE_OBJECTION
    return (
        Move.NOTE_OBJECTION, Move.EXTEND_POSTING, Move.RESTART_POSTING, Move.CLOSE_POSTING, Move.CLOSE_POSTING,
    )[what // 2 % 5]  # fmt: skip
