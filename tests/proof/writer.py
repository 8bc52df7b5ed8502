"""A forked process that works until it is done or killed; what it wrote to its pipe outlives it."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections


@dataclass
class Writer:
    """A forked process; what it writes to its pipe before it ends is its report."""

    work: Callable[[int], None]
    pid: int = 0
    pipe: int = -1

    def start(self) -> "Writer":
        reading, writing = os.pipe()
        connections.close_all()  # a connection must not be shared across a fork
        self.pid, self.pipe = os.fork(), reading
        if self.pid == 0:
            os.close(reading)
            self._work_and_end(writing)
        os.close(writing)
        return self

    def _work_and_end(self, pipe: int) -> None:
        status = 1
        try:
            self.work(pipe)
            status = 0
        except BaseException as failure:  # reported to the parent
            os.write(pipe, f"error {failure!r}\n".replace("\n", " ").encode()[:4000] + b"\n")
        finally:
            os._exit(status)

    def finished(self) -> list[str]:
        """Everything it said, once it has ended."""
        with os.fdopen(self.pipe, "rb") as pipe:
            said = pipe.read().decode().splitlines()
        os.waitpid(self.pid, 0)
        return said

    def killed(self) -> list[str]:
        """Kill it where it stands (SIGKILL); what it had been told before is what was acknowledged."""
        os.kill(self.pid, signal.SIGKILL)
        return self.finished()


def acknowledged(said: list[str]) -> list[tuple[int, int]]:
    """The dossiers and versions the writers were told of after commit."""
    return [(int(pk), int(version)) for _ack, pk, version in (line.split() for line in said if line[:4] == "ack ")]


def errors(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("error")]
