"""Handing a result over (trả kết quả): at the counter to a named person, or by public post with a tracking number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, fold

# S10 of the Universal Postal Union (EB 123 456 785 VN) and the services' own numbers alike: letters and digits.
TRACKING = re.compile(r"[A-Z0-9]{8,30}")


class Way(StrEnum):
    COUNTER = "counter"
    POST = "post"


@dataclass(frozen=True)
class Handing:
    """How a result leaves: `taker` and `authorisation` at the counter, `tracking` by post.

    `pays_later`: somebody saw that the fee is not paid and hands it over all the same.
    """

    way: Way = Way.COUNTER
    taker: str = ""
    authorisation: str = ""
    tracking: str = ""
    pays_later: bool = False


def tracking_number(text: str) -> str:
    """A postal item's number (số hiệu bưu gửi) without blanks and dashes. Raises: RuleBroken `handing.tracking`."""
    plain = re.sub(r"[\s.\-]", "", clean(text)).upper()
    if not TRACKING.fullmatch(plain):
        raise RuleBroken("handing.tracking")
    return plain


def check_paid(left: int, handing: Handing, *, is_uncounted: object = False) -> None:
    """A result leaves unpaid, or with a fee nobody has counted yet, only where whoever hands it over said so.

    Raises: RuleBroken `handing.unpaid`, `handing.uncounted`.
    """
    if handing.pays_later:
        return
    if left > 0:
        raise RuleBroken("handing.unpaid", amount=left)
    if is_uncounted:
        raise RuleBroken("handing.uncounted")


def checked(handing: Handing, applicant: str, authorised: Sequence[tuple[str, str]] = ()) -> Handing:
    """The hand-over as it is kept: somebody else than the applicant needs a paper; by post a number, and no name.

    `authorised` are people whose paper is already with the dossier, each with that paper.
    Raises: RuleBroken `handing.needs_taker`, `handing.needs_authorisation`, `handing.tracking`.
    """
    if handing.way is Way.POST:
        return Handing(Way.POST, tracking=tracking_number(handing.tracking))
    taker = clean(handing.taker)
    if not taker:
        raise RuleBroken("handing.needs_taker")
    if fold(taker) == fold(applicant):
        return Handing(Way.COUNTER, taker)
    known = {fold(name): paper for name, paper in authorised if name}
    paper = clean(handing.authorisation) or known.get(fold(taker), "")
    if not paper:
        raise RuleBroken("handing.needs_authorisation", taker=taker)
    return Handing(Way.COUNTER, taker, paper)
