"""Eight weeks of work in the demonstration place: dossiers come, wait, are paused, finished and handed over.

Everything happens through the commands that people use, in the order of simulated time; chance comes from the seed
alone (lookup codes are truly random and differ from run to run).
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from congvu.demo import absences, batches, counter, letters, money, signing
from congvu.demo.course import course_of
from congvu.demo.place import Names
from congvu.demo.voices import explain_figures
from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Declared, Intake, Party
from congvu.dossiers.models import Channel, PartyKind
from congvu.offices.models import Official, Post, ProcedureVersion, Role, Unit
from congvu.rules.working_time import Calendar

# How often each procedure is asked for, out of 100; the rest share what is left.
SHARES = {
    "certified-copy": 34, "civil-status-extract-copy": 9, "birth-registration": 6, "marital-status-certificate": 7,
    "signature-certification": 6, "contract-certification": 4, "temporary-residence": 6, "permanent-residence": 4,
    "business-household": 4, "land-transfer": 3, "social-allowance": 3,
}  # fmt: skip
HOUR_WEIGHTS = {7: 3, 8: 9, 9: 10, 10: 8, 11: 3, 13: 5, 14: 8, 15: 5, 16: 2}


@dataclass
class Town:
    """The simulated place: who is there, what time it is, what will happen next."""

    random: Random
    names: Names
    hours: Calendar
    now: datetime
    queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: Any = field(default_factory=count)
    papers: int = 0
    seed: int = 2017
    cash_days: set[date] = field(default_factory=set)
    scanned: Any = field(default_factory=lambda: count(1))
    long_ones: Any = field(default_factory=count)
    late_ones: Any = field(default_factory=count)
    arrivals: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.letters, self.money = self.chance("letters"), self.chance("money")

    def chance(self, part: str) -> Random:
        """The chance of one part of the town's life: what happens in it does not change who comes and when."""
        return Random(f"{self.seed}:{part}")  # noqa: S311 (a demonstration)

    def later(self, at: datetime, what: Callable[[datetime], None]) -> None:
        """Let something happen at an instant; what lies after the present never happens."""
        if at <= self.now:
            heapq.heappush(self.queue, (at, next(self.order), what))

    def desk(self, unit: Unit, role: Role) -> Official:
        """Somebody of this role in the unit (its head where it has no such desk)."""
        return self.random.choice(self._desks(unit.pk, role) or self._desks(unit.pk, Role.HEAD))

    def _desks(self, unit_id: int, role: Role) -> list[Official]:
        key = (unit_id, role)
        if key not in DESKS:
            posts = Post.objects.filter(Post.held_on(localdate(self.now)), unit_id=unit_id, role=role)
            DESKS[key] = [post.official for post in posts.select_related("official").order_by("pk")]
        return DESKS[key]


DESKS: dict[tuple[int, Role], list[Official]] = {}


def open_days(hours: Calendar, last: date, days: int) -> list[date]:
    """The last `days` working days up to and with `last`."""
    found: list[date] = []
    on = last
    while len(found) < days:
        if hours.is_open_day(on):
            found.append(on)
        on -= timedelta(days=1)
    return found[::-1]


def fill(*, town: Town, dossiers: int, days: int, progress: Callable[[int], object]) -> None:
    """Let `dossiers` arrive over the last `days` working days, and everything follow until now."""
    DESKS.clear()
    opened = open_days(town.hours, localdate(town.now), days)
    carried = batches.plan(town, opened, party=_party, course=course_of)
    carried += counter.plan(town, opened, party=_party, course=course_of)
    _arrivals(town, dossiers - carried, opened)
    absences.plan(town, opened)
    while town.queue:
        today = localdate(town.queue[0][0])
        with transaction.atomic():
            while town.queue and localdate(town.queue[0][0]) == today:
                at, _order, what = heapq.heappop(town.queue)
                what(at)
                progress(1)
    signing.show(town)
    explain_figures(town.now)
    absences.remind(town)


