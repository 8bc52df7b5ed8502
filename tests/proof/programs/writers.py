"""Many writers at once, each a process with its own connection, each taking dossiers through their whole life."""

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.proof.crew import life, met
from tests.proof.findings import state_of_the_place
from tests.proof.writer import Writer, acknowledged, errors


def worker(gun: int, dossiers: int, seconds: float, *, warm: bool) -> Callable[[int], None]:
    def work(pipe: int) -> None:
        cast = met()
        for step in life(cast) if warm else ():
            step()  # a server's processes have been running for hours: their caches are full
        os.write(pipe, b"ready\n")
        os.read(gun, 1)
        until = time.monotonic() + seconds
        for _n in range(dossiers):
            for step in life(cast):
                if time.monotonic() > until:
                    return
                done = step()
                os.write(pipe, f"ack {done.pk} {done.version}\n".encode())

    return work


def main(writers: int, dossiers: int, seconds: float = 3600, *, warm: bool = False) -> dict[str, Any]:
    """What the writers were told, what the place holds afterwards, and how long it took from the starting gun."""
    waiting, gun = os.pipe()
    crew = [Writer(worker(waiting, dossiers, seconds, warm=warm)).start() for _n in range(writers)]
    for one in crew:
        os.read(one.pipe, len(b"ready\n"))
    begun = time.monotonic()
    os.write(gun, b"!" * writers)
    said = [line for one in crew for line in one.finished()]
    took = time.monotonic() - begun
    acks = acknowledged(said)
    more = {"errors": errors(said), "acks": acks, "seconds": took, "vendor": connection.vendor}
    return more | state_of_the_place(acks)
