"""What citizens said, added up: published in batches of a least size, supervised ratings apart, never by dossier."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from congvu.dossiers.forms_rating import named
from congvu.dossiers.models import Rating, StepRun
from congvu.law import practice, rating_reasons
from congvu.offices.models import Official, Unit
from congvu.rules.own_figures import released
from congvu.rules.reporting_period import report_month_of


@dataclass(frozen=True)
class Ratings:
    """Ratings up to the last published report month; `words` have no date, no dossier, no order in time; each once."""

    count: int
    mean: float
    scores: list[tuple[int, int]]
    reasons: list[tuple[str, int]]
    words: list[tuple[str, int]]
    until: date


def about_official(official: Official, today: date, *, is_supervised: bool = False) -> Ratings | None:
    """Of dossiers this official had a step of; None while there are too few (chưa đủ để công bố)."""
    worked_on = StepRun.objects.filter(dossier=OuterRef("dossier"), official=official)
    return _published(Q(Exists(worked_on)), today, is_supervised=is_supervised, with_words=False)


def about_unit(unit: Unit, today: date, *, is_supervised: bool = False) -> Ratings | None:
    """Of dossiers charged to this unit or one below it, with the words that were written."""
    charged = Q(dossier__settling_unit__path__startswith=unit.path)
    return _published(charged, today, is_supervised=is_supervised, with_words=True)


def _published(about: Q, today: date, *, is_supervised: bool, with_words: bool) -> Ratings | None:
    """Only ended report months, and of those only up to where each publication adds enough ratings."""
    last = report_month_of(today, -1).last
    rows: QuerySet[Rating] = Rating.objects.filter(about, is_supervised=is_supervised, on__lte=last)
    months: Counter[date] = Counter(report_month_of(on).last for on in rows.values_list("on", flat=True))
    ends = sorted(months)
    shown = released([months[end] for end in ends], practice().ratings_shown_from)
    if not shown:
        return None
    until = ends[shown - 1]
    found = list(rows.filter(on__lte=until).values_list("score", "reasons", "words"))
    scores = Counter(score for score, _reasons, _words in found)
    reasons = Counter(one for _score, given, _words in found for one in given)
    return Ratings(
        len(found), sum(score for score, _reasons, _words in found) / len(found),
        [(score, scores[score]) for score in range(5, 0, -1)],
        [(named(one), reasons[one["id"]]) for one in rating_reasons() if reasons[one["id"]]],
        sorted(Counter(words for _s, _r, words in found if words).items()) if with_words else [], until,
    )  # fmt: skip
