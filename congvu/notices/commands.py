"""Queue a message inside its act's transaction; claim, send and mark it from the worker."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from congvu.notices.models import Notice

LEASE = timedelta(minutes=2)
TRIES = 8


def queue(*, to: str, text: str, at: datetime) -> Notice:
    """Put a message into the outbox (xếp tin nhắn chờ gửi)."""
    return Notice.objects.create(to=to, text=text, queued_at=at)


def claim(*, at: datetime) -> Notice | None:
    """Take the oldest unsent message for two minutes; of two workers only one gets it (one changed row decides)."""
    free = Q(sent_at=None) & Q(tries__lt=TRIES) & (Q(leased_until=None) | Q(leased_until__lt=at))
    for notice in Notice.objects.filter(free).order_by("queued_at")[:10]:
        if Notice.objects.filter(free, pk=notice.pk).update(leased_until=at + LEASE, tries=F("tries") + 1):
            notice.refresh_from_db()
            return notice
    return None


@transaction.atomic
def mark_sent(*, notice_id: int, at: datetime) -> None:
    """The channel took the message (đã gửi)."""
    Notice.objects.filter(pk=notice_id, sent_at=None).update(sent_at=at, leased_until=None, failure="")


def mark_failed(*, notice_id: int, failure: str, at: datetime) -> None:
    """The channel refused; the lease keeps the message back, the longer the more often it failed."""
    notice = Notice.objects.get(pk=notice_id)
    until = at + timedelta(minutes=2**notice.tries)
    Notice.objects.filter(pk=notice_id).update(failure=failure[:300], leased_until=until)
