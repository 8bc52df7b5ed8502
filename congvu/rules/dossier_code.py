"""The official dossier code (mã số hồ sơ): unit, day, and the day's sequence number; both patterns in use are read.

Source: docs/glossary.md, “mã số hồ sơ”; the unit part is issued by the province and is data.
"""

import re
from datetime import date

from congvu.rules.errors import RuleBroken

OLD = re.compile(r"^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4,5}$")
NEW = re.compile(r"^[A-Z]\d{2}(\.[0-9A-Z]{2,3}){0,3}-\d{6}-\d{4,5}$")


def write(org_code: str, on: date, number: int) -> str:
    """The code of the number-th dossier a unit received on a day. Raises: RuleBroken `dossier_code.no_org_code`."""
    code = f"{org_code}-{on:%y%m%d}-{number:04}"
    if not is_dossier_code(code):
        raise RuleBroken("dossier_code.no_org_code", code=org_code)
    return code


def is_dossier_code(text: str) -> bool:
    """Does it look like an official code, of the old or the new pattern?"""
    return bool(OLD.match(text.upper()) or NEW.match(text.upper()))
