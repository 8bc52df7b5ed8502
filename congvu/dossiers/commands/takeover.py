"""Taking over a register of another system (lấy hồ sơ từ sổ của hệ thống khác): all or nothing, and repeatable.

The official code is the key. Appointments stay as stated; what happened is told in the source's time, recorded now.
"""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from congvu.dossiers.models import Applicant, Cause, Channel, Dossier, DueDate, Origin, StepRun
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping
from congvu.law import calendar_content
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import CalendarVersion, Category, Official, ProcedureVersion, Unit, UnitKind
from congvu.offices.permissions import Right, require
from congvu.rules import lookup_code
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold


@dataclass(frozen=True)
class Taken:
    """What a take-over did."""

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    late: int = 0
    units: int = 0
    officials: int = 0
    procedures: int = 0


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

    def code(self, word: str) -> str:
        return slugify(f"{self.root.code}-{fold(word)}")[:60] or self.root.code

    def unit(self, word: str) -> Unit:
        if not word:
            return self.root
        code = self.code(word)
        if code not in self.units:
            new = NewUnit(code, clean(word), UnitKind.IMPORTED)
            self.units[code] = offices.create_unit(
                actor=self.actor, at=self.at, new=new, parent=self.root, calendar=self.root.calendar
            )
        return self.units[code]

    def official(self, word: str) -> Official | None:
        if not word:
            return None
        login = self.code(word)
        if login not in self.officials:
            self.officials[login] = offices.create_official(
                actor=self.actor,
                at=self.at,
                login=login,
                full_name=word,
                unit=self.root,
                category=Category.CIVIL_SERVANT,
            )
        return self.officials[login]

    def version(self, word: str) -> ProcedureVersion:
        slug = self.code(word)[:80]
        if slug not in self.versions:
            named = {"slug": slug, "name": clean(word), "origin": "imported", "field": self.root.name}
            self.versions[slug] = offices.publish_procedure(
                actor=self.actor, at=self.at, procedure=named, valid_from=date(2000, 1, 1), terms={}
            )
        return self.versions[slug]


@transaction.atomic
def take_over(*, actor: Official, at: datetime, cases: Sequence[Case], mapping: Mapping, file_hash: str) -> Taken:
    """Enter new cases, bring changed ones up to date, leave the rest alone; one ledger entry for each that moved.

    Raises: RuleBroken `rights.missing`, `register.code_taken`.
    """
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    names = _names(actor, at, mapping)
    before = (len(names.units), len(names.officials), len(names.versions))
    codes = [case.code for case in cases]
    known = {
        one.code: one for part in _parts(codes) for one in Dossier.objects.select_for_update().filter(code__in=part)
    }
    acts: list[Act] = []
    fresh = [case for case in cases if case.code not in known]
    acts += _enter(fresh, names, file_hash)
    changed = [case for case in cases if case.code in known and _update(known[case.code], case, names, acts)]
    ledger.append_all(acts, at=at)
    ended = [case for case in cases if case.ended]
    return Taken(
        total=len(cases), new=len(fresh), changed=len(changed), unchanged=len(cases) - len(fresh) - len(changed),
        ended=len(ended), late=sum(bool(case.due and case.ended and case.ended > case.due) for case in ended),
        units=len(names.units) - before[0], officials=len(names.officials) - before[1],
        procedures=len(names.versions) - before[2],
    )  # fmt: skip


def _parts(codes: list[str]) -> Iterable[list[str]]:
    return (codes[n : n + 500] for n in range(0, len(codes), 500))


def _names(actor: Official, at: datetime, mapping: Mapping) -> Names:
    """The unit under which the register's own are put, made where missing, with everything known below it."""
    code, top = mapping.place["code"], Unit.objects.get(parent=None)
    root = Unit.objects.filter(code=code).first()
    if root is None:
        calendar = None
        if mapping.calendar:
            calendar = offices.publish_calendar(
                actor=actor, at=at, code=f"{code}-lich", content=mapping.calendar, name=mapping.place["name"],
                note="giờ làm việc giả định cho sổ của hệ thống khác",
            ).calendar  # fmt: skip
        new = NewUnit(code, mapping.place["name"], UnitKind.IMPORTED)
        root = offices.create_unit(actor=actor, at=at, new=new, parent=top, calendar=calendar)
    versions = ProcedureVersion.objects.filter(procedure__is_imported=True).select_related("procedure")
    return Names(
        actor, at, root, root.calendar_in_force(),
        {unit.code: unit for unit in Unit.objects.filter(path__startswith=root.path)},
        {one.login: one for one in Official.objects.filter(login__startswith=f"{code}-", is_imported=True)},
        {one.procedure.slug: one for one in versions},
    )  # fmt: skip


def _state(case: Case) -> State:
    if case.returned:
        return State.RETURNED
    return State.RESULT_READY if case.ended else State.IN_PROCESS


