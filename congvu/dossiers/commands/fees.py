"""Fees (phí, lệ phí): what is owed, let off, paid with a numbered receipt, corrected, cancelled; each act is for ever.

Locks in one order: the dossier, the cash day, the series of receipts, the ledger's head. A dossier being received is
nobody else's to lock, but its reception takes the head: day and series are held before it (cash.py: hold_cash).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.cash import SERIES, lock_day, open_day
from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.commands.receipt_anew import issue_anew
from congvu.dossiers.fees import lines_to_pay, money_of, on_paper, paid_of
from congvu.dossiers.models import (
    CashDay,
    Correction,
    Dossier,
    FeeItem,
    FeeReceipt,
    FeeReceiptLine,
    Origin,
)
from congvu.law import fee_exemptions
from congvu.offices.models import Official
from congvu.offices.permissions import Right, has_right, require
from congvu.papers import commands as papers
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import MOST, Owed, Way, check_let_off, read_book
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Paid:
    """How it was paid; `book` and `book_number` are of a pre-printed book, empty: the unit's own next number.

    `taken_on` is the declared day of a dossier noted on a paper receipt, where the money was taken then.
    """

    way: Way
    reference: str = ""
    book: str = ""
    book_number: str = ""
    taken_on: date | None = None


def _locked(actor: Official, at: datetime, dossier_id: int, seen_version: int | None) -> Dossier:
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.TAKE_FEE, localdate(at), dossier.received_unit)
    if dossier.origin == Origin.IMPORTED:
        raise RuleBroken("dossier.of_another_system", code=dossier.code)
    return dossier


def _done(dossier: Dossier, actor: Official, at: datetime, action: Action, facts: dict[str, object]) -> Dossier:
    """What every act ends with: the sum owed, the receipt printed anew with the fee as it now stands, the entry."""
    money = money_of(dossier)
    dossier.fee = money.balance.amount - money.balance.exempted
    save(dossier, actor, at, "fee")
    facts |= {"fee": dossier.fee} | issue_anew(dossier, actor, at)
    record(dossier, action, actor, at, facts)
    return dossier


@transaction.atomic
def set_fee(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, item_id: int | None, new: Owed,
    reason: str,
) -> Dossier:  # fmt: skip
    """Add a line a dossier owes, or set one right, with the reason (tính thêm, đính chính khoản thu).

    Raises: RuleBroken `fee.needs_reason`, `fee.needs_name`, `fee.amount`, `fee.no_such_item`, `fee.already_paid`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version)
    because = clean(reason)
    item = _item(dossier, item_id) if item_id else FeeItem(dossier=dossier, amount=0, noted_at=at, noted_by=actor)
    name, before = clean(new.name) or item.name, item.amount
    if not because:
        raise RuleBroken("fee.needs_reason")
    if not name:
        raise RuleBroken("fee.needs_name")
    if not (0 if item_id else 1) <= new.amount <= MOST:
        raise RuleBroken("fee.amount")
    if item_id and new.amount < paid_of(item) + item.exempted:
        raise RuleBroken("fee.already_paid", amount=paid_of(item) + item.exempted)
    item.kind, item.name, item.amount = new.kind, name, new.amount
    item.save()
    if item_id:
        Correction.objects.create(
            dossier=dossier, field="fee", before=f"{name}: {before}", after=f"{name}: {new.amount}", reason=because,
            official=actor, at=at,
        )  # fmt: skip
    facts: dict[str, object] = {
        "name": name, "kind": new.kind.value, "before": before, "amount": new.amount, "reason": because,
        "is_new": not item_id,
    }  # fmt: skip
    return _done(dossier, actor, at, Action.DOSSIER_FEE_SET, facts)


def _item(dossier: Dossier, item_id: int) -> FeeItem:
    found: FeeItem | None = dossier.fee_items.filter(pk=item_id).first()
    if found is None:
        raise RuleBroken("fee.no_such_item")
    return found


