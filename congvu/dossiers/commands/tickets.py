"""Tickets of a counter's day (số thứ tự): taken at the machine or by the clerk, called, skipped, served.

A ticket holds no name and is no act on a dossier: it stands in its own table, not in the ledger (docs/counter.md).
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.models import Ticket, TicketDay, Visit
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.state_machine import next_state
from congvu.rules.ticket import TICKET, TicketMove, TicketState
from congvu.rules.vietnamese import clean

LONGEST_DESK = 10


@transaction.atomic
def take_ticket(*, actor: Official | None, at: datetime, unit: Unit) -> Ticket:
    """Give out the next number of the day (lấy số); without an actor it is taken at the machine.

    Raises: RuleBroken `rights.missing`.
    """
    day = _lock_day(unit, at)
    if actor is not None:
        require(actor, Right.ACCEPT_DOSSIER, localdate(at), unit)
    day.last += 1
    day.save(update_fields=["last"])
    return Ticket.objects.create(unit=unit, on=day.on, number=day.last, taken_at=at, taken_by=actor)


@transaction.atomic
def call_next(*, actor: Official, at: datetime, unit: Unit, desk: str = "") -> Ticket:
    """Call the number that has waited longest (gọi số tiếp theo); whom this person served till now is served.

    Raises: RuleBroken `rights.missing`, `ticket.none_waits`.
    """
    day = _lock_day(unit, at)
    require(actor, Right.ACCEPT_DOSSIER, localdate(at), unit)
    of_day = Ticket.objects.filter(unit=unit, on=day.on)
    ticket = of_day.filter(state=TicketState.WAITING).order_by("number").first()
    if ticket is None:
        raise RuleBroken("ticket.none_waits")
    return _call(ticket, actor, at, desk)


@transaction.atomic
def move_ticket(*, actor: Official, at: datetime, ticket_id: int, move: TicketMove, desk: str = "") -> Ticket:
    """Call a number again, note that nobody came, or that its visit is over (gọi lại, không có mặt, xong).

    Raises: RuleBroken `rights.missing`, `ticket.not_today`, `ticket.with_another`, `state.no_such_move`.
    """
    found = Ticket.objects.select_related("unit").get(pk=ticket_id)
    _lock_day(found.unit, at)
    require(actor, Right.ACCEPT_DOSSIER, localdate(at), found.unit)
    ticket = Ticket.objects.get(pk=ticket_id)  # as it is behind the lock
    if ticket.on != localdate(at):
        raise RuleBroken("ticket.not_today", number=ticket.number)
    if ticket.state == TicketState.CALLED and ticket.called_by_id != actor.pk and ticket.called_by is not None:
        raise RuleBroken("ticket.with_another", number=ticket.number, who=ticket.called_by.full_name)
    if move is TicketMove.CALL:
        return _call(ticket, actor, at, desk)
    ticket.state, ticket.ended_at = next_state(TICKET, TicketState(ticket.state), move), at
    ticket.save(update_fields=["state", "ended_at"])
    return ticket


def _lock_day(unit: Unit, at: datetime) -> TicketDay:
    """The day's row, locked: numbers have no gaps, and two people never call the same one."""
    day, _ = TicketDay.objects.select_for_update().get_or_create(unit=unit, on=localdate(at))
    return day


def _call(ticket: Ticket, actor: Official, at: datetime, desk: str) -> Ticket:
    """Call it, end the visit this person had, and begin the visit of whoever comes."""
    ticket.state = next_state(TICKET, TicketState(ticket.state), TicketMove.CALL)
    mine = Ticket.objects.filter(unit=ticket.unit, on=ticket.on, state=TicketState.CALLED, called_by=actor)
    mine.exclude(pk=ticket.pk).update(state=TicketState.SERVED, ended_at=at)
    ticket.called_at, ticket.last_called_at, ticket.called_by = ticket.called_at or at, at, actor
    ticket.desk, ticket.ended_at = clean(desk)[:LONGEST_DESK], None
    ticket.save(update_fields=["state", "called_at", "last_called_at", "called_by", "desk", "ended_at"])
    begun = {"unit": ticket.unit, "begun_at": at, "begun_by": actor}
    Visit.objects.get_or_create(ticket=ticket, defaults=begun)
    return ticket
