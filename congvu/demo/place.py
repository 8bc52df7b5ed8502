"""The demonstration place: its units, officials, posts and the law in force, set up by the usual commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Any

import yaml
from django.utils.timezone import localdate

from congvu.law import calendar_content
from congvu.offices import commands, shipped_law
from congvu.offices.commands import NewUnit
from congvu.offices.models import PLACE, Category, Official, Role, Unit, UnitKind

PASSWORD = "cong-vu-2026"  # noqa: S105 (printed for everybody; the demonstration serves loopback only)


def _yaml(name: str) -> Any:
    return yaml.safe_load(files("congvu.demo").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Names:
    """Invented names."""

    random: Random
    parts: Mapping[str, Any]

    def person(self, sex: str) -> str:
        pool = self.parts[sex]
        return " ".join(
            [
                self.random.choice(self.parts["surnames"]),
                self.random.choice(pool["middle"]),
                self.random.choice(pool["given"]),
            ]
        )

    def organisation(self) -> str:
        return str(self.random.choice(self.parts["organisations"]))


def names(random: Random) -> Names:
    return Names(random, _yaml("names.yaml"))


def set_up(*, at: datetime, invented: Names) -> Official:
    """Found the place and give everybody their posts; returns the program's own actor."""
    plan = _yaml("place.yaml")
    root = plan["root"] | {"kind": UnitKind(plan["root"]["kind"])}
    actor = commands.found_place(root=NewUnit(**root), calendar_code="co-to", calendar=calendar_content("co-to"), at=at)
    top = Unit.objects.get(PLACE)
    units = {top.code: top}
    for one in plan["units"]:
        new = NewUnit(**(one | {"kind": UnitKind(one["kind"])}))
        units[new.code] = commands.create_unit(actor=actor, at=at, new=new, parent=top)
    for one in plan["people"]:
        # A later addition is named by a chance of its own: the course that a seed takes stays as it was.
        _enter(one, units, actor, at, names(Random(one["login"])) if one.get("added") else invented)  # noqa: S311
    shipped_law.publish(actor=actor, at=at)
    return actor


def _enter(one: Mapping[str, Any], units: Mapping[str, Unit], actor: Official, at: datetime, invented: Names) -> None:
    first = units[one["posts"][0][0]]
    official = commands.create_official(
        actor=actor, at=at, login=one["login"], full_name=invented.person(one["sex"]), unit=first,
        category=Category(one["category"]), password=PASSWORD,
    )  # fmt: skip
    for code, role, title in one["posts"]:
        since = localdate(at) - timedelta(days=420)
        post = commands.grant_post(
            actor=actor, at=at, official=official, unit=units[code], role=Role(role), title=title, from_on=since,
            basis="QĐ số 15/QĐ-UBND",
        )  # fmt: skip
        if one.get("left"):
            commands.end_post(actor=actor, at=at, post_id=post.pk, to_on=localdate(at) - timedelta(days=3))
