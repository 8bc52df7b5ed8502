"""What the numbered letters say (mẫu 02 đến 05), taken from the dossier when they are written.

Each is one flat record of text: the head by Decree 30/2020, the applicant's block, what is said, the signer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from congvu.dossiers.models import Applicant, Dossier, EarlyRequest, Refusal
from congvu.dossiers.receipt import head_of, on_paper
from congvu.law import paper_forms
from congvu.offices.fitting import signs_as
from congvu.offices.models import Official, Post, Role, SupplementPolicy, Unit
from congvu.rules.letters import Missing, moves_the_due, numbered

# What a copy opened by the lookup code leaves out: whoever holds the code alone never learns who the applicant is.
PERSONAL = ("applicant", "id_number", "address", "phone", "email")


@dataclass(frozen=True)
class Signer:
    """Who signs: the person, and the post acted by, whose unit stands at the head and gives the number."""

    official: Official
    post: Post

    def own_post(self, at: datetime) -> Post:
        """The post whose title stands above the name: a substitute's own, never that of whom he stands in for."""
        return signs_as(self.official, self.post, localdate(at))


def party_block(party: Applicant | Refusal | EarlyRequest) -> dict[str, str]:
    """Who the letter is to."""
    return {
        "applicant": party.name, "applicant_kind": party.kind, "id_number": party.id_number,
        "address": party.address, "phone": party.phone, "email": getattr(party, "email", ""),
    }  # fmt: skip


def _letter(form: str, signer: Signer, at: datetime, symbol: str) -> dict[str, Any]:
    """What every letter has."""
    unit, own = signer.post.unit, signer.own_post(at)
    is_head = own.role in {Role.HEAD, Role.LEADER}
    return head_of(unit, at) | {
        "symbol": symbol,
        "form": form, "form_name": paper_forms()[form].name_vi, "unit": unit.name, "contact_phone": unit.phone,
        "contact_address": unit.address, "site": settings.PUBLIC_ADDRESS,
        "signer_title": own.title.upper(), "signer_is_head": is_head, "signer": signer.official.full_name,
    }  # fmt: skip


def _of(dossier: Dossier) -> dict[str, Any]:
    """The dossier's own block."""
    return party_block(dossier.applicant) | {
        "code": dossier.code, "procedure": dossier.procedure_version.procedure.name,
        "received": on_paper(dossier.received_at), "due": on_paper(dossier.due_at) if dossier.due_at else "",
        "received_unit": dossier.received_unit.name,
    }  # fmt: skip


def supplement_letter(
    dossier: Dossier, signer: Signer, at: datetime, symbol: str, *, missing: Sequence[Missing], basis: str, turn: int
) -> Mapping[str, object]:
    """Form 02: what is missing and why, the legal basis, whom to ask."""
    restart = dossier.procedure_version.supplement_policy == SupplementPolicy.RESTART
    said = {"items": numbered(missing), "basis": basis, "turn": turn, "restart": restart}
    return _letter("02", signer, at, symbol) | _of(dossier) | said


def early_request_letter(asked: EarlyRequest, signer: Signer, at: datetime, symbol: str) -> Mapping[str, object]:
    """Form 02 before reception: nothing was received, so there is no code, no clock to stop and no request to count."""
    said = {
        "items": asked.items, "basis": asked.basis, "turn": 1, "restart": False, "code": "", "received": "", "due": "",
        "procedure": asked.procedure_version.procedure.name, "received_unit": asked.unit.name,
    }  # fmt: skip
    return _letter("02", signer, at, symbol) | party_block(asked) | said


def refusal_letter(refusal: Refusal, signer: Signer, at: datetime, symbol: str) -> Mapping[str, object]:
    """Form 03: why nothing is received, on what law, and where to go instead."""
    said = {
        "procedure": refusal.procedure_version.procedure.name, "reason": refusal.reason, "basis": refusal.basis,
        "instead": refusal.instead, "at": on_paper(at),
    }  # fmt: skip
    return _letter("03", signer, at, symbol) | party_block(refusal) | said


def extension_letter(
    dossier: Dossier, signer: Signer, at: datetime, symbol: str, *, new_due: datetime, reason: str, fault: Unit,
    is_late: bool,
) -> Mapping[str, object]:  # fmt: skip
    """Form 04: the apology, who is at fault and why, the first date and the new one; which of both counts."""
    said = {
        "new_due": on_paper(new_due), "reason": reason, "unit_at_fault": fault.name, "is_late": is_late,
        "is_overdue": dossier.due_at is not None and not moves_the_due(dossier.due_at, at),
    }  # fmt: skip
    return _letter("04", signer, at, symbol) | _of(dossier) | said


def ending_letter(
    dossier: Dossier, signer: Signer, at: datetime, symbol: str, *, withdrawn: bool, reason: str, basis: str,
    returned: Sequence[str],
) -> Mapping[str, object]:  # fmt: skip
    """Form 05: at whose wish or for what reason the dossier ends, and the papers given back."""
    said = {"withdrawn": withdrawn, "reason": reason, "basis": basis, "returned": list(returned), "at": on_paper(at)}
    return _letter("05", signer, at, symbol) | _of(dossier) | said


def without_names(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same letter for whoever holds only the lookup code: everything that says who the applicant is left out."""
    return dict(data) | {name: "" for name in PERSONAL if name in data}
