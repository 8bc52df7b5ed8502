"""The register of absences: entered, prolonged, corrected, ended early; each is an act with its reason.

At the beginning everything that lies with the absent official goes to who stands in, by one command
(absence_course.py). Why so: docs/adr/0010-absences.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.absence_course import absence_act, begin, instant, lock_absence, save_absence
from congvu.dossiers.commands.work_moving import KINDS, lock_dossiers, send_all, taken_over
from congvu.dossiers.signings import unsigned
from congvu.ledger import commands as ledger
from congvu.ledger.commands import Act
from congvu.offices.absences import (
    check_can_sign,
    check_substitute,
    may_know_kind,
    may_manage,
    posts_to_cover,
    units_of,
)
from congvu.offices.models import Absence, Official, Substitution, Unit
from congvu.offices.permissions import Right, has_right
from congvu.rules.absence import (
    OF_THE_HEAD,
    AbsenceKind,
    Span,
    check_alone,
    check_prolonged,
    check_same_decision,
    check_span,
)
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Told:
    """What is entered of an absence; `substitutes` name an official for each unit, by their keys."""

    kind: AbsenceKind
    span: Span
    substitutes: Mapping[int, int] = field(default_factory=dict)
    basis: str = ""


@transaction.atomic
def enter_absence(*, actor: Official, at: datetime, official_id: int, told: Told) -> Absence:
    """Enter an absence (ghi vắng mặt); one that has begun hands the work over in the same act.

    Raises: RuleBroken `rights.missing`, `absence.*`.
    """
    official = _locked_people([official_id, *told.substitutes.values()])[official_id]
    _refuse_unless_may(actor, official, told, at)
    check_span(told.kind, told.span, at)
    named = _checked(official, told)
    absence = Absence.objects.create(
        official=official, kind=told.kind, from_at=told.span.from_at, to_at=told.span.to_at,
        basis=clean(told.basis)[:200], entered_by=actor, entered_at=at,
    )  # fmt: skip
    Substitution.objects.bulk_create([Substitution(absence=absence, unit=u, official=o) for u, o in named.items()])
    acts = [absence_act(absence, Action.ABSENCE_ENTERED, actor, at, _facts(absence))]
    if absence.span.holds(at):
        acts += begin(absence, actor, at)
    ledger.append_all(acts, at=at)
    return absence


@transaction.atomic
def prolong_absence(
    *, actor: Official, at: datetime, absence_id: int, seen_version: int | None, to_at: datetime, reason: str
) -> Absence:
    """Let an absence last longer (kéo dài); who stands in must be there that much longer too.

    Raises: RuleBroken `absence.over`, `absence.not_longer`, `absence.needs_reason` and those of `enter_absence`.
    """
    absence = _opened(actor, at, absence_id, seen_version)
    because, before = _because(reason), absence.to_at
    check_prolonged(absence.span, to_at)
    longer = replace(_told(absence), span=Span(absence.from_at, to_at))
    _checked(absence.official, longer, absence)
    absence.to_at = to_at
    save_absence(absence, "to_at")
    facts = {"before": instant(before), "to": instant(to_at), "reason": because}
    ledger.append_all([absence_act(absence, Action.ABSENCE_PROLONGED, actor, at, facts)], at=at)
    return absence


@transaction.atomic
def correct_absence(
    *, actor: Official, at: datetime, absence_id: int, seen_version: int | None, told: Told, reason: str
) -> Absence:
    """Correct what was entered (đính chính); a beginning that has passed stays. Another substitute gets the work.

    Raises: RuleBroken `absence.over`, `absence.has_begun`, `absence.needs_reason` and those of `enter_absence`.
    """
    absence = _opened(actor, at, absence_id, seen_version, told)
    because, before = _because(reason), _facts(absence)
    if absence.begun_at and told.span.from_at != absence.from_at:
        raise RuleBroken("absence.has_begun", from_at=absence.from_at)
    check_same_decision(AbsenceKind(absence.kind), told.kind)
    check_span(told.kind, told.span, at)
    earlier = _named(absence)
    named = _checked(absence.official, told, absence)
    absence.kind, absence.basis = told.kind, clean(told.basis)[:200]
    absence.from_at, absence.to_at = told.span.from_at, told.span.to_at
    save_absence(absence, "kind", "basis", "from_at", "to_at")
    for unit, official in named.items():
        Substitution.objects.update_or_create(absence=absence, unit=unit, defaults={"official": official})
    absence.substitutions.exclude(unit__in=named).delete()
    facts = _facts(absence) | {"before": before, "reason": because}
    acts = [absence_act(absence, Action.ABSENCE_CORRECTED, actor, at, facts)]
    if absence.span.holds(at):
        acts += _from_earlier(absence, earlier, named, actor, at) if absence.begun_at else begin(absence, actor, at)
    ledger.append_all(acts, at=at)
    return absence


def _from_earlier(
    absence: Absence, earlier: Mapping[Unit, Official], named: Mapping[Unit, Official], actor: Official, at: datetime
) -> list[Act]:
    """What the former substitute still has of this absence goes to the new one."""
    acts: list[Act] = []
    for unit, former in earlier.items():
        if named.get(unit) in {None, former}:
            continue
        taken = {tuple(key) for _pk, *key in taken_over(absence).filter(unit=unit)}
        locked = lock_dossiers(dossier for dossier, *_turn in taken)
        for kind in KINDS:
            here = [one for one in kind.lying_with(former) if one.key in taken and one.dossier.pk in locked]
            # A draft may wait at the former substitute's post above: it goes on as one of this unit.
            lying = [replace(one, unit=unit) for one in here if one.turn or one.unit == unit]
            acts += send_all(absence, former, kind, lying, actor=actor, at=at)
    return acts


@transaction.atomic
def end_absence(
    *, actor: Official, at: datetime, absence_id: int, seen_version: int | None, reason: str
) -> Absence:
    """End an absence now (kết thúc sớm), or give it up before it has begun.

    Raises: RuleBroken `absence.over`, `absence.needs_reason`.
    """
    absence = _opened(actor, at, absence_id, seen_version)
    because, before = _because(reason), absence.to_at
    absence.to_at = max(at, absence.from_at)
    absence.ended_at = at
    save_absence(absence, "to_at", "ended_at")
    facts = {"before": instant(before), "to": instant(absence.to_at), "reason": because}
    ledger.append_all([absence_act(absence, Action.ABSENCE_ENDED, actor, at, facts)], at=at)
    return absence


def _locked_people(keys: Iterable[int]) -> dict[int, Official]:
    """Whoever an absence names, locked in the order of their keys: two entered at once see each other."""
    rows = Official.objects.select_for_update(no_key=True).filter(pk__in=set(keys)).order_by("pk")
    return {one.pk: one for one in rows}


def _opened(
    actor: Official, at: datetime, absence_id: int, seen_version: int | None, told: Told | None = None
) -> Absence:
    """An absence not yet over, locked with its people, that this person may change."""
    first = Absence.objects.get(pk=absence_id)
    named = [*first.substitutions.values_list("official", flat=True), *(told.substitutes.values() if told else ())]
    _locked_people([first.official_id, *named])
    absence = lock_absence(absence_id)
    if not may_change(actor, absence, at):
        raise RuleBroken("rights.missing", right=Right.MANAGE_ABSENCES.value, unit="")
    if seen_version is not None and absence.version != seen_version:
        raise RuleBroken("absence.changed_meanwhile")
    if told is not None:
        _refuse_unless_may(actor, absence.official, told, at)
    if absence.ended_at is not None or (absence.to_at is not None and absence.to_at <= at):
        raise RuleBroken("absence.over", to_at=absence.to_at or at)
    return absence


def _refuse_unless_may(actor: Official, official: Official, told: Told, at: datetime) -> None:
    """In every unit of the absent official; a departure or suspension by those alone who may know of it."""
    today, units = localdate(at), units_of(official, told.span, at)
    may = may_manage(actor, official, units, today)
    knows = told.kind in OF_THE_HEAD or any(has_right(actor, Right.READ_ABSENCE_KIND, today, one) for one in units)
    if not may or not knows:
        raise RuleBroken("rights.missing", right=Right.MANAGE_ABSENCES.value, unit=units[0].name if units else "")


def may_change(actor: Official, absence: Absence, at: datetime) -> bool:
    """Whoever manages the official's absences and knows of this one what it is."""
    units, today = units_of(absence.official, absence.span, at), localdate(at)
    return may_manage(actor, absence.official, units, today) and may_know_kind(actor, absence, units, today)


