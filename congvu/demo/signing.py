"""Signatures in the demonstration place: drafts initialled, signed, numbered, sealed; some wait, one came back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from congvu.dossiers import commands
from congvu.dossiers.commands.signing import DraftPaper, SignAs
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.signings import open_turn, signers_for, under_way
from congvu.offices.absences import away
from congvu.offices.models import Official, Post, Role
from congvu.rules.dossier import State
from congvu.rules.signing import Draft, SigningState

if TYPE_CHECKING:
    from congvu.demo.course import Course
    from congvu.demo.fill import Town

KINDS = {"house-construction-permit": ("GP", "Giấy phép xây dựng nhà ở riêng lẻ")}
DECISION = ("QĐ", "Quyết định giải quyết chế độ theo hồ sơ")
FAULTS = (
    "Căn cứ pháp lý ghi văn bản đã hết hiệu lực, thay rồi trình lại.",
    "Số tiền bằng chữ không khớp số tiền bằng số.",
    "Thiếu biên bản xét duyệt trong hồ sơ trình.",
)
Act = Callable[[datetime], None]


def begin_step(course: "Course", index: int, at: datetime, seconds: int) -> bool:
    """Take over a step that says who signs, which will last so many working seconds; False for any other step."""
    if not course.steps()[index].get("signing"):
        return False
    code = Dossier.objects.values_list("code", flat=True).get(pk=course.dossier_id)
    Round(course, index, seconds, Random(code)).later(at, 0.05, "submit")  # noqa: S311
    return True


@dataclass
class Round:
    """The way of one draft; chance is the dossier's own, so that nothing else of the place changes with it."""

    course: "Course"
    index: int
    seconds: int
    random: Random
    returned: int = 0

    def later(self, at: datetime, share: float, what: str) -> None:
        town = self.course.town
        town.later(town.hours.after(at, max(300, int(self.seconds * share))), getattr(self, what))

    def submit(self, at: datetime) -> None:
        dossier = Dossier.objects.select_related("holder", "unit").get(pk=self.course.dossier_id)
        if dossier.holder is None or dossier.state != State.IN_PROCESS or dossier.signings.open().exists():
            return
        code, what = KINDS.get(dossier.procedure_version.procedure.slug, DECISION)
        posts = signers_for(dossier, localdate(at))
        heads, leaders = ([one for one in posts if one.role == role] for role in (Role.HEAD, Role.LEADER))
        leader = next((one for one in leaders if away(one.official, at)), leaders[0])  # it goes to who stands in
        commands.submit_for_signature(
            actor=dossier.holder, at=at, dossier_id=dossier.pk, seen_version=None,
            paper=DraftPaper(Draft.RESULT, what, code, self.random.randint(1, 4)),
            signers=[heads[0].pk, leader.pk],
        )  # fmt: skip
        self.later(at, 0.15, "initial")

    def initial(self, at: datetime) -> None:
        if (signing := self._waiting()) is None:
            return
        if self.returned == 0 and self.random.random() < 0.2:
            self._send_back(signing, at)
            return
        self._sign(signing, at)
        if self.random.random() < 0.25:
            self.later(at, 0.1, "hand_on")
        self.later(at, self.random.uniform(0.3, 0.8), "sign")

    def hand_on(self, at: datetime) -> None:
        """The chairman is in meetings: the vice-chairwoman signs in his place."""
        if (signing := self._waiting()) is None or (turn := open_turn(signing)) is None:
            return
        others = [one for one in signers_for(signing.dossier, localdate(at)) if one.role == Role.LEADER]
        to = next(one for one in others if one.official_id != turn.post.official_id)
        if away(to.official, at):
            return
        commands.hand_on_signing(
            actor=turn.post.official, at=at, signing_id=signing.pk, seen_version=None, to_post=to.pk,
            sign_as=SignAs("KT", "Chủ tịch"),
        )  # fmt: skip

    def sign(self, at: datetime) -> None:
        if (signing := self._waiting()) is not None:
            self._sign(signing, at)
            self.later(at, 0.02, "number")

    def number(self, at: datetime) -> None:
        if (signing := self._latest()).state == SigningState.SIGNED:
            commands.number_paper(actor=_clerk(), at=at, signing_id=signing.pk, seen_version=None)
            self.later(at, 0.01, "seal")

    def seal(self, at: datetime) -> None:
        if (signing := self._latest()).state == SigningState.NUMBERED:
            commands.seal_paper(actor=_clerk(), at=at, signing_id=signing.pk, seen_version=None)
            self.course.town.later(self.course.town.hours.after(at, 600), self.course.finish(self.index))

    def _latest(self) -> Signing:
        return Signing.objects.filter(dossier=self.course.dossier_id).latest("number")

    def _waiting(self) -> Signing | None:
        signing = self._latest()
        return signing if signing.state == SigningState.WAITING else None

    def _sign(self, signing: Signing, at: datetime) -> None:
        turn = open_turn(signing)
        if turn is not None:
            commands.sign(actor=turn.post.official, at=at, signing_id=signing.pk, seen_version=None)

    def _send_back(self, signing: Signing, at: datetime) -> None:
        self.returned += 1
        send_back(signing, at, FAULTS[signing.pk % len(FAULTS)])
        self.later(at, 0.3, "submit")


def send_back(signing: Signing, at: datetime, reason: str) -> None:
    """Whoever has it gives it back."""
    turn = open_turn(signing)
    if turn is not None:
        commands.return_draft(
            actor=turn.post.official, at=at, signing_id=signing.pk, seen_version=None, reason=reason
        )


def _clerk() -> Official:
    return Post.objects.filter(role=Role.CLERK).select_related("official").earliest("pk").official


def show(town: "Town") -> None:
    """So that the present shows both: of what waits when the story ends, the second is given back a moment ago."""
    waiting = list(under_way()[:2])
    if len(waiting) == 2:
        send_back(waiting[1].signing, town.now, FAULTS[0])
