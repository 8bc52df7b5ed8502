"""The lookup code (mã tra cứu): 15 random digits and a Damm check digit, typed by people from a paper."""

import re
import unicodedata
from collections.abc import Callable

from congvu.rules.dossier_code import is_dossier_code
from congvu.rules.errors import RuleBroken

LENGTH = 16
# A number as offices write it: parts of letters and digits between dots, hyphens, strokes, spaces.
NUMBER = re.compile(r"[0-9A-ZĐ]+(?:[\s.\-–_/]+[0-9A-ZĐ]+)+")
# Damm's quasigroup of order 10: every single slip and every swap of neighbours changes the check digit.
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The Damm digit of a row of digits; that of a whole code is 0."""
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return str(interim)


def new(below: Callable[[int], int]) -> str:
    """A new code; `below(n)` gives a random whole number under n (in the product `secrets.randbelow`)."""
    digits = f"{below(10 ** (LENGTH - 1)):0{LENGTH - 1}}"
    return digits + check_digit(digits)


def qr_token(text: str) -> str:
    """The token of a receipt's QR, where a reader that types what it sees has typed the whole address; else ''."""
    found = re.fullmatch(r"https?://[^/\s]{1,200}/q/([a-z2-7]{26})", text.strip(), re.IGNORECASE)
    return found.group(1).upper() if found else ""


def shown(text: str) -> str:
    """What is put back into the field: no more than a code can be, nothing a person cannot see."""
    return "".join(char for char in text[:64] if unicodedata.category(char) != "Cc")


def _is_other_number(text: str) -> bool:
    """Is it a dossier's or a paper's number, perhaps mistyped: no row of digits, no content of a strange QR?"""
    has_letter = any(char.isalpha() and char not in "OLI" for char in text)
    return has_letter and bool(NUMBER.fullmatch(text)) and sum(char.isdigit() for char in text) >= 4


def read(text: str) -> str:
    """The code a person typed or scanned: spaces, dots, hyphens, full-width digits, O and l are understood.

    Raises: RuleBroken `lookup.unreadable`, `.other_qr`, `.dossier_code`, `.length`, `.too_long`, `.check_digit`.
    """
    if len(text) > 64 or any(unicodedata.category(char) == "Cc" for char in text):
        raise RuleBroken("lookup.unreadable")
    plain = unicodedata.normalize("NFKC", text).strip()
    if is_dossier_code(plain) or _is_other_number(plain.upper()):
        raise RuleBroken("lookup.dossier_code")
    digits = re.sub(r"[\s.\-–_]", "", plain).translate(str.maketrans("OoLlI", "00111"))
    if not digits.isdigit() or not digits.isascii():
        raise RuleBroken("lookup.other_qr" if digits else "lookup.length", found=0)
    if len(digits) != LENGTH:
        raise RuleBroken("lookup.length" if len(digits) < LENGTH else "lookup.too_long", found=len(digits))
    if check_digit(digits) != "0":
        raise RuleBroken("lookup.check_digit")
    return digits
