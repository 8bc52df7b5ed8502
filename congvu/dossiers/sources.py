"""The dossiers of one source (sổ nguồn), and those of them that it no longer holds."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier, DossierQuerySet, OnlineFiling, RegisterEntry, Vanishing
from congvu.eventlog.cases import Case
from congvu.offices.models import Unit
from congvu.rules.errors import RuleBroken


def of_source(root: Unit) -> DossierQuerySet:
    """What was taken over from this source's register, and what was accepted here from its queue."""
    rows: DossierQuerySet = Dossier.objects.filter(register_entry__source=root.code)
    return rows


def entry_of(dossier: Dossier) -> RegisterEntry:
    """The line of a dossier taken over in its source's register."""
    entry: RegisterEntry | None = getattr(dossier, "register_entry", None)
    if entry is None:
        raise LookupError(dossier.code)
    return entry


def refuse_foreign(cases: Sequence[Case], known: Mapping[str, Dossier], place: str) -> None:
    """A code that stands here for something else than this source's dossier is never taken for it.

    Raises: RuleBroken `register.code_taken` (received here), `register.code_foreign` (of another source).
    """
    codes = [case.code for case in cases]
    elsewhere = {
        code: source
        for begin in range(0, len(codes), 500)
        for code, source in OnlineFiling.objects.filter(code__in=codes[begin : begin + 500])
        .exclude(place=place).values_list("code", "place")
    }  # fmt: skip
    for case in cases:
        dossier = known.get(case.code)
        if dossier is not None and dossier.is_own:
            raise RuleBroken("register.code_taken", code=case.code, row=case.row)
        source = entry_of(dossier).source if dossier else elsewhere.get(case.code, place)
        if source != place:
            raise RuleBroken("register.code_foreign", code=case.code, row=case.row, source=name_of_source(source))


def name_of_source(source: str) -> str:
    """What a source is called, by the unit under which its register was put."""
    return Unit.objects.filter(code=source).values_list("name", flat=True).first() or source


def vanished(_window: Window) -> Q:
    """No longer in the source (không còn trong sổ nguồn): kept, marked, counted apart."""
    return Q(pk__in=Vanishing.objects.filter(until=None).values("dossier"))


def gone_since(dossiers: Sequence[Dossier]) -> dict[int, datetime]:
    """Of a list's dossiers, those no longer in their source, and since when."""
    rows = Vanishing.objects.filter(until=None, dossier__in=[one.pk for one in dossiers])
    return dict(rows.values_list("dossier", "since"))


def gone_of(unit: Unit) -> int:
    """How many of the dossiers charged to a unit, or below it, their source no longer holds."""
    rows = Vanishing.objects.filter(until=None, dossier__settling_unit__path__startswith=unit.path)
    return rows.count()
