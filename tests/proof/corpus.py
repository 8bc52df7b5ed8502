"""Many dossiers with invented names for the proofs of search: written at once, with the words the commands write."""

from random import Random

from django.db import connection

from congvu.demo.place import names
from congvu.dossiers.commands.finding import enter_words
from congvu.dossiers.models import Applicant, Dossier, PartyKind
from tests.people import Cast, at

PART = 2_000


def fill(cast: Cast, count: int, seed: int = 7) -> None:
    """`count` dossiers of Mr and Mrs Anybody, every tenth with a submitter, a third lying in the other ward."""
    random = Random(seed)
    invented = names(random)
    for begin in range(0, count, PART):
        rows = [_dossier(cast, number, random) for number in range(begin, min(begin + PART, count))]
        made = Dossier.objects.bulk_create(rows)
        Applicant.objects.bulk_create([_party(one, random, invented) for one in made])
        enter_words(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself once the rows are committed


def _dossier(cast: Cast, number: int, random: Random) -> Dossier:
    on = at("2026-11-23 08:00")
    unit = cast.ward if number % 3 == 0 else cast.justice
    return Dossier(
        code=f"H49.DT-26{random.randint(1, 12):02}{random.randint(1, 28):02}-{number:05}", lookup_code=f"{number:016}",
        qr_token=f"{number:026}", procedure_version=cast.posting if number % 50 == 0 else cast.version,
        received_unit=cast.counter if unit == cast.justice else unit, settling_unit=unit, unit=unit, received_at=on,
        received_on=on.date(), recorded_at=on, due_at=at("2026-11-26 17:00"), changed_by=cast.lan, changed_at=on,
    )  # fmt: skip


def _party(dossier: Dossier, random: Random, invented: object) -> Applicant:
    def name() -> str:
        made: str = invented.person(random.choice(["male", "female"]))  # type: ignore[attr-defined]
        return made

    return Applicant(
        dossier=dossier, kind=PartyKind.PERSON, name=name(), phone=f"09{random.randint(0, 99_999_999):08}",
        id_number=f"999{random.randint(0, 999_999_999):09}", submitter_name=name() if random.random() < 0.1 else "",
    )  # fmt: skip
