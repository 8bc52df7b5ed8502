"""Reading a calendar file (lịch làm việc): what hours a day has, and why a day is closed.

The content comes loaded from JSON or YAML; every mistake is named with its place. Format: docs/calendar-file.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from congvu.rules.errors import RuleBroken

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = {"timezone", "work", "holidays", "working_days", "closures", "hours"}
REMARKS = {"name", "source", "confidence", "note"}
Shift = tuple[time, time]
Week = tuple[tuple[Shift, ...], ...]


@dataclass(frozen=True)
class Variant:
    """Weekly hours for part of the time (giờ mùa hè, mùa đông); both days belong to it."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True)
class Closure:
    """Closed for a local reason (bão, mất điện): instants, the end is open again."""

    begin: datetime
    end: datetime
    name: str


@dataclass(frozen=True)
class CalendarFile:
    """A calendar's content with every value read and checked."""

    zone: ZoneInfo
    week: Week
    holidays: Mapping[date, str]
    working_days: Mapping[date, tuple[Shift, ...] | None]
    closures: tuple[Closure, ...] = ()
    variants: tuple[Variant, ...] = field(default_factory=tuple)

    def usual(self, on: date) -> Week:
        """The weekly hours in use on a day."""
        return next((one.week for one in self.variants if one.first <= on <= one.last), self.week)

    def shifts(self, on: date) -> tuple[Shift, ...]:
        """The hours of a day before local closures are cut out."""
        if on in self.working_days:
            return self.working_days[on] or self.usual(on)[0]
        return () if on in self.holidays else self.usual(on)[on.weekday()]


def read(content: Mapping[str, object]) -> CalendarFile:
    """Read a calendar's content.

    Raises: RuleBroken `calendar.*` with `where` (the key) and `found` (the value).
    """
    if unknown := sorted(set(content) - KEYS - REMARKS):
        raise RuleBroken("calendar.unknown_key", where=unknown[0], found=", ".join(sorted(KEYS)))
    zone = _zone(content.get("timezone"))
    holidays = {_day(one, "holidays"): name for one, name in _named(content.get("holidays"), "holidays")}
    worked = {_day(one, "working_days"): _worked_hours(value) for one, value in _pairs(content.get("working_days"))}
    if both := sorted(set(holidays) & set(worked)):
        raise RuleBroken("calendar.closed_and_worked", where="holidays, working_days", found=both[0].isoformat())
    variants = tuple(_variant(one) for one in _list(content.get("hours"), "hours"))
    closures = tuple(_closure(one, name, zone) for one, name in _named(content.get("closures"), "closures"))
    return CalendarFile(zone, _week(content.get("work"), "work"), holidays, worked, closures, variants)


def _zone(found: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(found) if found else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise RuleBroken("calendar.unknown_timezone", where="timezone", found=found) from None


def _list(found: object, where: str) -> list[object]:
    if found is None:
        return []
    if not isinstance(found, list):
        raise RuleBroken("calendar.not_a_list", where=where, found=found)
    return found


def _pairs(found: object) -> Iterable[tuple[object, object]]:
    if isinstance(found, Mapping):
        return list(found.items())
    return [(one, None) for one in _list(found, "working_days")]


def _named(found: object, where: str) -> list[tuple[object, str]]:
    if isinstance(found, Mapping):
        return [(one, str(name or "")) for one, name in found.items()]
    return [(one, "") for one in _list(found, where)]


def _day(found: object, where: str) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        raise RuleBroken("calendar.not_a_date", where=where, found=found) from None


def _clock(found: object, where: str) -> time:
    if isinstance(found, int) and not isinstance(found, bool):
        found = f"{found // 60:02}:{found % 60:02}"  # YAML 1.1 reads an unquoted 07:30 as base-60 minutes
    try:
        return time.fromisoformat(str(found))
    except ValueError:
        raise RuleBroken("calendar.not_a_time", where=where, found=found) from None


def _shifts(found: object, where: str) -> tuple[Shift, ...]:
    shifts: list[Shift] = []
    for pair in _list(found, where):
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise RuleBroken("calendar.not_a_shift", where=where, found=pair)
        opens, closes = _clock(pair[0], where), _clock(pair[1], where)
        if opens >= closes or (shifts and opens < shifts[-1][1]):
            raise RuleBroken("calendar.shifts_out_of_order", where=where, found=f"{opens:%H:%M}–{closes:%H:%M}")
        shifts.append((opens, closes))
    return tuple(shifts)


def _worked_hours(found: object) -> tuple[Shift, ...] | None:
    """Hours stated for a swapped day; a name or nothing means Monday's hours."""
    return _shifts(found, "working_days") if isinstance(found, list) else None


def _week(found: object, where: str) -> Week:
    if not isinstance(found, Mapping):
        raise RuleBroken("calendar.no_week", where=where, found=found)
    if unknown := sorted(set(map(str, found)) - set(WEEKDAYS)):
        raise RuleBroken("calendar.unknown_weekday", where=where, found=unknown[0])
    week = tuple(_shifts(found.get(day), f"{where}.{day}") for day in WEEKDAYS)
    if not any(week):
        raise RuleBroken("calendar.never_open", where=where, found=found)
    return week


def _variant(found: object) -> Variant:
    if not isinstance(found, Mapping) or not {"from", "to", "work"} <= set(found):
        raise RuleBroken("calendar.not_a_variant", where="hours", found=found)
    return Variant(_day(found["from"], "hours"), _day(found["to"], "hours"), _week(found["work"], "hours.work"))


def _closure(found: object, name: str, zone: ZoneInfo) -> Closure:
    if isinstance(found, Mapping):
        name = str(found.get("name", name))
        found = [found.get("from"), found.get("to")]
    if isinstance(found, list | tuple) and len(found) == 2:
        begin, end = _instant(found[0], zone), _instant(found[1], zone)
    else:
        on = _day(found, "closures")
        begin, end = datetime.combine(on, time(), zone), datetime.combine(on + timedelta(days=1), time(), zone)
    if end <= begin:
        raise RuleBroken("calendar.closure_ends_before_it_begins", where="closures", found=str(found))
    return Closure(begin, end, name)


def _instant(found: object, zone: ZoneInfo) -> datetime:
    try:
        at = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
    except ValueError:
        raise RuleBroken("calendar.not_an_instant", where="closures", found=found) from None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at
