"""Submission for signature (trình ký): its states, who signs at which level, and what a result needs before it is one.

The clock of the law never stops for a signature: waiting for one is a part of the time, told apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from congvu.rules.errors import RuleBroken


class SigningState(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class SigningMove(StrEnum):
    """What can be done to a submission."""

    INITIAL = "initial"
    SIGN = "sign"
    HAND_ON = "hand_on"
    MOVE = "move"
    RETURN = "return"
    WITHDRAW = "withdraw"
    NUMBER = "number"
    SEAL = "seal"
    CANCEL = "cancel"


class Draft(StrEnum):
    """What is submitted: the result of the dossier, or a letter about it."""

    RESULT = "result"
    LETTER = "letter"


SIGNING: Mapping[tuple[SigningState, SigningMove], SigningState] = {
    (SigningState.WAITING, SigningMove.INITIAL): SigningState.WAITING,
    (SigningState.WAITING, SigningMove.HAND_ON): SigningState.WAITING,
    (SigningState.WAITING, SigningMove.MOVE): SigningState.WAITING,
    (SigningState.WAITING, SigningMove.SIGN): SigningState.SIGNED,
    (SigningState.WAITING, SigningMove.RETURN): SigningState.RETURNED,
    (SigningState.WAITING, SigningMove.WITHDRAW): SigningState.WITHDRAWN,
    (SigningState.WAITING, SigningMove.CANCEL): SigningState.CANCELLED,
    (SigningState.SIGNED, SigningMove.NUMBER): SigningState.NUMBERED,
    (SigningState.SIGNED, SigningMove.RETURN): SigningState.RETURNED,
    (SigningState.SIGNED, SigningMove.CANCEL): SigningState.CANCELLED,
    (SigningState.NUMBERED, SigningMove.SEAL): SigningState.SEALED,
    (SigningState.NUMBERED, SigningMove.CANCEL): SigningState.CANCELLED,
}

# Under way: a dossier has one such submission at most, and no result meanwhile.
OPEN_SIGNINGS = frozenset({SigningState.WAITING, SigningState.SIGNED, SigningState.NUMBERED})


def signing_step(steps: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The step whose record says who signs the result (`signing`: roles in order, the last one signs)."""
    return next((step for step in steps if step.get("signing")), None)


# A body that answers to somebody else (ngành dọc, cấp tỉnh) has no leader here: its head signs its papers.
OUTSIDE_LEVELS = ("head",)


def levels_of(
    draft: Draft, steps: Sequence[Mapping[str, Any]], practice: Sequence[str], *, is_outside: bool = False
) -> list[str]:
    """The roles a draft passes: by the procedure's own record for its result, else by the place's practice.

    `is_outside`: the settling unit does not answer to the place; its head signs, whatever the record says.
    """
    if is_outside:
        return list(OUTSIDE_LEVELS)
    step = signing_step(steps) if draft is Draft.RESULT else None
    return list(step["signing"] if step else practice)


def check_levels(levels: Sequence[str], chosen: Sequence[str]) -> None:
    """The last chosen role must be the one that signs; no level before it may be left out, more initials may be asked.

    Raises: RuleBroken `signing.needs_signer`, `signing.needs_initials`.
    """
    if not chosen or chosen[-1] != levels[-1]:
        raise RuleBroken("signing.needs_signer")
    left = list(chosen[:-1])
    for level in levels[:-1]:
        if level not in left:
            raise RuleBroken("signing.needs_initials")
        left = left[left.index(level) + 1 :]


def check_result_is_signed(
    steps: Sequence[Mapping[str, Any]], signings: Iterable[tuple[Draft, SigningState]], *, by_head: object
) -> None:
    """No result while something waits to be signed; none at all before it is sealed, where the procedure says so.

    Where the procedure has a step of the head's own, a result that was not sealed is recorded by a head (`by_head`),
    whose act is the signature.

    Raises: RuleBroken `signing.still_open`, `signing.needed`, `signing.by_head`.
    """
    found = list(signings)
    if any(state in OPEN_SIGNINGS for _draft, state in found):
        raise RuleBroken("signing.still_open")
    if (Draft.RESULT, SigningState.SEALED) in found:
        return
    step = signing_step(steps)
    if step is not None:
        raise RuleBroken("signing.needed", step=step["name_vi"])
    own = next((one for one in steps if one.get("by") == "head"), None)
    if own is not None and not by_head:
        raise RuleBroken("signing.by_head", step=own["name_vi"])


def check_authority(*, needs_whom: object, needs_basis: object, whom: str, basis: str) -> None:
    """Who signs for another names the other's title; who signs by authorisation names the paper that gives it.

    Raises: RuleBroken `signing.needs_whom`, `signing.needs_basis`.
    """
    if needs_whom and not whom:
        raise RuleBroken("signing.needs_whom")
    if needs_basis and not basis:
        raise RuleBroken("signing.needs_basis")
