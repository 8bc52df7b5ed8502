"""The receipt printed anew (cấp lại giấy tiếp nhận): after every act on the fee, and when the papers were corrected."""

from datetime import datetime

from congvu.dossiers.models import Dossier
from congvu.dossiers.receipt import receipt_again
from congvu.offices.models import Official
from congvu.papers import commands as papers
from congvu.papers.models import Paper


def issue_anew(dossier: Dossier, actor: Official, at: datetime) -> dict[str, object]:
    """Form 01 once more, as things now stand; gives what the entry of the act says of it, if one was ever issued."""
    first = Paper.objects.filter(subject=f"dossier:{dossier.pk}", form="01").order_by("pk").first()
    if first is None:
        return {}
    paper = papers.issue(
        form="01", subject=first.subject, unit=first.unit, actor_code=actor.login, at=at,
        data=receipt_again(first, dossier),
    )  # fmt: skip
    return {"receipt": paper.data_hash}
