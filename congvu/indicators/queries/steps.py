"""Figures by step (theo bước): how often done and how long it took, what lies at it now and on whose desk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, FilteredRelation, Max, OuterRef, Q, QuerySet

from congvu.dossiers.choice import NONE
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import StepRun
from congvu.dossiers.rows import calendar_used
from congvu.indicators.queries.counts import Figure, Scope
from congvu.indicators.queries.signatures import issued_at_steps, waited_at_steps, waiting_at_steps
from congvu.indicators.queries.times import MEASURED, Spread, hours_of

Key = tuple[str, str]  # procedure, step


@dataclass(frozen=True)
class Desk:
    """Whose desk, and how many lie on it; an empty name: not given to anybody."""

    name: str
    figure: Figure


@dataclass(frozen=True)
class StepFigures:
    """One step of one procedure; an empty name: the source names no step."""

    procedure: str
    name: str
    done: Figure
    spread: Spread
    here: Figure
    overdue: Figure
    signing: Figure
    signing_spread: Spread
    issuing_spread: Spread
    desks: list[Desk]


@dataclass
class _Lying:
    """What lies at one step while it is being added up."""

    here: int
    overdue: int
    desks: Counter[tuple[str, str]]


def by_step(scope: Scope) -> list[StepFigures]:
    """The steps done in the period or under way, those with the most overdue dossiers first."""
    names: dict[Key, tuple[str, str]] = {}
    done = _done(scope, names)
    lying = _lying(scope, names)
    times = _times(scope)
    signing, signed, issued = waiting_at_steps(scope), waited_at_steps(scope), issued_at_steps(scope)
    lines = []
    for key in sorted(names, key=lambda one: names[one]):
        procedure, step = key
        asked = {"thu_tuc": procedure, "buoc": step}
        there = lying.get(key, _Lying(0, 0, Counter()))
        desks = [
            Desk(name, scope.figure("dang-giai-quyet", count, **asked, can_bo=login or NONE))
            for (login, name), count in sorted(there.desks.items(), key=lambda one: (-one[1], not one[0][0], one[0]))
        ]
        lines.append(
            StepFigures(
                *names[key],
                done=scope.figure("qua-buoc", done.get(key, 0), **asked),
                spread=Spread.of(times.get(key, [])),
                here=scope.figure("dang-giai-quyet", there.here, **asked),
                overdue=scope.figure("qua-han", there.overdue, **asked),
                signing=scope.figure("cho-ky", signing.get(key, 0), **asked),
                signing_spread=Spread.of(signed.get(key, [])),
                issuing_spread=Spread.of(issued.get(key, [])),
                desks=desks,
            )
        )
    return sorted(lines, key=lambda line: (-line.overdue.count, -line.here.count, -line.done.count))


def _ended(scope: Scope) -> "QuerySet[StepRun]":
    """The stretches that completed a step within the period, of dossiers charged to the unit."""
    return StepRun.objects.filter(
        GROUPS["qua-buoc"].runs(scope.window), dossier__settling_unit__path__startswith=scope.unit.path
    ).order_by()


def _done(scope: Scope, names: dict[Key, tuple[str, str]]) -> dict[Key, int]:
    """How many dossiers had the step completed in the period; a step done twice counts its dossier once."""
    procedure = "dossier__procedure_version__procedure__"
    rows = _ended(scope).values_list(f"{procedure}slug", "step_id", f"{procedure}name")
    found: dict[Key, int] = {}
    for slug, step, title, name, count in rows.annotate(Max("name"), Count("dossier", distinct=True)):
        names[slug, step] = (title, name)
        found[slug, step] = count
    return found


def _lying(scope: Scope, names: dict[Key, tuple[str, str]]) -> dict[Key, _Lying]:
    """What lies at each step now, and with whom; an open dossier has at most one stretch under way."""
    keys = ("procedure_version__procedure__slug", "procedure_version__procedure__name", "run__step_id", "run__name")
    rows = scope.rows.open().annotate(run=FilteredRelation("runs", condition=Q(runs__finished_at=None))).order_by()
    overdue = Count("pk", filter=GROUPS["qua-han"].condition(scope.window))
    found: dict[Key, _Lying] = {}
    lying = rows.values_list(*keys, "holder__login", "holder__full_name").annotate(here=Count("pk"), overdue=overdue)
    for slug, title, step, name, login, holder, count, late in lying:
        key = (slug, step or NONE)
        names.setdefault(key, (title, name or ""))
        there = found.setdefault(key, _Lying(0, 0, Counter()))
        there.here += count
        there.overdue += late
        there.desks[login or "", holder or ""] += count
    return found


def _times(scope: Scope) -> Mapping[Key, list[int]]:
    """Working seconds of each step completed in the period, all its stretches together, pauses included."""
    procedure = "dossier__procedure_version__procedure__slug"
    columns = ("dossier", procedure, "step_id", "calendar", "started_at", "finished_at")
    ended = _ended(scope).annotate(calendar=calendar_used("dossier"))
    rows = list(ended.order_by("-finished_at").values_list(*columns)[:MEASURED])
    hours = hours_of({row[3] for row in rows}, scope)
    whole: dict[tuple[int, str], int] = {}
    keys: dict[tuple[int, str], Key] = {}
    calendars: dict[tuple[int, str], int | None] = {}
    for dossier, slug, step, calendar, begin, end in rows:
        one = (dossier, step)
        keys[one], calendars[one] = (slug, step), calendar
        whole[one] = whole.get(one, 0) + hours[calendar].elapsed(begin, end)
    for dossier, step, begin, end in _handed_on(scope):
        if end is not None and (one := (dossier, step)) in whole:
            whole[one] += hours[calendars[one]].elapsed(begin, end)
    times: dict[Key, list[int]] = {}
    for one, seconds in whole.items():
        times.setdefault(keys[one], []).append(seconds)
    return times


def _handed_on(scope: Scope) -> "QuerySet[StepRun, tuple[int, str, datetime, datetime | None]]":
    """The earlier stretches of those steps: the same step on another desk before it was completed."""
    completed = StepRun.objects.filter(
        GROUPS["qua-buoc"].runs(scope.window), dossier=OuterRef("dossier"), step_id=OuterRef("step_id")
    )
    earlier = StepRun.objects.filter(
        Exists(completed), is_step_done=False, finished_at__isnull=False,
        dossier__settling_unit__path__startswith=scope.unit.path,
    )  # fmt: skip
    return earlier.order_by().values_list("dossier", "step_id", "started_at", "finished_at")
