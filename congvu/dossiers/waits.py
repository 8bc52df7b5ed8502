"""What dossiers wait for outside the desks or for a signature, one line each: the same words for all who read them.

“Niêm yết ngày 9/15”, “chờ cơ quan thuế từ 12/11”, “chờ thực hiện nghĩa vụ tài chính từ 20/11”. No name of a person
is in any of them. A fixed number of questions to the database, however many dossiers a page shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Prefetch
from django.utils.timezone import get_current_timezone, localdate, localtime
from django.utils.translation import gettext as _

from congvu.dossiers.models import AwaitedReply, Dossier, DuesNotice, Payment, Posting, Signing
from congvu.dossiers.signings import under_way
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.awaited import ReplyState, reply_is_late
from congvu.rules.dues import DuesState
from congvu.rules.posting import PostingDay, PostingState, posting_day
from congvu.rules.signing import SigningState
from congvu.rules.term import Unit
from congvu.rules.vietnamese import dong

POSTING, REPLY, DUES, SIGNATURE = "posting", "reply", "dues", "signature"


@dataclass(frozen=True)
class Wait:
    """One thing awaited: the line, its detail, since when, and the instant that comes next.

    `is_late`: that instant is over. `late_side` says whose lateness it is: `desk` (a posting whose time is full awaits
    its closing minutes), `body`, `applicant`; empty while nobody is late.
    """

    kind: str
    line: str
    detail: str
    since: datetime
    next_at: datetime | None = None
    day: PostingDay | None = None
    late_side: str = ""

    @property
    def is_late(self) -> bool:
        return bool(self.late_side)


def waits_of(dossiers: Iterable[Dossier], now: datetime) -> dict[int, list[Wait]]:
    """What each dossier waits for, by its key; one that is finished waits for nothing."""
    found: dict[int, list[Wait]] = {one.pk: [] for one in dossiers if one.finished_at is None}
    mine = {"dossier__in": list(found)}
    postings = Posting.objects.filter(**mine, state=PostingState.OPEN).select_related("calendar")
    for posting in postings.annotate(objections_so_far=Count("objections")):
        found[posting.dossier_id].append(_posting(posting, now))
    for asked in AwaitedReply.objects.filter(**mine, state=ReplyState.ASKED).order_by("sent_at"):
        found[asked.dossier_id].append(_reply(asked, now))
    paid = Prefetch("payments", Payment.objects.order_by("pk"))
    owed = DuesNotice.objects.filter(**mine, state__in=[DuesState.NOTED, DuesState.DELIVERED]).order_by("pk")
    for notice in owed.prefetch_related(paid):
        found[notice.dossier_id].append(_dues(notice, now))
    for pk, wait in _signatures(mine):
        found[pk].append(wait)
    return found


def waits_for(dossier: Dossier, now: datetime) -> list[Wait]:
    """What one dossier waits for."""
    return waits_of([dossier], now).get(dossier.pk, [])


def _short(at: datetime) -> str:
    return f"{localtime(at):%d/%m}"


def posting_line(day: PostingDay, unit: Unit) -> str:
    """“Niêm yết ngày 9/15”; on the day it is put up none has been counted yet."""
    facts = {"day": day.day, "days": day.days}
    if day.day == 0:
        return _("Niêm yết từ hôm nay, đủ %(days)s ngày") % facts
    if unit is Unit.WORKING_DAYS:
        return _("Niêm yết ngày làm việc %(day)s/%(days)s") % facts
    return _("Niêm yết ngày %(day)s/%(days)s") % facts


def _posting(posting: Posting, now: datetime) -> Wait:
    length = posting.term
    day = posting_day(posting.opened_at, now, length, posting.calendar.hours)
    is_over = now >= posting.ends_at
    detail = _("kết thúc sớm nhất %(ends)s") % {"ends": local_instant(posting.ends_at)}
    if is_over:
        detail = _("đã đủ thời gian từ %(ends)s, chờ biên bản kết thúc") % {"ends": local_instant(posting.ends_at)}
    if count := getattr(posting, "objections_so_far", 0):
        detail += "; " + _("%(count)s ý kiến đã ghi") % {"count": count}
    line = posting_line(day, length.unit)
    return Wait(POSTING, line, detail, posting.opened_at, posting.ends_at, day, "desk" if is_over else "")


def _reply(asked: AwaitedReply, now: datetime) -> Wait:
    line = _("Chờ %(body)s từ %(since)s") % {"body": lower_first(asked.body), "since": _short(asked.sent_at)}
    facts = {"paper": asked.paper, "about": asked.question, "by": local_instant(asked.reply_by)}
    late = reply_is_late(asked.reply_by, None, now)
    if asked.reply_by is None:
        detail = _("%(about)s, văn bản số %(paper)s; luật không định thời hạn trả lời") % facts
    elif late:
        detail = _("%(about)s, văn bản số %(paper)s; cơ quan được hỏi chậm trả lời từ %(by)s") % facts
    else:
        detail = _("%(about)s, văn bản số %(paper)s; hạn trả lời %(by)s") % facts
    if not asked.ground:
        detail += "; " + _("thời hạn vẫn tính")
    return Wait(REPLY, line, detail, asked.sent_at, asked.reply_by, late_side="body" if late else "")


def _signatures(mine: Mapping[str, list[int]]) -> Iterator[tuple[int, Wait]]:
    """Signatures waited for, by unit and post and never by name; then the clerk's number and seal."""
    for turn in under_way().filter(signing__dossier__in=mine["dossier__in"]):
        signing = turn.signing
        facts = {"unit": turn.post.unit.name, "title": turn.post.title, "since": _short(signing.sent_at)}
        line = _("Đang chờ ký tại %(unit)s – %(title)s từ %(since)s") % facts
        yield signing.dossier_id, _signature(line, signing, signing.sent_at)
    signed = Signing.objects.filter(**mine, state__in=[SigningState.SIGNED, SigningState.NUMBERED])
    for one in signed.select_related("agency").order_by("pk"):
        since = one.numbered_at or one.decided_at or one.sent_at
        facts = {"unit": one.agency.name, "since": _short(since)}
        line = _("Đã ký, chờ văn thư (%(unit)s) cấp số từ %(since)s") % facts
        if one.numbered_at:
            line = _("Đã ký, chờ văn thư (%(unit)s) đóng dấu từ %(since)s") % facts
        yield one.dossier_id, _signature(line, one, since)


