"""Dues (nghĩa vụ tài chính): the notice entered and delivered, payments that add up, exemption, a notice taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.clock_holds import set_clock
from congvu.dossiers.commands.progress import lock, move, record, save
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.models import Delivery, Dossier, DuesNotice, Payment
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.dossier import Move
from congvu.rules.dues import DUES, Balance, DuesMove, DuesState, check_exemption
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.state_machine import next_state
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Notice:
    """What the tax authority's notice says; `amount` in đồng."""

    number: str
    amount: int
    issued_on: date
    pay_by: date


@dataclass(frozen=True)
class Proof:
    """The paper that proves a payment; `amount` in đồng."""

    number: str
    paid_on: date
    amount: int


def _locked(actor: Official, at: datetime, dossier_id: int, seen_version: int | None, step: Move) -> Dossier:
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit, dossier.received_unit)
    dossier.state = move(dossier, step)
    return dossier


def _notice(dossier: Dossier, notice_id: int, step: DuesMove | None = None) -> DuesNotice:
    """The notice, if it still waits (and the step has a row for it). Raises: RuleBroken `dues.none_open`."""
    waiting = [DuesState.NOTED, DuesState.DELIVERED]
    found: DuesNotice | None = dossier.dues.filter(pk=notice_id, state__in=waiting).first()
    if found is None or (step is not None and (DuesState(found.state), step) not in DUES):
        raise RuleBroken("dues.none_open")
    return found


@transaction.atomic
def note_dues(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, notice: Notice,
    delivered: Delivery | None = None, note: str = "",
) -> Dossier:  # fmt: skip
    """Enter a notice of dues (ghi thông báo nghĩa vụ tài chính), delivered at once where `delivered` says how.

    A notice of 0 đồng says that nothing is owed (không phát sinh): it is settled as it is entered.
    Raises: RuleBroken `dues.needs_number`, `dues.amount`, `dues.days`, `dues.already_noted`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.NOTE_DUES)
    number, today = clean(notice.number), localdate(at)
    if not number:
        raise RuleBroken("dues.needs_number")
    if notice.amount < 0:
        raise RuleBroken("dues.amount")
    if not notice.issued_on <= min(today, notice.pay_by):
        raise RuleBroken("dues.days", today=today)
    if dossier.dues.filter(number=number).exists():
        raise RuleBroken("dues.already_noted", number=number)
    made = DuesNotice.objects.create(
        dossier=dossier, number=number, amount=notice.amount, issued_on=notice.issued_on, pay_by=notice.pay_by,
        noted_at=at, noted_by=actor, note=clean(note),
    )  # fmt: skip
    if delivered:
        _deliver(made, delivered, at)
    if notice.amount == 0:
        _settle(made, at)
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_DUES_NOTED, actor, at, {
        "number": number, "amount": notice.amount, "issued": notice.issued_on.isoformat(),
        "pay_by": notice.pay_by.isoformat(), "delivered": delivered.value if delivered else "",
    })  # fmt: skip
    set_clock(dossier, actor, at)
    return dossier


def _deliver(notice: DuesNotice, how: Delivery, at: datetime) -> None:
    notice.state = next_state(DUES, DuesState(notice.state), DuesMove.DELIVER)
    notice.delivered_at, notice.delivered_how = at, how
    notice.save(update_fields=["state", "delivered_at", "delivered_how"])


@transaction.atomic
def deliver_dues(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, notice_id: int, how: Delivery
) -> Dossier:
    """Deliver the notice to the applicant (giao thông báo); from now the applicant's own time runs, not ours."""
    dossier = _locked(actor, at, dossier_id, seen_version, Move.DELIVER_DUES)
    notice = _notice(dossier, notice_id, DuesMove.DELIVER)
    _deliver(notice, how, at)
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_DUES_DELIVERED, actor, at, {"number": notice.number, "how": how.value})
    set_clock(dossier, actor, at)
    return dossier


def _settle(notice: DuesNotice, at: datetime) -> Balance:
    """Where the sums now lead: more to pay, or settled."""
    found = notice.balance
    notice.state = next_state(DUES, DuesState(notice.state), found.move)
    notice.settled_at = at if notice.state == DuesState.SETTLED else None
    notice.save(update_fields=["state", "settled_at", "exempted", "decision"])
    return found


def _facts(notice: DuesNotice, found: Balance) -> dict[str, object]:
    return {"number": notice.number, "left": max(0, found.left), "overpaid": found.overpaid}


@transaction.atomic
def note_payment(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, notice_id: int, proof: Proof
) -> Dossier:
    """Enter a proof of payment (ghi chứng từ nộp); parts add up, and the clock goes on when nothing is left to pay.

    Raises: RuleBroken `dues.none_open`, `dues.needs_proof`, `dues.amount`, `dues.payment_twice`,
    `dues.payment_in_the_future`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.NOTE_PAYMENT)
    notice, number, today = _notice(dossier, notice_id), clean(proof.number), localdate(at)
    if not number:
        raise RuleBroken("dues.needs_proof")
    if proof.amount < 1:
        raise RuleBroken("dues.amount")
    if proof.paid_on > today:
        raise RuleBroken("dues.payment_in_the_future", today=today)
    if notice.payments.filter(number=number).exists():
        raise RuleBroken("dues.payment_twice", number=number)
    Payment.objects.create(
        notice=notice, number=number, paid_on=proof.paid_on, amount=proof.amount, noted_at=at, noted_by=actor
    )
    found = _settle(notice, at)
    save(dossier, actor, at)
    facts = _facts(notice, found) | {"proof": number, "amount": proof.amount, "paid": proof.paid_on.isoformat()}
    record(dossier, Action.DOSSIER_DUES_PAID, actor, at, facts)
    if found.left <= 0:
        tell(dossier, at, f"Hồ sơ {dossier.code}: đã ghi nhận thực hiện xong thông báo số {notice.number}.")
    set_clock(dossier, actor, at)
    return dossier


@transaction.atomic
def exempt_dues(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, notice_id: int, amount: int,
    decision: str,
) -> Dossier:  # fmt: skip
    """Let the applicant off all or a part (miễn, giảm) by a numbered decision; the amount replaces an earlier one.

    Raises: RuleBroken `dues.none_open`, `dues.needs_decision`, `dues.exemption_amount`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.EXEMPT_DUES)
    notice, number = _notice(dossier, notice_id), clean(decision)
    if not number:
        raise RuleBroken("dues.needs_decision")
    check_exemption(notice.amount, amount)
    notice.exempted, notice.decision = amount, number
    found = _settle(notice, at)
    save(dossier, actor, at)
    facts = _facts(notice, found) | {"exempted": amount, "decision": number}
    record(dossier, Action.DOSSIER_DUES_EXEMPTED, actor, at, facts)
    set_clock(dossier, actor, at)
    return dossier


@transaction.atomic
def withdraw_dues(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, notice_id: int, reason: str
) -> Dossier:
    """Take a notice back (thu hồi thông báo ghi nhầm hoặc bị thay thế), with the reason; it stays on record.

    Raises: RuleBroken `dues.none_open`, `posting.needs_reason`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.WITHDRAW_DUES)
    notice, because = _notice(dossier, notice_id, DuesMove.WITHDRAW), clean(reason)
    if not because:
        raise RuleBroken("posting.needs_reason")
    notice.state, notice.note = next_state(DUES, DuesState(notice.state), DuesMove.WITHDRAW), because
    notice.save(update_fields=["state", "note"])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_DUES_WITHDRAWN, actor, at, {"number": notice.number, "reason": because})
    set_clock(dossier, actor, at)
    return dossier
