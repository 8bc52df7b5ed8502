"""Hand-over lists: what may travel, what stands still on the way, and what the receiver must say."""

import pytest

from congvu.rules.batch import (
    TRANSITIONS,
    BatchMove,
    BatchState,
    Judged,
    check_not_on_the_way,
    outcome,
)
from congvu.rules.dossier import KEPT_BESIDE, Move
from congvu.rules.errors import RuleBroken
from congvu.rules.state_machine import allowed_actions, next_state


def test_a_list_is_sent_once_and_signed_once() -> None:
    sent = next_state(TRANSITIONS, BatchState.DRAFT, BatchMove.SEND)
    assert next_state(TRANSITIONS, sent, BatchMove.RECEIVE) is BatchState.RECEIVED
    assert next_state(TRANSITIONS, sent, BatchMove.RECEIVE_PARTLY) is BatchState.PARTLY_RECEIVED
    for over in (BatchState.RECEIVED, BatchState.PARTLY_RECEIVED, BatchState.CANCELLED):
        assert allowed_actions(TRANSITIONS, over) == []
    with pytest.raises(RuleBroken):
        next_state(TRANSITIONS, BatchState.DRAFT, BatchMove.RECEIVE)


def test_on_the_way_nobody_works_on_it_but_its_clock_may_be_stopped() -> None:
    for move in Move:
        check_not_on_the_way(move, "")
        if move in {Move.PAUSE, Move.RESUME, Move.CORRECT, Move.ASK_PAPERS, Move.EXTEND, *KEPT_BESIDE}:
            check_not_on_the_way(move, "Tư pháp")
        else:
            with pytest.raises(RuleBroken) as refused:
                check_not_on_the_way(move, "Tư pháp")
            assert refused.value.facts == {"to": "Tư pháp"}


def test_the_receiver_says_a_word_on_each_and_a_reason_for_each_refusal() -> None:
    assert outcome([1, 2], [Judged(2), Judged(1)]) is BatchMove.RECEIVE
    assert outcome([1, 2], [Judged(1), Judged(2, "thiếu bản chính", is_refused=True)]) is BatchMove.RECEIVE_PARTLY
    for said, code in (
        ([Judged(1)], "batch.not_all_judged"),
        ([Judged(1), Judged(3)], "batch.not_all_judged"),
        ([Judged(1), Judged(2, is_refused=True)], "batch.refusal_needs_reason"),
    ):
        with pytest.raises(RuleBroken) as refused:
            outcome([1, 2], said)
        assert refused.value.code == code
