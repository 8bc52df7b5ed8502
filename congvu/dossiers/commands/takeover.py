"""Taking over a register of another system (lấy hồ sơ từ sổ của hệ thống khác): all or nothing, and repeatable.

The official code is the key. Appointments stay as stated; what happened is told in the source's time, recorded now.
"""

import base64
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.timezone import localdate

from congvu.dossiers.commands.filing_queue import hold_filings, queue_filings, received_elsewhere
from congvu.dossiers.commands.finding import enter_words, renew_words
from congvu.dossiers.commands.register_names import Names, names_of
from congvu.dossiers.commands.signing import cancel_unsigned
from congvu.dossiers.commands.vanishing import mark_vanished
from congvu.dossiers.models import (
    Applicant,
    Cause,
    Channel,
    Dossier,
    DueDate,
    Origin,
    RegisterEntry,
    RegisterImport,
    StepRun,
)
from congvu.dossiers.sources import of_source, refuse_foreign
from congvu.dossiers.stated import differences, particulars, placed, runs_of, standing, state_of, stated
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping
from congvu.law import calendar_content
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices import commands as offices
from congvu.offices.commands import NewUnit
from congvu.offices.models import PLACE, Official, Unit, UnitKind
from congvu.offices.permissions import Right, require
from congvu.rules import lookup_code
from congvu.rules.ledger import Action


