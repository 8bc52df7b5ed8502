"""The place's own commitment (cam kết) in SQL: missed by what is finished, missed by what is open, due today.

Whoever is past the law's date is late by the law and not counted here (conditions.py).
"""

from datetime import datetime, time

from django.db.models import F, Q
from django.utils.timezone import get_default_timezone

from congvu.dossiers.conditions import Window, finished, stopped, within
from congvu.rules.dossier import ENDED_WITHOUT_RESULT


def late_to_commitment(w: Window) -> Q:
    """A result within the law, after the place's own commitment (chậm so với cam kết); an end without one has none."""
    after = Q(finished_at__lte=F("due_at"), finished_at__gt=F("committed_at"))
    return finished(w) & after & ~Q(state__in=sorted(ENDED_WITHOUT_RESULT))


def behind(w: Window) -> Q:
    """Open, in time by the law, past the commitment: `rules.standing.Standing.behind` in SQL, twin-tested."""
    return within(w) & Q(committed_at__lt=stopped(w))


def committed_today(w: Window) -> Q:
    """Open, the commitment falls on this local day and has not gone by, and the law's date does not come today too."""
    end = datetime.combine(w.today, time.max, get_default_timezone())
    return within(w) & Q(paused_at=None, committed_at__range=(w.at, end), due_at__gt=end)