def _checked(official: Official, told: Told, but: Absence | None = None) -> dict[Unit, Official]:
    """The substitutes by unit.

    Raises: RuleBroken `absence.overlaps`, `absence.cannot_sign` and those of `check_substitute`.
    """
    others = official.absences.exclude(pk=but.pk if but else 0).order_by("from_at")
    check_alone(told.span, [one.span for one in others], official.full_name)
    people = {one.pk: one for one in Official.objects.filter(pk__in=told.substitutes.values())}
    named: dict[Unit, Official] = {}
    for post in posts_to_cover(official, told.span):
        substitute = people.get(told.substitutes.get(post.unit_id, 0))
        check_substitute(post, substitute, told.span)
        if substitute is not None:
            named[post.unit] = substitute
    waiting: dict[Unit, list[Unit]] = {}
    for turn in unsigned().filter(post__official=official):
        waiting.setdefault(turn.post.unit, []).append(turn.signing.dossier.settling_unit)
    for unit, settling in waiting.items():
        check_can_sign(unit, named.get(unit), told.span, settling)
    return named


def _named(absence: Absence) -> dict[Unit, Official]:
    return {one.unit: one.official for one in absence.substitutions.select_related("unit", "official")}


def _told(absence: Absence) -> Told:
    named = {unit.pk: official.pk for unit, official in _named(absence).items()}
    return Told(AbsenceKind(absence.kind), absence.span, named, absence.basis)


def _because(reason: str) -> str:
    because = clean(reason)[:300]
    if not because:
        raise RuleBroken("absence.needs_reason")
    return because


def _facts(absence: Absence) -> dict[str, object]:
    named = {unit.code: official.login for unit, official in _named(absence).items()}
    return {
        "official": absence.official.login, "kind": absence.kind, "from": instant(absence.from_at),
        "to": instant(absence.to_at), "basis": absence.basis,
        "substitutes": [f"{unit}:{login}" for unit, login in sorted(named.items())],
    }  # fmt: skip
