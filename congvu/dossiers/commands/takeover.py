"""Taking over a register of another system (lấy hồ sơ từ sổ của hệ thống khác): all or nothing, and repeatable.

The official code is the key. Appointments stay as stated; what happened is told in the source's time, recorded now.
"""

import base64
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import slugify
from django.utils.timezone import localdate

from congvu.dossiers.commands.finding import enter_words, renew_words
from congvu.dossiers.commands.register_names import Names, names_of
from congvu.dossiers.models import Applicant, Cause, Channel, Dossier, DueDate, Origin, RegisterImport, StepRun
from congvu.eventlog.cases import Case, Step
from congvu.eventlog.mapping import Mapping
from congvu.law import calendar_content
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import Official, Unit, UnitKind
from congvu.offices.permissions import Right, require
from congvu.rules import lookup_code
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold


@dataclass(frozen=True)
class Taken:
    """What a take-over did. `missing`: known from this register, not in the file, left as they are.

    `earlier_at`: when this very file was last taken over before.
    """

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    late: int = 0
    units: int = 0
    officials: int = 0
    procedures: int = 0
    missing: int = 0
    earlier_at: datetime | None = None


@transaction.atomic
def take_over(*, actor: Official, at: datetime, cases: Sequence[Case], mapping: Mapping, file_hash: str) -> Taken:
    """Enter new cases, bring changed ones up to date, leave the rest alone; one ledger entry for each that moved.

    Raises: RuleBroken `rights.missing`, `register.code_taken`.
    """
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    codes = [case.code for case in cases]
    known = {one.code: one for part in _parts(codes) for one in _locked(part)}
    # After the dossiers: entering a unit takes the ledger's head, and whoever holds it may wait for nobody's dossier.
    names = names_of(actor, at, mapping)
    before = (len(names.units), len(names.officials), len(names.versions))
    acts: list[Act] = []
    fresh = [case for case in cases if case.code not in known]
    acts += _enter(fresh, names, file_hash)
    changed = [
        case
        for case in cases
        if case.code in known and _update(known[case.code], case, names, mapping, (acts, file_hash))
    ]
    ledger.append_all(acts, at=at)
    ended = [case for case in cases if case.ended]
    ours = Dossier.objects.filter(origin=Origin.IMPORTED, received_unit__path__startswith=names.root.path)
    taken = Taken(
        total=len(cases), new=len(fresh), changed=len(changed), unchanged=len(cases) - len(fresh) - len(changed),
        ended=len(ended), late=sum(bool(case.due and case.ended and case.ended > case.due) for case in ended),
        units=len(names.units) - before[0], officials=len(names.officials) - before[1],
        procedures=len(names.versions) - before[2], missing=max(0, ours.count() - len(cases)),
    )  # fmt: skip
    return _remember(taken, names, file_hash)


def _remember(taken: Taken, names: Names, file_hash: str) -> Taken:
    """Keep that this file came; once it was taken over, coming again without a change is not kept."""
    earlier = RegisterImport.objects.filter(place=names.root.code, file_hash=file_hash).order_by("pk").last()
    if taken.new or taken.changed or earlier is None:
        RegisterImport.objects.create(
            place=names.root.code, file_hash=file_hash, at=names.at, official=names.actor, total=taken.total,
            new=taken.new, changed=taken.changed,
        )  # fmt: skip
    return replace(taken, earlier_at=earlier.at if earlier else None)


def _locked(codes: list[str]) -> Iterable[Dossier]:
    runs = Prefetch("runs", queryset=StepRun.objects.order_by("number"))
    found: Iterable[Dossier] = Dossier.objects.select_for_update().filter(code__in=codes).order_by("pk")
    prefetch_related_objects(rows := list(found), "applicant", runs)
    return rows


def _parts(codes: list[str]) -> Iterable[list[str]]:
    return (codes[n : n + 500] for n in range(0, len(codes), 500))


def _state(case: Case) -> State:
    if case.returned:
        return State.RETURNED
    return State.RESULT_READY if case.ended else State.IN_PROCESS


def _stated(case: Case) -> dict[str, object]:
    """The fields of a dossier that the register states, and an update compares."""
    finished = case.ended or case.returned
    # Where only the day of the handing over is known it reads as midnight, before the result of that day.
    returned = max(case.returned, finished) if case.returned and finished else None
    return {
        "received_at": case.received, "due_at": case.due, "finished_at": finished, "returned_at": returned,
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
        Applicant(dossier=dossier, **_particulars(case)) for case, dossier in pairs if case.applicant
    ], batch_size=500)  # fmt: skip
    enter_words([dossier for _case, dossier in pairs])
    return [
        Act(
            Action.DOSSIER_IMPORTED,
            f"dossier:{dossier.pk}",
            names.root.code,
            names.actor.login,
            _told(case, names) | {"file": file_hash},
        )
        for case, dossier in pairs
    ]