@dataclass(frozen=True)
class Taken:
    """What a take-over did. `missing`: known from this register, not in a file of changes, left as they are.

    Of `total`, `unreceived` are filed online and no dossiers yet; `filings` of these are new in the queue.
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
    vanished: int = 0
    reappeared: int = 0
    filings: int = 0
    unreceived: int = 0
    earlier_at: datetime | None = None


@transaction.atomic
def take_over(
    *, actor: Official, at: datetime, cases: Sequence[Case], mapping: Mapping, file_hash: str,
    rest: Collection[str] = (), confirmed: int | None = None,
) -> Taken:  # fmt: skip
    """Enter new cases, bring changed ones up to date, leave the rest alone; one ledger entry for each that moved.

    `rest`: codes the file holds besides, of which it says nothing new. Of a whole export, what it no longer holds is
    marked; `confirmed` is the number of those, where a person was asked about it.
    Raises: RuleBroken `rights.missing`, `register.code_taken`, `register.code_foreign`, `register.many_vanish`,
    `mapping.no_counter`.
    """
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    wait_for_source(mapping)
    known = {one.code: one for part in _parts([case.code for case in cases]) for one in _locked(part)}
    # After the dossiers: entering a unit takes the ledger's head, and whoever holds it may wait for nobody's dossier.
    names = names_of(actor, at, mapping)
    refuse_foreign(cases, known, names.root.code)
    before = names.counts
    present, acts = {case.code for case in cases} | set(rest), list[Act]()
    fresh = [case for case in cases if case.code not in known and not case.is_filing]
    filed = [case for case in cases if case.code not in known and case.is_filing]
    # Accepted here from the queue, and not yet in the other system: it says nothing new until it is.
    later = [case for case in cases if case.code in known and not case.is_filing]
    acts += _enter(fresh, names, file_hash)
    acts += received_elsewhere([case.code for case in fresh], names)
    changed = [case for case in later if _update(known[case.code], case, names, mapping, (acts, file_hash))]
    queued, acts_of_queue = queue_filings(filed, names, mapping)
    acts += acts_of_queue
    gone = mark_vanished(names, present, confirmed, acts, new=len(fresh)) if mapping.is_whole else (0, 0)
    ledger.append_all(acts, at=at)
    units, officials, procedures = (now - then for now, then in zip(names.counts, before, strict=True))
    taken = Taken(
        total=len(present), new=len(fresh), changed=len(changed),
        unchanged=len(present) - len(fresh) - len(changed) - queued,
        units=units, officials=officials, procedures=procedures, vanished=gone[0], reappeared=gone[1],
        missing=0 if mapping.is_whole else max(0, of_source(names.root).count() - len(present) + len(filed)),
        ended=sum(case.is_finished for case in cases), late=sum(case.is_late for case in cases),
        filings=queued, unreceived=len(filed),
    )  # fmt: skip
    return _remember(taken, names, file_hash)


def wait_for_source(mapping: Mapping) -> None:
    """Two files of one source wait for each other; a unit is otherwise never locked, only pointed at."""
    code = mapping.place["code"]
    rows = Unit.objects.select_for_update(no_key=True)
    if rows.filter(code=code).first() is None:
        rows.filter(PLACE).first()
    hold_filings(code)


def _remember(taken: Taken, names: Names, file_hash: str) -> Taken:
    """Keep that this file came; once it was taken over, coming again without a change is not kept."""
    earlier = RegisterImport.objects.filter(place=names.root.code, file_hash=file_hash).order_by("pk").last()
    moved = taken.new or taken.changed or taken.vanished or taken.reappeared or taken.filings
    if moved or earlier is None:
        RegisterImport.objects.create(
            place=names.root.code, file_hash=file_hash, at=names.at, official=names.actor, total=taken.total,
            new=taken.new, changed=taken.changed,
        )  # fmt: skip
    return replace(taken, earlier_at=earlier.at if earlier else None)


def _locked(codes: list[str]) -> Iterable[Dossier]:
    runs = Prefetch("runs", queryset=StepRun.objects.order_by("number"))
    found: Iterable[Dossier] = Dossier.objects.select_for_update().filter(code__in=codes).order_by("pk")
    beside = ("applicant", "register_entry", "unit", "settling_unit", "received_unit", "holder", runs)
    prefetch_related_objects(rows := list(found), *beside)
    return rows


def _parts(codes: list[str]) -> Iterable[list[str]]:
    return (codes[n : n + 500] for n in range(0, len(codes), 500))


def _enter(cases: list[Case], names: Names, file_hash: str) -> list[Act]:
    at = names.at
    rows = []
    for case in cases:
        unit = names.unit(case.unit)
        rows.append(Dossier(
            code=case.code, lookup_code=lookup_code.new(secrets.randbelow), origin=Origin.IMPORTED,
            qr_token=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("="),
            procedure_version=names.version(case), received_unit=unit, settling_unit=unit, unit=unit,
            holder=names.official(case.official), channel=case.channel or Channel.COUNTER, recorded_at=at,
            changed_by=names.actor, changed_at=at, **stated(case),
        ))  # fmt: skip
    Dossier.objects.bulk_create(rows, batch_size=200)
    whole = Dossier.objects.select_related("unit", "settling_unit", "received_unit", "holder")
    made = {one.code: one for part in _parts([row.code for row in rows]) for one in whole.filter(code__in=part)}
    pairs = [(case, made[case.code]) for case in cases]
    DueDate.objects.bulk_create([_due_row(dossier, case, names, 1) for case, dossier in pairs], batch_size=500)
    runs = [run for case, dossier in pairs for run in runs_of(case, dossier, names)]
    StepRun.objects.bulk_create(runs, batch_size=500)
    Applicant.objects.bulk_create([
        Applicant(dossier=dossier, **particulars(case)) for case, dossier in pairs if case.applicant
    ], batch_size=500)  # fmt: skip
    RegisterEntry.objects.bulk_create([_entry_of(case, dossier, names) for case, dossier in pairs], batch_size=500)
    enter_words([dossier for _case, dossier in pairs])
    return [
        Act(
            Action.DOSSIER_IMPORTED,
            f"dossier:{dossier.pk}",
            names.root.code,
            names.actor.login,
            _told(case, dossier, names) | {"file": file_hash},
        )
        for case, dossier in pairs
    ]


def _due_row(dossier: Dossier, case: Case, names: Names, number: int) -> DueDate:
    return DueDate(
        dossier=dossier, number=number, cause=Cause.STATED, begins_at=case.received or names.at, due_at=case.due,
        calendar=names.calendar, caused_at=names.at,
    )  # fmt: skip


def _entry_of(case: Case, dossier: Dossier, names: Names) -> RegisterEntry:
    """Where the source says now that it lies: it moves the dossier again only when it says otherwise."""
    return RegisterEntry(
        dossier=dossier, source=names.root.code, unit=names.unit(case.unit), official=names.official(case.official)
    )


def _told(case: Case, dossier: Dossier, names: Names) -> dict[str, object]:
    """What the ledger keeps of a case: its whole course as the register states it (rebuild.py)."""
    instants = {name: getattr(case, name) for name in ("received", "due", "ended", "returned")}
    told: dict[str, object] = {name: at.isoformat() if at else "" for name, at in instants.items()}
    steps = [[names.step_id(step.name), step.at.isoformat(), names.login(step.by)] for step in case.steps]
    return told | {
        "code": case.code, "procedure": names.version(case).procedure.slug, "state": state_of(case).value,
        "unit": dossier.unit.code, "settling": dossier.settling_unit.code, "received_unit": dossier.received_unit.code,
        "official": dossier.holder.login if dossier.holder else "", "steps": steps,
        "said": [names.root.code, names.unit(case.unit).code, names.login(case.official)],
    }  # fmt: skip


def _update(dossier: Dossier, case: Case, names: Names, mapping: Mapping, told: tuple[list[Act], str]) -> bool:
    """Bring a known dossier up to what the register says now; False if it says nothing new."""
    changed = differences(dossier, case, names, mapping)
    if not changed:
        return False
    for name, value in (stated(case) | placed(dossier, case, names)).items():
        setattr(dossier, name, value)
    if "applicant" in changed:
        _restate_applicant(dossier, case)
        renew_words([dossier])
    if "steps" in changed:
        _restate_steps(dossier, case, names)
    if {"due_at", "received_at"} & set(changed):
        _due_row(dossier, case, names, dossier.due_dates.count() + 1).save()
    if dossier.finished_at:
        cancel_unsigned(dossier, names.at)
    dossier.version += 1
    dossier.changed_by, dossier.changed_at = names.actor, names.at
    dossier.save()
    _entry_of(case, dossier, names).save()
    acts, file_hash = told
    facts = _told(case, dossier, names) | {"changed": sorted(changed), "file": file_hash}
    acts.append(Act(Action.DOSSIER_UPDATED, f"dossier:{dossier.pk}", names.root.code, names.actor.login, facts))
    return True


def _restate_applicant(dossier: Dossier, case: Case) -> None:
    party: Applicant | None = getattr(dossier, "applicant", None)
    said = particulars(case)
    if party is None:
        Applicant.objects.create(dossier=dossier, **said)
        return
    for name, value in said.items():
        setattr(party, name, value)
    party.save(update_fields=list(said))


def _restate_steps(dossier: Dossier, case: Case, names: Names) -> None:
    """Stretches that still stand stay; from the first that does not, those of the register take their place."""
    have, want = list(dossier.runs.all()), runs_of(case, dossier, names)
    kept = standing(have, want)
    StepRun.objects.filter(pk__in=[run.pk for run in have[kept:]]).delete()
    StepRun.objects.bulk_create(want[kept:])


def found_if_empty(*, mapping: Mapping, at: datetime) -> Official:
    """The program's own actor; an empty place is founded first, with the default calendar, to hold the register."""
    if not Unit.objects.exists():
        root = NewUnit("noi-nhan-so", "Nơi nhận sổ hồ sơ", UnitKind.LEADERSHIP, "H00.000")
        return offices.found_place(root=root, calendar_code="co-to", calendar=calendar_content("co-to"), at=at)
    return Official.objects.get(login=offices.CLOCKWORK)
