"""Paper receipts for an outage (giấy biên nhận in sẵn): printed with numbers, entered once each, or cancelled."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier, PaperReceipt, ReceiptBlock
from congvu.dossiers.receipt import head_of
from congvu.law import practice
from congvu.ledger import commands as ledger
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, require
from congvu.papers import commands as papers
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.paper_receipt import SERIES, ReceiptState, foreign_key, key, number_of
from congvu.rules.vietnamese import clean


@transaction.atomic
def print_receipts(*, actor: Official, at: datetime, unit: Unit, count: int) -> ReceiptBlock:
    """Number and print a block of receipts for an outage (in sẵn tập giấy biên nhận).

    Raises: RuleBroken `rights.missing`, `paper_receipt.count`, `paper_number.no_agency`.
    """
    today, most = localdate(at), practice().paper_receipts_at_most
    require(actor, Right.ACCEPT_DOSSIER, today, unit)
    if not 1 <= count <= most:
        raise RuleBroken("paper_receipt.count", most=most)
    taken = [papers.take_number(unit=unit, series=SERIES, year=today.year) for _ in range(count)]
    block = ReceiptBlock.objects.create(
        unit=unit, year=today.year, first=taken[0].value, last=taken[-1].value, printed_at=at, printed_by=actor
    )
    PaperReceipt.objects.bulk_create([
        PaperReceipt(
            unit=unit, year=today.year, key=key(one.value), symbol=one.symbol, number=one.value, block=block
        )
        for one in taken
    ])  # fmt: skip
    block.paper = papers.issue(
        form=SERIES, subject=f"receipt_block:{block.pk}", unit=unit.code, actor_code=actor.login, at=at,
        data=head_of(unit, at) | {
            "unit": unit.name, "unit_phone": unit.phone, "year": str(today.year),
            "symbols": [one.symbol for one in taken],
        },
    )  # fmt: skip
    block.save(update_fields=["paper"])
    facts = {"first": block.first, "last": block.last, "year": block.year, "hash": block.paper.data_hash}
    _record(Action.PAPER_RECEIPTS_PRINTED, f"receipt_block:{block.pk}", unit, actor, at, facts)
    return block


@transaction.atomic
def cancel_paper_receipt(*, actor: Official, at: datetime, receipt_id: int, reason: str) -> PaperReceipt:
    """Take a number out of use: spoilt, torn, lost (huỷ giấy biên nhận); it is never given again.

    Raises: RuleBroken `rights.missing`, `paper_receipt.needs_reason`, `paper_receipt.already_entered`,
    `paper_receipt.already_cancelled`.
    """
    receipt = PaperReceipt.objects.select_for_update().get(pk=receipt_id)
    require(actor, Right.ACCEPT_DOSSIER, localdate(at), receipt.unit)
    _refuse_ended(receipt)
    because = clean(reason)
    if not because:
        raise RuleBroken("paper_receipt.needs_reason")
    receipt.state, receipt.reason, receipt.ended_at, receipt.ended_by = ReceiptState.CANCELLED, because, at, actor
    receipt.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    facts = {"number": receipt.symbol, "year": receipt.year, "reason": because}
    _record(Action.PAPER_RECEIPT_CANCELLED, f"paper_receipt:{receipt.pk}", receipt.unit, actor, at, facts)
    return receipt


def claim(*, unit: Unit, year: int, text: str) -> PaperReceipt:
    """The paper a clerk names, locked and still to be entered; a paper not printed here is noted by what it says.

    Raises: RuleBroken `paper_receipt.not_printed`, `paper_receipt.already_entered`, `paper_receipt.already_cancelled`.
    """
    number, of_year = number_of(text), PaperReceipt.objects.filter(unit=unit, year=year)
    if number is not None and of_year.exclude(block=None).exists():
        found = of_year.filter(key=key(number)).values_list("pk", flat=True).first()
        if found is None:
            raise RuleBroken("paper_receipt.not_printed", number=clean(text), year=year)
    else:
        # Two at once: the second waits at the unique key, finds the row, and then waits for its lock.
        made, _ = PaperReceipt.objects.get_or_create(
            unit=unit, year=year, key=foreign_key(text), defaults={"symbol": clean(text)[:100]}
        )
        found = made.pk
    receipt = PaperReceipt.objects.select_for_update().get(pk=found)
    _refuse_ended(receipt)
    return receipt


def entered(receipt: PaperReceipt, dossier: Dossier, *, actor: Official, at: datetime) -> None:
    """The dossier of a claimed paper is written: its number is used up."""
    receipt.state, receipt.dossier, receipt.ended_at, receipt.ended_by = ReceiptState.ENTERED, dossier, at, actor
    receipt.save(update_fields=["state", "dossier", "ended_at", "ended_by"])
    facts = {"number": receipt.symbol, "year": receipt.year, "code": dossier.code}
    _record(Action.PAPER_RECEIPT_ENTERED, f"paper_receipt:{receipt.pk}", receipt.unit, actor, at, facts)


def _refuse_ended(receipt: PaperReceipt) -> None:
    if receipt.dossier is not None:
        raise RuleBroken("paper_receipt.already_entered", number=receipt.symbol, code=receipt.dossier.code)
    if receipt.state == ReceiptState.CANCELLED:
        raise RuleBroken("paper_receipt.already_cancelled", number=receipt.symbol, at=receipt.ended_at)


def _record(action: Action, subject: str, unit: Unit, actor: Official, at: datetime, facts: dict[str, object]) -> None:
    ledger.append(action=action, subject=subject, unit=unit.code, actor=actor.login, at=at, facts=facts)