def _stated(case: Case) -> dict[str, object]:
    """The fields of a dossier that the register states, and an update compares."""
    finished = case.ended or case.returned
    return {
        "received_at": case.received, "due_at": case.due, "finished_at": finished, "returned_at": case.returned,
        "state": _state(case).value, "due_on": localdate(case.due) if case.due else None,
        "received_on": localdate(case.received), "finished_on": localdate(finished) if finished else None,
    }  # fmt: skip


def _enter(cases: list[Case], names: Names, file_hash: str) -> list[Act]:
    at = names.at
    rows = []
    for case in cases:
        unit = names.unit(case.unit)
        rows.append(Dossier(
            code=case.code, lookup_code=lookup_code.new(secrets.randbelow), origin=Origin.IMPORTED,
            qr_token=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("="),
            procedure_version=names.version(case.procedure), received_unit=unit, settling_unit=unit, unit=unit,
            holder=names.official(case.official), channel=case.channel or Channel.COUNTER, recorded_at=at,
            changed_by=names.actor, changed_at=at, **_stated(case),
        ))  # fmt: skip
    Dossier.objects.bulk_create(rows, batch_size=200)
    made = {
        one.code: one for part in _parts([row.code for row in rows]) for one in Dossier.objects.filter(code__in=part)
    }
    pairs = [(case, made[case.code]) for case in cases]
    DueDate.objects.bulk_create([_due_row(dossier, case, names, 1) for case, dossier in pairs], batch_size=500)
    StepRun.objects.bulk_create([run for case, dossier in pairs for run in _runs(case, dossier, names)], batch_size=500)
    Applicant.objects.bulk_create([
        Applicant(dossier=dossier, name=clean(case.applicant)[:250], name_fold=fold(case.applicant)[:250])
        for case, dossier in pairs if case.applicant
    ], batch_size=500)  # fmt: skip
    return [
        Act(
            Action.DOSSIER_IMPORTED,
            f"dossier:{dossier.pk}",
            names.root.code,
            names.actor.login,
            _told(case) | {"file": file_hash},
        )
        for case, dossier in pairs
    ]


def _due_row(dossier: Dossier, case: Case, names: Names, number: int) -> DueDate:
    return DueDate(
        dossier=dossier, number=number, cause=Cause.STATED, begins_at=case.received or names.at, due_at=case.due,
        calendar=names.calendar, caused_at=names.at,
    )  # fmt: skip


def _runs(case: Case, dossier: Dossier, names: Names) -> list[StepRun]:
    """Each event ends the stretch that began at the event before it; the first began at reception."""
    runs, since = [], min([case.received or names.at, *[step.at for step in case.steps[:1]]])
    for number, step in enumerate(case.steps, start=1):
        runs.append(StepRun(
            dossier=dossier, number=number, step_id=slugify(fold(step.name))[:60], name=step.name[:300],
            unit=dossier.unit,
            official=names.official(step.by), started_at=since, finished_at=step.at, is_step_done=True,
        ))  # fmt: skip
        since = step.at
    return runs


def _told(case: Case) -> dict[str, object]:
    """What the ledger keeps of a case."""
    instants = {name: getattr(case, name) for name in ("received", "due", "ended", "returned")}
    told: dict[str, object] = {name: at.isoformat() if at else "" for name, at in instants.items()}
    return told | {"code": case.code, "steps": len(case.steps)}


def _update(dossier: Dossier, case: Case, names: Names, acts: list[Act]) -> bool:
    """Bring a known dossier up to what the register says now; False if it says nothing new."""
    if dossier.origin != Origin.IMPORTED:
        raise RuleBroken("register.code_taken", code=case.code, row=case.row)
    unit, holder = names.unit(case.unit), names.official(case.official)
    wanted = _stated(case) | {
        "unit_id": unit.pk,
        "settling_unit_id": unit.pk,
        "holder_id": holder.pk if holder else None,
    }
    fields = [name for name, value in wanted.items() if getattr(dossier, name) != value]
    steps = dossier.runs.count() != len(case.steps)
    if not fields and not steps:
        return False
    if "due_at" in fields:
        _due_row(dossier, case, names, dossier.due_dates.count() + 1).save()
    for name in fields:
        setattr(dossier, name, wanted[name])
    dossier.version += 1
    dossier.changed_by, dossier.changed_at = names.actor, names.at
    dossier.save()
    have = set(dossier.runs.values_list("number", flat=True))
    StepRun.objects.bulk_create([run for run in _runs(case, dossier, names) if run.number not in have])
    facts = _told(case) | {"changed": sorted(fields)}
    acts.append(Act(Action.DOSSIER_UPDATED, f"dossier:{dossier.pk}", names.root.code, names.actor.login, facts))
    return True


def found_if_empty(*, mapping: Mapping, at: datetime) -> Official:
    """The program's own actor; an empty place is founded first, with the default calendar, to hold the register."""
    if not Unit.objects.exists():
        root = NewUnit("noi-nhan-so", "Nơi nhận sổ hồ sơ", UnitKind.LEADERSHIP, "H00.000")
        return offices.found_place(root=root, calendar_code="co-to", calendar=calendar_content("co-to"), at=at)
    return Official.objects.get(login=offices.CLOCKWORK)
