"""The one verb of figures: an official has looked at the own ones, and explains them."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.indicators.models import Explanation
from congvu.ledger import commands as ledger
from congvu.offices.models import Official
from congvu.offices.permissions import Right, posts_with
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.reporting_period import Kind, numbered
from congvu.rules.vietnamese import clean

LONGEST = 300


@transaction.atomic
def explain(*, actor: Official, at: datetime, year: int, month: int, words: str = "") -> Explanation:
    """Say that the own figures of an ended report month were seen, and what explains them (giải thích số liệu).

    Said again, the newer words stand; each saying has its ledger entry.
    Raises: RuleBroken `rights.missing`, `figures.period_still_runs`, `figures.too_long`, `period.no_such_number`.
    """
    today, said = localdate(at), clean(words)
    posts = posts_with(actor, Right.WORK_ON_DOSSIER, today)
    if not posts:
        raise RuleBroken("rights.missing", right=Right.WORK_ON_DOSSIER.value, unit="")
    last = numbered(Kind.REPORT_MONTH, year, month).last
    if today <= last:
        raise RuleBroken("figures.period_still_runs", last=last)
    if len(said) > LONGEST:
        raise RuleBroken("figures.too_long")
    made, _created = Explanation.objects.update_or_create(
        official=actor, year=year, month=month, defaults={"words": said, "at": at}
    )
    unit = posts[0].unit
    ledger.append(
        action=Action.FIGURES_EXPLAINED, subject=f"unit:{unit.code}:{today.year}", unit=unit.code, actor=actor.login,
        at=at, facts={"year": year, "month": month, "words": said},
    )  # fmt: skip
    return made
