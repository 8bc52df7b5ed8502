"""Somebody of every role, and the answers of each: what the two tests of access share."""

from collections.abc import Iterator

from django.db import transaction
from django.test import Client

from congvu.dossiers.models import Rating, RegisterFile, SavedFilter
from congvu.ledger.models import LedgerHead
from congvu.offices.models import Guessing, Official, Role
from tests.dossiers.test_absences import person
from tests.people import Cast

WHO = ("nobody", "lan", "ha", "minh", "hoa", "chairman", "auditor", "admin", "clerk", "personnel")


def everybody(cast: Cast) -> dict[str, Official | None]:
    """One person of each role, two of the specialists': Hà in the unit concerned, Hoa elsewhere."""
    found = {who: getattr(cast, who) for who in WHO if hasattr(cast, who)}
    found["clerk"] = person(cast, "van-thu", cast.root, Role.CLERK)
    found["personnel"] = person(cast, "noi-vu", cast.root, Role.PERSONNEL)
    return {"nobody": None} | found


def browsers(people: dict[str, Official | None]) -> Iterator[tuple[str, Client]]:
    """A browser of each, one after the other; what one does is undone before the next."""
    for who, official in people.items():
        Guessing.objects.all().delete()  # a guesser is slowed, which is another test
        with transaction.atomic():
            client = Client()
            if official is not None:
                client.force_login(official)
            yield who, client
            transaction.set_rollback(True)


def written() -> object:
    """What an act leaves behind: its entry in the ledger, or of those that need none what they change."""
    files, filters = (model.objects.order_by("pk") for model in (RegisterFile, SavedFilter))
    head = LedgerHead.objects.get().number
    return head, list(files.values_list("pk", "state")), list(filters.values_list("name")), Rating.objects.count()
