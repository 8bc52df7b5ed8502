"""The figures of a unit over a period: counted from the same groups the lists show, never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Max, QuerySet
from django.utils.timezone import get_current_timezone

from congvu.dossiers.groups import GROUPS, Window
from congvu.dossiers.models import Dossier, DossierQuerySet, StepRun
from congvu.offices.models import Official, Unit
from congvu.rules.scoring import Rate

TILES = ("tiep-nhan", "ky-truoc", "dang-giai-quyet", "qua-han", "den-han-hom-nay", "tam-dung", "cho-tra")
RESULTS = ("xong", "truoc-han", "dung-han", "xong-qua-han", "khong-han", "cham-cam-ket")
LAST_STEPS = 5000


@dataclass(frozen=True)
class Figure:
    """A count, with the slug of the group of dossiers behind it."""

    slug: str
    label: str
    meaning: str
    count: int


@dataclass(frozen=True)
class ByProcedure:
    slug: str
    name: str
    received: int
    open: int
    overdue: int
    finished: int
    late: int


@dataclass(frozen=True)
class ByStep:
    """Working seconds of a finished step; how many dossiers lie at it now, and how many of those are overdue."""

    step: str
    name: str
    done: int
    median_seconds: int
    p90_seconds: int
    here: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    tiles: list[Figure]
    results: list[Figure]
    on_time: Rate
    by_procedure: list[ByProcedure]
    by_step: list[ByStep]
    worst: list[Dossier]
    received_total: int
    settled_total: int


def figures(unit: Unit, window: Window, reader: Official) -> Figures:
    """All figures of one unit and those below it, over what `reader` may read."""
    rows: DossierQuerySet = Dossier.objects.visible_to(reader, window.today).of_unit(unit)
    counts = {slug: group.rows(rows, window).count() for slug, group in GROUPS.items()}
    in_time = counts["truoc-han"] + counts["dung-han"]
    worst = GROUPS["qua-han"].rows(rows, window).order_by("due_at")
    return Figures(
        tiles=[_figure(slug, counts) for slug in TILES],
        results=[_figure(slug, counts) for slug in RESULTS],
        on_time=Rate(in_time, in_time + counts["xong-qua-han"]),
        by_procedure=_by_procedure(rows, window),
        by_step=_by_step(rows, window, unit),
        worst=list(worst.select_related("procedure_version__procedure", "unit", "holder", "settling_unit__calendar")[:10]),
        received_total=counts["tiep-nhan"] + counts["ky-truoc"],
        settled_total=counts["xong"],
    )


def _figure(slug: str, counts: dict[str, int]) -> Figure:
    return Figure(slug, str(GROUPS[slug].label), str(GROUPS[slug].meaning), counts[slug])


def _by_procedure(rows: DossierQuerySet, window: Window) -> list[ByProcedure]:
    """One row a procedure that has anything in the period, each count a group of its own."""
    wanted = ("tiep-nhan", "dang-giai-quyet", "qua-han", "xong", "xong-qua-han")
    found: dict[tuple[str, str], dict[str, int]] = {}
    for slug in wanted:
        group = GROUPS[slug].rows(rows, window)
        key = ("procedure_version__procedure__slug", "procedure_version__procedure__name")
        for name, title, count in group.order_by().values_list(*key).annotate(n=Count("pk")):
            found.setdefault((name, title), {})[slug] = count
    lines = [ByProcedure(slug, name, *(counts.get(one, 0) for one in wanted)) for (slug, name), counts in found.items()]
    return sorted(lines, key=lambda line: (-line.overdue, -line.late, -line.received))


def _by_step(rows: DossierQuerySet, window: Window, unit: Unit) -> list[ByStep]:
    """Time on each step that ended in the period (the last 5,000 runs), and what lies at each step now."""
    hours = unit.calendar_in_force().hours
    done: dict[str, list[int]] = {}
    runs = StepRun.objects.filter(dossier__in=rows.values("pk"))
    first, last = _instants(window)
    ended = runs.filter(finished_at__gte=first, finished_at__lt=last).order_by("-finished_at")
    names: dict[str, str] = {}
    for step, name, begin, end in ended.values_list("step_id", "name", "started_at", "finished_at")[:LAST_STEPS]:
        done.setdefault(step, []).append(hours.elapsed(begin, end))
        names.setdefault(step, name)
    here = _lying_at_steps(runs.filter(finished_at=None, dossier__finished_at=None))
    overdue_rows = GROUPS["qua-han"].rows(rows, window).values("pk")
    late = _lying_at_steps(runs.filter(finished_at=None, dossier__in=overdue_rows))
    names |= {step: name for step, (name, _count) in here.items()}
    lines = []
    for step, name in names.items():
        times = sorted(done.get(step, []))
        p90 = times[min(len(times) - 1, int(len(times) * 0.9))] if times else 0
        middle = int(median(times)) if times else 0
        lines.append(ByStep(step, name, len(times), middle, p90, here.get(step, ("", 0))[1], late.get(step, ("", 0))[1]))
    return sorted(lines, key=lambda line: (-line.overdue, -line.here, -line.p90_seconds))


def _lying_at_steps(runs: "QuerySet[StepRun]") -> dict[str, tuple[str, int]]:
    counted = runs.order_by().values_list("step_id").annotate(name=Max("name"), n=Count("pk"))
    return {step: (name, count) for step, name, count in counted}


def _instants(window: Window) -> tuple[datetime, datetime]:
    zone = get_current_timezone()
    begin = datetime.combine(window.first, datetime.min.time(), zone)
    return begin, datetime.combine(window.last + timedelta(days=1), datetime.min.time(), zone)
