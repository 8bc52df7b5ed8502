"""The records around a dossier as its page tells staff: postings with minutes, objections, questions, dues.

Whether the name behind an objection is shown depends on the reader: the desk that works the dossier and its head may
see it, a name that was asked to be kept only the head; everybody else learns that there is one and what it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congvu.dossiers.models import AwaitedReply, Dossier, DuesNotice, Objection, Posting
from congvu.offices.models import Official
from congvu.offices.permissions import Right, has_right


@dataclass(frozen=True)
class ObjectionLine:
    """An objection with the words this reader gets for who made it."""

    objection: Objection
    who: str


@dataclass(frozen=True)
class Outside:
    """Everything around a dossier, oldest first; the minutes are among its papers."""

    postings: Sequence[Posting]
    objections: Sequence[ObjectionLine]
    awaited: Sequence[AwaitedReply]
    dues: Sequence[DuesNotice]

    @property
    def is_empty(self) -> bool:
        return not (self.postings or self.awaited or self.dues)


def outside(dossier: Dossier, reader: Official, on: date) -> Outside:
    """The records of one dossier, for this reader."""
    units = (dossier.unit, dossier.settling_unit)
    may = {right: has_right(reader, right, on, *units) for right in (Right.READ_OBJECTOR, Right.READ_WITHHELD_OBJECTOR)}
    objections = Objection.objects.filter(posting__dossier=dossier).select_related("objector", "noted_by")
    postings = dossier.postings.select_related("minutes_scan", "closing_scan").prefetch_related("extensions")
    return Outside(
        postings=list(postings.order_by("number")),
        objections=[ObjectionLine(one, _who(one, may)) for one in objections.order_by("pk")],
        awaited=list(dossier.awaited.order_by("sent_at")),
        dues=list(dossier.dues.prefetch_related("payments__scan").order_by("pk")),
    )


def _who(objection: Objection, may: dict[Right, bool]) -> str:
    objector = getattr(objection, "objector", None)
    if objector is None:
        return _("không nêu tên")
    if not may[Right.READ_OBJECTOR]:
        return _("tên không hiển thị với bạn")
    if objector.is_withheld and not may[Right.READ_WITHHELD_OBJECTOR]:
        return _("giữ kín tên theo yêu cầu")
    return f"{objector.name} ({objector.contact})" if objector.contact else objector.name
