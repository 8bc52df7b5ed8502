"""The counter in the demonstration: numbers taken and called, two dossiers in one visit, receipts for an outage."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone, localdate

from congvu.demo.place import names
from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Intake, Party
from congvu.dossiers.models import Dossier, PaperReceipt, Ticket
from congvu.offices.models import Official, Post, ProcedureVersion, Role, Unit
from congvu.rules.handing_over import Handing, Way
from congvu.rules.paper_receipt import ReceiptState
from congvu.rules.ticket import TicketMove, TicketState

if TYPE_CHECKING:
    from congvu.demo.course import Course
    from congvu.demo.fill import Town

CENTRE, PRINTED, DAYS, TICKETS = "ttpvhcc", 20, 3, 30
TOGETHER = ("birth-registration", "permanent-residence")


def _clerks(unit: Unit, on: date) -> list[Official]:
    posts = Post.objects.filter(Post.held_on(on), unit=unit, role=Role.COUNTER, official__is_active=True)
    return [post.official for post in posts.select_related("official").order_by("pk")]


def next_receipt(unit: Unit) -> str:
    """The next paper receipt a counter would write on; '' where none is left."""
    out = PaperReceipt.objects.filter(unit=unit, state=ReceiptState.OUT).order_by("year", "number").first()
    return out.symbol if out else ""


def handing_of(dossier_id: int) -> Handing:
    """Mostly whoever asked comes; some have it sent, a few send somebody with a paper."""
    dossier = Dossier.objects.select_related("applicant").get(pk=dossier_id)
    party = dossier.applicant
    random = Random(dossier.code)  # noqa: S311 (its own chance, so that the rest stays as it was)
    chance = random.random()
    if chance < 0.08:
        return Handing(Way.POST, tracking=f"EB{random.randint(0, 999_999_999):09}VN")
    if chance < 0.14:
        return Handing(taker="Bùi Thị Tư", authorisation=f"{random.randint(1, 60):02}/GUQ")
    return Handing(taker=party.submitter_name or party.name)


def plan(
    town: "Town",
    days: Sequence[date],
    *,
    party: Callable[["Town"], Party],
    course: Callable[["Town", Dossier, ProcedureVersion, Unit], "Course"],
) -> int:
    """Receipts before the first day, numbers on the last days; gives how many dossiers the visit brings."""
    random = town.chance("counter")
    own, zone = replace(town, random=random, names=names(random)), get_current_timezone()
    for unit in Unit.objects.filter(posts__role=Role.COUNTER).distinct().order_by("code"):
        own.later(datetime.combine(days[0], time(7, 0), zone), _printing(unit))
    centre = Unit.objects.get(code=CENTRE)
    for day in days[-DAYS:]:
        _numbers(own, centre, datetime.combine(day, time(7, 32), zone))
    own.later(own.hours.before(own.now, 900), _together(own, centre, party, course))
    return len(TOGETHER)


def _printing(unit: Unit) -> Callable[[datetime], None]:
    def print_and_spoil_one(at: datetime) -> None:
        clerk = _clerks(unit, localdate(at))[0]
        block = commands.print_receipts(actor=clerk, at=at, unit=unit, count=PRINTED)
        spoilt = block.receipts.get(number=block.first)
        commands.cancel_paper_receipt(actor=clerk, at=at, receipt_id=spoilt.pk, reason="Giấy in bị nhoè")

    return print_and_spoil_one


def _numbers(town: "Town", unit: Unit, opens: datetime) -> None:
    """A morning's numbers: some come every few minutes, each is called a while later, one is not there."""
    for number in range(TICKETS):
        came = opens + timedelta(minutes=7 * number, seconds=town.random.randint(0, 300))
        town.later(came, _taking(unit))
        called = came + timedelta(minutes=town.random.randint(3, 24))
        town.later(called, _calling(town, unit, is_away=number == 3))


def _taking(unit: Unit) -> Callable[[datetime], None]:
    def take(at: datetime) -> None:
        commands.take_ticket(actor=None, at=at, unit=unit)

    return take


def _calling(town: "Town", unit: Unit, *, is_away: bool) -> Callable[[datetime], None]:
    def call(at: datetime) -> None:
        clerks = _clerks(unit, localdate(at))
        place = town.random.randrange(len(clerks))
        if not Ticket.objects.filter(unit=unit, on=localdate(at), state=TicketState.WAITING).exists():
            return
        ticket = commands.call_next(actor=clerks[place], at=at, unit=unit, desk=str(place + 1))
        if is_away:
            commands.move_ticket(actor=clerks[place], at=at, ticket_id=ticket.pk, move=TicketMove.SKIP)

    return call


def _together(
    town: "Town",
    unit: Unit,
    party: Callable[["Town"], Party],
    course: Callable[["Town", Dossier, ProcedureVersion, Unit], "Course"],
) -> Callable[[datetime], None]:
    def receive(at: datetime) -> None:
        clerk, who, visit = _clerks(unit, localdate(at))[0], party(town), None
        versions = ProcedureVersion.objects.select_related("procedure", "settling_unit")
        for version in versions.filter(procedure__slug__in=TOGETHER, valid_to=None).order_by("procedure__slug"):
            papers = tuple(paper["name_vi"] for paper in version.papers if paper["required"])
            intake = Intake(version.pk, who, papers)
            dossier = commands.receive(actor=clerk, at=at, unit=unit, intake=intake, visit_id=visit)
            visit = dossier.visit_item.visit_id
            course(town, dossier, version, unit).begin(at)

    return receive
