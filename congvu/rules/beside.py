"""What must be in order beside a dossier before one of its steps may end: posting, objections, dues, signature."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvu.rules.dues import DuesState
from congvu.rules.errors import RuleBroken
from congvu.rules.posting import PostingState


@dataclass(frozen=True)
class Beside:
    """What is kept: the state of each step's latest posting, objections not settled, the states of the dues,
    whether anything submitted for signature is under way, and whether the result is signed, numbered and sealed."""

    postings: Mapping[str, PostingState] = field(default_factory=dict)
    unsettled_objections: int = 0
    dues: Collection[DuesState] = ()
    signing_is_open: bool = False
    result_is_sealed: bool = False


def check_step_end(steps: Sequence[Mapping[str, Any]], index: int, beside: Beside) -> None:
    """May the step at this place end?

    A step with a posting ends after the closing minutes; a step with dues ends when every notice is settled; any step
    after a posting ends when every objection has its answer; no step ends while a draft is under way for signature, and
    one that says who signs only when the result is sealed.
    Raises: RuleBroken `posting.not_closed`, `dues.not_settled`, `objection.not_settled`, `signing.still_open`,
    `signing.needed`.
    """
    step = steps[index]
    kind = step.get("kind", "")
    if kind == "posting" and beside.postings.get(step["id"]) is not PostingState.CLOSED:
        raise RuleBroken("posting.not_closed", step=step["name_vi"])
    standing = [state for state in beside.dues if state is not DuesState.WITHDRAWN]
    if kind == "dues" and (not standing or any(state is not DuesState.SETTLED for state in standing)):
        raise RuleBroken("dues.not_settled", step=step["name_vi"])
    if beside.unsettled_objections and any(one.get("kind") == "posting" for one in steps[:index]):
        raise RuleBroken("objection.not_settled", count=beside.unsettled_objections)
    if beside.signing_is_open:
        raise RuleBroken("signing.still_open")
    if step.get("signing") and not beside.result_is_sealed:
        raise RuleBroken("signing.needed", step=step["name_vi"])
