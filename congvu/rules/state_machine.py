"""A state machine is a table: a missing row is a refusal, and the diagram in docs/states.md is printed from it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from congvu.rules.errors import RuleBroken

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


def next_state(table: Mapping[tuple[S, A], S], state: S, action: A) -> S:
    """Where the action leads from this state.

    Raises: RuleBroken `state.no_such_move` with the state and the action.
    """
    try:
        return table[state, action]
    except KeyError:
        raise RuleBroken("state.no_such_move", state=state.value, action=action.value) from None


def allowed_actions(table: Mapping[tuple[S, A], S], state: S) -> list[A]:
    """The actions that have a row for this state, in the table's order."""
    return [action for (start, action) in table if start == state]


def diagram(table: Mapping[tuple[S, A], S]) -> str:
    """The table as a Mermaid state diagram, one arrow a pair of states; docs/states.md is written from it."""
    arrows: dict[tuple[S, S], list[A]] = {}
    for (start, action), end in table.items():
        arrows.setdefault((start, end), []).append(action)
    moves = [f"    {start} --> {end}: {', '.join(actions)}" for (start, end), actions in arrows.items()]
    return "\n".join(["stateDiagram-v2", *moves])
