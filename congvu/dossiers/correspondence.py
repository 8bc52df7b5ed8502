"""What was written on a dossier, for its pages: the papers by number and date, the requests, the apology, the end."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from congvu.dossiers.models import Dossier, Ending, Extension, SupplementRequest
from congvu.law import SUPPLEMENT_GROUND, paper_forms, practice
from congvu.papers.models import Paper


@dataclass(frozen=True)
class PaperLine:
    """One paper in a list."""

    pk: int
    form: str
    name: str
    symbol: str
    issued_at: datetime


@dataclass(frozen=True)
class Correspondence:
    """The papers of a dossier, and what its letters said; `reappointed` tells a day after the limit (ngày hẹn lại)."""

    papers: list[PaperLine]
    requests: list[SupplementRequest]
    extensions: list[Extension]
    reappointed: Extension | None
    ending: Ending | None
    asked: int
    tolerated: int
    is_late_by_first_date: bool

    @property
    def asked_too_often(self) -> bool:
        """Was the applicant asked more often than the national index tolerates?"""
        return self.asked > self.tolerated


def papers_of(dossier: Dossier) -> "QuerySet[Paper]":
    """Every paper issued on the dossier, in the order of time."""
    return Paper.objects.filter(subject=f"dossier:{dossier.pk}").order_by("issued_at", "pk")


def for_applicant(dossier: Dossier) -> "QuerySet[Paper]":
    """The papers addressed to the applicant; the receipt is in their hands, and shows more than the code does."""
    return papers_of(dossier).filter(form__in=[form for form, one in paper_forms().items() if one.to_applicant])


def _lines(papers: "QuerySet[Paper]") -> list[PaperLine]:
    return [PaperLine(one.pk, one.form, paper_forms()[one.form].name_vi, one.symbol, one.issued_at) for one in papers]


def correspondence(dossier: Dossier, now: datetime, *, applicant: bool) -> Correspondence:
    """What a page tells of the letters; the applicant's page lists only the papers addressed to the applicant."""
    first, until = dossier.original_due_at, dossier.finished_at or dossier.paused_at or now
    return Correspondence(
        papers=_lines(for_applicant(dossier) if applicant else papers_of(dossier)),
        requests=list(dossier.supplement_requests.prefetch_related("items").select_related("paper").order_by("number")),
        extensions=list(dossier.extensions.select_related("paper", "unit_at_fault").order_by("number")),
        reappointed=dossier.extensions.told_only().select_related("paper").order_by("number").last(),
        ending=Ending.objects.filter(dossier=dossier).select_related("paper").first(),
        asked=dossier.pauses.filter(ground=SUPPLEMENT_GROUND).count(),
        tolerated=practice().supplement_requests_tolerated,
        is_late_by_first_date=first is not None and until > first,
    )
