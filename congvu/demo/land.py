"""Postings, questions to other bodies and dues in the demonstration place: by the commands that people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.objections import Said
from congvu.dossiers.commands.posting import Minutes
from congvu.dossiers.models import Delivery, Dossier, Objection, ObjectionChannel, ObjectionKind
from congvu.rules.dues import DuesState
from congvu.rules.posting import ObjectionState, PostingState

if TYPE_CHECKING:
    from congvu.demo.course import Course

PLACES = "Trụ sở UBND đặc khu Cô Tô\nNhà văn hoá thôn {n}"
ASKED_IN_STEP = {"measure": "do-dac", "origin-check": "nguon-goc", "check": "do-dac"}
REMARKS = (
    "Ranh giới phía đông lấn sang lối đi chung của thôn.",
    "Diện tích niêm yết lớn hơn diện tích gia đình đang sử dụng.",
    "Một phần thửa đất đang có tranh chấp với hộ liền kề.",
)
DAY = 8 * 3600
Act = Callable[[datetime], None]


@dataclass
class Outside:
    """What one step of one dossier waits for, and when it may end."""

    course: "Course"
    index: int

    def later(self, at: datetime, seconds: int, what: Act) -> None:
        town = self.course.town
        town.later(town.hours.after(at, seconds), what)

    def number(self, kind: str) -> str:
        self.course.town.papers += 1
        return f"{self.course.town.papers:02}/{kind}"

    def dossier(self) -> Dossier:
        dossier = Dossier.objects.select_related("holder").get(pk=self.course.dossier_id)
        if dossier.finished_at is not None:
            dossier.holder = None  # stopped or withdrawn meanwhile: nobody works on it any more
        return dossier

    def post_up(self, at: datetime) -> None:
        """Put the content up; in time, objections come, the minutes close it, and the step ends."""
        random, dossier = self.course.town.random, self.dossier()
        if dossier.holder is None:
            return
        places = PLACES.format(n=random.randint(1, 9))
        minutes = Minutes(self.number("BB-UBND"), places, "Đại diện thôn, người có đất liền kề")
        commands.open_posting(actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, minutes=minutes)
        posting = dossier.postings.get(state=PostingState.OPEN)
        length = self.course.town.hours.elapsed(at, posting.ends_at)
        if random.random() < 0.25:
            self.later(at, max(600, int(length * random.uniform(0.2, 0.8))), self.object)
        self.later(posting.ends_at, random.randint(600, 2 * DAY), self.take_down)

    def object(self, at: datetime) -> None:
        random, dossier = self.course.town.random, self.dossier()
        if dossier.holder is None:
            return
        named = random.random() < 0.7
        name = self.course.town.names.person(random.choice(["male", "female"])) if named else ""
        kind = random.choices(list(ObjectionKind), weights=[4, 1])[0]
        channel = random.choice([ObjectionChannel.IN_PERSON, ObjectionChannel.LETTER, ObjectionChannel.PHONE])
        withheld = named and random.random() < 0.3
        said = Said(localdate(at), kind, channel, random.choice(REMARKS), name, is_withheld=withheld)
        commands.note_objection(actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, said=said)

    def take_down(self, at: datetime) -> None:
        dossier = self.dossier()
        if dossier.holder is None:
            return
        posting = dossier.postings.get(state=PostingState.OPEN)
        commands.close_posting(
            actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, number=self.number("BB-UBND"),
            objections=posting.objections.count(),
        )  # fmt: skip
        self.later(at, 1800, self.answer_objections)
        self.later(at, 3600, self.course.finish(self.index))

    def answer_objections(self, at: datetime) -> None:
        dossier = self.dossier()
        if dossier.holder is None:
            return
        waiting = Objection.objects.filter(posting__dossier=dossier, state=ObjectionState.NOTED)
        for pk in list(waiting.values_list("pk", flat=True)):
            commands.settle_objection(
                actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, objection_id=pk,
                outcome="Đã kiểm tra thực địa cùng thôn, ranh giới đúng hồ sơ", answer=self.number("UBND-KT"),
            )  # fmt: skip

    def ask(self, kind: str, then: Act | None = None) -> Act:
        """Ask a body; its answer comes after some days, now and then too late."""

        def act(at: datetime) -> None:
            random, dossier = self.course.town.random, self.dossier()
            if dossier.holder is None:
                return
            question = Question(kind, self.number("PC-UBND"))
            commands.ask_body(
                actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, question=question
            )
            days = random.uniform(5.5, 12) if random.random() < 0.2 else random.uniform(0.5, 4.5)
            self.later(at, int(days * DAY), self.answer(question.paper, then))

        return act

    def answer(self, paper: str, then: Act | None) -> Act:
        def act(at: datetime) -> None:
            dossier = self.dossier()
            asked = dossier.awaited.get(paper=paper)
            if dossier.holder is None:
                return
            commands.note_reply(
                actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, reply_id=asked.pk,
                answer=self.number("CV"),
            )  # fmt: skip
            if then is not None:
                then(at + timedelta(minutes=20))

        return act

    def give_notice(self, at: datetime) -> None:
        """The tax notice is entered and handed over; most people pay within two weeks, some in parts."""
        random, dossier = self.course.town.random, self.dossier()
        if dossier.holder is None:
            return
        amount, today = random.randint(12, 900) * 100_000, localdate(at)
        notice = Notice(self.number("TB-CCT"), amount, today, today + timedelta(days=30))
        commands.note_dues(
            actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, notice=notice,
            delivered=random.choice(list(Delivery)),
        )  # fmt: skip
        wait = int(random.uniform(0.5, 9) * DAY)
        if random.random() < 0.08:
            self.later(at, wait, self.exempt)
        elif random.random() < 0.2:
            half = amount // 200_000 * 100_000
            self.later(at, wait, self.pay(half))
            self.later(at, wait + 3 * DAY, self.pay(amount - half))
        else:
            self.later(at, wait, self.pay(amount))

    def pay(self, amount: int) -> Act:
        def act(at: datetime) -> None:
            dossier = self.dossier()
            notice = dossier.dues.filter(state=DuesState.DELIVERED).first()
            if dossier.holder is None or notice is None:
                return
            proof = Proof(self.number("GNT"), localdate(at), amount)
            commands.note_payment(
                actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, notice_id=notice.pk, proof=proof
            )
            self.end_if_settled(at)

        return act

    def exempt(self, at: datetime) -> None:
        dossier = self.dossier()
        notice = dossier.dues.filter(state=DuesState.DELIVERED).first()
        if dossier.holder is None or notice is None:
            return
        commands.exempt_dues(
            actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None, notice_id=notice.pk,
            amount=notice.amount, decision=self.number("QĐ-CCT"),
        )  # fmt: skip
        self.end_if_settled(at)

    def end_if_settled(self, at: datetime) -> None:
        if self.dossier().dues.filter(state=DuesState.SETTLED).exists():
            self.later(at, 900, self.course.finish(self.index))


def begin_step(course: "Course", index: int, at: datetime) -> bool:
    """Set going what a step needs outside the desks; does its end depend on that?"""
    step, outside = course.steps()[index], Outside(course, index)
    if step.get("kind") == "posting":
        outside.later(at, 600, outside.post_up)
        return True
    if step.get("kind") == "dues":
        outside.later(at, 600, outside.ask("thue", outside.give_notice))
        return True
    asked = ASKED_IN_STEP.get(step["id"]) if course.version.procedure.field == "Đất đai" else None
    if asked and course.town.random.random() < 0.6:
        outside.later(at, 900, outside.ask(asked))
    return False
