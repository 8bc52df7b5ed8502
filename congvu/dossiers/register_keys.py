"""Keys for the words of a foreign register: names that differ stay apart, the same name has the same key again."""

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from unicodedata import normalize

from django.utils.text import slugify

from congvu.rules.vietnamese import clean, fold

LONGEST_CODE = 60
MARK = re.compile("-[0-9a-f]{8}$")


def identity(word: str) -> str:
    """What makes two words one name: capitals and spaces do not tell them apart, tones and signs do."""
    return normalize("NFC", clean(word)).casefold()


def key_of(root: str, word: str, is_taken: Callable[[str], bool]) -> str:
    """The slug of a word under a source's code; with a mark of the word itself where the slug does not give it back."""
    same, slug = identity(word), slugify(f"{root}-{fold(word)}")
    plain = f"{root}-{same.replace(' ', '-')}".lstrip("-")
    is_faithful = slug == plain and "-" not in same and not MARK.search(slug)
    if is_faithful and len(slug) <= LONGEST_CODE and not is_taken(slug):
        return slug
    return _marked(slug, same)


def is_key_of(root: str, word: str, key: str) -> bool:
    """Was this key made for this word by this source, now or by the rule before (the slug alone, told apart by length)?

    Without asking, a source `so` would take for its own what the source `so-cu` entered.
    """
    slug = slugify(f"{root}-{fold(word)}")
    return key in {slug, _marked(slug, identity(word)), _marked(slug, fold(word))}


def _marked(slug: str, same: str) -> str:
    return f"{slug[: LONGEST_CODE - 9].rstrip('-')}-{sha256(same.encode()).hexdigest()[:8]}".lstrip("-")


class StepKeys:
    """Keys of steps by their names. A key known from before stays, where it serves that one name alone."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._names: dict[str, set[str]] = {}
        for name, key in known:
            self._names.setdefault(key, set()).add(identity(name))
        alone = sorted(((key, *names) for key, names in self._names.items() if len(names) == 1), reverse=True)
        self._keys = {name: key for key, name in alone}

    def __getitem__(self, name: str) -> str:
        same = identity(name)
        if same not in self._keys:
            self._keys[same] = key_of("", name, self._names.__contains__)
        return self._keys[same]
