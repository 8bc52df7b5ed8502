"""From rows to dossiers as another system tells them: one case each, its steps in order, every fault collected."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from congvu.eventlog.mapping import Mapping
from congvu.eventlog.register import Fault, Row, instant

TEXTS = ("code", "procedure", "applicant", "unit", "official", "channel")
INSTANTS = ("received", "due", "ended", "returned")


@dataclass(frozen=True)
class Step:
    name: str
    by: str
    at: datetime


@dataclass
class Case:
    """One dossier of the register; texts are as in the file, instants are aware."""

    row: int
    code: str
    procedure: str
    applicant: str
    unit: str
    official: str
    channel: str
    received: datetime | None
    due: datetime | None
    ended: datetime | None
    returned: datetime | None
    steps: list[Step] = field(default_factory=list)


def gather(rows: Iterable[Row], mapping: Mapping) -> tuple[list[Case], list[Fault]]:
    """All cases in file order, and all faults; where there is a fault nothing may be used."""
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    for row in rows:
        case = _case(row, mapping, faults)
        if not case.code:
            faults.append(Fault(row.number, mapping.columns["code"].column, "cell.empty", ""))
            continue
        known = cases.setdefault(case.code, case)
        if known is not case:
            _agree(known, case, mapping, faults)
        if mapping.steps:
            _add_step(known, row, mapping, faults)
    for case in cases.values():
        case.steps.sort(key=lambda step: step.at)
        _check(case, mapping, faults)
    return list(cases.values()), faults


def _case(row: Row, mapping: Mapping, faults: list[Fault]) -> Case:
    text = {name: mapping.columns[name].read(row.values) if name in mapping.columns else "" for name in TEXTS}
    if text["channel"] and mapping.channels:
        if text["channel"] not in mapping.channels:
            faults.append(Fault(row.number, mapping.columns["channel"].column, "cell.unknown_channel", text["channel"]))
        text["channel"] = mapping.channels.get(text["channel"], "")
    at = {name: _instant(row, name, mapping, faults) for name in INSTANTS}
    return Case(
        row.number, text["code"], text["procedure"], text["applicant"], text["unit"], text["official"], text["channel"],
        at["received"], at["due"], at["ended"], at["returned"],
    )  # fmt: skip


def _instant(row: Row, name: str, mapping: Mapping, faults: list[Fault]) -> datetime | None:
    source = mapping.columns.get(name)
    if source is None:
        return None
    text = source.read(row.values)
    try:
        return instant(text, mapping.zone)
    except (ValueError, OverflowError):
        faults.append(Fault(row.number, source.column, "cell.not_an_instant", text))
        return None


def _agree(known: Case, other: Case, mapping: Mapping, faults: list[Fault]) -> None:
    """A code that comes again must be a further step of the same dossier, told alike."""
    if not mapping.steps:
        faults.append(Fault(other.row, mapping.columns["code"].column, "cell.doubled_code", other.code))
        return
    for name in ("procedure", "received", "due", "ended", "unit", "official"):
        if getattr(known, name) != getattr(other, name):
            faults.append(Fault(other.row, mapping.columns[name].column, "cell.disagrees", str(getattr(other, name))))
            return


def _add_step(case: Case, row: Row, mapping: Mapping, faults: list[Fault]) -> None:
    name = mapping.steps["name"].read(row.values)
    by = mapping.steps["by"].read(row.values) if "by" in mapping.steps else ""
    try:
        at = instant(mapping.steps["at"].read(row.values), mapping.zone)
    except (ValueError, OverflowError):
        at = None
    if at is None or not name:
        faults.append(
            Fault(row.number, mapping.steps["at"].column, "cell.not_an_instant", mapping.steps["at"].read(row.values))
        )
        return
    case.steps.append(Step(name, by, at))


def _check(case: Case, mapping: Mapping, faults: list[Fault]) -> None:
    if case.received is None:
        if not any(fault.row == case.row for fault in faults):
            faults.append(Fault(case.row, mapping.columns["received"].column, "cell.empty", ""))
        return
    for name in ("due", "ended"):
        at = getattr(case, name)
        # A register that keeps only the day of the end writes midnight: the same local day is not an error.
        if (
            at is not None
            and at < case.received
            and at.astimezone(mapping.zone).date() != case.received.astimezone(mapping.zone).date()
        ):
            faults.append(Fault(case.row, mapping.columns[name].column, "cell.before_received", str(at)))
