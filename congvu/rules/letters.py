"""The law of the letters to an applicant: asking for missing papers, apologising and extending the appointment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Missing:
    """One paper that is asked for (giấy tờ cần bổ sung), and why."""

    what: str
    why: str


def read_missing(text: str) -> list[Missing]:
    """What was typed, one paper a line with its reason after a colon; empty lines are left out.

    Raises: RuleBroken `supplement.nothing_asked`, `supplement.line_without_reason`, `supplement.line_too_long`.
    """
    found = []
    for number, line in enumerate(clean(text).splitlines(), start=1):
        if not line:
            continue
        what, _colon, why = (part.strip() for part in line.partition(":"))
        if not what or not why:
            raise RuleBroken("supplement.line_without_reason", line=number, text=line[:60])
        if len(what) > 300 or len(why) > 500:
            raise RuleBroken("supplement.line_too_long", line=number)
        found.append(Missing(what, why))
    if not found:
        raise RuleBroken("supplement.nothing_asked")
    return found


def check_supplement_request(asked_before: int, tolerated: int, *, confirmed: bool) -> None:
    """A request beyond what the national index tolerates is sent only by somebody who says that he knows it.

    Source: law/practice.yaml, supplement_requests_tolerated. Raises: RuleBroken `supplement.needs_confirmation`.
    """
    if asked_before >= tolerated and not confirmed:
        raise RuleBroken("supplement.needs_confirmation", number=asked_before + 1, tolerated=tolerated)


def check_extension(given: int, allowed: int, new_due: datetime, due_at: datetime | None, at: datetime) -> None:
    """A dossier is appointed anew at most as often as allowed, to an instant after the first date and after now.

    Source: law/practice.yaml, extensions_allowed. Raises: RuleBroken `extension.no_due`, `extension.used_up`,
    `extension.not_later`.
    """
    if due_at is None:
        raise RuleBroken("extension.no_due")
    if given >= allowed:
        raise RuleBroken("extension.used_up", allowed=allowed)
    if new_due <= max(due_at, at):
        raise RuleBroken("extension.not_later", due=due_at)


def moves_the_due(due_at: datetime, at: datetime) -> bool:
    """Does an apology written now move the due date (gia hạn)? Not once it has gone by: then the new day is only told.

    What is late stays late for ever; whoever waits still learns for which day it is appointed (ngày hẹn lại).
    """
    return at <= due_at


def is_apology_late(on: date, due_on: date, days_before: int) -> bool:
    """A late apology (xin lỗi muộn): written later than the given number of days before the due day.

    Source: law/practice.yaml, apology_days_before_due.
    """
    return on > due_on - timedelta(days=days_before)


# A reference to a law as the procedures' records write it: no brackets, no remark after a colon.
REFERENCE = re.compile(
    r"^(?:(?:[Đđ]iểm|[Kk]hoản|Điều|Phần|Phụ lục) [^():]*)?(?:Bộ luật|Luật|NĐ|QĐ|TT|Thông tư)\b"
    r"(?!.*\b(?:only|until|from|mostly)\b)[^():]*$"
)


def legal_basis(recorded: str) -> str:
    """The references of a procedure's record as a paper cites them; what is a remark or not Vietnamese is left out."""
    parts = [part.strip() for part in recorded.split(";")]
    return "; ".join(re.sub(r"\barts?\. ?", "Điều ", part) for part in parts if REFERENCE.match(part))


def numbered(items: Sequence[Missing]) -> list[dict[str, str]]:
    """The list as a paper carries it."""
    return [{"what": one.what, "why": one.why} for one in items]
