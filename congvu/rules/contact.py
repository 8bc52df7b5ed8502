"""Phones, identity numbers and days as people type them, read into one form each."""

import re
import unicodedata
from datetime import date

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, refuse_disguise


def _plain(text: str) -> str:
    """Pasted full-width digits and invisible characters are not the person's mistake."""
    return unicodedata.normalize("NFKC", clean(text))


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-()]", "", _plain(text))


def name(text: str) -> str:
    """A name as it is kept; '' where no letter and no digit is in it (only marks, only pictures).

    Raises: RuleBroken `text.unreadable`, `text.turned`, `text.piled_marks`.
    """
    kept = clean(text)
    refuse_disguise(kept)
    return kept if any(char.isalnum() for char in kept) else ""


def phone(text: str) -> str:
    """A Vietnamese phone number as 10 digits; +84 and 84 become 0. Raises: RuleBroken `phone.digits`."""
    digits = _digits(text)
    digits = re.sub(r"^(\+84|84(?=\d{9}$))", "0", digits)
    if not re.fullmatch(r"0[0-9]{9,10}", digits):
        raise RuleBroken("phone.digits", found=len(digits))
    return digits


def personal_id(text: str) -> str:
    """A personal identity number (số định danh cá nhân). Raises: RuleBroken `personal_id.digits`."""
    digits = _digits(text)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise RuleBroken("personal_id.digits", found=len(digits))
    return digits


def organisation_id(text: str) -> str:
    """A business or tax number: 10 digits, 13 for a branch. Raises: RuleBroken `organisation_id.digits`."""
    digits = _digits(text)
    if not re.fullmatch(r"[0-9]{10}([0-9]{3})?", digits):
        raise RuleBroken("organisation_id.digits", found=len(digits))
    return digits


def parse_day(text: str) -> date:
    """A day as dd/mm/yyyy, or as a browser's date field sends it. Raises: RuleBroken `day.*`."""
    plain = _plain(text)
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", plain):
        year, month, day = map(int, iso.groups())
    else:
        parts = re.fullmatch(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]+)", plain)
        if parts is None:
            raise RuleBroken("day.order", text=text)
        day, month, year = map(int, parts.groups())
        if len(parts.group(3)) != 4:
            raise RuleBroken("day.year", text=text)
    if month > 12:
        raise RuleBroken("day.order", text=text)
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken("day.not_in_calendar", text=text) from None


def near_day(text: str) -> date:
    """A day of a period somebody asks about. Raises: RuleBroken `day.*`, `time.out_of_range`."""
    on = parse_day(text)
    if not 1900 < on.year < 2200:
        raise RuleBroken("time.out_of_range", year=on.year)
    return on
