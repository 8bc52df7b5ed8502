"""Receiving in a visit (lượt): the dossier, the visit it came in, and the paper receipt it was first noted on."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.paper_receipts import claim, entered
from congvu.dossiers.commands.reception import Intake, accept
from congvu.dossiers.models import Dossier, Visit, VisitDossier
from congvu.offices.models import Official, Unit
from congvu.rules.errors import RuleBroken


@transaction.atomic
def receive(*, actor: Official, at: datetime, unit: Unit, intake: Intake, visit_id: int | None = None) -> Dossier:
    """Receive a dossier in a visit; without one a visit begins (tiếp nhận trong một lượt).

    Raises: what `accept` raises, RuleBroken `visit.not_here`, `paper_receipt.*`.
    """
    # Visit and paper before the dossier: the ledger's head is locked inside `accept`, and nobody waits after it.
    visit = _visit(actor, at, unit, visit_id)
    paper = None
    if intake.declared is not None and intake.declared.paper:
        paper = claim(unit=unit, year=localdate(intake.declared.received_at).year, text=intake.declared.paper)
        intake = replace(intake, declared=replace(intake.declared, paper=paper.symbol))
    dossier = accept(actor=actor, at=at, unit=unit, intake=intake)
    VisitDossier.objects.create(visit=visit, dossier=dossier)
    if paper is not None:
        entered(paper, dossier, actor=actor, at=at)
    return dossier


def _visit(actor: Official, at: datetime, unit: Unit, visit_id: int | None) -> Visit:
    if visit_id is None:
        return Visit.objects.create(unit=unit, begun_at=at, begun_by=actor)
    return visit_of(at, unit, visit_id)


def visit_of(at: datetime, unit: Unit, visit_id: int) -> Visit:
    """Today's visit of this counter, locked. Raises: RuleBroken `visit.not_here`."""
    visit: Visit | None = Visit.objects.select_for_update().filter(pk=visit_id, unit=unit).first()
    if visit is None or localdate(visit.begun_at) != localdate(at):
        raise RuleBroken("visit.not_here")
    return visit
