"""Any history of any dossiers, made of real commands in simulated time: what must hold after every step holds."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from congvu.dossiers import commands
from congvu.dossiers.alterations import compared
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.extension import Apology
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.course import stored
from congvu.dossiers.models import Cause, Dossier, Pause
from congvu.dossiers.queries import calendar_for, story
from congvu.dossiers.rebuild import told
from congvu.dossiers.why import explained_commitment, explanation
from congvu.law import pause_grounds
from congvu.ledger.queries import bodies_of, check
from congvu.offices import commands as offices
from congvu.offices.models import Official, ProcedureVersion
from congvu.rules.dossier import KEPT_BESIDE, Move
from congvu.rules.errors import RuleBroken
from congvu.rules.letters import Missing
from tests.people import BA, STEPS, Cast, at
from tests.proof import courses, minutes, outside
from tests.proof.counts import MACHINE_STEPS, MACHINES, PARTS, PROVE

TERMS = (("3wd", "2wd", "pause"), ("3wd", "", "restart"), ("15d", "9d", "pause"), ("10d", "", "restart"),
         ("16wh", "8wh", "pause"), ("same_day@15:00", "", "pause"))  # fmt: skip
PEOPLE = ("lan", "ha", "minh", "hoa")
GROUNDS = [ground.id for ground in pause_grounds()]
BY_HAND = [ground.id for ground in pause_grounds() if not ground.act]
VERBS: dict[Move, Callable[..., Dossier]] = {
    Move.FINISH_STEP: commands.finish_step, Move.HAND_ON: commands.hand_on, Move.PAUSE: commands.pause,
    Move.RESUME: commands.resume, Move.RECORD_RESULT: commands.record_result, Move.RETURN: commands.return_result,
    Move.CORRECT: commands.correct, Move.ASK_PAPERS: commands.ask_for_papers, Move.EXTEND: commands.extend,
    Move.STOP: commands.stop, Move.WITHDRAW: commands.withdraw, **outside.VERBS,
}  # fmt: skip
BY_LAN = (Move.RETURN, Move.CORRECT, Move.WITHDRAW)
BY_MINH = (Move.EXTEND, Move.RECORD_RESULT, Move.STOP)
PLAIN = set(Move) - set(KEPT_BESIDE) - {Move.RESUME}
people = st.sampled_from(("holder",) * 8 + PEOPLE)
grounds = st.sampled_from(BY_HAND * 4 + GROUNDS)
picks = st.integers(0, 10**6).map(lambda drawn: Random(drawn).randrange(10**6))  # small numbers are drawn too often
laters = st.integers(0, 120) | st.integers(0, 240) | st.integers(0, 240) | st.integers(0, 6 * 1440)


def procedures(cast: Cast) -> list[ProcedureVersion]:
    """One procedure for every kind of term and both policies of a supplement, and those with postings and dues."""
    made = [cast.posting, *[cast.land] * (len(TERMS) - 1)]  # as often as the plain ones: their ways are the longest
    for number, (term, commitment, policy) in enumerate(TERMS):
        named = {"slug": f"thu-tuc-{number}", "name": f"Thủ tục {number}", "code": ""}
        terms = {"settling_unit": cast.justice, "term": term, "commitment": commitment, "steps": STEPS,
                 "supplement_policy": policy}  # fmt: skip
        new = {"procedure": named, "valid_from": date(2025, 7, 1), "terms": terms}
        made.append(offices.publish_procedure(actor=cast.clockwork, at=at("2026-11-02 09:00"), **new))
    return made


def fresh(pk: int) -> Dossier:
    """The row as it stands, with everything its course names."""
    related = ("procedure_version__procedure", "received_unit", "settling_unit", "unit", "holder")
    found: Dossier = Dossier.objects.select_related(*related).get(pk=pk)
    return found


class DossierMachine(RuleBasedStateMachine):
    """Several dossiers at once; whatever is tried, allowed or not, at whatever hour."""

    cast: Cast
    versions: list[ProcedureVersion]
    done: ClassVar[Counter[Move]] = Counter()

    @initialize(version=picks, way=st.lists(picks, max_size=14))
    def morning(self, version: int, way: list[int]) -> None:
        """A history begins some way along the plain way of its first dossier."""
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = at("2026-11-23 08:00")
        self.dossiers: list[int] = []
        self.receive(version, None)
        for what in way:
            dossier = fresh(self.dossiers[0])
            if not dossier.returned_at:
                self.go_on(dossier, what)

    def teardown(self) -> None:
        try:
            for pk in self.dossiers:
                self.holds(pk)
            report = check()
            assert report.wrong == "", report
            assert [one for one in compared() if one.differs] == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @precondition(lambda self: len(self.open_ones()) < 3 and len(self.dossiers) < 8)
    @rule(version=picks, back=st.none() | st.integers(0, 4000))
    def receive_one(self, version: int, back: int | None) -> None:
        self.receive(version, back)

    def open_ones(self) -> list[int]:
        found = Dossier.objects.filter(pk__in=self.dossiers, finished_at=None)
        return list(found.order_by("pk").values_list("pk", flat=True))

    def chosen(self, which: int) -> Dossier:
        """Mostly one that is open; where all are ended another comes in, so that there always is one."""
        if not self.open_ones():
            self.receive(which, None)
        among = self.open_ones() if which % 8 else self.dossiers
        return fresh(among[which // 8 % len(among)])

    def receive(self, version: int, back: int | None) -> None:
        version_id = self.versions[version % len(self.versions)].pk
        declared = None if back is None else Declared(self.now - back * minutes.MINUTE, "Mất điện", "05/BN")
        intake = Intake(version_id, BA, declared=declared)
        try:
            with transaction.atomic():
                made = commands.accept(actor=self.cast.lan, at=self.now, unit=self.cast.counter, intake=intake)
        except RuleBroken as refusal:
            assert refusal.code in {"declared.too_far_back", "declared.beyond_all"}
            return
        self.dossiers.append(made.pk)
        self.holds(made.pk)

    @rule(which=picks, what=picks, who=people, to=people, ground=grounds, later=laters)
    def act(self, which: int, what: int, who: str, to: str, ground: str, later: int) -> None:
        """Mostly a move that fits the dossier as it stands, by whoever has it; else any move by anybody."""
        self.now += later * minutes.MINUTE
        dossier, kind, what = self.chosen(which), what % 8, what // 8
        fit = courses.fitting(dossier) if kind else list(Move)
        sought = [move for move in fit if move in courses.SOUGHT.get(kind, ())]
        if kind > 5 and not sought:  # so that the long ways are walked to the end
            self.go_on(dossier, what)
            return
        move = (sought or fit)[what % len(sought or fit)]
        if kind > 3:
            self.now = courses.earliest(dossier, move, self.now)
        if move in {Move.STOP, Move.WITHDRAW} and what % 2:
            return  # else few dossiers would live long
        self.tried(move, dossier, who, **self.told(dossier, what // 60, to, ground).get(move, {}))

    def go_on(self, dossier: Dossier, what: int) -> None:
        """What the dossier comes to next, when its time has come."""
        move = courses.onward(dossier)
        self.now = courses.earliest(dossier, move, self.now + what % 240 * minutes.MINUTE)
        self.tried(move, dossier, "holder", **self.told(dossier, what, "holder", GROUNDS[0]).get(move, {}))

    def told(self, dossier: Dossier, what: int, to: str, ground: str) -> dict[Move, dict[str, object]]:
        """What each act is told."""
        told, missing = Told("Người nộp đề nghị", "Điều 9"), [Missing("Tờ khai", "thiếu chữ ký")]
        day = (self.now + timedelta(days=1 + what % 20)).date()
        return {
            Move.ASK_PAPERS: {"missing": missing, "basis": "Điều 9", "confirmed": what % 2 == 0},
            Move.EXTEND: {"apology": Apology(day, "Quá tải", self.cast.justice)},
            Move.STOP: {"told": told},
            Move.WITHDRAW: {"told": told},
            Move.FINISH_STEP: {"to": self.desk(to)},
            Move.HAND_ON: {"to": self.desk(to)},
            Move.PAUSE: {"ground": ground, "paper": "31/PBS"},
            Move.CORRECT: {"changes": {"name": f"Bùi Văn Ba {self.now:%d/%m %H:%M}"}, "reason": "Gõ nhầm"},
            **outside.arguments(dossier, what, self.now.date()),
        }  # fmt: skip

    def desk(self, who: str) -> Receiver:
        if who == "holder":
            return Receiver(self.cast.justice)
        where = {"lan": self.cast.counter, "hoa": self.cast.ward}.get(who, self.cast.justice)
        return Receiver(where, getattr(self.cast, who))

    def seated(self, dossier: Dossier, move: Move) -> Official:
        """Whose act it is: the counter's, the head's, else that of whoever has it or of the desk where it lies."""
        if move in BY_LAN:
            return self.cast.lan
        desks = {self.cast.counter: self.cast.lan, self.cast.ward: self.cast.hoa}
        return self.cast.minh if move in BY_MINH else dossier.holder or desks.get(dossier.unit, self.cast.minh)

    def tried(self, move: Move, dossier: Dossier, who: str, **more: object) -> None:
        """Do it, or be refused with nothing changed."""
        actor: Official = self.seated(dossier, move) if who == "holder" else getattr(self.cast, who)
        before = stored(dossier)
        try:
            with transaction.atomic():
                VERBS[move](actor=actor, at=self.now, dossier_id=dossier.pk, seen_version=dossier.version, **more)
        except RuleBroken:
            assert stored(fresh(dossier.pk)) == before
        else:
            # One act, and where it stops or starts the clock of another cause, that pause and resumption too.
            assert dossier.version < fresh(dossier.pk).version <= dossier.version + (1 if move in PLAIN else 3)
            self.done[move] += 1
        self.holds(dossier.pk)

    def holds(self, pk: int) -> None:
        """Everything that must be true of one dossier at any time."""
        dossier = fresh(pk)
        assert told(bodies_of(f"dossier:{pk}")) == stored(dossier)
        assert dossier.runs.filter(finished_at=None).count() == (dossier.finished_at is None)
        latest = dossier.due_dates.latest("number")
        assert (dossier.due_at, dossier.committed_at) == (latest.due_at, latest.committed_at)
        pauses = list(dossier.pauses.order_by("started_at"))
        explained = explanation(dossier, pauses, calendar_for(dossier))
        assert explained is not None and explained.due_at == dossier.due_at
        self.commitment_holds(dossier, pauses)
        self.clock_holds(dossier, [(one.started_at, one.ended_at or self.now) for one in pauses])
        self.due_holds(dossier, [(one.started_at, one.ended_at) for one in pauses if one.ended_at])

    def commitment_holds(self, dossier: Dossier, pauses: list[Pause]) -> None:
        """What is told of the place's own date leads to it, or to the law's date that cut it."""
        told = explained_commitment(dossier, pauses, calendar_for(dossier))
        assert (told is None) == (dossier.committed_at is None)
        if told is not None and dossier.committed_at is not None and told.due_at != dossier.committed_at:
            assert told.due_at > dossier.committed_at
            assert any(one.committed_at == one.due_at for one in dossier.due_dates.all())

    def clock_holds(self, dossier: Dossier, pauses: list[tuple[datetime, datetime]]) -> None:
        clocks, end = story(dossier, self.now).clocks, dossier.finished_at or self.now
        assert clocks.counted >= 0 and clocks.paused >= 0
        assert clocks.counted == 60 * minutes.elapsed(dossier.received_at, end, pauses)
        assert clocks.counted + clocks.paused == 60 * minutes.elapsed(dossier.received_at, end)

    def due_holds(self, dossier: Dossier, pauses: list[tuple[datetime, datetime]]) -> None:
        """The date leaves the term's working time outside the pauses; without pauses it is the oracle's own."""
        rows = dossier.due_dates
        if rows.filter(cause=Cause.EXTENDED).exists():
            self.extended_due_holds(dossier, pauses)
            return
        begins, term = rows.latest("number").begins_at, dossier.procedure_version.term
        expected, since = minutes.due(begins, term), [pause for pause in pauses if pause[0] >= begins]
        assert dossier.due_at is not None
        if not since:
            assert dossier.due_at == expected
        elif term.endswith("d") and not term.endswith("wd"):
            assert dossier.due_at >= expected + sum((b - a for a, b in since), timedelta())
        else:
            assert minutes.elapsed(begins, dossier.due_at, since) == minutes.elapsed(begins, expected)

    def extended_due_holds(self, dossier: Dossier, pauses: list[tuple[datetime, datetime]]) -> None:
        """After an apology the new date counts, and moves by the worked time of every pause that ends after it."""
        latest = dossier.due_dates.exclude(cause=Cause.RESUMED).latest("number")
        assert latest.due_at is not None and dossier.due_at is not None
        since = [pause for pause in pauses if pause[1] > latest.caused_at]
        if not since:
            assert dossier.due_at == latest.due_at
        elif dossier.procedure_version.term.endswith(("wd", "wh", ":00")):
            moved = sum(minutes.elapsed(*pause) for pause in since)
            assert minutes.elapsed(latest.due_at, dossier.due_at) == moved


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_any_history_of_dossiers_keeps_its_clocks_its_dates_and_its_ledger(cast: Cast, part: int) -> None:
    DossierMachine.cast, DossierMachine.versions = cast, procedures(cast)
    DossierMachine.done.clear()
    run_state_machine_as_test(
        DossierMachine,
        settings=settings(
            max_examples=MACHINES, stateful_step_count=MACHINE_STEPS, deadline=None, database=None,
            derandomize=not PROVE, suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
    # A proof in which nobody got anything done would prove nothing.
    assert set(DossierMachine.done) >= (set(Move) if PROVE else {Move.PAUSE, Move.RESUME}), DossierMachine.done
