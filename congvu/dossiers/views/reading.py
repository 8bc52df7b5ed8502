"""Whose page of a dossier may be opened: one answer for what is not there and what is not to be read."""

from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from congvu import clock
from congvu.dossiers.models import Dossier
from congvu.offices.staff import official_of


def own_dossier(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, if this person may read it; anybody else gets the same 404 as for one that does not exist."""
    related = (
        "procedure_version__procedure", "received_unit", "settling_unit", "unit", "holder", "changed_by", "applicant",
    )  # fmt: skip
    rows = Dossier.objects.visible_to(official_of(request), localdate(clock.now())).select_related(*related)
    dossier: Dossier | None = rows.filter(pk=pk).first()
    if dossier is None:
        raise Http404
    return dossier
