"""Receiving a dossier (tiếp nhận hồ sơ): both dates computed here, the receipt issued, the clock started."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.declared import declared_instant
from congvu.dossiers.commands.fee_lines import enter_fees
from congvu.dossiers.commands.finding import enter_words
from congvu.dossiers.models import Applicant, Cause, Channel, Dossier, DossierCounter, DueDate, PartyKind, StepRun
from congvu.dossiers.receipt import receipt
from congvu.ledger import commands as ledger
from congvu.notices import commands as notices
from congvu.offices.absences import refuse_if_away
from congvu.offices.models import CalendarVersion, Official, ProcedureVersion, Unit
from congvu.offices.permissions import Right, require
from congvu.papers import commands as papers
from congvu.rules import dossier_code, lookup_code
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import owed
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean, fold


@dataclass(frozen=True)
class Party:
    """The applicant, and who brought the papers if somebody else (người nộp, kèm uỷ quyền)."""

    name: str
    kind: PartyKind = PartyKind.PERSON
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    wants_messages: bool = False
    submitter_name: str = ""
    submitter_id_number: str = ""
    authorisation: str = ""


@dataclass(frozen=True)
class Declared:
    """An earlier time of receipt, stated by the clerk with a reason and the number of the paper receipt."""

    received_at: datetime
    reason: str
    paper: str


@dataclass(frozen=True)
class Intake:
    """What the counter takes in; `papers` are the names ticked."""

    version_id: int
    party: Party
    papers: Sequence[str] = field(default_factory=tuple)
    channel: Channel = Channel.COUNTER
    fee: int | None = None  # None: what the procedure's record fixes
    declared: Declared | None = None


@dataclass(frozen=True)
class Appointment:
    """What the rules say of the dates: from when it counts, and until when by law and by the place's commitment."""

    received_at: datetime
    due_at: datetime
    committed_at: datetime | None
    calendar: CalendarVersion


@transaction.atomic
def accept(*, actor: Official, at: datetime, unit: Unit, intake: Intake) -> Dossier:
    """Receive a dossier at a unit (tiếp nhận hồ sơ và hẹn trả kết quả).

    Raises: RuleBroken `rights.missing`, `procedure.not_in_force`, `declared.*`, `fee.differs`, `fee.too_little`.
    """
    today = localdate(at)
    require(actor, Right.ACCEPT_DOSSIER, today, unit)
    refuse_if_away(actor, at)
    version = ProcedureVersion.objects.select_related("procedure", "settling_unit__calendar").get(pk=intake.version_id)
    appointment = appoint(version, unit=unit, declared=intake.declared, at=at)
    # The counter is locked as late as can be: everybody who receives under this code today waits for it.
    code = dossier_code.write(unit.org_code, today, _next_number(unit.org_code, today))
    dossier = _write(actor, unit, intake, appointment, code=code, version=version, at=at)
    paper = papers.issue(
        form="01", subject=f"dossier:{dossier.pk}", unit=unit.code, actor_code=actor.login, at=at,
        data=asdict(receipt(dossier, actor)),
    )  # fmt: skip
    ledger.append(
        action=Action.DOSSIER_ACCEPTED, subject=f"dossier:{dossier.pk}", unit=unit.code, actor=actor.login, at=at,
        facts=_facts(dossier, appointment) | {"receipt": paper.data_hash},
    )  # fmt: skip
    tell(dossier, at, f"{unit.name}: đã tiếp nhận hồ sơ {code}. Tra cứu bằng mã in trên giấy tiếp nhận.")
    return dossier


def _next_number(org_code: str, on: date) -> int:
    """The next sequence number of the day, without gaps: its row stays locked until the dossier is committed."""
    counter, _ = DossierCounter.objects.select_for_update().get_or_create(org_code=org_code, on=on)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def appoint(version: ProcedureVersion, *, unit: Unit, declared: Declared | None, at: datetime) -> Appointment:
    """The dates of a dossier received now, or earlier as declared: by the version in force when its clock began."""
    received_at = at if declared is None else declared_instant(**asdict(declared), unit=unit, at=at)
    if version.procedure.version_on(localdate(received_at)) != version:
        raise RuleBroken("procedure.not_in_force", procedure=version.procedure.name)
    return dates_of(version, received_at)


