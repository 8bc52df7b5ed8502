"""The way of one dossier of the demonstration through its steps: worked, paused, finished, handed over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from congvu.demo import land, letters, signing
from congvu.demo.counter import handing_of
from congvu.demo.voices import after_hand_over
from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.models import Dossier
from congvu.offices.models import ProcedureVersion, Role, Unit
from congvu.rules.working_time import Term

if TYPE_CHECKING:
    from congvu.demo.fill import Town

STRUGGLING = "phong-kinh-te"


def course_of(town: "Town", dossier: Dossier, version: ProcedureVersion, unit: Unit) -> "Course":
    return Course(town, dossier.pk, version, unit, *_pace(town, dossier, version))


def _pace(town: "Town", dossier: Dossier, version: ProcedureVersion) -> tuple[int, float]:
    """Working seconds the law gives, and the share of them this dossier will take (above 1: late)."""
    due = dossier.due_at or dossier.received_at
    given = town.hours.elapsed(dossier.received_at, due)
    struggling = version.settling_unit is not None and version.settling_unit.code == STRUGGLING
    random, committed = town.random, given
    if dossier.committed_at:
        committed = town.hours.elapsed(dossier.received_at, dossier.committed_at)
    chance = random.random()
    if given > 2 * 28_800 and next(town.long_ones) % 30 == 4:  # counted, so that a small demonstration has one
        return given, random.uniform(1.3, 1.9)
    if chance < (0.13 if struggling else 0.035):
        # Most late ones end soon after their day; some lie for weeks, and are what a leadership finds in the morning.
        return given, random.uniform(1.03, 1.9) if random.random() < 0.7 else random.uniform(2, 6)
    if chance < 0.16:
        return given, random.uniform(0.6, 0.97)
    share = random.uniform(0.25, 0.85) * committed / max(given, 1)
    return given, share


@dataclass
class Course:
    """The way of one dossier through its steps."""

    town: "Town"
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
            if following.get("signing") and dossier.unit == dossier.settling_unit:
                to = Receiver(dossier.settling_unit, dossier.holder)  # who examined it submits it for signature
            commands.finish_step(actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, to=to)
            self.plan(index + 1, at)

        return act

    def plan(self, index: int, at: datetime) -> None:
        """What happens during a step and when it ends."""
        step, town = self.steps()[index], self.town
        length = step.get("duration")
        fixed = step.get("protected") and not step.get("illustrative")
        if land.begin_step(self, index, at):
            return
        if fixed and length:
            town.later(
                town.hours.after(town.hours.due(at, Term.parse(f"{length['value']}{length['unit']}")), 900),
                self.finish(index),
            )
            return
        weights = [self.weight(one) for one in self.steps()[1:]]
        seconds = max(300, int(self.given * self.share * 0.94 * weights[index - 1] / sum(weights)))
        if signing.begin_step(self, index, at, seconds):
            return
        end = town.hours.after(at, seconds)
        if step["by"] == "specialist" and town.random.random() < 0.09 and self.given > 60_000:
            begin = town.hours.after(at, seconds // 3)
            back = town.hours.after(begin, town.random.randint(1, 5) * 28800 - town.random.randint(0, 14_000))
            self.ask_for_papers(begin, back)
            end = town.hours.after(back, seconds * 2 // 3)
        town.later(end, self.finish(index))

    @staticmethod
    def weight(step: Mapping[str, Any]) -> float:
        length = step.get("duration")
        if not length or not step.get("counts_in_clock", True):
            return 0.01
        return float(length["value"]) * (1 if length["unit"] == "wh" else 8)

    def ask_for_papers(self, begin: datetime, end: datetime) -> None:
        """The applicant is asked for papers, and brings them."""

        def ask(at: datetime) -> None:
            dossier = Dossier.objects.select_related("holder").get(pk=self.dossier_id)
            if letters.ask(self.town, dossier, at):
                self.town.later(end, lambda back: letters.resume(self.town, self.dossier_id, back))

        self.town.later(begin, ask)

    def hand_over(self, at: datetime) -> None:
        clerk = self.town.desk(self.unit, Role.COUNTER)
        handing = replace(handing_of(self.dossier_id), pays_later=True)
        commands.hand_over(actor=clerk, at=at, dossier_id=self.dossier_id, seen_version=None, handing=handing)
        if self.town.random.random() < 0.4:
            later = at + timedelta(hours=self.town.random.randint(1, 30))
            self.town.later(later, after_hand_over(self.town.random, self.dossier_id, clerk))

    def correct(self, at: datetime) -> None:
        clerk = self.town.desk(self.unit, Role.COUNTER)
        changes = {"address": f"Thôn {self.town.random.randint(1, 9)} (sửa), Đặc khu Cô Tô"}
        pk, why = self.dossier_id, "Gõ nhầm địa chỉ"
        commands.correct(actor=clerk, at=at, dossier_id=pk, seen_version=None, changes=changes, reason=why)
