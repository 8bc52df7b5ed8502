"""From rows to dossiers as another system tells them: one case each, its steps in order, every fault collected."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from congvu.eventlog.mapping import CHANNELS, Mapping
from congvu.eventlog.register import Fault, Row, YearOutOfRange, instant
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import fold, refuse_disguise

TEXTS = ("code", "procedure", "applicant", "applicant_id", "unit", "official", "channel")
# As long as the database keeps them; a step's name and its official are told apart by their own keys.
LONGEST = {"code": 60, "procedure": 400, "applicant": 250, "unit": 250, "official": 200, "name": 300, "by": 200}
NAMES = {"procedure", "applicant", "unit", "official", "name", "by"}
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
    applicant_id: str = ""
    is_filing: bool = False
    steps: list[Step] = field(default_factory=list)
    doubled: int = 0


def gather(rows: Iterable[Row], mapping: Mapping) -> tuple[list[Case], list[Fault]]:
    """All cases in file order, and all faults; where there is a fault nothing may be used.

    A step written twice in lines that are alike to the last cell is taken once, and counted in `Case.doubled`.
    """
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    lines: set[tuple[str, ...]] = set()
    for row in rows:
        faults += [Fault(row.number, f"số {number}", "cell.extra", text) for number, text in row.extra.items()]
        case = _case(row, mapping, faults)
        if not case.code:
            faults.append(Fault(row.number, mapping.columns["code"].column, "cell.empty", ""))
            continue
        known = cases.setdefault(case.code, case)
        if known is not case:
            _agree(known, case, mapping, faults)
        if not mapping.steps:
            continue
        line = tuple(row.values.values())
        if line in lines:
            known.doubled += 1
        else:
            lines.add(line)
            _add_step(known, row, mapping, faults)
    for case in cases.values():
        case.steps.sort(key=lambda step: step.at)
        _check(case, mapping, faults)
    return list(cases.values()), faults


def _case(row: Row, mapping: Mapping, faults: list[Fault]) -> Case:
    text = {name: mapping.columns[name].read(row.values) if name in mapping.columns else "" for name in TEXTS}
    for name, value in text.items():
        if code := _wrong_text(name, value):
            faults.append(Fault(row.number, mapping.columns[name].column, code, value))
    if text["channel"]:
        known = mapping.channels or {one: one for one in CHANNELS}
        if text["channel"] not in known:
            faults.append(Fault(row.number, mapping.columns["channel"].column, "cell.unknown_channel", text["channel"]))
        text["channel"] = known.get(text["channel"], "")
    at = {name: _instant(row, name, mapping, faults) for name in INSTANTS}
    return Case(
        row.number, text["code"], text["procedure"], text["applicant"], text["unit"], text["official"], text["channel"],
        at["received"], at["due"], at["ended"], at["returned"], re.sub(r"[\s.]", "", text["applicant_id"]),
        bool(mapping.filing and mapping.filing.fits(row.values)),
    )  # fmt: skip


def _wrong_text(name: str, value: str) -> str:
    """What is wrong with a text of the register, as a fault's code; '' if nothing is."""
    if any((unicodedata.category(char) == "Cc" and char not in "\t\r\n") or char == "\ufffd" for char in value):
        return "cell.unreadable"
    # Folded for search some signs become several letters.
    if max(len(value), len(fold(value))) > LONGEST.get(name, len(value)):
        return "cell.too_long"
    if name in NAMES and (code := _disguise(value)):
        return code
    if name != "applicant_id" or not value:
        return ""
    digits = re.sub(r"[\s.]", "", value)
    if re.fullmatch(r"[0-9]{11}|[0-9]{8}", digits):
        return "cell.lost_zero"
    # 12 a person's number, 9 the old card's; 10 and 13 an organisation's.
    return "" if re.fullmatch(r"[0-9]{12}|[0-9]{9}|[0-9]{10}|[0-9]{13}", digits) else "cell.not_an_identity"


def _disguise(name: str) -> str:
    try:
        refuse_disguise(name)
    except RuleBroken as refusal:
        return f"cell.{refusal.code.partition('.')[2]}"
    return ""


def _instant(row: Row, name: str, mapping: Mapping, faults: list[Fault]) -> datetime | None:
    source = mapping.columns.get(name)
    if source is None:
        return None
    text = source.read(row.values)
    try:
        return instant(text, mapping.zone)
    except (ValueError, OverflowError) as wrong:
        faults.append(Fault(row.number, source.column, _wrong_instant(text, wrong), text))
        return None


def _wrong_instant(text: str, wrong: Exception) -> str:
    if isinstance(wrong, YearOutOfRange):
        return "cell.year_out_of_range"
    day = re.search(r"(?<![0-9])[0-9]{1,2}/([0-9]{1,2})/[0-9]{4}|^[0-9]{4}-([0-9]{2})-[0-9]{2}", text)
    if day is None:
        return "cell.not_an_instant"
    return "cell.day_order" if int(day.group(1) or 0) > 12 else "cell.not_in_calendar"


def _agree(known: Case, other: Case, mapping: Mapping, faults: list[Fault]) -> None:
    """A code that comes again must be a further step of the same dossier, told alike."""
    if not mapping.steps:
        faults.append(Fault(other.row, mapping.columns["code"].column, "cell.doubled_code", other.code))
        return
    for name in ("procedure", "received", "due", "ended", "returned", "unit", "official", "applicant"):
        if getattr(known, name) != getattr(other, name):
            faults.append(Fault(other.row, mapping.columns[name].column, "cell.disagrees", str(getattr(other, name))))
            return


def _add_step(case: Case, row: Row, mapping: Mapping, faults: list[Fault]) -> None:
    name = mapping.steps["name"].read(row.values)
    by = mapping.steps["by"].read(row.values) if "by" in mapping.steps else ""
    for key, value in (("name", name), ("by", by)):
        if code := _wrong_text(key, value):
            faults.append(Fault(row.number, mapping.steps[key].column, code, value))
            return
    source = mapping.steps["at"]
    text, wrong = source.read(row.values), "cell.empty"
    try:
        at = instant(text, mapping.zone)
    except (ValueError, OverflowError) as mistake:
        at, wrong = None, _wrong_instant(text, mistake)
    if at is None:
        faults.append(Fault(row.number, source.column, wrong, text))
    elif not name:
        faults.append(Fault(row.number, mapping.steps["name"].column, "cell.empty", ""))
    else:
        case.steps.append(Step(name, by, at))


def _check(case: Case, mapping: Mapping, faults: list[Fault]) -> None:
    if case.received is None:
        # What was only filed is not received: it has no such day yet.
        if not case.is_filing and not any(fault.row == case.row for fault in faults):
            faults.append(Fault(case.row, mapping.columns["received"].column, "cell.empty", ""))
        return
    for name, earlier in (("due", case.received), ("ended", case.received), ("returned", case.ended or case.received)):
        at = getattr(case, name)
        # A register that keeps only the day writes midnight: the same local day is not an error.
        days = [one.astimezone(mapping.zone).date() for one in (at or earlier, earlier)]
        if at is not None and at < earlier and days[0] != days[1]:
            faults.append(Fault(case.row, mapping.columns[name].column, f"cell.{name}_too_early", str(at)))
