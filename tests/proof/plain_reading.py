"""What a search must find, told by other code than the program's: every word of every row, read plainly and sorted."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

TONES = "\u0300\u0301\u0303\u0309\u0323"
Row = tuple[int, str, str, str, str, str, str]


def plain(text: str) -> str:
    """Folding by other means than the program's: the marks fall off, đ is d."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def spoken(text: str) -> list[tuple[str, str]]:
    """The words with every mark, the tones told apart: where a tone is placed makes no difference."""
    apart = unicodedata.normalize("NFD", text.lower())
    words = re.findall(r"[\w\u0300-\u036f]+", apart)
    return [("".join(c for c in word if c not in TONES), "".join(c for c in word if c in TONES)) for word in words]


class Index:
    """Words and who has them; asked by the beginning of a word."""

    def __init__(self) -> None:
        self.having: dict[str, set[int]] = defaultdict(set)

    @cached_property
    def words(self) -> list[str]:
        return sorted(self.having)

    def beginning(self, with_this: str) -> set[int]:
        there: set[int] = set()
        for word in self.words[bisect_left(self.words, with_this) :]:
            if not word.startswith(with_this):
                break
            there |= self.having[word]
        return there


class PlainReading:
    """Every row that may be read: key, code, name, submitter, phone, identity number, the procedure's words."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.words, self.numbers, self.ends = Index(), Index(), Index()
        self.exact: dict[tuple[str, str], set[int]] = defaultdict(set)
        for pk, code, name, submitter, phone, number, procedure in rows:
            for word in re.findall(r"\w+", plain(f"{code} {name} {submitter} {procedure}")):
                self.words.having[word].add(pk)
            for heard in (*spoken(f"{code} {name} {submitter}"), (phone, ""), (number, "")):
                self.exact[heard].add(pk)
            for digits in (phone, number):
                self.numbers.having[digits].add(pk)
                self.ends.having[digits[::-1]].add(pk)

    def hits(self, typed: str) -> set[int]:
        """Who has every word typed, or a number that begins or ends with it."""
        return _all(self._having(word) for word in re.findall(r"\w+", plain(typed)))

    def _having(self, word: str) -> set[int]:
        there = self.words.beginning(word) | self.numbers.beginning(word)
        return there | self.ends.beginning(word[::-1]) if word.isdigit() and len(word) >= 3 else there

    def exactly(self, typed: str) -> set[int]:
        """Who has every word typed as a whole word with these marks."""
        return _all(self.exact.get(word, set()) for word in spoken(typed))


def _all(sets: Iterable[set[int]]) -> set[int]:
    first, *others = sets
    return first.intersection(*others)
