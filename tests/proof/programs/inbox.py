"""The watched folder's work dies before each of its statements and at each touch of a file; the next start finishes.

A file a point: the process kills itself (SIGKILL) there, and whoever comes next must end with the file taken once.
"""

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from congvu.dossiers import register_work
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.models import Dossier, RegisterFile
from congvu.ledger.queries import check
from tests.people import at
from tests.proof.crew import met
from tests.proof.writer import Writer

HEAD = "Mã hồ sơ,Thủ tục,Ngày nhận,Cán bộ\n"
CONTENT = {
    "export": "whole", "place": {"code": "so-cu", "name": "Sổ cũ"},
    "columns": {"code": "Mã hồ sơ", "procedure": "Thủ tục", "received": "Ngày nhận", "official": "Cán bộ"},
}  # fmt: skip
DAY = at("2026-11-23 17:00")


class Deaths:
    """Counts statements and touches of files, and kills the process at the one of that number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def point(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.point()
        return execute(*statement)

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def touched(*args: Any, **kwargs: Any) -> Any:
            self.point()
            done = act(*args, **kwargs)
            self.point()
            return done

        return touched


def dying(number: int, now: datetime) -> Callable[[int], None]:
    """The folder's work, in a process that dies at that point; it reports when it lived to the end."""

    def work(pipe: int) -> None:
        deaths = Deaths(number)
        Path.write_text, Path.rename = deaths.around(Path.write_text), deaths.around(Path.rename)  # type: ignore[method-assign]
        commit = connection.commit
        connection.commit = deaths.around(commit)  # type: ignore[method-assign]
        with connection.execute_wrapper(deaths):
            to_the_end(now)
        os.write(pipe, b"lived\n")

    return work


def to_the_end(now: datetime) -> None:
    """Look, and work until nothing is left."""
    register_work.work(now)
    while register_work.work(now):
        pass


def export(inbox: Path, number: int) -> Path:
    """The register of one evening: one dossier more, another official for all, an earlier one gone now and then."""
    rows = [f"H{n},Khai sinh,02/11/2026 08:00,Hà {number}\n" for n in range(max(1, number - 6), number + 4)]
    (inbox / f"so-{number}.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return inbox / f"so-{number}.csv"


def wrong_after(path: Path, number: int) -> list[str]:
    """What is not as it must be once a file was taken."""
    put_away = path.parent / "done" / path.name
    said = [] if put_away.exists() and not path.exists() else [f"{number}: not put away"]
    report = put_away.with_name(f"{path.name}.bao-cao.txt")
    said += [] if report.exists() and "Đã nhận tệp" in report.read_text(encoding="utf-8") else [f"{number}: no report"]
    states = list(RegisterFile.objects.filter(name=path.name).values_list("state", flat=True))
    said += [] if states == ["taken"] else [f"{number}: {states}"]
    now_held = set(Dossier.objects.filter(holder__full_name=f"Hà {number}").values_list("code", flat=True))
    expected = {f"H{n}" for n in range(max(1, number - 6), number + 4)}
    return said if now_held == expected else [*said, f"{number}: {now_held ^ expected}"]


def main(every: int) -> dict[str, Any]:
    """A file for each point (in small for some of them), until one is lived through."""
    settings.INBOX_QUIET_SECONDS = 0
    cast, wrong, points, lived = met(), list[str](), 0, False
    save_mapping(actor=cast.admin, at=DAY, name="so-cu", content=CONTENT)
    to_the_end(DAY)
    inbox = Path(settings.INBOX_DIR) / "so-cu"
    for number in count(1):
        path, now = export(inbox, number), DAY + timedelta(minutes=number)
        lived = Writer(dying((number - 1) * every, now)).start().finished() == ["lived"]
        if lived:
            break
        points += 1
        to_the_end(now + timedelta(seconds=30))
        wrong += wrong_after(path, number)
    report = check()
    doubled = Dossier.objects.count() - len(set(Dossier.objects.values_list("code", flat=True)))
    return {"wrong": wrong, "points": points, "lived": lived, "ledger": report.wrong, "doubled": doubled}
