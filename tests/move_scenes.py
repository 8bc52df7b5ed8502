"""For each move a dossier to which it can be made, when, and what is typed: whoever may make it makes it whole."""

from collections.abc import Callable, Mapping

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice
from congvu.dossiers.models import Delivery, Dossier
from congvu.rules.dossier import Move
from tests.dossiers.test_outside import do, posted, said
from tests.people import Cast, at

NOW = "2026-11-23 10:00"
Typed = dict[str, object]
Made = tuple[Dossier, str, Typed]
Maker = Callable[[Cast], Made]


def plain(**typed: object) -> Maker:
    """A dossier on Hà's desk, received this morning."""
    return lambda cast: (cast.at_desk(), NOW, typed)


def onward(cast: Cast) -> Made:
    return cast.at_desk(), NOW, {"to": f"{cast.justice.pk}:{cast.minh.pk}"}


def paused(cast: Cast) -> Made:
    dossier = do(
        commands.pause, cast.ha, "2026-11-23 09:30", cast.at_desk(), ground="bat-kha-khang", paper="1/TB-UBND"
    )
    return dossier, NOW, {}


def extended(cast: Cast) -> Made:
    return cast.at_desk(), NOW, {"new_day": "02/12/2026", "reason": "Chờ xác minh", "unit_at_fault": cast.justice.pk}


def with_result(cast: Cast) -> Made:
    dossier = do(commands.record_result, cast.minh, "2026-11-23 09:40", cast.at_desk())
    return dossier, NOW, {"way": "counter", "taker": "Bùi Văn Ba"}


def to_be_posted(cast: Cast) -> Made:
    return cast.at_desk(version=cast.land), NOW, {"number": "12/BB-UBND", "places": "Trụ sở"}


def up(when: str = NOW, **typed: object) -> Maker:
    """A dossier posted publicly since 9 November."""
    return lambda cast: (posted(cast), when, typed)


def objected(cast: Cast) -> Made:
    dossier = do(commands.note_objection, cast.ha, "2026-11-13 09:00", posted(cast), said=said())
    which = dossier.postings.get().objections.get().pk
    return dossier, NOW, {"which": which, "outcome": "Không có căn cứ", "answer": "31/UBND-KT"}


def asked(cast: Cast) -> Made:
    question = Question("do-dac", "45/PC-UBND")
    dossier = do(commands.ask_body, cast.ha, "2026-11-23 09:30", cast.at_desk(), question=question)
    return dossier, NOW, {"which": dossier.awaited.get().pk, "answer": "204/VPDK"}


def owing(*, delivered: bool, **typed: object) -> Maker:
    """A land dossier with a notice of dues."""

    def make(cast: Cast) -> Made:
        notice = Notice("1204/TB-CCT", 5000, at(NOW).date(), at("2026-12-23 10:00").date())
        dossier = do(
            commands.note_dues, cast.ha, "2026-11-23 09:30", cast.at_desk(version=cast.land), notice=notice,
            delivered=Delivery.IN_PERSON if delivered else None,
        )  # fmt: skip
        return dossier, NOW, typed | {"which": dossier.dues.get().pk}

    return make


def dues(cast: Cast) -> Made:
    typed = {"number": "1204/TB-CCT", "amount": "5000", "issued_on": "23/11/2026", "pay_by": "23/12/2026"}
    return cast.at_desk(version=cast.land), NOW, typed


MOVES: Mapping[Move, Maker] = {
    Move.FINISH_STEP: onward,
    Move.HAND_ON: onward,
    Move.PAUSE: plain(ground="bat-kha-khang", paper="1/TB-UBND"),
    Move.RESUME: paused,
    Move.RECORD_RESULT: plain(),
    Move.RETURN: with_result,
    Move.CORRECT: plain(name="Bùi Văn Bảy", phone="0912345678", channel="counter", reason="Ghi nhầm tên"),
    Move.ASK_PAPERS: plain(missing="Tờ khai: thiếu chữ ký", basis="Điều 17"),
    Move.EXTEND: extended,
    Move.STOP: plain(reason="Không còn đối tượng", basis="Điều 17"),
    Move.WITHDRAW: plain(reason="Đơn ngày 23/11/2026"),
    Move.OPEN_POSTING: to_be_posted,
    Move.EXTEND_POSTING: up(until="04/12/2026", reason="Bão"),
    Move.RESTART_POSTING: up(number="13/BB-UBND", places="Trụ sở", reason="Bảng hỏng"),
    Move.CLOSE_POSTING: up("2026-11-26 08:00", number="20/BB-UBND", objections="0"),
    Move.NOTE_OBJECTION: up(came_on="20/11/2026", kind="remark", channel="letter", summary="Lấn lối đi chung"),
    Move.SETTLE_OBJECTION: objected,
    Move.ASK_BODY: plain(kind="do-dac", paper="45/PC-UBND"),
    Move.NOTE_REPLY: asked,
    Move.NOTE_DUES: dues,
    Move.DELIVER_DUES: owing(delivered=False, how="in_person"),
    Move.NOTE_PAYMENT: owing(delivered=True, number="GNT-1", paid_on="23/11/2026", amount="5000"),
    Move.EXEMPT_DUES: owing(delivered=True, decision="7/QĐ", amount="5000"),
    Move.WITHDRAW_DUES: owing(delivered=True, reason="Ghi nhầm"),
}