def _arrivals(town: Town, dossiers: int, days: list[date]) -> None:
    """When they come: Mondays and days after a break are fuller, mornings more than afternoons."""
    random = town.random
    after_break = [not town.hours.is_open_day(day - timedelta(days=1)) for day in days]
    weights = [1.5 if fresh else 1.25 if day.day >= 25 else 1.0 for day, fresh in zip(days, after_break, strict=True)]
    versions = {v.procedure.slug: v for v in ProcedureVersion.objects.select_related("procedure", "settling_unit")}
    others = [slug for slug in versions if slug not in SHARES]
    shares = SHARES | {slug: (100 - sum(SHARES.values())) / len(others) for slug in others}
    sure = sorted(versions)[:dossiers]
    slugs = sure + random.choices(list(shares), weights=list(shares.values()), k=dossiers - len(sure))
    counters = list(Unit.objects.filter(code__in=["ttpvhcc", "diem-dong-tien", "diem-thanh-lan"]).order_by("code"))
    chances = [2.0 if unit.code != "ttpvhcc" else 7.0 for unit in counters]
    moments = []
    for slug, day in zip(slugs, random.choices(days, weights=weights, k=dossiers), strict=True):
        hour = random.choices(list(HOUR_WEIGHTS), weights=list(HOUR_WEIGHTS.values()))[0]
        minute = random.randint(30 if hour == 7 else 0, 29 if hour == 11 else 55)
        moment = time(hour, minute, random.randint(0, 59))
        at = datetime.combine(day, moment, get_current_timezone())
        unit = random.choices(counters, weights=chances)[0]
        town.later(at, _reception(town, versions[slug], unit))
        moments.append((at + timedelta(minutes=3), unit))
    in_force = [one for one in versions.values() if one.term]
    letters.plan_refusals(town, moments[::40], in_force, lambda: _party(town))


def _reception(town: Town, version: ProcedureVersion, unit: Unit) -> Callable[[datetime], None]:
    def receive(at: datetime) -> None:
        random = town.random
        clerk = town.desk(unit, Role.COUNTER)
        papers = tuple(paper["name_vi"] for paper in version.papers if paper["required"] or random.random() < 0.4)
        declared = None
        if random.random() < 0.01:
            earlier, paper = town.hours.before(at, 60 * random.randint(60, 158)), counter.next_receipt(unit)
            declared = Declared(earlier, "Mất điện, nhận bằng giấy", paper) if paper else None
        channel = random.choices(list(Channel), weights=[80, 14, 6])[0]
        intake = Intake(version.pk, _party(town), papers, channel, declared=declared)
        intake = replace(intake, fee=money.fee_for(town, version, at, random.choice(money.PAGES)))
        receive_it = commands.receive if declared else commands.accept
        dossier = receive_it(actor=clerk, at=at, unit=unit, intake=intake)
        money.at_reception(town, dossier, clerk, at)
        course = course_of(town, dossier, version, unit)
        course.begin(at)
        letters.plan(town, dossier, course.share)

    return receive


def _party(town: Town) -> Party:
    random, invented = town.random, town.names
    sex = random.choice(["male", "female"])
    number = f"999{random.randint(0, 999_999_999):09}"  # province 999 does not exist: nobody has such a number
    address = f"Thôn {random.randint(1, 9)}, Đặc khu Cô Tô"
    phone = f"0100{random.randint(0, 99_999_999) % 1_000_000:06}"  # no number of the plan begins so: nobody is called
    if random.random() < 0.06:
        return Party(
            invented.organisation(), PartyKind.ORGANISATION, f"{random.randint(0, 10**10 - 1):010}", phone,
            address=address, submitter_name=invented.person(sex), submitter_id_number=number,
            authorisation=f"{random.randint(1, 60)}/GGT",
        )  # fmt: skip
    if random.random() < 0.05:
        other = invented.person(sex)
        return Party(invented.person("female"), PartyKind.PERSON, number, phone, address=address, submitter_name=other,
                     authorisation="uỷ quyền viết tay ngày nộp hồ sơ")  # fmt: skip
    return Party(
        invented.person(sex), PartyKind.PERSON, number, phone, address=address, wants_messages=random.random() < 0.3
    )
