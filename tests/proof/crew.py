"""The crew of the proofs: the cast read back from the database, the day's ticking clock, and a dossier's whole life."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Intake
from congvu.dossiers.models import Dossier
from congvu.offices.models import Official, ProcedureVersion, Unit
from tests.people import BA, Cast, at

DAY = "2026-11-23"
BEGUN = time.monotonic()


def now() -> datetime:
    """The proofs' morning: it begins at eight and goes on as real time does, on whatever day the machine lives."""
    return at(f"{DAY} 08:00") + timedelta(seconds=time.monotonic() - BEGUN)


def met() -> Cast:
    """The cast of a place made earlier."""
    official = {one.login: one for one in Official.objects.all()}
    unit = {one.code: one for one in Unit.objects.select_related("calendar")}
    version = {one.procedure.slug: one for one in ProcedureVersion.objects.select_related("procedure")}
    return Cast(
        official["clockwork"], unit["dao"], unit["mot-cua"], unit["tu-phap"], unit["phuong-khac"],
        official["lan"], official["ha"], official["minh"], official["hoa"], official["chu-tich"],
        official["giam-sat"], official["quan-tri"], version["hon-nhan"], version["niem-yet"],
        version["dat-dai"],
    )  # fmt: skip


def received(cast: Cast) -> Dossier:
    """A dossier received now."""
    intake = Intake(cast.version.pk, BA, ("Tờ khai",))
    return commands.accept(actor=cast.lan, at=now(), unit=cast.counter, intake=intake)


def life(cast: Cast) -> Iterator[Callable[[], Dossier]]:
    """The commands of one dossier from the counter to the hand-over, each to be called when its turn comes."""
    made: list[Dossier] = []

    def accept() -> Dossier:
        made.append(received(cast))
        return made[-1]

    def act(verb: Callable[..., Dossier], actor: Official, **more: object) -> Callable[[], Dossier]:
        return lambda: verb(actor=actor, at=now(), dossier_id=made[-1].pk, seen_version=None, **more)

    yield accept
    yield act(commands.finish_step, cast.lan, to=Receiver(cast.justice, cast.ha))
    yield act(commands.pause, cast.ha, ground="cho-bo-sung", paper="31/PBS")
    yield act(commands.resume, cast.ha)
    yield act(commands.finish_step, cast.ha, to=Receiver(cast.justice, cast.minh))
    yield act(commands.record_result, cast.minh)
    yield act(commands.return_result, cast.lan)
