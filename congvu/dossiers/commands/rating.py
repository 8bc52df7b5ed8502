"""A citizen's rating of a dossier (đánh giá sau khi trả kết quả): once; the public leaf tells nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, Rating
from congvu.law import rating_criteria, rating_reasons
from congvu.ledger import commands as ledger
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean

LONGEST = 1000


@dataclass(frozen=True)
class Opinion:
    """What is said: 1 to 5, reasons of the closed list, details 0 to 2 by criterion, free words."""

    score: int
    reasons: Sequence[str] = ()
    criteria: Mapping[str, int] = field(default_factory=dict)
    words: str = ""


@transaction.atomic
def rate(*, at: datetime, dossier_id: int, opinion: Opinion, witness: Official | None = None) -> Rating:
    """Keep a rating. With a `witness` it was given at the counter and is marked supervised.

    Raises: RuleBroken `rating.not_yet`, `rating.already`, `rating.unreadable`, `rights.missing`.
    """
    dossier: Dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    if witness is not None:
        require(witness, Right.RETURN_RESULT, localdate(at), dossier.received_unit)
    if dossier.state != State.RETURNED:
        raise RuleBroken("rating.not_yet")
    words = clean(opinion.words)
    _refuse_strange(opinion, words)
    try:
        with transaction.atomic():
            made = Rating.objects.create(
                dossier=dossier, score=opinion.score, reasons=sorted(opinion.reasons), criteria=dict(opinion.criteria),
                words=words, is_supervised=witness is not None, at=at, on=localdate(at),
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken("rating.already") from None
    facts = {
        "score": opinion.score, "reasons": sorted(opinion.reasons), "criteria": dict(opinion.criteria), "words": words,
        "supervised": witness is not None,
    }  # fmt: skip
    ledger.append(
        action=Action.DOSSIER_RATED, subject=f"dossier:{dossier.pk}", unit=dossier.unit.code,
        actor=witness.login if witness else "applicant", at=at, facts=facts,
    )  # fmt: skip
    return made


def _refuse_strange(opinion: Opinion, words: str) -> None:
    """Only what the lists hold; a form shows nothing else."""
    known = {one["id"] for one in rating_reasons()}
    named = {one["id"] for one in rating_criteria()}
    fits = 1 <= opinion.score <= 5 and set(opinion.reasons) <= known and set(opinion.criteria) <= named
    if not fits or any(points not in {0, 1, 2} for points in opinion.criteria.values()) or len(words) > LONGEST:
        raise RuleBroken("rating.unreadable")
