"""Does anything lie with somebody away? The head's page says so, and lists what would stay (it should be nothing)."""

from datetime import datetime

from django.utils.timezone import localdate

from congvu.dossiers.stand_ins import staying, unsigned_with_absent
from congvu.offices.models import Absence, Post, Unit

SHOWN = 50


def staying_with_the_absent(unit: Unit, now: datetime) -> dict[str, object]:
    """How many people of the unit and those below are away now, and the dossiers and drafts that lie with them."""
    away = list(Absence.objects.filter(Absence.in_force(now)).values_list("official", flat=True))
    if not away:
        return {"away_count": 0, "staying": [], "staying_drafts": [], "staying_count": 0}
    here = Post.objects.filter(Post.held_on(localdate(now)), unit__path__startswith=unit.path, official__in=away)
    rows = staying(now, unit)
    lines = list(rows.select_related("holder", "unit").order_by("received_at", "pk")[:SHOWN])
    gone = here.values("official").distinct().count()
    drafts = unsigned_with_absent(now, unit).order_by("signing__sent_at", "pk")
    count = (rows.count() if lines else 0) + drafts.count()
    return {"away_count": gone, "staying": lines, "staying_drafts": drafts[:SHOWN], "staying_count": count}
