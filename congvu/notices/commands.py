"""Queue a message inside its act's transaction; claim, send and mark it from the worker."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from congvu.ledger import commands as ledger
from congvu.notices.models import Channel, Notice, Via
from congvu.offices.models import PLACE, Official, Unit
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.outbox import LEASE, LONGEST, TRIES, delay

LOOKED_AT = 50


def queue(*, to: str, text: str, at: datetime, channel: Channel = Channel.SMS, about: str = "") -> Notice:
    """Put a message into the outbox (xếp tin nhắn chờ gửi)."""
    return Notice.objects.create(
        channel=channel, to=to, text=text, about=about, reference=secrets.token_hex(12), queued_at=at
    )


def queue_for(*, phone: str, email: str, text: str, about: str, at: datetime) -> None:
    """A message to somebody who asked for messages, by every address they gave."""
    for to, channel in ((phone, Channel.SMS), (email, Channel.EMAIL)):
        if to:
            queue(to=to, text=text, at=at, channel=channel, about=about)


def remind(*, official: Official, unit: Unit, text: str, about: str, reference: str, at: datetime) -> bool:
    """Remind an official once (nhắc việc): the same reference again does nothing. False if it was there already.

    By mail in the unit's working hours; without an address it stands on the page alone, and says so.
    """
    told: dict[str, object] = {"channel": Channel.EMAIL, "to": official.email, "in_hours_of": unit}
    if not official.email:
        told = {"channel": Channel.SCREEN, "sent_at": at, "sent_via": Via.SCREEN}
    told |= {"text": text, "about": about, "reminds": official, "queued_at": at}
    _notice, is_new = Notice.objects.get_or_create(reference=reference, defaults=told)
    return is_new


def _to_send(at: datetime) -> Q:
    """`is_waiting` of neither instant: unsent, not given up, not held by a worker, not waiting for its next try."""
    free = Q(leased_until=None) | Q(leased_until__lt=at) | Q(leased_until__gt=at + LONGEST)
    ripe = Q(next_try_at=None) | Q(next_try_at__lt=at) | Q(next_try_at__gt=at + LONGEST)
    return Q(sent_at=None, given_up_at=None) & free & ripe


def claim(*, at: datetime) -> Notice | None:
    """Take the oldest message that may go for two minutes; of two workers only one gets it (one changed row decides).

    A reminder outside the unit's working hours waits for the next opening.
    """
    _postpone(at)
    for notice in Notice.objects.filter(_to_send(at)).order_by("queued_at", "pk")[:LOOKED_AT]:
        if Notice.objects.filter(_to_send(at), pk=notice.pk).update(leased_until=at + LEASE, tries=F("tries") + 1):
            notice.refresh_from_db()
            return notice
    return None


def _postpone(at: datetime) -> None:
    """What may leave in working hours only waits for the next opening of its unit."""
    bound = Notice.objects.filter(_to_send(at), in_hours_of__isnull=False)
    for unit in Unit.objects.filter(pk__in=bound.values("in_hours_of")).select_related("calendar"):
        hours = unit.calendar_in_force().hours
        if not hours.is_open(at):
            opens = min(hours.after(at, 1), at + LONGEST)  # never farther off than `is_waiting` believes
            bound.filter(in_hours_of=unit).update(next_try_at=opens)


def mark_sent(*, notice_id: int, via: Via, at: datetime) -> None:
    """The channel took the message (đã gửi). Whichever try it was: taken is taken."""
    Notice.objects.filter(pk=notice_id, sent_at=None).update(
        sent_at=at, sent_via=via, leased_until=None, next_try_at=None, given_up_at=None, failure=""
    )


def mark_failed(*, notice: Notice, failure: str, at: datetime, is_final: bool = False) -> None:
    """The channel refused: keep why, and wait the longer the more often it failed; at the end give it up.

    Does nothing when another worker has meanwhile taken the message over.
    """
    told: dict[str, object] = {"failure": failure[:300], "leased_until": None, "next_try_at": at + delay(notice.tries)}
    if is_final or notice.tries >= TRIES:
        told |= {"given_up_at": at, "next_try_at": None}
    Notice.objects.filter(pk=notice.pk, tries=notice.tries, sent_at=None).update(**told)


def confirm(*, reference: str, at: datetime) -> bool:
    """The other side says it arrived (được xác nhận); False for a reference we did not send."""
    known = Notice.objects.filter(reference=reference, tries__gt=0)
    known.filter(confirmed_at=None).update(confirmed_at=at, given_up_at=None)
    known.filter(sent_at=None).update(sent_at=at, sent_via=Via.GATEWAY, leased_until=None, next_try_at=None, failure="")
    return known.exists()


@transaction.atomic
def retry(*, actor: Official, at: datetime, notice_id: int) -> Notice:
    """Try one again that was given up (gửi lại), with all its tries, under the same reference.

    Raises: RuleBroken `rights.missing`, `notice.not_given_up`.
    """
    notice: Notice = Notice.objects.select_for_update(no_key=True).get(pk=notice_id)
    require(actor, Right.SET_UP_PLACE, localdate(at))
    if notice.given_up_at is None:
        raise RuleBroken("notice.not_given_up")
    root = Unit.objects.get(PLACE)
    notice.given_up_at, notice.next_try_at, notice.tries = None, None, 0
    notice.save(update_fields=["given_up_at", "next_try_at", "tries"])
    ledger.append(
        action=Action.NOTICE_RETRIED, subject=f"unit:{root.code}:{localdate(at).year}", unit=root.code,
        actor=actor.login, at=at, facts={"reference": notice.reference, "failure": notice.failure},
    )  # fmt: skip
    return notice
