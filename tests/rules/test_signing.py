"""Submission for signature: who signs at which level, what a result needs, and that every end is an end."""

import pytest

from congvu.rules.errors import RuleBroken
from congvu.rules.signing import (
    OPEN_SIGNINGS,
    SIGNING,
    Draft,
    SigningMove,
    SigningState,
    check_authority,
    check_levels,
    check_result_is_signed,
    levels_of,
)
from congvu.rules.state_machine import allowed_actions, next_state

PLAIN = [{"id": "verify", "name_vi": "Xác minh"}, {"id": "sign", "name_vi": "Ký"}]
MARKED = [PLAIN[0], PLAIN[1] | {"signing": ["head", "leader"]}]
SEALED = (Draft.RESULT, SigningState.SEALED)


def test_a_draft_is_signed_numbered_and_sealed_in_this_order_only() -> None:
    state = SigningState.WAITING
    for move in (SigningMove.INITIAL, SigningMove.SIGN, SigningMove.NUMBER, SigningMove.SEAL):
        state = next_state(SIGNING, state, move)
    assert state is SigningState.SEALED
    for start, move in (
        (SigningState.WAITING, SigningMove.NUMBER), (SigningState.SIGNED, SigningMove.SEAL),
        (SigningState.SIGNED, SigningMove.WITHDRAW), (SigningState.NUMBERED, SigningMove.RETURN),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="no_such_move"):
            next_state(SIGNING, start, move)


def test_what_is_open_ends_with_its_dossier_and_what_is_over_stays_as_it_is() -> None:
    for state in SigningState:
        assert ((state, SigningMove.CANCEL) in SIGNING) is (state in OPEN_SIGNINGS)
        assert bool(allowed_actions(SIGNING, state)) is (state in OPEN_SIGNINGS)


def test_the_procedure_says_who_signs_its_result_and_the_place_says_it_of_everything_else() -> None:
    assert levels_of(Draft.RESULT, MARKED, ["leader"]) == ["head", "leader"]
    assert levels_of(Draft.RESULT, PLAIN, ["leader"]) == levels_of(Draft.LETTER, MARKED, ["leader"]) == ["leader"]


@pytest.mark.parametrize(
    ("levels", "chosen", "code"),
    [
        (["head", "leader"], ["head", "leader"], ""), (["leader"], ["leader"], ""),
        (["leader"], ["head", "leader"], ""), (["head", "head", "leader"], ["head", "head", "leader"], ""),
        (["head", "leader"], ["leader"], "signing.needs_initials"),
        (["head", "head", "leader"], ["head", "leader"], "signing.needs_initials"),
        (["leader"], ["head"], "signing.needs_signer"), (["leader"], [], "signing.needs_signer"),
        (["head", "leader"], ["leader", "head"], "signing.needs_signer"),
    ],
)  # fmt: skip
def test_no_level_is_left_out_and_more_initials_may_be_asked(levels: list[str], chosen: list[str], code: str) -> None:
    if not code:
        check_levels(levels, chosen)
        return
    with pytest.raises(RuleBroken) as refused:
        check_levels(levels, chosen)
    assert refused.value.code == code


def test_what_an_outside_body_settles_is_signed_by_its_head_alone() -> None:
    for draft in Draft:
        assert levels_of(draft, MARKED, ["leader"], is_outside=True) == ["head"]


def test_a_result_waits_for_what_is_under_way_and_where_the_procedure_says_so_for_its_seal() -> None:
    check_result_is_signed(PLAIN, [], by_head=False)
    check_result_is_signed(MARKED, [(Draft.RESULT, SigningState.RETURNED), SEALED], by_head=False)
    for signings in ([], [(Draft.LETTER, SigningState.SEALED)], [(Draft.RESULT, SigningState.WITHDRAWN)]):
        with pytest.raises(RuleBroken, match=r"signing\.needed"):
            check_result_is_signed(MARKED, signings, by_head=True)
    for state in OPEN_SIGNINGS:
        with pytest.raises(RuleBroken, match=r"signing\.still_open"):
            check_result_is_signed(PLAIN, [SEALED, (Draft.LETTER, state)], by_head=True)


def test_a_step_of_the_head_s_own_is_signed_by_the_head_s_act_or_sealed() -> None:
    own = [{"id": "sign", "name_vi": "Ký", "by": "head"}]
    check_result_is_signed(own, [], by_head=True)
    check_result_is_signed(own, [SEALED], by_head=False)
    with pytest.raises(RuleBroken, match=r"signing\.by_head"):
        check_result_is_signed(own, [(Draft.LETTER, SigningState.SEALED)], by_head=False)


def test_who_signs_for_another_names_him_and_the_paper_that_authorises() -> None:
    check_authority(needs_whom=False, needs_basis=False, whom="", basis="")
    check_authority(needs_whom=True, needs_basis=True, whom="Chủ tịch", basis="12/GUQ-UBND")
    with pytest.raises(RuleBroken, match="needs_whom"):
        check_authority(needs_whom=True, needs_basis=False, whom="", basis="")
    with pytest.raises(RuleBroken, match="needs_basis"):
        check_authority(needs_whom=True, needs_basis=True, whom="Chủ tịch", basis="")
