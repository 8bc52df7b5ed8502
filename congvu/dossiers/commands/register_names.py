"""The words of a foreign register become units, officials and procedures here; what is missing is entered, marked."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.utils.text import slugify

from congvu.eventlog.mapping import Mapping
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import (
    PLACE,
    CalendarVersion,
    Category,
    Official,
    Procedure,
    ProcedureVersion,
    Unit,
    UnitKind,
)
from congvu.offices.unit_commands import state_unit_kind
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, fold

LONGEST_CODE = 60


@dataclass
class Names:
    """Units, officials and procedures by the words of the file; what is missing is entered and marked imported."""

    actor: Official
    at: datetime
    root: Unit
    calendar: CalendarVersion
    units: dict[str, Unit]
    officials: dict[str, Official]
    versions: dict[str, ProcedureVersion]
    outside: Dict[str, str] = field(default_factory=dict, kw_only=True)

    def kind_of(self, word: str) -> UnitKind:
        """What the mapping says of a unit; a unit it does not name is one that only came with the register."""
        kinds = {self.code(name): kind for name, kind in self.outside.items()}
        return UnitKind(kinds.get(self.code(word), UnitKind.IMPORTED))

    def restate_kinds(self) -> None:
        """Units already known are what the mapping says now."""
        kinds = {self.code(name): UnitKind(kind) for name, kind in self.outside.items()}
        for code, unit in self.units.items():
            kind = kinds.get(code, UnitKind.IMPORTED)
            if unit.kind != kind and code.startswith(f"{self.root.code}-"):
                state_unit_kind(actor=self.actor, at=self.at, unit=unit, kind=kind)

    def code(self, word: str) -> str:
        """One code a word; where two long words begin alike, a mark of the whole keeps them apart."""
        code = slugify(f"{self.root.code}-{fold(word)}")
        if len(code) <= LONGEST_CODE:
            return code
        return f"{code[: LONGEST_CODE - 9]}-{sha256(fold(word).encode()).hexdigest()[:8]}"

    def unit(self, word: str) -> Unit:
        if not word:
            return self.root
        code = self.code(word)
        if code not in self.units:
            self.units[code] = self._enter_unit(code, word)
        return self.units[code]

    def _enter_unit(self, code: str, word: str) -> Unit:
        new = NewUnit(code, clean(word), self.kind_of(word))
        return offices.create_unit(
            actor=self.actor, at=self.at, new=new, parent=self.root, calendar=self.root.calendar
        )

    def official(self, word: str) -> Official | None:
        if not word:
            return None
        login = self.code(word)
        if login not in self.officials:
            self.officials[login] = self._enter_official(login, word)
        return self.officials[login]

    def _enter_official(self, login: str, word: str) -> Official:
        return offices.create_official(
            actor=self.actor, at=self.at, login=login, full_name=word, unit=self.root, category=Category.CIVIL_SERVANT
        )

    def login(self, word: str) -> str:
        official = self.official(word)
        return official.login if official else ""

    def version(self, word: str) -> ProcedureVersion:
        slug = self.code(word)
        if slug not in self.versions:
            self.versions[slug] = self._enter_version(slug, word)
        return self.versions[slug]

    def _enter_version(self, slug: str, word: str) -> ProcedureVersion:
        named = {"slug": slug, "name": clean(word), "origin": "imported", "field": self.root.name}
        return offices.publish_procedure(
            actor=self.actor, at=self.at, procedure=named, valid_from=date(2000, 1, 1), terms={}
        )


@dataclass
class Foreseen(Names):
    """The same names for looking ahead: what is missing is only imagined, under numbers no row has."""

    imagined: int = 0

    def _enter_unit(self, code: str, word: str) -> Unit:
        return Unit(pk=self._number(), code=code, name=clean(word))

    def _enter_official(self, login: str, word: str) -> Official:
        return Official(pk=self._number(), login=login, full_name=clean(word))

    def _enter_version(self, slug: str, word: str) -> ProcedureVersion:
        return ProcedureVersion(pk=self._number(), procedure=Procedure(slug=slug, name=clean(word)))

    def _number(self) -> int:
        self.imagined -= 1
        return self.imagined


def _root_of(mapping: Mapping) -> Unit | None:
    """The unit of a source that was taken over before, which stands where it was put then."""
    root = Unit.objects.filter(code=mapping.place["code"]).first()
    if root is not None and mapping.is_beside != (root.parent_id is None and not root.is_place):
        raise RuleBroken("mapping.stands_fixed", code=root.code, unit=root.name)
    return root


def _above(mapping: Mapping) -> Unit | None:
    """What the register's unit is put under: the place, or nothing where it is a body beside it."""
    return None if mapping.is_beside else Unit.objects.get(PLACE)


def names_of(actor: Official, at: datetime, mapping: Mapping) -> Names:
    """The unit under which the register's own are put, made where missing, with everything known below it.

    Raises: RuleBroken `mapping.stands_fixed`.
    """
    code = mapping.place["code"]
    root = _root_of(mapping)
    if root is None:
        calendar = None
        if mapping.calendar:
            calendar = offices.publish_calendar(
                actor=actor, at=at, code=f"{code}-lich", content=mapping.calendar, name=mapping.place["name"],
                note="giờ làm việc giả định cho sổ của hệ thống khác",
            ).calendar  # fmt: skip
        new = NewUnit(code, mapping.place["name"], UnitKind.IMPORTED)
        root = offices.create_unit(actor=actor, at=at, new=new, parent=_above(mapping), calendar=calendar)
    names = Names(actor, at, root, root.calendar_in_force(), *_known(code, root.path), outside=mapping.outside)
    names.restate_kinds()
    return names


def foreseen_names(actor: Official, at: datetime, mapping: Mapping) -> Foreseen:
    """What is known of the register's words, nothing written."""
    code = mapping.place["code"]
    root = _root_of(mapping)
    if root is None:
        above, place = _above(mapping), Unit.objects.get(PLACE)
        path = f"{above.path if above else ''}{code}/"
        root = Unit(pk=-1, code=code, name=mapping.place["name"], path=path, calendar=place.calendar)
    return Foreseen(actor, at, root, root.calendar_in_force(), *_known(code, root.path), imagined=-1)


def _known(
    code: str, path: str
) -> tuple[dict[str, Unit], dict[str, Official], dict[str, ProcedureVersion]]:
    versions = ProcedureVersion.objects.filter(procedure__is_imported=True).select_related("procedure")
    return (
        {unit.code: unit for unit in Unit.objects.filter(path__startswith=path)},
        {one.login: one for one in Official.objects.filter(login__startswith=f"{code}-", is_imported=True)},
        {one.procedure.slug: one for one in versions},
    )  # fmt: skip
