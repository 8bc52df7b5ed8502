"""Writers are killed at random moments and replaced; what they had been told is compared with what is there."""

import os
import shlex
import subprocess
import time
from collections.abc import Callable
from random import Random
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from tests.proof.crew import life, met
from tests.proof.findings import state_of_the_place
from tests.proof.writer import Writer, acknowledged, errors


def endless(pipe: int) -> None:
    """Works until killed. A server that goes away is waited for, and what was under way counts as not done."""
    cast = None
    while True:
        try:
            cast = cast or met()
            for step in life(cast):
                done = step()
                os.write(pipe, f"ack {done.pk} {done.version}\n".encode())
        except (OperationalError, InterfaceError) as failure:
            if connection.vendor == "sqlite":
                os.write(pipe, f"error {failure!r}\n".encode())
            connection.close()
            time.sleep(0.05)


def kill_a_writer(crew: list[Writer], random: Random) -> list[str]:
    place = random.randrange(len(crew))
    said = crew[place].killed()
    crew[place] = Writer(endless).start()
    return said


def kill_the_server() -> None:
    """PostgreSQL loses all its processes at once, as in a power cut, and is started again."""
    control = shlex.split(os.environ["CONGVU_PG_CTL"])
    subprocess.run([*control, "stop", "-m", "immediate", "-w"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*control, "start", "-w"], check=True, stdout=subprocess.DEVNULL)


def main(writers: int, kills: int, server_kills: int, seed: int) -> dict[str, Any]:
    """Kill, a random while apart, all the time under load; at the end everybody at once."""
    random, said = Random(seed), []
    crew = [Writer(endless).start() for _n in range(writers)]
    blows: list[Callable[[], list[str]]] = [lambda: kill_a_writer(crew, random)] * kills
    blows += [lambda: kill_the_server() or []] * server_kills
    random.shuffle(blows)
    for blow in blows:
        time.sleep(random.uniform(0.02, 0.3))
        said += blow()
    time.sleep(1)
    said += [line for one in crew for line in one.killed()]
    connection.close()
    acks = acknowledged(said)
    return {"errors": errors(said), "acknowledged": len(acks), **state_of_the_place(acks)}
