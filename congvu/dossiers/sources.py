"""The dossiers of one source (sổ nguồn), and those of them that it no longer holds."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from congvu.dossiers.conditions import Window
from congvu.dossiers.models import Dossier, DossierQuerySet, Origin, Vanishing
from congvu.offices.models import Unit


def of_source(root: Unit) -> DossierQuerySet:
    """What was taken over under this place, and what was accepted here from its queue."""
    under = Q(received_unit__path__startswith=root.path) | Q(filing__place=root.code)
    rows: DossierQuerySet = Dossier.objects.filter(under, origin=Origin.IMPORTED)
    return rows


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
