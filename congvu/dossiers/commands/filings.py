"""The acceptance queue of online filings (hồ sơ trực tuyến chờ tiếp nhận): accept one, or refuse it with a reason.

The official act is done in the other system; here it is noted whose desk it lies on, and nobody types it again.
"""

import base64
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.finding import enter_words
from congvu.dossiers.models import (
    Applicant,
    Cause,
    Channel,
    Dossier,
    DueDate,
    FilingState,
    OnlineFiling,
    Origin,
    RegisterEntry,
)
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.rules import lookup_code
from congvu.rules.dossier import State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold

LONGEST_REASON = 500


def _lock(filing_id: int, actor: Official, at: datetime) -> OnlineFiling:
    filing: OnlineFiling = OnlineFiling.objects.select_for_update().get(pk=filing_id)
    require(actor, Right.ACCEPT_DOSSIER, localdate(at), filing.counter)
    if filing.state != FilingState.WAITING:
        raise RuleBroken("filing.not_waiting", code=filing.code, state=str(FilingState(filing.state).label))
    return filing


@transaction.atomic
def accept_filing(*, actor: Official, at: datetime, filing_id: int) -> Dossier:
    """Take a filing over as a dossier (tiếp nhận hồ sơ trực tuyến): code and appointment kept, held by `actor`.

    Raises: RuleBroken `rights.missing`, `filing.not_waiting`, `filing.code_taken`.
    """
    filing = _lock(filing_id, actor, at)
    if Dossier.objects.filter(code=filing.code).exists():
        raise RuleBroken("filing.code_taken", code=filing.code)
    dossier = _entered(filing, actor, at)
    filing.state, filing.dossier, filing.decided_by, filing.decided_at = FilingState.ACCEPTED, dossier, actor, at
    filing.save(update_fields=["state", "dossier", "decided_by", "decided_at"])
    facts = {
        "code": dossier.code, "procedure": dossier.procedure_version.procedure.slug, "unit": filing.counter.code,
        "settling": filing.unit.code, "received": at.isoformat(), "source": filing.place,
        "filed": filing.filed_at.isoformat() if filing.filed_at else "",
        "due": filing.due_at.isoformat() if filing.due_at else "",
    }  # fmt: skip
    ledger.append(
        action=Action.DOSSIER_FILING_ACCEPTED, subject=f"dossier:{dossier.pk}", unit=filing.counter.code,
        actor=actor.login, at=at, facts=facts,
    )  # fmt: skip
    return dossier


def _entered(filing: OnlineFiling, actor: Official, at: datetime) -> Dossier:
    dossier: Dossier = Dossier.objects.create(
        code=filing.code, lookup_code=lookup_code.new(secrets.randbelow), origin=Origin.IMPORTED,
        qr_token=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("="),
        procedure_version=filing.procedure_version, received_unit=filing.counter, settling_unit=filing.unit,
        unit=filing.counter, holder=actor, channel=Channel.ONLINE, state=State.RECEIVED, received_at=at,
        received_on=localdate(at), recorded_at=at, due_at=filing.due_at,
        due_on=localdate(filing.due_at) if filing.due_at else None, changed_by=actor, changed_at=at,
    )  # fmt: skip
    RegisterEntry.objects.create(dossier=dossier, source=filing.place)
    source = Unit.objects.get(code=filing.place)
    DueDate.objects.create(
        dossier=dossier, number=1, cause=Cause.STATED, begins_at=at, due_at=filing.due_at,
        calendar=source.calendar_in_force(), caused_at=at,
    )  # fmt: skip
    if filing.applicant:
        Applicant.objects.create(
            dossier=dossier, name=filing.applicant, name_fold=fold(filing.applicant), id_number=filing.applicant_id
        )
    enter_words([dossier])
    return dossier


@transaction.atomic
def refuse_filing(*, actor: Official, at: datetime, filing_id: int, reason: str) -> OnlineFiling:
    """Note that a filing is refused, with the reason (từ chối hồ sơ trực tuyến); form 03 is issued in the other system.

    Raises: RuleBroken `rights.missing`, `filing.not_waiting`, `filing.needs_reason`, `text.too_long`.
    """
    filing = _lock(filing_id, actor, at)
    said = clean(reason)
    if not said:
        raise RuleBroken("filing.needs_reason")
    if len(said) > LONGEST_REASON:
        raise RuleBroken("text.too_long", found=len(said), limit=LONGEST_REASON)
    filing.state, filing.reason, filing.decided_by, filing.decided_at = FilingState.REFUSED, said, actor, at
    filing.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    ledger.append(
        action=Action.FILING_REFUSED, subject=f"filing:{filing.pk}", unit=filing.counter.code, actor=actor.login, at=at,
        facts={"code": filing.code, "source": filing.place, "reason": said},
    )  # fmt: skip
    return filing
