"""Asking for papers before reception (yêu cầu bổ sung trước khi tiếp nhận): form 02, no dossier, no clock, no count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import letters
from congvu.dossiers.commands.letter import write
from congvu.dossiers.commands.reception import Party
from congvu.dossiers.commands.visits import visit_of
from congvu.dossiers.models import EarlyRequest
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, acting_post
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.letters import Missing, numbered
from congvu.rules.vietnamese import clean, fold


@dataclass(frozen=True)
class Asked:
    """What is asked for: of whom, for which procedure, which papers and why, on what law."""

    version_id: int
    party: Party
    missing: Sequence[Missing]
    basis: str
    visit_id: int | None = None


@transaction.atomic
def ask_early(*, actor: Official, at: datetime, unit: Unit, asked: Asked) -> EarlyRequest:
    """Send somebody home with a numbered list of what is missing; nothing is received, so no clock runs.

    Raises: RuleBroken `rights.missing`, `supplement.nothing_asked`, `letter.needs_basis`, `procedure.not_in_force`,
    `visit.not_here`.
    """
    today = localdate(at)
    post = acting_post(actor, Right.ACCEPT_DOSSIER, today, unit)
    version = ProcedureVersion.objects.select_related("procedure").get(pk=asked.version_id)
    if version.procedure.version_on(today) != version:
        raise RuleBroken("procedure.not_in_force", procedure=version.procedure.name)
    basis, party = clean(asked.basis), asked.party
    if not asked.missing:
        raise RuleBroken("supplement.nothing_asked")
    if not basis:
        raise RuleBroken("letter.needs_basis")
    made = EarlyRequest.objects.create(
        unit=unit, visit=visit_of(at, unit, asked.visit_id) if asked.visit_id else None, procedure_version=version,
        kind=party.kind, name=clean(party.name), name_fold=fold(party.name), id_number=party.id_number,
        phone=party.phone, address=clean(party.address), items=numbered(asked.missing), basis=basis, asked_at=at,
        asked_on=today, official=actor,
    )  # fmt: skip
    subject, signer = f"early_request:{made.pk}", letters.Signer(actor, post)
    made.paper = write("02", subject, signer, at, lambda symbol: letters.early_request_letter(made, signer, at, symbol))
    made.save(update_fields=["paper"])
    ledger.append(
        action=Action.DOSSIER_ASKED_EARLY, subject=subject, unit=unit.code, actor=actor.login, at=at,
        facts={
            "paper": made.paper.symbol, "hash": made.paper.data_hash, "procedure": version.procedure.slug,
            "version": version.valid_from.isoformat(), "missing": made.items, "basis": basis,
        },
    )  # fmt: skip
    return made