def _particulars(case: Case) -> dict[str, str]:
    """What the register says of the applicant; a cell left empty says nothing."""
    said = {"name": clean(case.applicant), "name_fold": fold(case.applicant), "id_number": case.applicant_id}
    return {name: value for name, value in said.items() if value}


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
            dossier=dossier, number=number, step_id=_step_id(step), name=step.name[:300],
            unit=dossier.unit,
            official=names.official(step.by), started_at=since, finished_at=step.at, is_step_done=True,
        ))  # fmt: skip
        since = step.at
    return runs


def _step_id(step: Step) -> str:
    return slugify(fold(step.name))[:60]


def _told(case: Case, names: Names) -> dict[str, object]:
    """What the ledger keeps of a case: its whole course as the register states it (rebuild.py)."""
    instants = {name: getattr(case, name) for name in ("received", "due", "ended", "returned")}
    told: dict[str, object] = {name: at.isoformat() if at else "" for name, at in instants.items()}
    steps = [[_step_id(step), step.at.isoformat(), names.login(step.by)] for step in case.steps]
    return told | {
        "code": case.code, "procedure": names.version(case.procedure).procedure.slug, "state": _state(case).value,
        "unit": names.unit(case.unit).code, "official": names.login(case.official), "steps": steps,
    }  # fmt: skip


def _update(dossier: Dossier, case: Case, names: Names, mapping: Mapping, told: tuple[list[Act], str]) -> bool:
    """Bring a known dossier up to what the register says now; False if it says nothing new."""
    if dossier.origin != Origin.IMPORTED:
        raise RuleBroken("register.code_taken", code=case.code, row=case.row)
    wanted = _stated(case) | _placed(case, names)
    fields = [name for name, value in wanted.items() if getattr(dossier, name) != value]
    for name in fields:
        setattr(dossier, name, wanted[name])
    renamed = _restate_applicant(dossier, case)
    changed = fields + renamed
    if mapping.steps:
        changed += _restate_steps(dossier, case, names)
    if not changed:
        return False
    if renamed:
        renew_words([dossier])
    if {"due_at", "received_at"} & set(fields):
        _due_row(dossier, case, names, dossier.due_dates.count() + 1).save()
    dossier.version += 1
    dossier.changed_by, dossier.changed_at = names.actor, names.at
    dossier.save()
    acts, file_hash = told
    facts = _told(case, names) | {"changed": sorted(changed), "file": file_hash}
    acts.append(Act(Action.DOSSIER_UPDATED, f"dossier:{dossier.pk}", names.root.code, names.actor.login, facts))
    return True


def _placed(case: Case, names: Names) -> dict[str, object]:
    """Where the register says the dossier lies now, and as what it came; a channel left out says nothing."""
    unit, holder = names.unit(case.unit), names.official(case.official)
    placed: dict[str, object] = {
        "unit_id": unit.pk, "settling_unit_id": unit.pk, "holder_id": holder.pk if holder else None,
        "procedure_version_id": names.version(case.procedure).pk,
    }  # fmt: skip
    return placed | ({"channel": case.channel} if case.channel else {})


def _restate_applicant(dossier: Dossier, case: Case) -> list[str]:
    party: Applicant | None = getattr(dossier, "applicant", None)
    said = _particulars(case)
    if party is None and case.applicant:
        Applicant.objects.create(dossier=dossier, **said)
        return ["applicant"]
    if party is None or all(getattr(party, name) == value for name, value in said.items()):
        return []
    for name, value in said.items():
        setattr(party, name, value)
    party.save(update_fields=list(said))
    return ["applicant"]


def _restate_steps(dossier: Dossier, case: Case, names: Names) -> list[str]:
    """Stretches that still stand stay; from the first that does not, those of the register take their place."""
    have, want = list(dossier.runs.all()), _runs(case, dossier, names)
    standing = 0
    while standing < min(len(have), len(want)) and _told_of(have[standing]) == _told_of(want[standing]):
        standing += 1
    if standing == len(have) == len(want):
        return []
    StepRun.objects.filter(pk__in=[run.pk for run in have[standing:]]).delete()
    StepRun.objects.bulk_create(want[standing:])
    return ["steps"]


def _told_of(run: StepRun) -> tuple[object, ...]:
    return run.number, run.step_id, run.name, run.official_id, run.started_at, run.finished_at


def found_if_empty(*, mapping: Mapping, at: datetime) -> Official:
    """The program's own actor; an empty place is founded first, with the default calendar, to hold the register."""
    if not Unit.objects.exists():
        root = NewUnit("noi-nhan-so", "Nơi nhận sổ hồ sơ", UnitKind.LEADERSHIP, "H00.000")
        return offices.found_place(root=root, calendar_code="co-to", calendar=calendar_content("co-to"), at=at)
    return Official.objects.get(login=offices.CLOCKWORK)