@transaction.atomic
def exempt_fee(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, item_id: int, amount: int,
    ground: str, proof: str,
) -> Dossier:  # fmt: skip
    """Let the applicant off all or a part of a line (miễn, giảm phí, lệ phí), on a ground and a paper that proves it.

    The amount replaces an earlier one. Raises: RuleBroken `fee.unknown_ground`, `fee.needs_proof`,
    `fee.exemption_amount`, `fee.no_such_item`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version)
    item, paper = _item(dossier, item_id), clean(proof)
    if ground not in fee_exemptions():
        raise RuleBroken("fee.unknown_ground")
    if not paper:
        raise RuleBroken("fee.needs_proof")
    check_let_off(item.amount, amount, paid_of(item))
    item.exempted, item.ground, item.proof = amount, ground, paper
    item.save(update_fields=["exempted", "ground", "proof"])
    facts: dict[str, object] = {"name": item.name, "exempted": amount, "ground": ground, "proof": paper}
    return _done(dossier, actor, at, Action.DOSSIER_FEE_EXEMPTED, facts)


@transaction.atomic
def take_fee(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, paid: Paid
) -> Dossier:
    """Take what is still to be paid, with a receipt (thu phí, lệ phí, ghi biên lai).

    Raises: RuleBroken `fee.nothing_left`, `fee.needs_reference`, `fee.book_unreadable`, `fee.book_number_used`,
    `fee.not_that_day`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version)
    lines = lines_to_pay(list(dossier.fee_items.order_by("pk")))
    reference, total = clean(paid.reference), sum(amount for _item, amount in lines)
    if not lines:
        raise RuleBroken("fee.nothing_left")
    if paid.way is Way.TRANSFER and not reference:
        raise RuleBroken("fee.needs_reference")
    noted = on_paper(dossier, localdate(at))
    if paid.taken_on and not (noted and paid.taken_on == noted[0]):
        raise RuleBroken("fee.not_that_day")
    day = open_day(unit=dossier.received_unit, official=actor, at=at, taken_on=paid.taken_on)
    taken_on = paid.taken_on or localdate(at)
    moved = taken_on if day.on != taken_on else None
    receipt = FeeReceipt(
        dossier=dossier, day=day, unit=dossier.received_unit, way=paid.way, reference=reference, amount=total,
        taken_at=at, taken_by=actor, moved_from=moved,
    )  # fmt: skip
    _number(receipt, paid)
    for item, amount in lines:
        FeeReceiptLine.objects.create(receipt=receipt, item=item, amount=amount)
    facts: dict[str, object] = {
        "symbol": receipt.symbol, "amount": total, "way": paid.way.value, "reference": reference,
        "day": day.on.isoformat(), "taken_on": taken_on.isoformat(),
        "lines": [f"{item.name}: {amount}" for item, amount in lines],
    }  # fmt: skip
    return _done(dossier, actor, at, Action.DOSSIER_FEE_PAID, facts)


def _number(receipt: FeeReceipt, paid: Paid) -> None:
    """Number and write the receipt: the next of the unit's own series, or the typed number of a pre-printed book."""
    if not clean(paid.book) and not clean(paid.book_number):
        taken = papers.take_number(unit=receipt.unit, series=SERIES, year=receipt.day.on.year)
        receipt.year, receipt.number, receipt.symbol = taken.year, taken.value, taken.symbol
        receipt.save()
        return
    papers.hold_series(unit=receipt.unit, series=SERIES, year=receipt.day.on.year)  # the books of a unit wait there too
    receipt.book, receipt.book_number = read_book(paid.book, paid.book_number)
    receipt.symbol = f"{clean(paid.book_number)} (quyển {clean(paid.book)})"
    used = RuleBroken("fee.book_number_used", book=receipt.book, number=clean(paid.book_number))
    if FeeReceipt.objects.filter(book=receipt.book, book_number=receipt.book_number).exists():
        raise used
    try:
        with transaction.atomic():
            receipt.save()
    except IntegrityError:  # two clerks, one number, one moment
        raise used from None


