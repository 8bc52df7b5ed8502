"""What a list of dossiers is asked for, read from the address of its page: a group, and what narrows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from congvu.dossiers.conditions import Window, open_runs, received
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import DossierQuerySet, StepRun
from congvu.offices.beside import of_bodies_beside
from congvu.offices.models import OUTSIDE_KINDS, Unit
from congvu.rules.contact import parse_day
from congvu.rules.errors import RuleBroken

# Asks for the rows that have none (no official, no step); a full stop is never part of a log-in or a step's name.
NONE = "."
# Who answers for the time: bodies outside the place (ngành dọc, cấp tỉnh), or the place's own units.
OUTSIDE, OWN_UNITS = "ngoai", "dia-phuong"


@dataclass(frozen=True)
class Choice:
    """What a list is asked for, as its address says it; empty means not asked for."""

    window: Window
    group: str = ""
    unit: str = ""
    procedure: str = ""
    step: str = ""
    official: str = ""
    state: str = ""
    channel: str = ""
    settled_by: str = ""
    has_period: bool = False
    field: str = ""
    is_unit_alone: bool = False


def read_window(asked: Mapping[str, str], at: datetime) -> Window:
    """The period asked for by `tu` and `den`; without them, the year up to now.

    Raises: RuleBroken `day.*`, `time.out_of_range`.
    """
    today = localdate(at)
    first = parse_day(asked["tu"]) if asked.get("tu") else date(today.year, 1, 1)
    last = parse_day(asked["den"]) if asked.get("den") else today
    for on in (first, last):
        if not 1900 < on.year < 2200:
            raise RuleBroken("time.out_of_range", year=on.year)
    return Window(first, last, at, today)


def read_choice(asked: Mapping[str, str], at: datetime) -> Choice:
    """What the address of a list asks for. Raises: as `read_window`."""
    return Choice(
        window=read_window(asked, at),
        group=asked.get("nhom", ""),
        unit=asked.get("don-vi", ""),
        procedure=asked.get("thu-tuc", ""),
        step=asked.get("buoc", ""),
        official=asked.get("can-bo", ""),
        state=asked.get("trang-thai", ""),
        channel=asked.get("kenh", ""),
        settled_by=asked.get("tinh-cho", ""),
        has_period=bool(asked.get("tu") or asked.get("den")),
        field=asked.get("linh-vuc", ""),
        is_unit_alone=asked.get("rieng", "") == "1",
    )


def _of_unit(choice: Choice, field_name: str) -> Q:
    if not choice.unit:
        return ~of_bodies_beside("settling_unit")
    path = Unit.objects.filter(code=choice.unit).values_list("path", flat=True).first()
    looked_up = "path" if choice.is_unit_alone else "path__startswith"
    return Q(**{f"{field_name}__{looked_up}": path}) if path else Q(pk__in=[])


def chosen(rows: DossierQuerySet, choice: Choice) -> DossierQuerySet:
    """The dossiers a choice means; a unit nobody knows has none. Bodies beside the place must be asked for by name."""
    group = GROUPS.get(choice.group)
    rows = rows.filter(_of_unit(choice, group.unit_field if group else "settling_unit"))
    if choice.procedure:
        rows = rows.filter(procedure_version__procedure__slug=choice.procedure)
    if choice.field:
        rows = rows.filter(procedure_version__procedure__field="" if choice.field == NONE else choice.field)
    if choice.official:
        rows = rows.filter(holder=None) if choice.official == NONE else rows.filter(holder__login=choice.official)
    if choice.state:
        rows = rows.filter(state=choice.state)
    if choice.channel:
        rows = rows.filter(channel=choice.channel)
    if choice.settled_by:
        outside = Q(settling_unit__kind__in=OUTSIDE_KINDS)
        rows = rows.filter(outside if choice.settled_by == OUTSIDE else ~outside)
    if choice.has_period and not (group and group.is_of_period):
        rows = rows.filter(received(choice.window))
    if choice.step:
        meant = (group.runs if group else open_runs)(choice.window)
        runs = StepRun.objects.filter(meant, dossier=OuterRef("pk"))
        at_step = ~Exists(runs) if choice.step == NONE else Exists(runs.filter(step_id=choice.step))
        rows = rows.filter(at_step)
    return group.rows(rows, choice.window) if group else rows
