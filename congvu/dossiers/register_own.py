"""The place's own units, officials and procedures that a mapping names for the words of a register."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from congvu.dossiers.register_keys import identity
from congvu.eventlog.mapping import Mapping
from congvu.offices.commands import CLOCKWORK
from congvu.offices.models import Official, Post, Procedure, ProcedureVersion, Unit
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import fold

T = TypeVar("T")


@dataclass(frozen=True)
class Own:
    """By the words of the register: whose desk here, whose dossier here, which procedure here (its versions)."""

    units: Dict[str, Unit] = field(default_factory=dict)
    officials: Dict[str, Official] = field(default_factory=dict)
    procedures: Dict[str, list[ProcedureVersion]] = field(default_factory=dict)

    def version(self, same: str, on: date) -> ProcedureVersion | None:
        """The version of the place's own procedure in force that day; before the first, the first.

        Raises: RuleBroken `mapping.own_ended` where it was abolished by then.
        """
        versions = self.procedures.get(same)
        if not versions:
            return None
        found = next((one for one in versions if one.valid_from <= on), versions[-1])
        if found.valid_to is not None and found.valid_to < on:
            raise RuleBroken("mapping.own_ended", procedure=found.procedure.name, ended=found.valid_to, on=on)
        return found


def units() -> "QuerySet[Unit]":
    return Unit.of_the_place()


def officials(on: date) -> "QuerySet[Official]":
    """Who has a desk here that day: who left has none any more, the program's own actor never."""
    held = Post.objects.filter(Post.held_on(on), official=OuterRef("pk"))
    return Official.objects.filter(Exists(held), is_imported=False, is_active=True).exclude(login=CLOCKWORK)


def procedures() -> "QuerySet[Procedure]":
    return Procedure.objects.filter(is_imported=False, versions__isnull=False).distinct()


def own_of(mapping: Mapping, on: date) -> Own:
    """What the mapping's keys `units`, `officials` and `procedures` stand for here, as the place is that day.

    Raises: RuleBroken `mapping.own_unknown`, `mapping.own_twice` with the key, the word and what to do.
    """
    named = mapping.own
    versions: dict[str, list[ProcedureVersion]] = {}
    slugs = list(named.get("procedures", {}).values())
    rows = ProcedureVersion.objects.filter(procedure__in=procedures().filter(slug__in=slugs))
    for one in rows.select_related("procedure").order_by("-valid_from", "-pk"):
        versions.setdefault(one.procedure.slug, []).append(one)
    return Own(
        _found("units", named, {one.code: one for one in units()}),
        _found("officials", named, {one.login: one for one in officials(on)}),
        _found("procedures", named, versions),
    )


def _found(key: str, named: Dict[str, Dict[str, str]], known: Dict[str, T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for word, code in named.get(key, {}).items():
        if code not in known:
            raise RuleBroken("mapping.own_unknown", key=key, word=word, code=code)
        if found.setdefault(identity(word), known[code]) != known[code]:
            raise RuleBroken("mapping.own_twice", key=key, word=word)
    return found


def proposed(words: Dict[str, list[str]], on: date) -> dict[str, dict[str, str]]:
    """For each key, words of a sample that read like the name of exactly one of the place's own, without marks."""
    here = {
        "units": _by_name(units(), "name", "code"), "officials": _by_name(officials(on), "full_name", "login"),
        "procedures": _by_name(procedures(), "name", "slug"),
    }  # fmt: skip
    return {
        key: {word: codes[0] for word in words.get(key, []) if len(codes := names.get(fold(word), [])) == 1}
        for key, names in here.items()
    }


def _by_name(rows: "QuerySet[Any]", name: str, code: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text, key in rows.values_list(name, code):
        found.setdefault(fold(text), []).append(key)
    return found