def _receipt(actor: Official, at: datetime, dossier: Dossier, receipt_id: int) -> FeeReceipt:
    """A receipt that still stands, if this person may touch it: whoever took it, or the head of the unit."""
    found: FeeReceipt | None = dossier.fee_receipts.filter(pk=receipt_id, cancelled_at=None).first()
    if found is None:
        raise RuleBroken("fee.no_such_receipt")
    if found.taken_by_id != actor.pk:
        require(actor, Right.SETTLE_CASH, localdate(at), found.unit)
    return found


def _touched(actor: Official, at: datetime, dossier_id: int, seen_version: int | None) -> Dossier:
    """Locked for whoever takes fees or answers for the cash."""
    dossier = lock(dossier_id, seen_version)
    if not has_right(actor, Right.SETTLE_CASH, localdate(at), dossier.received_unit):
        require(actor, Right.TAKE_FEE, localdate(at), dossier.received_unit)
    return dossier


@transaction.atomic
def correct_receipt(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, receipt_id: int, paid: Paid,
    reason: str,
) -> Dossier:  # fmt: skip
    """Set right how a receipt was paid (đính chính hình thức nộp), while its day is open; amounts are never corrected.

    Raises: RuleBroken `fee.needs_reason`, `fee.needs_reference`, `fee.no_such_receipt`, `cash.day_is_closed`.
    """
    dossier = _touched(actor, at, dossier_id, seen_version)
    receipt, because, reference = _receipt(actor, at, dossier, receipt_id), clean(reason), clean(paid.reference)
    if not because:
        raise RuleBroken("fee.needs_reason")
    if paid.way is Way.TRANSFER and not reference:
        raise RuleBroken("fee.needs_reference")
    if lock_day(receipt.day_id).closed_at:
        raise RuleBroken("cash.day_is_closed", on=receipt.day.on)
    before, after = f"{receipt.way} {receipt.reference}".strip(), f"{paid.way.value} {reference}".strip()
    receipt.way, receipt.reference = paid.way, reference
    receipt.save(update_fields=["way", "reference"])
    Correction.objects.create(
        dossier=dossier, field="fee_receipt", before=f"{receipt.symbol}: {before}", after=f"{receipt.symbol}: {after}",
        reason=because, official=actor, at=at,
    )  # fmt: skip
    facts: dict[str, object] = {"symbol": receipt.symbol, "before": before, "after": after, "reason": because}
    return _done(dossier, actor, at, Action.DOSSIER_FEE_RECEIPT_CORRECTED, facts)


@transaction.atomic
def cancel_receipt(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, receipt_id: int, reason: str
) -> Dossier:
    """Cancel a receipt (huỷ biên lai): it stays visible with who and why, and its number is never used again.

    Where its own day is closed, the money is given back on the taker's next open day.
    Raises: RuleBroken `fee.needs_reason`, `fee.no_such_receipt`.
    """
    dossier = _touched(actor, at, dossier_id, seen_version)
    receipt, because = _receipt(actor, at, dossier, receipt_id), clean(reason)
    if not because:
        raise RuleBroken("fee.needs_reason")
    own: CashDay = lock_day(receipt.day_id)
    given_back = own.closed_at is not None
    day = open_day(unit=receipt.unit, official=receipt.taken_by, at=at) if given_back else own
    receipt.cancelled_at, receipt.cancelled_by, receipt.cancelled_day = at, actor, day
    receipt.cancel_reason = because
    receipt.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_day", "cancel_reason"])
    facts: dict[str, object] = {
        "symbol": receipt.symbol, "amount": receipt.amount, "reason": because, "day": day.on.isoformat(),
        "given_back": given_back,
    }  # fmt: skip
    return _done(dossier, actor, at, Action.DOSSIER_FEE_RECEIPT_CANCELLED, facts)
