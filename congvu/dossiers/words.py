"""What the rows of a dossier say it must be found by, and which dossiers are out of step with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from congvu.dossiers.models import Applicant, Dossier, SearchWord
from congvu.rules import search

PART = 500


@dataclass(frozen=True)
class Words:
    """One dossier's words: pairs of plain and marked."""

    dossier_id: int
    entries: frozenset[tuple[str, str]]


def words_of(dossiers: Iterable[Dossier]) -> list[Words]:
    """The words these dossiers must be found by, read from their rows."""
    pairs = [(one.pk, one.code) for one in dossiers]
    parties = {one.pk: one for one in Applicant.objects.filter(pk__in=[pk for pk, _code in pairs])}
    return [Words(pk, frozenset(_entries(code, parties.get(pk)))) for pk, code in pairs]


def _entries(code: str, party: Applicant | None) -> set[tuple[str, str]]:
    if party is None:
        return search.entries(code, (), ())
    texts = (party.name, party.submitter_name)
    return search.entries(code, texts, (party.phone, party.id_number, party.submitter_id_number))


def parts(*, size: int = PART) -> Iterable[list[Dossier]]:
    """All dossiers, a part at a time, in the order of their keys."""
    last = 0
    while part := list(Dossier.objects.filter(pk__gt=last).order_by("pk").only("pk", "code")[:size]):
        yield part
        last = part[-1].pk


def out_of_step() -> list[str]:
    """The codes of dossiers whose words are not what their rows say."""
    wrong = []
    for part in parts():
        kept: dict[int, set[tuple[int, str, str]]] = {one.pk: set() for one in part}
        for pk, key, word, marked in SearchWord.objects.filter(dossier__in=part).values_list(
            "dossier", "key", "word", "marked"
        ):
            kept[pk].add((key, word, marked))
        codes = {one.pk: one.code for one in part}
        for one in words_of(part):
            if kept[one.dossier_id] != {(search.key(word), word, marked) for word, marked in one.entries}:
                wrong.append(codes[one.dossier_id])
    return wrong
