"""Early warning: when a desk is reminded of a due date, and then its head; once each."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    HOLDER = "holder"
    HEAD = "head"


@dataclass(frozen=True)
class Threshold:
    """A desk is reminded with `hours` working hours left, with a short term at `share` per cent of it."""

    hours: int
    share: int

    def seconds(self, whole: int) -> int:
        return min(self.hours * 3600, whole * self.share // 100)


def levels(left: int, whole: int, holder: Threshold, head: Threshold, *, is_held: bool) -> list[Level]:
    """Who is to be reminded now; `left` and `whole` are working seconds, of what is overdue nothing is left.

    The head comes after the holder; what nobody holds is the head's from the beginning.
    """
    found = []
    if left <= holder.seconds(whole):
        found.append(Level.HOLDER if is_held else Level.HEAD)
    if is_held and left <= min(head.seconds(whole), holder.seconds(whole)):
        found.append(Level.HEAD)
    return found
