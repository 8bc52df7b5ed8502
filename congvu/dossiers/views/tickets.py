"""Numbered tickets: the clerk's queue, the machine that gives numbers, the public screen, the 80 mm slip."""

import re
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.models import Ticket
from congvu.dossiers.queue import before, machine_key, machine_of, queue_of, receives
from congvu.dossiers.views.counter import counter_of
from congvu.dossiers.visiting import lines_of
from congvu.law import practice
from congvu.offices.kept_forms import reopens
from congvu.offices.models import Official, Unit
from congvu.offices.once import answers_again, fresh_key, once
from congvu.offices.permissions import Right, require
from congvu.offices.staff import official_of
from congvu.rules.errors import RuleBroken
from congvu.rules.ticket import TicketMove, TicketState
from congvu.sentences import sentence

DESK = "ban"
SHOWN = 20
NUMBER = re.compile("[0-9]{1,9}")
MOVES = {"goi-lai": TicketMove.CALL, "vang": TicketMove.SKIP, "xong": TicketMove.SERVE}


@login_required
@require_http_methods(["GET", "POST"])
@reopens
@answers_again()
def queue(request: HttpRequest) -> HttpResponse:
    """The clerk's queue: call the next number, call again, skip, end; give a number to whoever has none."""
    at, official = clock.now(), official_of(request)
    unit, said = counter_of(official, at), ""
    if request.method == "POST":
        request.session[DESK] = request.POST.get("ban", request.session.get(DESK, ""))[: commands.tickets.LONGEST_DESK]
        try:
            return redirect(once(request, at, lambda: _act(request, official, unit, at)))
        except RuleBroken as refusal:
            said = sentence(refusal, _)
    stands = queue_of(unit, at)
    mine, today = stands.of(official), Ticket.objects.filter(unit=unit, on=localdate(at))
    machine = reverse("dossiers:ticket_machine", args=[unit.code, machine_key(unit)])
    context = {
        "unit": unit, "queue": stands, "mine": mine, "said": said,
        "desk": request.POST.get("ban", request.session.get(DESK, "")),
        **lines_of(mine.visit if mine else None, official, at), "key": fresh_key(official),
        "skipped": today.filter(state=TicketState.SKIPPED).order_by("number"), "machine": machine,
        "tickets": today.select_related("called_by").order_by("-number")[:SHOWN],
    }  # fmt: skip
    return render(request, "dossiers/queue.html", context)


def _act(request: HttpRequest, official: Official, unit: Unit, at: datetime) -> str:
    """Do what the button says; gives where that leads."""
    what, desk, here = request.POST.get("viec", ""), request.session[DESK], reverse("dossiers:queue")
    if what == "lay-so":
        return reverse("dossiers:ticket", args=[commands.take_ticket(actor=official, at=at, unit=unit).pk])
    if what == "goi":
        commands.call_next(actor=official, at=at, unit=unit, desk=desk)
        return here
    number = request.POST.get("so", "")
    if what not in MOVES or not NUMBER.fullmatch(number):
        raise Http404
    ticket = get_object_or_404(Ticket, pk=int(number), unit=unit)
    commands.move_ticket(actor=official, at=at, ticket_id=ticket.pk, move=MOVES[what], desk=desk)
    return here


@login_required
@require_GET
def ticket(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip of a number the clerk gave out."""
    at, found = clock.now(), get_object_or_404(Ticket.objects.select_related("unit"), pk=pk)
    require(official_of(request), Right.ACCEPT_DOSSIER, localdate(at), found.unit)
    return render(request, "dossiers/ticket.html", {"ticket": found, "before": before(found)})


def _receiving(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None or not receives(unit, localdate(clock.now())):
        raise Http404
    return unit


@never_cache
@require_http_methods(["GET", "POST"])
def machine(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The machine in the hall: one button, one number; the slip is printed, then the page is ready again.

    It has no account: its address is the key. It loads itself anew, so that its token and its count stay fresh.
    """
    at = clock.now()
    unit = machine_of(code, key, localdate(at))
    if unit is None:
        raise Http404
    if request.method == "POST":
        answer = once(request, at, lambda: _take(request, unit, at))
        list(messages.get_messages(request))  # what is said to one person does not wait there for the next
        return redirect(answer)
    taken = None
    if NUMBER.fullmatch(number := request.GET.get("so", "")):
        taken = Ticket.objects.filter(unit=unit, on=localdate(at), number=int(number)).first()
    context = {
        "unit": unit, "queue": queue_of(unit, at), "ticket": taken, "before": before(taken) if taken else 0,
        "key": fresh_key(), "seconds": practice().ticket_shown_seconds, "machine": f"{code}:{key}",
    }  # fmt: skip
    response = render(request, "dossiers/ticket_machine.html", context)
    shown = practice().ticket_shown_seconds if taken else practice().kiosk_seconds
    response["Refresh"] = f"{shown}; url={request.path}"
    return response


def _take(request: HttpRequest, unit: Unit, at: datetime) -> str:
    taken = commands.take_ticket(actor=None, at=at, unit=unit)
    return f"{request.path}?so={taken.number}"


@never_cache
@require_GET
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The screen in the hall: which numbers are called, how many wait. Loads itself anew; no script, no name."""
    stands = queue_of(_receiving(code), clock.now())
    context = {"unit": stands.unit, "queue": stands, "seconds": practice().screen_refresh_seconds}
    response = render(request, "dossiers/screen.html", context)
    response["Refresh"] = str(practice().screen_refresh_seconds)
    return response
