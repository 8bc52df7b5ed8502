"""Two people press at the same time with the same page before them: one dossier each race, one of them may win."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.signing import DraftPaper
from congvu.dossiers.last_act import last_act
from congvu.dossiers.models import Dossier, Signing
from congvu.ledger.queries import bodies_of
from congvu.offices.models import Official, Post, Role
from congvu.rules.errors import RuleBroken
from congvu.rules.signing import Draft
from tests.people import Cast
from tests.proof.crew import met, now, received
from tests.proof.findings import state_of_the_place

Press = Callable[[Barrier], tuple[str, Dossier | RuleBroken]]
LETTER = DraftPaper(Draft.LETTER, "Thông báo", "TB", 1)


def press(actor: Official, verb: Callable[..., Dossier], pk: int, seen: int, **more: object) -> Press:
    def go(start: Barrier) -> tuple[str, Dossier | RuleBroken]:
        start.wait()
        try:
            return actor.full_name, verb(actor=actor, at=now(), dossier_id=pk, seen_version=seen, **more)
        except RuleBroken as refusal:
            return actor.full_name, refusal

    return go


def pair(cast: Cast, number: int, pk: int, seen: int) -> tuple[Press, Press]:
    """Different moves against each other, in turn."""
    ha = press(cast.ha, commands.finish_step, pk, seen, to=Receiver(cast.justice, cast.minh))
    others = (
        press(cast.minh, commands.hand_on, pk, seen, to=Receiver(cast.ward, cast.hoa)),
        press(cast.minh, commands.pause, pk, seen, ground="cho-bo-sung", paper="31/PBS"),
        press(cast.minh, commands.record_result, pk, seen),
        press(cast.lan, commands.correct, pk, seen, changes={"name": f"Bùi Văn Ba {number}"}, reason="Gõ nhầm"),
    )
    return ha, others[number % len(others)]


def signed(verb: Callable[..., Signing]) -> Callable[..., Dossier]:
    """An act on what is submitted of a dossier, as an act on the dossier."""

    def act(*, actor: Official, at: datetime, dossier_id: int, seen_version: int, **more: object) -> Dossier:
        signing_id = Signing.objects.get(dossier=dossier_id).pk
        return verb(actor=actor, at=at, signing_id=signing_id, seen_version=seen_version, **more).dossier

    return act


def signing_pair(cast: Cast, number: int, pk: int) -> tuple[Press, Press]:
    """Two signers, or the signer and who takes it back: the dossier is submitted first."""
    post = Post.objects.get(official=cast.chairman, role=Role.LEADER)
    commands.submit_for_signature(
        actor=cast.ha, at=now(), dossier_id=pk, seen_version=2, paper=LETTER, signers=[post.pk]
    )
    others = (
        press(cast.ha, signed(commands.withdraw_signing), pk, 3, reason="Sửa"),
        press(cast.chairman, signed(commands.return_draft), pk, 3, reason="Thiếu căn cứ"),
        press(cast.chairman, signed(commands.sign), pk, 3),
    )
    return press(cast.chairman, signed(commands.sign), pk, 3), others[number % len(others)]


def wrong_with(pk: int, seen: int, answers: list[tuple[str, Dossier | RuleBroken]]) -> str:
    """What a race left behind that it must not, in words."""
    won = [(who, done) for who, done in answers if isinstance(done, Dossier)]
    lost = [refusal for _who, refusal in answers if isinstance(refusal, RuleBroken)]
    if len(won) != 1 or len(lost) != 1:
        return f"{len(won)} won: {answers}"
    dossier, who = Dossier.objects.get(pk=pk), won[0][0]
    if lost[0].code != "dossier.changed_meanwhile":
        return f"the loser was told {lost[0].code}"
    if lost[0].facts != {"who": who, "did": last_act(dossier), "at": dossier.changed_at}:
        return f"the loser was told {lost[0].facts}, but it was {who} at {dossier.changed_at}"
    if dossier.version != seen + 1 or dossier.version != won[0][1].version:
        return f"version {dossier.version} after {seen}"
    return "" if len(bodies_of(f"dossier:{pk}")) == dossier.version else "the ledger holds another number of acts"


def main(races: int) -> dict[str, Any]:
    """Run the races one after another; each lies with Hà at its second step when it begins."""
    cast, wrong, winners = met(), [], []
    with ThreadPoolExecutor(2) as pool:
        for number in range(races):
            dossier = received(cast)
            where = Receiver(cast.justice, cast.ha)
            commands.finish_step(actor=cast.lan, at=now(), dossier_id=dossier.pk, seen_version=1, to=where)
            start, seen = Barrier(2), 3 if number % 5 == 4 else 2
            two = signing_pair(cast, number, dossier.pk) if seen == 3 else pair(cast, number, dossier.pk, 2)
            answers = [one.result() for one in [pool.submit(go, start) for go in two]]
            said = wrong_with(dossier.pk, seen, answers)
            wrong += [f"race {number}: {said}"] if said else []
            winners += [who for who, done in answers if isinstance(done, Dossier)]
    return {"wrong": wrong, "winners": sorted(set(winners)), **state_of_the_place([])}
