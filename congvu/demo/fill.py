"""Eight weeks of work in the demonstration place: dossiers come, wait, are paused, finished and handed over.

Everything happens through the commands that people use, in the order of simulated time; chance comes from the seed
alone (lookup codes are truly random and differ from run to run).
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from congvu.demo import batches, letters
from congvu.demo.place import Names
from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Declared, Intake, Party
from congvu.dossiers.models import Channel, Dossier, PartyKind
from congvu.law import SUPPLEMENT_GROUND
from congvu.offices.models import Official, Post, ProcedureVersion, Role, Unit
from congvu.rules.working_time import Calendar, Term

# How often each procedure is asked for, out of 100; the rest share what is left.
SHARES = {
    "certified-copy": 34, "civil-status-extract-copy": 9, "birth-registration": 6, "marital-status-certificate": 7,
    "signature-certification": 6, "contract-certification": 4, "temporary-residence": 6, "permanent-residence": 4,
    "business-household": 4, "land-transfer": 3, "social-allowance": 3,
}  # fmt: skip
STRUGGLING = "phong-kinh-te"
HOUR_WEIGHTS = {7: 3, 8: 9, 9: 10, 10: 8, 11: 3, 13: 5, 14: 8, 15: 5, 16: 2}
PARALLEL_GROUNDS = {"public-posting": "niem-yet", "finance": "nghia-vu-tai-chinh"}


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
    # The letters have a chance of their own: what they are does not change who comes and when.
    letters: Random = field(default_factory=lambda: Random(5))  # noqa: S311
    late_ones: Any = field(default_factory=count)
    arrivals: Any = field(default_factory=count)

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
    carried = batches.plan(town, opened, party=_party, course=_course)
    _arrivals(town, dossiers - carried, opened)
    while town.queue:
        today = localdate(town.queue[0][0])
        with transaction.atomic():
            while town.queue and localdate(town.queue[0][0]) == today:
                at, _order, what = heapq.heappop(town.queue)
                what(at)
                progress(1)


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
            earlier = town.hours.before(at, 2 * 3600)
            declared = Declared(earlier, "Mất điện, nhận bằng giấy", f"{random.randint(1, 99):02}/BN")
        channel = random.choices(list(Channel), weights=[80, 14, 6])[0]
        intake = Intake(version.pk, _party(town), papers, channel, random.choice([0, 0, 8000, 10000, 30000]), declared)
        dossier = commands.accept(actor=clerk, at=at, unit=unit, intake=intake)
        course = _course(town, dossier, version, unit)
        course.begin(at)
        letters.plan(town, dossier, course.share)

    return receive


def _course(town: Town, dossier: Dossier, version: ProcedureVersion, unit: Unit) -> "Course":
    return Course(town, dossier.pk, version, unit, *_pace(town, dossier, version))


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
                     authorisation="Giấy uỷ quyền ngày nộp hồ sơ")  # fmt: skip
    return Party(
        invented.person(sex), PartyKind.PERSON, number, phone, address=address, wants_messages=random.random() < 0.3
    )


def _pace(town: Town, dossier: Dossier, version: ProcedureVersion) -> tuple[int, float]:
    """Working seconds the law gives, and the share of them this dossier will take (above 1: late)."""
    due = dossier.due_at or dossier.received_at
    given = town.hours.elapsed(dossier.received_at, due)
    struggling = version.settling_unit is not None and version.settling_unit.code == STRUGGLING
    random, pledged = town.random, given
    if dossier.committed_at:
        pledged = town.hours.elapsed(dossier.received_at, dossier.committed_at)
    chance = random.random()
    if chance < (0.13 if struggling else 0.035):
        return given, random.uniform(1.03, 1.9)
    if chance < 0.16:
        return given, random.uniform(0.6, 0.97)
    share = random.uniform(0.25, 0.85) * pledged / max(given, 1)
    return given, share


@dataclass
class Course:
    """The way of one dossier through its steps."""

    town: Town
    dossier_id: int
    version: ProcedureVersion
    unit: Unit
    given: int
    share: float

    def steps(self) -> list[Mapping[str, Any]]:
        """The steps worked at desks; a last step at the counter is the handing over itself."""
        steps = list(self.version.steps)
        return steps[:-1] if len(steps) > 1 and steps[-1]["by"] == "counter" else steps

    def begin(self, at: datetime) -> None:
        pace = max(600, int(self.given * self.share * 0.06))
        self.town.later(self.town.hours.after(at, min(pace, 5400)), self.finish(0))
        if self.town.random.random() < 0.01:
            self.town.later(self.town.hours.after(at, 1200), self.correct)

    def finish(self, index: int) -> Callable[[datetime], None]:
        """Finish step `index`: hand the next on, or record the result after the last."""

        def act(at: datetime) -> None:
            dossier = Dossier.objects.select_related("holder", "settling_unit").get(pk=self.dossier_id)
            if dossier.holder is None:
                return
            if dossier.paused_at:
                self.town.later(self.town.hours.after(at, 7200), self.finish(index))
                return
            if index + 1 == len(self.steps()):
                actor = dossier.holder if index else self.town.desk(dossier.unit, Role.HEAD)
                commands.record_result(actor=actor, at=at, dossier_id=dossier.pk, seen_version=None)
                wait = int(self.town.random.expovariate(1 / (5 * 3600))) + 900
                self.town.later(self.town.hours.after(at, wait), self.hand_over)
                return
            following = self.steps()[index + 1]
            role = Role.HEAD if following["by"] == "head" else Role.SPECIALIST
            to = Receiver(dossier.settling_unit, self.town.desk(dossier.settling_unit, role))
            commands.finish_step(actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, to=to)
            self.plan(index + 1, at)

        return act

    def plan(self, index: int, at: datetime) -> None:
        """What happens during a step and when it ends."""
        step, town = self.steps()[index], self.town
        length = step.get("duration")
        fixed = step.get("protected") and not step.get("illustrative")
        if not step.get("counts_in_clock", True):
            waited = town.hours.due(at, Term.parse(f"{length['value']}{length['unit']}")) if length else None
            end = town.hours.after(waited or at, 1800 if waited else town.random.randint(1, 6) * 28800)
            self.stop_clock(PARALLEL_GROUNDS[step["id"]], town.hours.after(at, 600), end)
            town.later(town.hours.after(end, 900), self.finish(index))
            return
        if fixed and length:
            town.later(
                town.hours.after(town.hours.due(at, Term.parse(f"{length['value']}{length['unit']}")), 900),
                self.finish(index),
            )
            return
        weights = [self.weight(one) for one in self.steps()[1:]]
        seconds = max(300, int(self.given * self.share * 0.94 * weights[index - 1] / sum(weights)))
        end = town.hours.after(at, seconds)
        if step["by"] == "specialist" and town.random.random() < 0.09 and self.given > 60_000:
            begin = town.hours.after(at, seconds // 3)
            back = town.hours.after(begin, town.random.randint(1, 5) * 28800 - town.random.randint(0, 14_000))
            self.stop_clock("cho-bo-sung", begin, back)
            end = town.hours.after(back, seconds * 2 // 3)
        town.later(end, self.finish(index))

    @staticmethod
    def weight(step: Mapping[str, Any]) -> float:
        length = step.get("duration")
        if not length or not step.get("counts_in_clock", True):
            return 0.01
        return float(length["value"]) * (1 if length["unit"] == "wh" else 8)

    def stop_clock(self, ground: str, begin: datetime, end: datetime) -> None:
        def pause(at: datetime) -> None:
            dossier = Dossier.objects.select_related("holder").get(pk=self.dossier_id)
            if ground == SUPPLEMENT_GROUND:
                if letters.ask(self.town, dossier, at):
                    self.town.later(end, lambda back: letters.resume(self.town, self.dossier_id, back))
                return
            if dossier.holder is None or dossier.due_at is None or at > dossier.due_at or dossier.paused_at:
                return
            near = self.town.hours.elapsed(at, dossier.due_at) < 4 * 3600
            actor = self.town.desk(dossier.unit, Role.HEAD) if near else dossier.holder
            self.town.papers += 1
            number = f"{self.town.papers:02}/TB-UBND"
            commands.pause(
                actor=actor, at=at, dossier_id=self.dossier_id, seen_version=None, ground=ground, paper=number
            )
            self.town.later(end, resume)

        def resume(at: datetime) -> None:
            dossier = Dossier.objects.select_related("holder").get(pk=self.dossier_id)
            if dossier.holder is not None and dossier.paused_at:
                commands.resume(actor=dossier.holder, at=at, dossier_id=self.dossier_id, seen_version=None)

        self.town.later(begin, pause)

    def hand_over(self, at: datetime) -> None:
        clerk = self.town.desk(self.unit, Role.COUNTER)
        commands.return_result(actor=clerk, at=at, dossier_id=self.dossier_id, seen_version=None)

    def correct(self, at: datetime) -> None:
        clerk = self.town.desk(self.unit, Role.COUNTER)
        changes = {"address": f"Thôn {self.town.random.randint(1, 9)} (sửa), Đặc khu Cô Tô"}
        pk, why = self.dossier_id, "Gõ nhầm địa chỉ"
        commands.correct(actor=clerk, at=at, dossier_id=pk, seen_version=None, changes=changes, reason=why)
