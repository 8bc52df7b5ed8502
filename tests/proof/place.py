"""A place with a database of its own, written by separate processes as in life: nothing is rolled back behind them.

On SQLite it is a file in a folder; on PostgreSQL (CONGVU_DATABASE names the server) a database made for it alone.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("CONGVU_DATABASE", "")
NUMBERS = count(1)


@dataclass(frozen=True)
class Place:
    """Where the data lies, and the name of its database on the server ('' on SQLite)."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "CONGVU_DATA": str(self.data),
            "CONGVU_HTTPS": "0",
            "CONGVU_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "congvu.settings",
        }
        if self.database:
            own["CONGVU_DATABASE"] = urlsplit(SERVER)._replace(path=f"/{self.database}").geturl()
        return {**os.environ, **own}

    def run(self, program: str, **asked: object) -> dict[str, Any]:
        """Run a program of tests/proof/programs against this place and give what it found."""
        done = self._run("tests.proof.run", program, json.dumps(asked))
        assert done.returncode == 0, f"{program}: {done.stderr[-4000:]}"
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def congvu(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run the product's own command line against this place."""
        return self._run("congvu", *words)

    def _run(self, module: str, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def copied(self, data: Path) -> "Place":
        """A second place that begins where this one stands."""
        shutil.copytree(self.data, data)
        if not self.database:
            return Place(data)
        name = f"proof_{os.getpid()}_{next(NUMBERS)}"
        _on_server("CREATE DATABASE {} TEMPLATE {}", name, self.database)
        return Place(data, name)

    def remove(self) -> None:
        shutil.rmtree(self.data)
        if self.database:
            _on_server("DROP DATABASE {} WITH (FORCE)", self.database)


def found(data: Path) -> Place:
    """A new place: tables, key, and the cast."""
    name = f"proof_{os.getpid()}_{next(NUMBERS)}" if SERVER else ""
    if name:
        _on_server("CREATE DATABASE {}", name)
    place = Place(data, name)
    place.run("found")
    return place


def faults(found: dict[str, Any]) -> list[str]:
    """The findings that must not be, in words; a sound place has none."""
    empty = ("lost", "unrecorded", "open_runs", "deadlocks", "damaged")
    said = [f"{name}: {found[name]}" for name in empty if found[name]]
    if found["ledger"]["wrong"]:
        said.append(f"ledger: {found['ledger']}")
    given = [int(code.rpartition("-")[2]) for code in found["numbers_of_the_day"]]
    if given != list(range(1, found["counted"] + 1)):
        said.append(f"numbers of the day: {found['counted']} counted, {len(given)} there, last {given[-1:]}")
    return said


def _on_server(statement: str, *names: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
