"""How a counter's queue stands (hàng chờ): who is called, how many wait, the longest wait; numbers, never names."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate

from congvu.dossiers.models import Ticket
from congvu.offices.models import Official, Post, Role, Unit
from congvu.rules.ticket import TicketState


@dataclass(frozen=True)
class Queue:
    """`longest` is in seconds, 0 where nobody waits; `called` has the latest call first."""

    unit: Unit
    waiting: int
    longest: int
    called: list[Ticket]

    def of(self, official: Official) -> Ticket | None:
        """The number this official is serving."""
        return next((one for one in self.called if one.called_by_id == official.pk), None)


def queue_of(unit: Unit, at: datetime) -> Queue:
    """The queue of a counter at this instant of its day."""
    today = Ticket.objects.filter(unit=unit, on=localdate(at))
    waits = today.filter(state=TicketState.WAITING).aggregate(count=Count("pk"), since=Min("taken_at"))
    called = today.filter(state=TicketState.CALLED).select_related("called_by").order_by("-last_called_at", "-pk")
    longest = max(0, int((at - waits["since"]).total_seconds())) if waits["since"] else 0
    return Queue(unit, waits["count"], longest, list(called))


def before(ticket: Ticket) -> int:
    """How many wait before this number."""
    waits = Ticket.objects.filter(unit=ticket.unit, on=ticket.on, state=TicketState.WAITING)
    return waits.filter(number__lt=ticket.number).count()


def receives(unit: Unit, on: date) -> bool:
    """Does somebody receive there on that day?"""
    return unit.posts.filter(Post.held_on(on), role=Role.COUNTER).exists()


def machine_key(unit: Unit) -> str:
    """What makes the address of a unit's ticket machine: nobody who was not given it takes numbers from afar."""
    return salted_hmac("congvu.ticket-machine", unit.code, algorithm="sha256").hexdigest()[:20]


def machine_of(code: str, key: str, on: date) -> Unit | None:
    """The counter whose ticket machine has this address; None for any other."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None or not receives(unit, on) or not constant_time_compare(key, machine_key(unit)):
        return None
    return unit