def dates_of(version: ProcedureVersion, received_at: datetime) -> Appointment:
    """Both dates: the statutory one, and the committed one, never later than the law's."""
    term, settling = version.statutory_term, version.settling_unit
    if term is None or settling is None:
        raise RuleBroken("procedure.not_in_force", procedure=version.procedure.name)
    calendar = settling.calendar_in_force()
    due_at = calendar.hours.due(received_at, term)
    committed = version.committed_term
    committed_at = min(calendar.hours.due(received_at, committed), due_at) if committed else None
    return Appointment(received_at, due_at, committed_at, calendar)


def _write(
    actor: Official, unit: Unit, intake: Intake, dates: Appointment, *,
    code: str, version: ProcedureVersion, at: datetime,
) -> Dossier:  # fmt: skip
    fees = owed(version.rates, intake.fee)
    dossier = Dossier.objects.create(
        code=code, lookup_code=lookup_code.new(secrets.randbelow),
        qr_token=base64.b32encode(secrets.token_bytes(16)).decode().rstrip("="),
        procedure_version=version, channel=intake.channel, papers=list(intake.papers),
        fee=sum(one.amount for one in fees),
        received_unit=unit, settling_unit=version.settling_unit or unit, unit=unit, holder=actor,
        received_at=dates.received_at, received_on=localdate(dates.received_at), recorded_at=at,
        **_told(intake.declared),
        due_at=dates.due_at, due_on=localdate(dates.due_at), committed_at=dates.committed_at,
        changed_by=actor, changed_at=at,
    )  # fmt: skip
    enter_fees(dossier, fees, actor, at)
    _write_party(dossier, intake.party)
    _start_clock(dossier, actor, dates, at)
    return dossier


def _start_clock(dossier: Dossier, actor: Official, appointment: Appointment, at: datetime) -> None:
    """The first cause of the due date, and the first stretch of work, on the receiver's desk."""
    step = dossier.procedure_version.step(0)
    DueDate.objects.create(
        dossier=dossier, number=1, cause=Cause.RECEIVED, begins_at=appointment.received_at, due_at=appointment.due_at,
        committed_at=appointment.committed_at, calendar=appointment.calendar, caused_at=at,
    )  # fmt: skip
    StepRun.objects.create(
        dossier=dossier, number=1, step_id=step["id"], name=step["name_vi"], unit=dossier.unit, official=actor,
        started_at=at,
    )  # fmt: skip


def _told(declared: Declared | None) -> dict[str, str]:
    if declared is None:
        return {}
    return {"declared_reason": clean(declared.reason), "declared_paper": clean(declared.paper)}


def _write_party(dossier: Dossier, party: Party) -> None:
    """The applicant's particulars, cleaned, and the words the dossier is found by."""
    kept = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(party).items()}
    Applicant.objects.create(dossier=dossier, name_fold=fold(party.name), **kept)
    enter_words([dossier])


def _facts(dossier: Dossier, appointment: Appointment) -> dict[str, object]:
    """What the ledger keeps of a reception: enough to tell the course and compute every date again (rebuild.py)."""
    version = dossier.procedure_version
    return {
        "code": dossier.code,
        "procedure": version.procedure.slug,
        "version": version.valid_from.isoformat(),
        "unit": dossier.received_unit.code,
        "settling": dossier.settling_unit.code,
        "term": version.term,
        "commitment": version.commitment,
        "calendar": f"{appointment.calendar.calendar.code}:{appointment.calendar.number}",
        "received": appointment.received_at.isoformat(),
        "declared": bool(dossier.declared_paper),
        "due": appointment.due_at.isoformat(),
        "committed": appointment.committed_at.isoformat() if appointment.committed_at else "",
        "step": version.step(0)["id"],
        "fee": dossier.fee,
    }


def tell(dossier: Dossier, at: datetime, text: str) -> None:
    """Queue a message to the applicant who asked for messages; it carries no name."""
    party = dossier.applicant
    if party.wants_messages:
        notices.queue_for(phone=party.phone, email=party.email, text=text, about=f"dossier:{dossier.pk}", at=at)
