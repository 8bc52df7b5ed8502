"""Receipts, or control sheets, of several dossiers printed as one document."""

import io
from collections.abc import Sequence
from datetime import datetime

from pypdf import PdfWriter

from congvu.dossiers.models import Dossier
from congvu.dossiers.sheets import control_sheet
from congvu.papers.models import Paper
from congvu.papers.render import pdf, sheet


def receipts_in_one(dossiers: Sequence[Dossier]) -> tuple[bytes, list[Dossier]]:
    """One PDF of the receipts in this order (empty if there is none), and the dossiers that have none."""
    papers: dict[str, Paper] = {}
    subjects = [f"dossier:{one.pk}" for one in dossiers]
    for paper in Paper.objects.filter(form="01", subject__in=subjects).order_by("pk"):
        papers[paper.subject] = paper  # the last one issued stays: it says what was paid
    found = [papers.get(f"dossier:{one.pk}") for one in dossiers]
    without = [one for one, paper in zip(dossiers, found, strict=True) if paper is None]
    return _in_one([pdf(paper) for paper in found if paper is not None]), without


def control_sheets_in_one(dossiers: Sequence[Dossier], at: datetime) -> bytes:
    """One PDF of the control sheets (mẫu 06) in this order, each as things stand; empty if there is none."""
    return _in_one([sheet("06", control_sheet(one, at), at) for one in dossiers])


def _in_one(documents: Sequence[bytes]) -> bytes:
    if not documents:
        return b""
    whole, out = PdfWriter(), io.BytesIO()
    for one in documents:
        whole.append(io.BytesIO(one))
    whole.write(out)
    return out.getvalue()
