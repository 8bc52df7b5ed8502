"""Receipts of several dossiers printed as one document."""

import io
from collections.abc import Sequence

from pypdf import PdfWriter

from congvu.dossiers.models import Dossier
from congvu.papers.models import Paper
from congvu.papers.render import pdf


def receipts_in_one(dossiers: Sequence[Dossier]) -> tuple[bytes, list[Dossier]]:
    """One PDF of the receipts in this order (empty if there is none), and the dossiers that have none."""
    papers: dict[str, Paper] = {}
    subjects = [f"dossier:{one.pk}" for one in dossiers]
    for paper in Paper.objects.filter(form="01", subject__in=subjects).order_by("pk"):
        papers[paper.subject] = paper  # the last one issued stays: it says what was paid
    whole, without = PdfWriter(), []
    for one in dossiers:
        if found := papers.get(f"dossier:{one.pk}"):
            whole.append(io.BytesIO(pdf(found)))
        else:
            without.append(one)
    if not whole.pages:
        return b"", without
    out = io.BytesIO()
    whole.write(out)
    return out.getvalue(), without
