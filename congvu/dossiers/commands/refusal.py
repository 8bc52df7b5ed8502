"""Refusing at the counter, before a dossier exists (từ chối tiếp nhận): form 03; no dossier number is used up."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import letters
from congvu.dossiers.commands.letter import write
from congvu.dossiers.commands.reception import Party
from congvu.dossiers.commands.visits import visit_of
from congvu.dossiers.models import Refusal
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, acting_post
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold


@dataclass(frozen=True)
class Refused:
    """What is refused: to whom, for which procedure, why, on what law, and where to go instead."""

    version_id: int
    party: Party
    reason: str
    basis: str
    instead: str = ""
    visit_id: int | None = None


@transaction.atomic
def refuse(*, actor: Official, at: datetime, unit: Unit, refused: Refused) -> Refusal:
    """Refuse to receive a dossier, in writing (từ chối tiếp nhận hồ sơ).

    Raises: RuleBroken `rights.missing`, `letter.needs_reason`, `letter.needs_basis`, `procedure.not_in_force`,
    `visit.not_here`.
    """
    today = localdate(at)
    post = acting_post(actor, Right.ACCEPT_DOSSIER, today, unit)
    version = ProcedureVersion.objects.select_related("procedure").get(pk=refused.version_id)
    if version.procedure.version_on(today) != version:
        raise RuleBroken("procedure.not_in_force", procedure=version.procedure.name)
    reason, basis, party = clean(refused.reason), clean(refused.basis), refused.party
    if not reason:
        raise RuleBroken("letter.needs_reason")
    if not basis:
        raise RuleBroken("letter.needs_basis")
    refusal = Refusal.objects.create(
        unit=unit, visit=visit_of(at, unit, refused.visit_id) if refused.visit_id else None,
        procedure_version=version, kind=party.kind, name=clean(party.name), name_fold=fold(party.name),
        id_number=party.id_number, phone=party.phone, address=clean(party.address), reason=reason, basis=basis,
        instead=clean(refused.instead), refused_at=at, refused_on=today, official=actor,
    )  # fmt: skip
    subject, signer = f"refusal:{refusal.pk}", letters.Signer(actor, post)
    paper = write("03", subject, signer, at, lambda symbol: letters.refusal_letter(refusal, signer, at, symbol))
    refusal.paper = paper
    refusal.save(update_fields=["paper"])
    ledger.append(
        action=Action.DOSSIER_REFUSED, subject=subject, unit=unit.code, actor=actor.login, at=at,
        facts={
            "paper": paper.symbol, "hash": paper.data_hash, "procedure": version.procedure.slug,
            "version": version.valid_from.isoformat(), "reason": reason, "basis": basis, "instead": refusal.instead,
        },
    )  # fmt: skip
    return refusal
