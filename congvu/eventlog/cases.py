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

# What every row says alike of its dossier, and what must not be left empty in it.
ALIKE = ("procedure", "received", "due", "ended", "returned", "unit", "official", "applicant")
FILLED = ("code", "procedure")
TEXTS = ("code", "procedure", "applicant", "applicant_id", "unit", "official", "channel")
# As long as the database keeps them; a step's name and its official are told apart by their own keys.
LONGEST = {"code": 60, "procedure": 400, "applicant": 250, "unit": 250, "official": 200, "name": 300, "by": 200}
# A sign in the place of a name (“-”, “...”) names nobody, as an empty cell does.
NAMED = {"applicant", "unit", "official"}
NAMES = {"procedure", "applicant", "unit", "official", "name", "by"}
INSTANTS = ("received", "due", "ended", "returned")
HAPPENED = ("received", "ended", "returned")  # an appointment may well lie ahead


# What the rows of one dossier say alike (ALIKE), each telling with the rows that say it.
Tellings = dict[tuple[object, ...], list[int]]


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

    @property
    def finished(self) -> datetime | None:
        """When it was done: the result's instant, or the handing over's where the register keeps only that."""
        return self.ended or self.returned

    @property
    def is_finished(self) -> bool:
        """What is only filed is no dossier yet, and so not a finished one."""
        return self.finished is not None and not self.is_filing

    @property
    def is_late(self) -> bool:
        return bool(self.is_finished and self.due and self.finished and self.finished > self.due)


def gather(rows: Iterable[Row], mapping: Mapping, at: datetime) -> tuple[list[Case], list[Fault]]:
    """All cases in file order, and all faults in the order of the rows; where there is a fault nothing may be used.

    `at`: the moment of taking over; nothing that happened can lie after it. A step written twice in lines that are
    alike to the last cell is taken once, and counted in `Case.doubled`.
    """
    cases: dict[str, Case] = {}
    faults: list[Fault] = []
    lines: set[tuple[str, ...]] = set()
    told: dict[str, Tellings] = {}
    for row in rows:
        before = len(faults)
        faults += [Fault(row.number, f"số {number}", "cell.extra", text) for number, text in row.extra.items()]
        case = _case(row, mapping, faults)
        if not case.code:
            continue
        known = cases.setdefault(case.code, case)
        if not mapping.steps:
            if known is not case:
                faults.append(Fault(row.number, mapping.columns["code"].column, "cell.doubled_code", case.code))
            continue
        if len(faults) == before:  # a row with a mistake of its own says nothing that others could differ from
            telling = tuple(getattr(case, name) for name in ALIKE)
            told.setdefault(case.code, {}).setdefault(telling, []).append(row.number)
        line = tuple(row.values.values())
        if line in lines:
            known.doubled += 1
        else:
            lines.add(line)
            _add_step(known, row, mapping, at, faults)
    for tellings in told.values():
        _agree(tellings, mapping, faults)
    for case in cases.values():
        case.steps.sort(key=lambda step: step.at)
        _check(case, mapping, at, faults)
    return list(cases.values()), sorted(faults, key=lambda fault: fault.row)


def _case(row: Row, mapping: Mapping, faults: list[Fault]) -> Case:
    text = {name: mapping.columns[name].read(row.values) if name in mapping.columns else "" for name in TEXTS}
    for name, value in text.items():
        if code := _wrong_text(name, value):
            faults.append(Fault(row.number, mapping.columns[name].column, code, value))
    text |= {name: _named(text[name]) for name in NAMED}
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


def _named(word: str) -> str:
    return word if any(char.isalnum() for char in word) else ""


def _wrong_text(name: str, value: str) -> str:
    """What is wrong with a text of the register, as a fault's code; '' if nothing is."""
    if name in FILLED and not any(char.isalnum() for char in value):
        return "cell.empty"
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


def _agree(tellings: Tellings, mapping: Mapping, faults: list[Fault]) -> None:
    """Rows of one code are steps of one dossier and tell it alike; those that differ from most are at fault."""
    most = max(tellings, key=lambda telling: len(tellings[telling]))  # of equals, the first in the file
    for telling, numbers in tellings.items():
        differing = [n for n in range(len(ALIKE)) if telling[n] != most[n]][:1]
        for n in differing:
            found, column = _shown(telling[n], mapping), mapping.columns[ALIKE[n]].column
            code = "cell.disagrees" if found else "cell.empty"
            faults += [Fault(number, column, code, found) for number in numbers]


def _shown(value: object, mapping: Mapping) -> str:
    """A value as the place writes it; an instant in the register's own hours."""
    if isinstance(value, datetime):
        return f"{value.astimezone(mapping.zone):%H:%M, %d/%m/%Y}"
    return str(value or "")


def _add_step(case: Case, row: Row, mapping: Mapping, at: datetime, faults: list[Fault]) -> None:
    name = mapping.steps["name"].read(row.values)
    by = mapping.steps["by"].read(row.values) if "by" in mapping.steps else ""
    for key, value in (("name", name), ("by", by)):
        if code := _wrong_text(key, value):
            faults.append(Fault(row.number, mapping.steps[key].column, code, value))
            return
    name, by, source = _named(name), _named(by), mapping.steps["at"]
    text, wrong = source.read(row.values), "cell.empty"
    try:
        done = instant(text, mapping.zone)
    except (ValueError, OverflowError) as mistake:
        done, wrong = None, _wrong_instant(text, mistake)
    if done is None:
        faults.append(Fault(row.number, source.column, wrong, text))
    elif done > at:
        faults.append(_too_late(row.number, source.column, done, at, mapping))
    elif not name:
        faults.append(Fault(row.number, mapping.steps["name"].column, "cell.empty", ""))
    else:
        case.steps.append(Step(name, by, done))


def _too_late(row: int, column: str, found: datetime, at: datetime, mapping: Mapping) -> Fault:
    return Fault(row, column, "cell.in_the_future", _shown(found, mapping), _shown(at, mapping))


def _check(case: Case, mapping: Mapping, at: datetime, faults: list[Fault]) -> None:
    for name in HAPPENED:
        happened = getattr(case, name)
        if happened is not None and happened > at:
            faults.append(_too_late(case.row, mapping.columns[name].column, happened, at, mapping))
    if case.received is None:
        # What was only filed is not received: it has no such day yet.
        if not case.is_filing and not any(fault.row == case.row for fault in faults):
            faults.append(Fault(case.row, mapping.columns["received"].column, "cell.empty", ""))
        return
    for name, earlier in (("due", case.received), ("ended", case.received), ("returned", case.ended or case.received)):
        said = getattr(case, name)
        # A register that keeps only the day writes midnight: the same local day is not an error.
        days = [one.astimezone(mapping.zone).date() for one in (said or earlier, earlier)]
        if said is not None and said < earlier and days[0] != days[1]:
            found = _shown(said, mapping)
            faults.append(Fault(case.row, mapping.columns[name].column, f"cell.{name}_too_early", found))
