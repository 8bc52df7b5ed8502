"""The clerk's two acts (văn thư): a signed paper takes its number, then it is sealed."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from congvu.dossiers.commands.signing import lock_signing, write
from congvu.dossiers.models import Signing
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.papers.commands import take_number
from congvu.rules.ledger import Action
from congvu.rules.signing import SIGNING, SigningMove, SigningState
from congvu.rules.state_machine import next_state


@transaction.atomic
def number_paper(*, actor: Official, at: datetime, signing_id: int, seen_version: int | None) -> Signing:
    """Give a signed paper the next number of its agency, kind and year (cấp số): no gap, whoever else presses.

    Raises: RuleBroken `rights.missing`, `state.no_such_move`, `paper_number.no_agency`.
    """
    signing = lock_signing(signing_id, seen_version)
    require(actor, Right.ISSUE_PAPER, localdate(at), signing.agency)
    signing.state = next_state(SIGNING, SigningState(signing.state), SigningMove.NUMBER)
    drafting = signing.drafted_in or signing.dossier.settling_unit
    taken = take_number(
        unit=signing.agency, series=signing.paper_kind, year=localtime(at).year, drafted_in=drafting.symbol
    )
    signing.year, signing.paper_number, signing.symbol = taken.year, taken.value, taken.symbol
    signing.numbered_at, signing.numbered_by = at, actor
    signing.save(update_fields=["state", "year", "paper_number", "symbol", "numbered_at", "numbered_by"])
    write(signing, Action.DOSSIER_SIGNING_NUMBERED, actor, at, {"symbol": signing.symbol})
    return signing


@transaction.atomic
def seal_paper(*, actor: Official, at: datetime, signing_id: int, seen_version: int | None) -> Signing:
    """Put the agency's seal on a numbered paper (đóng dấu): from now on it is what was submitted for."""
    signing = lock_signing(signing_id, seen_version)
    require(actor, Right.ISSUE_PAPER, localdate(at), signing.agency)
    signing.state = next_state(SIGNING, SigningState(signing.state), SigningMove.SEAL)
    signing.sealed_at, signing.sealed_by, signing.ended_at = at, actor, at
    signing.save(update_fields=["state", "sealed_at", "sealed_by", "ended_at"])
    write(signing, Action.DOSSIER_SIGNING_SEALED, actor, at, {"file": signing.file_hash})
    return signing
