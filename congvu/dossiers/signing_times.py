"""How long dossiers waited for signatures, and then for the clerk's number and seal: stretches, for clocks and figures.

The clock of the law goes on meanwhile; a desk does not answer for the time its draft lies with somebody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from congvu.dossiers.models import Signing, SigningTurn
from congvu.offices.models import Official
from congvu.rules.working_time import Calendar, Span

# From, to (None: it still waits).
Stretches = Mapping[int, list[tuple[datetime, datetime | None]]]


def with_signers(dossiers: Iterable[int], but_for: Official | None = None) -> Stretches:
    """By dossier, the time its drafts lay with those who initial and sign, without the turns of `but_for`."""
    turns = SigningTurn.objects.filter(signing__dossier__in=dossiers, began_at__isnull=False).order_by("began_at", "pk")
    if but_for is not None:
        turns = turns.exclude(post__official=but_for)
    return _gathered(turns.values_list("signing__dossier", "began_at", "ended_at"))


def with_clerk(dossiers: Iterable[int]) -> Stretches:
    """By dossier, the time from signature to seal, or until it came back from the clerk or ended with its dossier."""
    signed = Signing.objects.filter(dossier__in=dossiers, decided_at__isnull=False).order_by("decided_at", "pk")
    return _gathered(signed.values_list("dossier", "decided_at", "ended_at"))


def _gathered(rows: Iterable[tuple[int, datetime | None, datetime | None]]) -> Stretches:
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for dossier, begin, end in rows:
        if begin is not None and begin != end:
            found.setdefault(dossier, []).append((begin, end))
    return found


def until(stretches: Iterable[tuple[datetime, datetime | None]], end: datetime) -> list[Span]:
    """Those begun before an instant; what still waits then has waited until then."""
    return [(begin, ended or end) for begin, ended in stretches if begin < end]


@dataclass(frozen=True)
class Signed:
    """The working seconds one dossier waited: at its signers, then at the clerk; what was paused is no part of it."""

    signing: int
    issuing: int


def waited(dossier: int, begin: datetime, end: datetime, pauses: Iterable[Span], hours: Calendar) -> Signed:
    """What of the time counted from one instant to another was waiting for signature, number and seal."""
    stops = list(pauses)
    signers, clerk = (until(found([dossier]).get(dossier, []), end) for found in (with_signers, with_clerk))
    whole = hours.elapsed(begin, end, stops)
    unsigned = hours.elapsed(begin, end, [*stops, *signers])
    return Signed(whole - unsigned, unsigned - hours.elapsed(begin, end, [*stops, *signers, *clerk]))
