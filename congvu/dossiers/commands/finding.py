"""Keeping the words of search in step with the rows, and an official's saved filters.

The words are written inside the transaction of the act that changes what they repeat.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from congvu.dossiers.models import Dossier, SavedFilter, SearchWord
from congvu.dossiers.words import PART, Words, parts, words_of
from congvu.offices.models import Official
from congvu.rules import search
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import clean, sort_key

MOST_FILTERS = 30


def _rows(found: Iterable[Words]) -> list[SearchWord]:
    return [
        SearchWord(dossier_id=one.dossier_id, key=search.key(word), word=word, marked=marked)
        for one in found
        for word, marked in sorted(one.entries)
    ]


def enter_words(dossiers: Sequence[Dossier]) -> None:
    """Make dossiers just written findable; inside the transaction that wrote them."""
    for begin in range(0, len(dossiers), PART):
        SearchWord.objects.bulk_create(_rows(words_of(dossiers[begin : begin + PART])), batch_size=PART)


def renew_words(dossiers: Sequence[Dossier]) -> None:
    """Bring the words of dossiers up to what their rows say now."""
    for begin in range(0, len(dossiers), PART):
        part = dossiers[begin : begin + PART]
        SearchWord.objects.filter(dossier__in=part).delete()
        enter_words(part)


def rebuild_words(*, progress: Callable[[int], object]) -> int:
    """Write all words anew from the rows, part by part; gives the number of dossiers."""
    total = 0
    for part in parts():
        with transaction.atomic():
            renew_words(list(Dossier.objects.select_for_update().filter(pk__in=[one.pk for one in part])))
        total += len(part)
        progress(len(part))
    return total


@transaction.atomic
def save_filter(*, actor: Official, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name (lưu bộ lọc); the same name again keeps the new one.

    Raises: RuleBroken `filter.needs_name`, `filter.empty`, `filter.too_many`.
    """
    called = clean(name)[:80]
    if not called:
        raise RuleBroken("filter.needs_name")
    if not query:
        raise RuleBroken("filter.empty")
    own = SavedFilter.objects.filter(official=actor)
    if own.exclude(name=called).count() >= MOST_FILTERS:
        raise RuleBroken("filter.too_many", most=MOST_FILTERS)
    kept, _new = SavedFilter.objects.update_or_create(
        official=actor, name=called, defaults={"query": query[:600], "name_key": sort_key(called)[:400]}
    )
    return kept


@transaction.atomic
def rename_filter(*, actor: Official, filter_id: int, name: str) -> None:
    """Give an own filter another name (đổi tên bộ lọc).

    Raises: RuleBroken `filter.needs_name`, `filter.name_taken`, `filter.gone`.
    """
    kept, called = _own(actor, filter_id), clean(name)[:80]
    if not called:
        raise RuleBroken("filter.needs_name")
    if SavedFilter.objects.filter(official=actor, name=called).exclude(pk=kept.pk).exists():
        raise RuleBroken("filter.name_taken", name=called)
    kept.name, kept.name_key = called, sort_key(called)[:400]
    kept.save(update_fields=["name", "name_key"])


@transaction.atomic
def delete_filter(*, actor: Official, filter_id: int) -> None:
    """Drop an own filter (xoá bộ lọc). Raises: RuleBroken `filter.gone`."""
    _own(actor, filter_id).delete()


def _own(actor: Official, filter_id: int) -> SavedFilter:
    kept = SavedFilter.objects.select_for_update().filter(official=actor, pk=filter_id).first()
    if kept is None:
        raise RuleBroken("filter.gone")
    return kept
