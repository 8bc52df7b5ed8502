"""The points of a dossier's timeline beside its steps: postings, questions to other bodies, dues, signatures."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from congvu.dossiers.models import Delivery, Dossier, Signing
from congvu.dossiers.waits import lower_first
from congvu.rules.dues import DuesState
from congvu.rules.posting import PostingState
from congvu.rules.signing import SigningState
from congvu.rules.vietnamese import dong


@dataclass(frozen=True)
class Moment:
    """One point of the timeline; `kind` is done, now, late, todo or pause; `is_data`: the title is a step's name."""

    kind: str
    title: str
    at: datetime | None = None
    until: datetime | None = None
    where: str = ""
    detail: str = ""
    is_data: bool = False

    @property
    def is_open(self) -> bool:
        """Is this stretch still going on?"""
        return self.kind in {"now", "late", "pause"} and self.until is None


def outside_moments(dossier: Dossier) -> list[Moment]:
    """What happened outside the desks, for staff and applicant alike: objections are a number, never a name."""
    return [*_postings(dossier), *_questions(dossier), *_dues(dossier), *_signatures(dossier)]


def _postings(dossier: Dossier) -> list[Moment]:
    found = []
    for one in dossier.postings.annotate(objections_so_far=Count("objections")).order_by("number"):
        facts = {"minutes": one.minutes, "closing": one.closing_minutes, "count": one.objections_so_far}
        detail = _("biên bản số %(minutes)s") % facts
        if one.state == PostingState.CLOSED:
            detail = _("biên bản số %(minutes)s, kết thúc: số %(closing)s; %(count)s ý kiến") % facts
        if one.state == PostingState.REPLACED:
            detail = _("biên bản số %(minutes)s; phải niêm yết lại từ đầu") % facts
        kind = "now" if one.state == PostingState.OPEN else "done"
        found.append(Moment(kind, _("Niêm yết công khai"), one.opened_at, one.closed_at, detail=detail))
    return found


def _questions(dossier: Dossier) -> list[Moment]:
    found = []
    for one in dossier.awaited.order_by("sent_at"):
        facts = {"about": one.question, "paper": one.paper, "answer": one.answer}
        detail = _("%(about)s, văn bản số %(paper)s") % facts
        if one.answered_at:
            detail = _("%(about)s, văn bản số %(paper)s; trả lời số %(answer)s") % facts
        kind = "done" if one.answered_at else "now"
        title = _("Hỏi %(body)s") % {"body": lower_first(one.body)}
        found.append(Moment(kind, title, one.sent_at, one.answered_at, detail=detail))
    return found


def _dues(dossier: Dossier) -> list[Moment]:
    found = []
    for one in dossier.dues.exclude(state=DuesState.WITHDRAWN).prefetch_related("payments").order_by("pk"):
        sums = one.balance
        facts = {"number": one.number, "amount": dong(one.amount), "paid": dong(sums.paid)}
        detail = _("thông báo số %(number)s, %(amount)s, đã nộp %(paid)s") % facts
        if one.exempted:
            detail += _("; miễn, giảm %(amount)s") % {"amount": dong(one.exempted)}
        if sums.overpaid:
            detail += _("; nộp thừa %(amount)s, liên hệ cơ quan thuế để được hoàn") % {"amount": dong(sums.overpaid)}
        if one.delivered_how:
            detail += "; " + str(Delivery(one.delivered_how).label).lower()
        begun = one.delivered_at or one.noted_at
        kind = "done" if one.settled_at else "now"
        found.append(Moment(kind, _("Nghĩa vụ tài chính"), begun, one.settled_at, detail=detail))
    return found


def _signatures(dossier: Dossier) -> list[Moment]:
    """Each wait for a signature, by unit and post: never a name, nor why a draft went back."""
    found = []
    for one in dossier.signings.select_related("agency").order_by("number"):
        turn = one.turns.filter(began_at__isnull=False).select_related("post__unit").latest("pk")
        where = f"{turn.post.unit.name} – {turn.post.title}"
        kind = "done" if one.decided_at else "now"
        found.append(Moment(kind, _("Chờ ký"), one.sent_at, one.decided_at, where, _signature_detail(one)))
        if one.decided_at and one.decided_at != one.ended_at:
            found.append(_with_clerk(one))
    return found


def _with_clerk(signing: Signing) -> Moment:
    """From the signature on it is the clerk's: until the seal, or until it came back or ended with its dossier."""
    detail = _("số %(symbol)s") % {"symbol": signing.symbol} if signing.symbol else ""
    kind, title = "done" if signing.ended_at else "now", _("Cấp số, đóng dấu")
    if not signing.sealed_at:
        title = _("Chờ cấp số, đóng dấu")
    return Moment(kind, title, signing.decided_at, signing.ended_at, signing.agency.name, detail)


def _signature_detail(signing: Signing) -> str:
    said = {
        SigningState.WAITING: _("đang chờ ký"),
        SigningState.RETURNED: _("trả lại để hoàn thiện"),
        SigningState.WITHDRAWN: _("rút lại để hoàn thiện"),
        SigningState.CANCELLED: _("thôi trình vì hồ sơ kết thúc"),
    }
    return said.get(SigningState(signing.state), _("đã ký"))
