"""Finding dossiers: the words of a dossier and of what was typed, compared the same way on every database.

A word is found by its beginning, marks or no marks; a number also by its end (ba số cuối trở lên).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, fold, fold_keeping_letters

# A word's first letters as one number of base 38: digits, letters, then everything else. Numbers have the same order in
# every database, letters have not (collations differ), so beginnings are looked up as ranges of numbers.
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE, WIDTH, OTHER = 38, 12, 37
# Numbers are kept a second time from behind, after this sign, so that their last digits are a beginning too.
BEHIND = "~"
LONGEST_WORD, MOST_WORDS = 60, 8
# Digits of a phone or identity number; shorter groups of digits belong to codes.
NUMBER_DIGITS, END_DIGITS = 9, 3
HIDDEN = "•"


@dataclass(frozen=True)
class Word:
    """One word: `plain` is folded; `letters` keep breve, hat, horn and đ; `tone` stands apart.

    Where the tone mark is placed makes no difference (Hoà, Hòa).
    """

    plain: str
    letters: str
    tone: str

    @property
    def marked(self) -> str:
        """The word with its marks in one form."""
        return self.letters + self.tone


def words(text: str) -> list[Word]:
    """The words of a text, in order. Raises: RuleBroken `text.unreadable`."""
    found = []
    for token in re.findall(r"[^\W_]+", clean(text).casefold()):
        plain = re.sub(r"[\W_]", "", fold(token))[:LONGEST_WORD]
        if plain:
            pairs = fold_keeping_letters(token)[0][:LONGEST_WORD]
            tone = "".join(tone for _letter, tone in pairs if tone != "0")
            found.append(Word(plain, "".join(letter for letter, _tone in pairs), tone))
    return found


def entries(code: str, texts: Iterable[str], numbers: Iterable[str]) -> set[tuple[str, str]]:
    """What is kept of a dossier for search: pairs of plain and marked word."""
    kept = {(word.plain, word.marked) for text in (code, *texts) for word in words(text)}
    for number in numbers:
        kept |= {(way, way) for way in (number, BEHIND + number[::-1]) if number}
    return kept


def key(word: str) -> int:
    """The first letters of a word as a number, below 2^63."""
    value = 0
    for place in range(WIDTH):
        rank = (ALPHABET.find(word[place]) + 1 or OTHER) if place < len(word) else 0
        value = value * BASE + rank
    return value


def span(beginning: str) -> tuple[int, int]:
    """The keys of all words with this beginning: from the first number up to, not including, the second."""
    low = key(beginning)
    return low, low + BASE ** max(0, WIDTH - len(beginning))


def is_told_by_key(beginning: str) -> bool:
    """Does the key alone say it, or must the word itself be compared too (long or foreign words)?"""
    return len(beginning) <= WIDTH and all(char in ALPHABET or char == BEHIND for char in beginning)


def beginnings(word: str) -> tuple[str, ...]:
    """What a word typed may be the beginning of: a word, or a number read from behind."""
    is_end = word.isdigit() and word.isascii() and len(word) >= END_DIGITS
    return (word, BEHIND + word[::-1]) if is_end else (word,)


@dataclass(frozen=True)
class Asked:
    """What was typed: every word must be found; groups of digits may also be one number written with spaces."""

    words: tuple[Word, ...]
    number: str = ""

    @property
    def without_digits(self) -> tuple[Word, ...]:
        """The words that are not part of `number`."""
        return tuple(word for word in self.words if not (self.number and word.plain.isdigit()))


def read(text: str) -> Asked:
    """What a person typed into the search box.

    Raises: RuleBroken `search.too_short`, `text.unreadable`.
    """
    found = words(text)[:MOST_WORDS]
    if not any(len(word.plain) >= 2 for word in found):
        raise RuleBroken("search.too_short")
    digits = [word.plain for word in found if word.plain.isdigit()]
    number = _home("".join(digits))
    is_number = len(number) >= NUMBER_DIGITS and [number] != digits
    return Asked(tuple(found), number if is_number else "")


def _home(digits: str) -> str:
    """A phone number typed with the country's code, as it is kept."""
    return "0" + digits[2:] if digits.startswith("84") and len(digits) == 11 else digits


@dataclass(frozen=True)
class Piece:
    """A piece of a text that is shown; `is_hit` is the part that was looked for."""

    text: str
    is_hit: bool = False


def shown(text: str, asked: Asked) -> list[Piece]:
    """A text with what was found in it marked; one piece without a hit if nothing was."""
    pieces: list[Piece] = []
    for token in re.findall(r"[^\W_]+|[\W_]+", text):
        plain = "".join(word.plain for word in words(token))
        length = max((len(one.plain) for one in asked.words if plain.startswith(one.plain)), default=0)
        if plain and length:
            cut = length if len(plain) == len(token) else len(token)
            pieces += [Piece(token[:cut], is_hit=True), *([Piece(token[cut:])] if token[cut:] else [])]
        else:
            pieces.append(Piece(token))
    return pieces


def masked(number: str, asked: Asked) -> list[Piece]:
    """A phone or identity number of which only the digits looked for are shown; empty if none were."""
    typed = [asked.number, *(word.plain for word in asked.words if word.plain.isdigit()), *_homes(asked)]
    for one in sorted(typed, key=len, reverse=True):
        rest = HIDDEN * (len(number) - len(one))
        if one and number.startswith(one):
            return [Piece(one, is_hit=True), *([Piece(rest)] if rest else [])]
        if len(one) >= END_DIGITS and number.endswith(one):
            return [Piece(rest), Piece(one, is_hit=True)]
    return []


def _homes(asked: Asked) -> list[str]:
    return [_home(word.plain) for word in asked.words]
