"""Acts on many dossiers cross acts on one of them: somebody may be refused, nobody may wait in a ring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from congvu.dossiers import commands
from congvu.dossiers.commands.batches import make_batch
from congvu.dossiers.commands.bulk import hand_on_many
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.models import Dossier
from congvu.rules.batch import Cargo
from congvu.rules.errors import RuleBroken
from tests.people import Cast
from tests.proof.crew import met, now, received
from tests.proof.findings import state_of_the_place

MANY = 6


def refused_or_done(act: Callable[[], object], start: Barrier) -> str:
    """A rule may refuse; the code it refused with, '' where the act was done."""
    start.wait()
    try:
        act()
    except RuleBroken as refusal:
        return refusal.code
    finally:
        connection.close()  # it is this thread's own, and nobody else ends it
    return ""


def crossed(cast: Cast, number: int) -> list[str]:
    """Minh hands six dossiers on, or Lan puts them on a list, while somebody works them from the other end."""
    dossiers = [received(cast) for _n in range(MANY)]
    chosen = {one.pk: one.version for one in dossiers}

    def listed() -> object:
        return make_batch(
            actor=cast.lan, at=now(), from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS,
            dossier_ids=list(chosen),
        )  # fmt: skip

    def many() -> object:
        return hand_on_many(actor=cast.lan, at=now(), chosen=chosen, to=Receiver(cast.justice, cast.minh))

    def one(dossier: Dossier) -> Callable[[], object]:
        to = Receiver(cast.counter, cast.lan)
        return lambda: commands.hand_on(actor=cast.lan, at=now(), dossier_id=dossier.pk, seen_version=None, to=to)

    start = Barrier(MANY)
    acts = [listed if number % 2 else many, *map(one, dossiers[:0:-1])]
    with ThreadPoolExecutor(MANY) as pool:
        return [code.result() for code in [pool.submit(refused_or_done, act, start) for act in acts]]


def main(rounds: int) -> dict[str, Any]:
    cast, codes = met(), set[str]()
    for number in range(rounds):
        codes |= set(crossed(cast, number))
    return {"codes": sorted(codes), "dossiers": Dossier.objects.count(), **state_of_the_place([])}
