"""When the place is open, in words, from its calendar: “Thứ Hai–Thứ Sáu, 07:30–11:30 và 13:00–17:00”."""

from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from congvu.offices.models import Unit
from congvu.rules.calendar_file import CalendarFile


def opening_of(unit: Unit | None, on: date) -> str:
    """The usual hours of a unit's week on this day; nothing where it has no calendar yet."""
    if not unit or unit.calendar is None:
        return ""
    return in_words(unit.calendar_in_force().hours.file, on)


def in_words(file: CalendarFile, on: date) -> str:
    """Days with the same hours one after the other stand together; closed days are left out."""
    week = file.usual(on)
    parts, also = [], _(" và ")
    for shifts, days in groupby(range(7), key=lambda day: week[day]):
        if shifts:
            first, *rest = days
            named = f"{_day(first)}–{_day(rest[-1])}" if rest else _day(first)
            hours = [f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in shifts]
            parts.append(f"{named}, {also.join(hours)}")
    return "; ".join(parts)


def _day(number: int) -> str:
    return (
        _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"),
    )[number]  # fmt: skip
