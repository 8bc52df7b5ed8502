"""Does anything lie with somebody away? The head's page says so, and lists what would stay (it should be nothing)."""

from datetime import datetime

from django.utils.timezone import localdate

from congvu.dossiers.stand_ins import staying
from congvu.offices.models import Absence, Post, Unit

SHOWN = 50


def staying_with_the_absent(unit: Unit, now: datetime) -> dict[str, object]:
    """How many people of the unit and those below are away now, and the open dossiers on their desks."""
    here = Post.objects.filter(Post.held_on(localdate(now)), unit__path__startswith=unit.path).values("official")
    gone = Absence.objects.filter(Absence.in_force(now), official__in=here).count()
    rows = staying(now, unit)
    lines = list(rows.select_related("holder", "unit").order_by("received_at", "pk")[:SHOWN])
    return {"away_count": gone, "staying": lines, "staying_count": rows.count() if lines else 0}
