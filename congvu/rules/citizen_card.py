"""The QR of a citizen card (thẻ căn cước): text from a stranger's hand, read into what a form needs, or refused.

Number, old number, name, birth date, sex, address and day of issue, separated by `|`; newer cards may add fields, which
are not read. Source: the printed cards; the layout is general knowledge (docs/counter.md), not published law.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean

FIELDS, MOST_FIELDS, LONGEST = 7, 12, 600
NUMBER = re.compile(r"[0-9]{12}")
OLD_NUMBER = re.compile(r"([0-9]{9}|[0-9]{12})?")
SEXES = ("Nam", "Nữ")
NOT_IN_NAMES = re.compile(r"[^\w\s.'’\-]|[\d_]")


@dataclass(frozen=True)
class Card:
    """What a card says of its holder."""

    number: str
    name: str
    born_on: date
    sex: str
    address: str


def read(text: str, today: date) -> Card:
    """A card's text, checked field by field.

    Raises: RuleBroken `card.not_a_card`, `card.number`, `card.name`, `card.birth`, `card.sex`, `card.does_not_agree`,
    `text.unreadable`.
    """
    parts = [clean(one) for one in unicodedata.normalize("NFKC", text[:LONGEST]).split("|")]
    if len(text) > LONGEST or not FIELDS <= len(parts) <= MOST_FIELDS or not OLD_NUMBER.fullmatch(parts[1]):
        raise RuleBroken("card.not_a_card")
    number, _old, name, born, sex, address = parts[:6]
    if not NUMBER.fullmatch(number):
        raise RuleBroken("card.number", found=len(number))
    if not name or NOT_IN_NAMES.search(name) or len(name) > 250:
        raise RuleBroken("card.name")
    born_on = _day(born)
    if born_on is None or born_on > today:
        raise RuleBroken("card.birth")
    if sex not in SEXES:
        raise RuleBroken("card.sex")
    if number[3:6] != _century_and_year(born_on, sex):
        raise RuleBroken("card.does_not_agree")
    return Card(number, name, born_on, sex, address[:300])


def _day(text: str) -> date | None:
    """`ddmmyyyy`; None where the calendar has no such day."""
    if not re.fullmatch("[0-9]{8}", text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None


def _century_and_year(born_on: date, sex: str) -> str:
    """Digits 4 to 6 of the number: century with sex (0 and 1 for 1900–1999, 2 and 3 for 2000–2099 …), then the year.

    Source: the structure of the personal number (số định danh cá nhân), confidence high; its province is not judged.
    """
    return f"{(born_on.year // 100 - 19) * 2 + SEXES.index(sex)}{born_on.year % 100:02}"
