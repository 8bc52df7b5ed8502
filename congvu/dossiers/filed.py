"""When a dossier was filed online (nộp trực tuyến): before the desk accepted it, the citizen already waited."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce, Least

from congvu.dossiers.models import Dossier

# The instant a citizen's waiting begins, as SQL; twin of `waiting_from`.
WAITING_FROM = Least(Coalesce(F("filing__filed_at"), F("received_at")), F("received_at"))


def filed_at(dossier: Dossier) -> datetime | None:
    """When it was filed online, as its source says; None for what was handed in at a counter."""
    filing = getattr(dossier, "filing", None)
    return filing.filed_at if filing else None


def waiting_from(dossier: Dossier) -> datetime:
    """From when the citizen waits: the filing, else the receipt; the law's clock begins at the receipt alone."""
    return min(filed_at(dossier) or dossier.received_at, dossier.received_at)
