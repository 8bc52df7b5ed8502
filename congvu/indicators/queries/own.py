"""The figures of one official over one report month: the steps finished on the own desk, each with its time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier, Pause, StepRun
from congvu.dossiers.rows import calendar_used
from congvu.dossiers.signing_times import Stretches, until, with_clerk, with_signers
from congvu.indicators.queries.counts import Scope
from congvu.indicators.queries.times import Spread, hours_of
from congvu.offices.models import Official
from congvu.rules.own_figures import BANDS, Band, Span, StepTiming, planned, step_timing, worked
from congvu.rules.working_time import Term

Key = tuple[int, str]  # dossier, step


@dataclass(frozen=True)
class OwnStep:
    """One step an official finished: its own-desk time, the planned time (both working seconds), how it stood.

    `waited`: the working seconds its draft lay with signers and the clerk meanwhile; no part of the own time.
    """

    dossier: int
    code: str
    slug: str
    procedure: str
    step: str
    name: str
    begun: datetime
    finished: datetime
    seconds: int
    waited: int
    allowed: int | None
    timing: StepTiming


@dataclass(frozen=True)
class Number:
    """A count with the address of its list."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class StepLine:
    """One step of one procedure: finished, within and beyond the planned time, and how the times spread."""

    procedure: str
    name: str
    done: Number
    within: Number
    beyond: Number
    unplanned: Number
    spread: Spread
    waited: Spread


@dataclass(frozen=True)
class OwnFigures:
    """All figures of one official over one period; nothing here compares persons."""

    total: Number
    lines: list[StepLine]
    bands: list[tuple[Band, Number]]
    spread: Spread


def own_steps(official: Official, scope: Scope) -> list[OwnStep]:
    """The steps this official completed in the period, the newest first."""
    first, last = scope.window.instants
    mine = StepRun.objects.filter(official=official, finished_at__range=(first, last), is_step_done=True)
    rows = mine.select_related("dossier__procedure_version__procedure").order_by("-finished_at", "-pk")
    done = list(rows.annotate(calendar=calendar_used("dossier")))
    hours = hours_of({run.calendar for run in done}, scope)
    stretches, pauses, signings = _stretches(official, mine), _pauses(mine), _signings(official, done)
    found: dict[Key, OwnStep] = {}
    for run in done:
        key, ended = (run.dossier_id, run.step_id), run.finished_at or last
        spans = [span for span in stretches[key] if span[1] <= ended]
        calendar, version = hours[run.calendar], run.dossier.procedure_version
        # A clock stopped after the step was done, perhaps still standing, took nothing from it.
        stops = [(a, b or ended) for a, b in pauses.get(run.dossier_id, []) if a < ended]
        time = worked(spans, stops, until(signings.get(run.dossier_id, []), ended), calendar)
        allowed = planned(spans[0][0], _term_of(version.steps, run.step_id), calendar)
        found.setdefault(key, OwnStep(
            run.dossier_id, run.dossier.code, version.procedure.slug, version.procedure.name, run.step_id, run.name,
            spans[0][0], ended, time.seconds, time.waited, allowed, step_timing(time.seconds, allowed),
        ))  # fmt: skip
    return list(found.values())


def _signings(official: Official, done: Sequence[StepRun]) -> Stretches:
    """When the drafts of those dossiers lay with others: a head who signs what lies on the own desk does not wait."""
    dossiers = {run.dossier_id for run in done}
    signers, clerk = with_signers(dossiers, but_for=official), with_clerk(dossiers)
    return {pk: [*signers.get(pk, []), *clerk.get(pk, [])] for pk in dossiers}


def _term_of(steps: list[Mapping[str, object]], step_id: str) -> Term | None:
    """The time the law's record plans for a step; None where it plans none.

    Half a day is no term either: terms in days end with a day, and how long a day is belongs to each calendar.
    """
    step = next((one for one in steps if one["id"] == step_id), None)
    length = step.get("duration") if step else None
    if not isinstance(length, dict) or (length["unit"] != "wh" and length["value"] % 1):
        return None
    return Term.parse(f"{length['value']}{length['unit']}")


def _stretches(official: Official, mine: object) -> dict[Key, list[Span]]:
    """Every stretch of those dossiers on this official's desk, by step, in order."""
    same = StepRun.objects.filter(pk__in=mine.values("pk"), dossier=OuterRef("dossier"), step_id=OuterRef("step_id"))  # type: ignore[attr-defined]
    rows = StepRun.objects.filter(Exists(same), official=official, finished_at__isnull=False).order_by("number")
    found: dict[Key, list[Span]] = {}
    for dossier, step, begin, end in rows.values_list("dossier", "step_id", "started_at", "finished_at"):
        if end is not None:
            found.setdefault((dossier, step), []).append((begin, end))
    return found


def _pauses(mine: object) -> dict[int, list[tuple[datetime, datetime | None]]]:
    rows = Pause.objects.filter(dossier__in=mine.values("dossier")).order_by("started_at")  # type: ignore[attr-defined]
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for dossier, begin, end in rows.values_list("dossier", "started_at", "ended_at"):
        found.setdefault(dossier, []).append((begin, end))
    return found


def chosen_steps(steps: list[OwnStep], asked: Mapping[str, str]) -> list[OwnStep]:
    """What the list's address asks for: the same words every number's address is made of."""
    band = next((one for one in BANDS if one.slug == asked.get("khoang", "")), None)
    tests: list[Callable[[OwnStep], bool]] = [
        lambda one: not asked.get("thu-tuc") or one.slug == asked["thu-tuc"],
        lambda one: not asked.get("buoc") or one.step == asked["buoc"],
        lambda one: not asked.get("muc") or one.timing.value == asked["muc"],
        lambda one: band is None or band.holds(one.seconds),
    ]
    return [one for one in steps if all(test(one) for test in tests)]


def own_figures(steps: list[OwnStep], address: str, month: Mapping[str, str]) -> OwnFigures:
    """The figures; `address` is the page of the list, `month` what names the period in it."""

    def number(label: str = "", **asked: str) -> Number:
        narrowed = {name.replace("_", "-"): value for name, value in asked.items()}
        return Number(label, len(chosen_steps(steps, narrowed)), f"{address}?{urlencode({**month, **narrowed})}")

    keys = sorted({(one.procedure, one.name, one.slug, one.step) for one in steps})
    lines = []
    for procedure, name, slug, step in keys:
        asked = {"thu_tuc": slug, "buoc": step}
        within, beyond, unplanned = (number(muc=timing.value, **asked) for timing in StepTiming)
        same = [one for one in steps if (one.slug, one.step) == (slug, step)]
        times, waited = Spread.of([one.seconds for one in same]), Spread.of([one.waited for one in same if one.waited])
        lines.append(StepLine(procedure, name, number(**asked), within, beyond, unplanned, times, waited))
    bands = [(band, number(khoang=band.slug)) for band in BANDS]
    return OwnFigures(number(), lines, bands, Spread.of([one.seconds for one in steps]))


def waiting_now(official: Official, reader: Official, window: Window) -> int:
    """How many open dossiers lie on this desk, of those the reader may open."""
    return Dossier.objects.visible_to(reader, window.today).filter(holder=official).open().count()
