"""An independent, slow working clock: it asks each minute whether it is worked, and shares no code with the program."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


def worked_day(content: Mapping[str, Any], on: date) -> list[list[str]]:
    if on.isoformat() in content.get("working_days", {}):
        return list(content["work"]["mon"])
    if on.isoformat() in content.get("holidays", {}):
        return []
    return list(content["work"].get(DAYS[on.weekday()], []))


def is_worked(content: Mapping[str, Any], minute: datetime) -> bool:
    clock = f"{minute:%H:%M}"
    inside = any(opens <= clock < closes for opens, closes in worked_day(content, minute.date()))
    local = minute.replace(tzinfo=None).isoformat(timespec="minutes")
    return inside and not any(begin <= local < end for begin, end in content.get("closures", []))


def open_day(content: Mapping[str, Any], on: date) -> bool:
    start = datetime(on.year, on.month, on.day)
    return any(is_worked(content, start + n * MINUTE) for n in range(1440))


def closing(content: Mapping[str, Any], on: date) -> datetime:
    start = datetime(on.year, on.month, on.day)
    return max(start + (n + 1) * MINUTE for n in range(1440) if is_worked(content, start + n * MINUTE))


def next_open(content: Mapping[str, Any], on: date) -> date:
    on += timedelta(days=1)
    while not open_day(content, on):
        on += timedelta(days=1)
    return on


def elapsed(content: Mapping[str, Any], begin: datetime, end: datetime, pauses: list[tuple[datetime, datetime]]) -> int:
    """Worked minutes from begin to end outside every pause; all on whole minutes, local."""
    total, minute = 0, begin
    while minute < end:
        paused = any(a <= minute < b for a, b in pauses)
        total += is_worked(content, minute) and not paused
        minute += MINUTE
    return total


def due(content: Mapping[str, Any], start: datetime, term: str) -> datetime:
    """The due instant of `5wd`, `15d`, `90wm` (working minutes) or `same_day@15:00`."""
    if term.startswith("same_day@"):
        on = start.date()
        if not open_day(content, on):
            return closing(content, next_open(content, on))
        late = f"{start:%H:%M}" > term[9:] or start >= closing(content, on)
        return closing(content, next_open(content, on) if late else on)
    if term.endswith("wm"):
        left, minute = int(term[:-2]), start
        while True:
            left -= is_worked(content, minute)
            minute += MINUTE
            if left == 0:
                return minute
    if term.endswith("wd"):
        on = start.date()
        for _n in range(int(term[:-2])):
            on = next_open(content, on)
        return closing(content, on)
    on = start.date() + timedelta(days=int(term[:-1]))
    return closing(content, on if open_day(content, on) else next_open(content, on))
