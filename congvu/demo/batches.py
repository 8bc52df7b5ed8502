"""The ferry in the demonstration: what the two island points receive travels in signed lists, one of them right now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone, localdate

from congvu.demo.place import names
from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Intake, Party
from congvu.dossiers.models import Batch, Dossier
from congvu.offices.models import ProcedureVersion, Role, Unit
from congvu.rules.batch import Cargo, Judged

if TYPE_CHECKING:
    from congvu.demo.course import Course
    from congvu.demo.fill import Town

POINTS = ("diem-dong-tien", "diem-thanh-lan")
# One destination a trip, in turn; long terms, so that a boat does not make them late.
LOADS = ("land-transfer", "marital-status-certificate", "social-allowance")
TRIPS, LOAD = 3, 3


@dataclass
class Trip:
    """One crossing: what one point received for one unit; `course` goes on with a dossier that arrived."""

    town: "Town"
    point: Unit
    version: ProcedureVersion
    party: Callable[["Town"], Party]
    course: Callable[["Town", Dossier, ProcedureVersion, Unit], "Course"]
    refuses_one: bool = False
    taken: list[int] = field(default_factory=list)
    batch: Batch | None = None

    def receive(self, at: datetime) -> None:
        papers = tuple(paper["name_vi"] for paper in self.version.papers if paper["required"])
        intake = Intake(self.version.pk, self.party(self.town), papers)
        clerk = self.town.desk(self.point, Role.COUNTER)
        self.taken.append(commands.accept(actor=clerk, at=at, unit=self.point, intake=intake).pk)

    def send(self, at: datetime) -> None:
        """The clerk makes the list and signs it; the boat leaves half an hour later."""
        clerk = self.town.desk(self.point, Role.COUNTER)
        to = self.version.settling_unit
        if to is None or not self.taken:
            return
        made = batches.make_batch(
            actor=clerk, at=at, from_unit=self.point, to_unit=to, cargo=Cargo.PAPERS, dossier_ids=self.taken
        )
        leaves = (at + timedelta(minutes=30)).replace(second=0, microsecond=0)
        boat = f"Tàu {self.point.name.removeprefix('Điểm tiếp nhận ')} – Cô Tô"
        self.batch = batches.send_batch(actor=clerk, at=at, batch_id=made.pk, carried_by=boat, departs_at=leaves)

    def arrive(self, at: datetime) -> None:
        """The head signs for what came, gives each to a desk, and the work goes on."""
        if self.batch is None:
            return
        unit = self.batch.to_unit
        head = self.town.desk(unit, Role.HEAD)
        items = list(self.batch.items.order_by("pk"))
        refused = items[-1].pk if self.refuses_one else 0
        judged = [
            Judged(one.pk, "Thiếu bản chính tờ khai", is_refused=True) if one.pk == refused else Judged(one.pk)
            for one in items
        ]
        batches.receive_batch(actor=head, at=at, batch_id=self.batch.pk, judged=judged)
        for one in items:
            if one.pk != refused:
                to = Receiver(unit, self.town.desk(unit, Role.SPECIALIST))
                commands.hand_on(actor=head, at=at, dossier_id=one.dossier_id, seen_version=None, to=to)
                dossier = Dossier.objects.get(pk=one.dossier_id)
                self.course(self.town, dossier, self.version, self.point).plan(1, at)


def plan(
    town: "Town",
    days: Sequence[date],
    *,
    party: Callable[["Town"], Party],
    course: Callable[["Town", Dossier, ProcedureVersion, Unit], "Course"],
) -> int:
    """Trips of the last days, and one on the way at the present moment; gives how many dossiers travel."""
    random = town.chance("batches")
    own = replace(town, random=random, names=names(random))
    found = ProcedureVersion.objects.select_related("procedure", "settling_unit")
    versions = {one.procedure.slug: one for one in found}
    points = list(Unit.objects.filter(code__in=POINTS).order_by("code"))
    zone = get_current_timezone()
    before = [day for day in days if day < localdate(own.now)][-TRIPS:]
    for number, day in enumerate(before):
        for shift, point in enumerate(points):
            version = versions[LOADS[(number + shift) % len(LOADS)]]
            trip = Trip(own, point, version, party, course, refuses_one=(number, shift) == (1, 0))
            for minute in range(LOAD):
                own.later(datetime.combine(day, time(8, 5 + 17 * minute), zone), trip.receive)
            own.later(datetime.combine(day, time(10, 0), zone), trip.send)
            own.later(datetime.combine(day, time(13, 40), zone), trip.arrive)
    trip = Trip(own, points[0], versions[LOADS[1]], party, course)
    for hours in range(LOAD):
        own.later(own.hours.before(own.now, 3600 * (LOAD + 1 - hours)), trip.receive)
    own.later(own.hours.before(own.now, 1500), trip.send)
    return LOAD * (len(before) * len(points) + 1)
