"""Finding dossiers by what was typed: which ones this official may read are hits, in which order, and where the hit is.

Order: whole words with the marks as typed, then beginnings with these marks, then without regard to marks, then
dossiers found by their procedure's name; inside each, the newest first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from congvu.dossiers.models import Dossier, DossierQuerySet, SearchWord
from congvu.offices.models import Procedure
from congvu.rules import search
from congvu.rules.search import Asked, Piece, Word

Condition = Callable[[Word], Q]


def _beginning(word: str) -> Q:
    """The rows of words with this beginning."""
    low, high = search.span(word)
    told = Q(key__gte=low, key__lt=high)
    return told if search.is_told_by_key(word) else told & Q(word__startswith=word)


def _without_marks(word: Word) -> Q:
    found = Q()
    for beginning in search.beginnings(word.plain):
        found |= _beginning(beginning)
    return found


def _whole_with_marks(word: Word) -> Q:
    return Q(key=search.key(word.plain), marked=word.marked)


def _beginning_with_marks(word: Word) -> Q:
    told = _beginning(word.plain) & Q(marked__startswith=word.letters)
    return told & Q(marked__endswith=word.tone) if word.tone else told


def _having(condition: Q) -> Q:
    """The dossiers that have such a word."""
    return Q(pk__in=SearchWord.objects.filter(condition).values("dossier"))


def _all_words(rows: DossierQuerySet, words: Sequence[Word], condition: Condition) -> DossierQuerySet:
    for word in words:
        rows = rows.filter(_having(condition(word)))
    return rows


def _newest(rows: DossierQuerySet) -> list[int]:
    return list(rows.order_by("-received_at", "-pk").values_list("pk", flat=True))


def find(readable: DossierQuerySet, asked: Asked) -> list[int]:
    """The keys of all hits among the dossiers this official may read, best first; nothing is left out."""
    found = _newest(_all_words(readable, asked.words, _without_marks))
    if asked.number:
        as_number = readable.filter(_having(_without_marks(Word(asked.number, asked.number, ""))))
        found += _newest(_all_words(as_number, asked.without_digits, _without_marks))
    better: list[int] = []
    if len(found) > 1:
        for condition in (_whole_with_marks, _beginning_with_marks):
            better += _newest(_all_words(readable, asked.words, condition))
    return list(dict.fromkeys([*better, *found, *_by_procedure(readable, asked)]))


@lru_cache(maxsize=4096)
def _spaced(search_key: str) -> str:
    """A procedure's folded text with one blank before each word."""
    return "".join(f" {word.plain}" for word in search.words(search_key))


def _by_procedure(readable: DossierQuerySet, asked: Asked) -> list[int]:
    """Hits of which at least one word is only in the name, the initials or the code of the procedure."""
    keys = [(pk, _spaced(text)) for pk, text in Procedure.objects.values_list("pk", "search_key")]
    meant = {word: [pk for pk, text in keys if f" {word.plain}" in text] for word in asked.words}
    if not any(meant.values()):
        return []
    rows = readable
    for word, procedures in meant.items():
        found = _having(_without_marks(word))
        rows = rows.filter(found | Q(procedure_version__procedure__in=procedures) if procedures else found)
    return _newest(rows)


@dataclass(frozen=True)
class Hit:
    """One dossier that was found, with what was looked for marked; numbers show no other digit."""

    dossier: Dossier
    code: list[Piece]
    procedure: list[Piece]
    name: list[Piece]
    submitter: list[Piece]
    phone: list[Piece]
    id_number: list[Piece]


def hits(dossiers: Sequence[Dossier], asked: Asked) -> list[Hit]:
    """The dossiers of one page with where each was found."""
    found = []
    for one in dossiers:
        party = getattr(one, "applicant", None)
        submitter = search.shown(party.submitter_name, asked) if party else []
        numbers = (party.id_number, party.submitter_id_number) if party else ()
        found.append(Hit(
            dossier=one, code=search.shown(one.code, asked),
            procedure=search.shown(one.procedure_version.procedure.name, asked),
            name=search.shown(party.name, asked) if party else [],
            submitter=submitter if any(piece.is_hit for piece in submitter) else [],
            phone=search.masked(party.phone, asked) if party else [],
            id_number=next((shown for number in numbers if (shown := search.masked(number, asked))), []),
        ))  # fmt: skip
    return found
