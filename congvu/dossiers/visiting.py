"""A visit (lượt) as pages show it: which one an address names, whom the next dossier is of, what was received."""

from datetime import datetime

from django.utils.timezone import localdate

from congvu.dossiers.fees import with_left
from congvu.dossiers.models import Dossier, EarlyRequest, Refusal, Visit
from congvu.offices.models import Official, Unit

KEPT = (
    "kind", "name", "id_number", "phone", "email", "address", "wants_messages", "submitter_name",
    "submitter_id_number", "authorisation",
)  # fmt: skip


def visit_named(text: str, unit: Unit, at: datetime) -> Visit | None:
    """Today's visit of this counter that an address names."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    visit = Visit.objects.select_related("ticket").filter(pk=int(text), unit=unit).first()
    return visit if visit and localdate(visit.begun_at) == localdate(at) else None


def kept_party(visit: Visit | None, official: Official) -> dict[str, object]:
    """The particulars of the next dossier of the same person: those of the last one this official received in it."""
    if visit is None:
        return {}
    mine = Dossier.objects.filter(visit_item__visit=visit, runs__number=1, runs__official=official)
    last = mine.select_related("applicant").order_by("-pk").first()
    party = getattr(last, "applicant", None)
    kept = {name: getattr(party, name) for name in KEPT} if party else {}
    return kept | {"visit": visit.pk}


def dossiers_of(visit: Visit, official: Official, at: datetime) -> list[Dossier]:
    """The dossiers of a visit that this official may read, in the order of reception."""
    readable = Dossier.objects.visible_to(official, localdate(at)).filter(visit_item__visit=visit)
    return list(with_left(readable).select_related("procedure_version__procedure").order_by("pk"))


def lines_of(visit: Visit | None, official: Official, at: datetime) -> dict[str, object]:
    """What a page tells of a visit: its dossiers with what is left to pay, the sum of it, and what it refused."""
    if visit is None:
        return {"visit": None, "visited": [], "owes": 0, "turned_away": [], "sent_home": []}
    found = dossiers_of(visit, official, at)
    refused = Refusal.objects.visible_to(official, localdate(at)).filter(visit=visit)
    asked = EarlyRequest.objects.visible_to(official, localdate(at)).filter(visit=visit)
    return {
        "visit": visit, "visited": found, "owes": sum(max(getattr(one, "left", 0), 0) for one in found),
        "turned_away": list(refused.select_related("paper", "procedure_version__procedure").order_by("pk")),
        "sent_home": list(asked.select_related("paper", "procedure_version__procedure").order_by("pk")),
    }  # fmt: skip
