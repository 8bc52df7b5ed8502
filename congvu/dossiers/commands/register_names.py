"""The words of a foreign register become units, officials and procedures here; what is missing is entered, marked."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from congvu.dossiers.models import StepRun
from congvu.dossiers.register_keys import StepKeys, identity, is_key_of, key_of
from congvu.dossiers.register_own import Own, own_of
from congvu.dossiers.sources import of_source
from congvu.eventlog.cases import Case
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
from congvu.rules.vietnamese import clean


@dataclass
class Known:
    """What a source entered before, by the words of its register (`register_keys.identity`)."""

    units: dict[str, Unit] = field(default_factory=dict)
    officials: dict[str, Official] = field(default_factory=dict)
    versions: dict[str, ProcedureVersion] = field(default_factory=dict)
    steps: StepKeys = field(default_factory=StepKeys)


@dataclass
class Names:
    """Units, officials and procedures by the words of the file: the place's own where the mapping says so, else the
    source's; what is missing is entered and marked imported."""

    actor: Official
    at: datetime
    root: Unit
    calendar: CalendarVersion
    known: Known
    outside: Dict[str, str] = field(default_factory=dict, kw_only=True)
    own: Own = field(default_factory=Own, kw_only=True)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many units, officials and procedures of the source are known."""
        return len(self.known.units), len(self.known.officials), len(self.known.versions)

    def kind_of(self, word: str) -> UnitKind:
        """What the mapping says of a unit; a unit it does not name is one that only came with the register."""
        kinds = {identity(name): kind for name, kind in self.outside.items()}
        return UnitKind(kinds.get(identity(word), UnitKind.IMPORTED))

    def restate_kinds(self) -> None:
        """Units that came with this register are what the mapping says now; the place's own stay what they are."""
        came = [one for one in self.known.units.values() if one.parent_id == self.root.pk]
        for unit in came if self.root.kind == UnitKind.IMPORTED else []:
            if unit.kind != (kind := self.kind_of(unit.name)):
                state_unit_kind(actor=self.actor, at=self.at, unit=unit, kind=kind)

    def unit(self, word: str) -> Unit:
        if not word:
            return self.root
        known, same = self.known.units, identity(word)
        if same in self.own.units:
            return self.own.units[same]
        if same not in known:
            known[same] = self._enter_unit(word)
        return known[same]

    def _enter_unit(self, word: str) -> Unit:
        code = key_of(self.root.code, word, lambda key: Unit.objects.filter(code=key).exists())
        return offices.create_unit(
            actor=self.actor, at=self.at, new=NewUnit(code, clean(word), self.kind_of(word)), parent=self.root,
            calendar=self.root.calendar,
        )  # fmt: skip

    def official(self, word: str) -> Official | None:
        if not word:
            return None
        known, same = self.known.officials, identity(word)
        if same in self.own.officials:
            return self.own.officials[same]
        if same not in known:
            known[same] = self._enter_official(word)
        return known[same]

    def _enter_official(self, word: str) -> Official:
        login = key_of(self.root.code, word, lambda key: Official.objects.filter(login=key).exists())
        return offices.create_official(
            actor=self.actor, at=self.at, login=login, full_name=word, unit=self.root, category=Category.CIVIL_SERVANT
        )

    def login(self, word: str) -> str:
        official = self.official(word)
        return official.login if official else ""

    def version(self, case: Case) -> ProcedureVersion:
        """The procedure as the source calls it; of the place's own, the version in force when it was received."""
        known, word, same = self.known.versions, case.procedure, identity(case.procedure)
        if own := self.own.version(same, localdate(case.received or self.at)):
            return own
        if same not in known:
            known[same] = self._enter_version(word)
        return known[same]

    def _enter_version(self, word: str) -> ProcedureVersion:
        slug = key_of(self.root.code, word, lambda key: Procedure.objects.filter(slug=key).exists())
        named = {"slug": slug, "name": clean(word), "origin": "imported", "field": self.root.name}
        return offices.publish_procedure(
            actor=self.actor, at=self.at, procedure=named, valid_from=date(2000, 1, 1), terms={}
        )

    def step_id(self, name: str) -> str:
        return self.known.steps[name]


@dataclass
class Foreseen(Names):
    """The same names for looking ahead: what is missing is only imagined, under numbers no row has."""

    imagined: int = 0

    def _enter_unit(self, word: str) -> Unit:
        return Unit(pk=self._number(), name=clean(word))

    def _enter_official(self, word: str) -> Official:
        return Official(pk=self._number(), full_name=clean(word))

    def _enter_version(self, word: str) -> ProcedureVersion:
        return ProcedureVersion(pk=self._number(), procedure=Procedure(name=clean(word)))

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

    Raises: RuleBroken `mapping.stands_fixed`, `mapping.own_unknown`.
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
    own, known = own_of(mapping, localdate(at)), _known(root, mapping)
    names = Names(actor, at, root, root.calendar_in_force(), known, outside=mapping.outside, own=own)
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
    own, known = own_of(mapping, localdate(at)), _known(root, mapping)
    return Foreseen(actor, at, root, root.calendar_in_force(), known, imagined=-1, own=own)


def _known(root: Unit, mapping: Mapping) -> Known:
    """Everything this source entered before, each by its name: keys were made otherwise once (register_keys.py)."""
    code = root.code
    units = Unit.objects.filter(path__startswith=root.path).exclude(pk=root.pk)
    officials = Official.objects.filter(login__startswith=f"{code}-", is_imported=True)
    versions = ProcedureVersion.objects.filter(procedure__is_imported=True).select_related("procedure")
    runs = StepRun.objects.filter(dossier__in=of_source(root)) if mapping.steps else StepRun.objects.none()
    return Known(
        {identity(one.name): one for one in units if is_key_of(code, one.name, one.code)},
        {identity(one.full_name): one for one in officials if is_key_of(code, one.full_name, one.login)},
        {identity(one.procedure.name): one for one in versions
         if is_key_of(code, one.procedure.name, one.procedure.slug)},
        StepKeys(runs.order_by().values_list("name", "step_id").distinct()),
    )  # fmt: skip