def _signature(line: str, signing: Signing, since: datetime) -> Wait:
    detail = _("trình lúc %(at)s; thời hạn vẫn tính") % {"at": local_instant(signing.sent_at)}
    return Wait(SIGNATURE, line, detail, since)


def lower_first(body: str) -> str:
    """A common name inside a sentence: “Cơ quan thuế” → “cơ quan thuế”; “UBND …” stays."""
    return body if body[:2].isupper() else body[:1].lower() + body[1:]


def _dues(notice: DuesNotice, now: datetime) -> Wait:
    found = notice.balance
    facts = {
        "number": notice.number, "left": dong(found.left), "amount": dong(notice.amount), "paid": dong(found.paid),
        "by": f"{notice.pay_by:%d/%m/%Y}",
    }  # fmt: skip
    if notice.delivered_at is None:
        line = _("Chờ giao thông báo nghĩa vụ tài chính từ %(since)s") % {"since": _short(notice.noted_at)}
        return Wait(DUES, line, _("thông báo số %(number)s, %(left)s; hạn nộp %(by)s") % facts, notice.noted_at)
    since = {"since": _short(notice.delivered_at)}
    line = _("Chờ thực hiện nghĩa vụ tài chính từ %(since)s") % since
    detail = _("thông báo số %(number)s, phải nộp %(left)s; hạn nộp %(by)s") % facts
    if found.paid:
        detail = _("thông báo số %(number)s: đã nộp %(paid)s, còn phải nộp %(left)s; hạn nộp %(by)s") % facts
    is_over = localdate(now) > notice.pay_by
    if is_over:
        detail += "; " + _("đã quá hạn nộp")
    end = datetime.combine(notice.pay_by, time(23, 59), get_current_timezone())
    return Wait(DUES, line, detail, notice.delivered_at, end, late_side="applicant" if is_over else "")
