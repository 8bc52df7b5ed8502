"""A dossier's rows changed past the program are named with what differs; what people did by the program never is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from congvu.dossiers import commands
from congvu.dossiers.alterations import CHUNK, Compared, compared
from congvu.dossiers.commands import fees
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.models import Applicant, Correction, Dossier, DueDate, Pause, SearchWord, StepRun
from congvu.law import fee_exemptions
from congvu.ledger import commands as ledger
from congvu.ledger.models import LedgerBody, SubjectKey
from congvu.papers.models import Paper
from congvu.rules.fees import FeeKind, Owed, Way
from congvu.rules.ledger import Action
from tests.dossiers import money
from tests.people import BA, Cast, at
from tests.registers import Register
from tests.signers import gather_signers

pytestmark = pytest.mark.django_db
GROUND = "bat-kha-khang"


def differing() -> dict[str, tuple[str, ...]]:
    return {one.code: one.differs for one in compared() if one.differs}


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture
def paused(cast: Cast) -> Dossier:
    """A dossier with a step done, a correction, an extension, and two pauses, the second still open."""
    dossier = cast.at_desk()
    common = {"dossier_id": dossier.pk, "seen_version": None}
    commands.correct(
        actor=cast.minh, at=at("2026-11-23 09:40"), reason="ghi nhầm số",
        changes={"phone": "0987654321", "submitter_id_number": "001099000001"}, **common,
    )
    commands.pause(actor=cast.ha, at=at("2026-11-23 10:00"), ground=GROUND, paper="30/XM", **common)
    commands.resume(actor=cast.ha, at=at("2026-11-24 10:00"), **common)
    cast.extend(dossier, "2026-11-24 11:00", "2026-12-04")
    commands.pause(actor=cast.ha, at=at("2026-11-24 14:00"), ground=GROUND, paper="31/XM", **common)
    assert differing() == {}
    return dossier


DOSSIER: list[tuple[dict[str, object], set[str]]] = [
    ({"due_at": at("2026-12-05 17:00")}, {"due_at"}),
    ({"due_on": at("2026-12-05 17:00").date()}, {"due_on"}),
    ({"committed_at": None}, {"committed_at"}),
    ({"original_due_at": at("2026-12-03 17:00")}, {"original_due_at"}),
    ({"extended_on": at("2026-11-25 10:00").date()}, {"extended_on"}),
    ({"paused_at": at("2026-11-24 08:00")}, {"paused_at"}),
    ({"state": "in_process", "paused_at": None}, {"state", "paused_at"}),
    ({"received_at": at("2026-11-23 10:00")}, {"received_at"}),
    ({"received_on": at("2026-11-22 10:00").date()}, {"received_on"}),
    ({"recorded_at": at("2026-11-23 10:00")}, {"recorded_at"}),
    ({"holder": None}, {"holder"}),
    ({"step": 2}, {"step"}),
    ({"version": 3}, {"acts"}),
    ({"origin": "imported"}, {"origin"}),
    ({"code": "H49.DT-261123-9999"}, {"code"}),
    ({"lookup_code": "1234567890123456"}, {"lookup_code"}),
    ({"qr_token": "A" * 26}, {"qr_token"}),
    ({"declared_paper": "12/BN"}, {"declared_paper"}),
    ({"fee": 50_000}, {"fee"}),
    ({"papers": []}, {"handed_in"}),
    ({"changed_at": at("2026-11-24 15:00")}, {"changed_at"}),
]


@pytest.mark.parametrize(("changes", "fields"), DOSSIER)
def test_a_field_changed_in_the_dossiers_row_is_named(
    paused: Dossier, changes: dict[str, object], fields: set[str]
) -> None:
    Dossier.objects.filter(pk=paused.pk).update(**changes)
    assert {code: set(names) for code, names in differing().items()} == {paused.code: fields}


BESIDE: list[tuple[Callable[[Dossier, Cast], object], str]] = [
    (lambda d, _c: d.due_dates.filter(number=1).update(due_at=at("2026-12-01 17:00")), "dues"),
    (lambda d, _c: d.due_dates.filter(number=1).update(begins_at=at("2026-11-24 08:00")), "dues"),
    (lambda d, _c: DueDate.objects.filter(dossier=d, number=2).delete(), "dues"),
    (lambda d, _c: d.pauses.filter(ended_at=None).update(started_at=at("2026-11-24 08:00")), "stops"),
    (lambda d, _c: d.pauses.filter(ended_at=None).update(ground="khac"), "stops"),
    (lambda d, c: Pause.objects.create(
        dossier=d, ground="khac", paper="1", started_at=at("2026-11-23 08:00"), ended_at=at("2026-11-23 09:00"),
        started_by=c.ha,
    ), "stops"),
    (lambda d, _c: d.runs.filter(number=1).update(finished_at=at("2026-11-23 09:30")), "runs"),
    (lambda d, c: d.runs.filter(number=2).update(official=c.minh), "runs"),
    (lambda d, _c: StepRun.objects.filter(dossier=d, number=1).delete(), "runs"),
    (lambda d, _c: Applicant.objects.filter(dossier=d).update(name="Người Khác"), "applicant"),
    (lambda d, _c: Applicant.objects.filter(dossier=d).update(phone="0912345678"), "applicant"),
    (lambda d, _c: Applicant.objects.filter(dossier=d).update(kind="organisation"), "applicant"),
    (lambda d, _c: Applicant.objects.filter(dossier=d).update(submitter_id_number="001099000002"), "applicant"),
    (lambda d, _c: Applicant.objects.filter(dossier=d).delete(), "applicant"),
    (lambda d, _c: d.corrections.update(reason="khác"), "corrections"),
    (lambda d, _c: d.corrections.update(before="0911111111"), "applicant"),
    (lambda d, _c: Correction.objects.filter(dossier=d).delete(), "corrections"),
    (lambda d, _c: d.extensions.update(due_after=at("2026-12-09 17:00")), "appointed"),
    (lambda d, _c: d.extensions.all().delete(), "appointed"),
    (lambda d, _c: Paper.objects.filter(subject=f"dossier:{d.pk}", form="04").update(data="{}"), "papers"),
    (lambda d, _c: Paper.objects.filter(subject=f"dossier:{d.pk}", form="01").delete(), "papers"),
]  # fmt: skip


@pytest.mark.parametrize(("alter", "field"), BESIDE)
def test_rows_beside_the_dossier_changed_added_or_taken_away_are_named(
    cast: Cast, paused: Dossier, alter: Callable[[Dossier, Cast], object], field: str
) -> None:
    alter(paused, cast)
    assert field in differing()[paused.code]


def test_a_paper_receipt_declared_at_the_counter_agrees_until_its_number_is_changed(cast: Cast) -> None:
    declared = Declared(at("2026-11-23 08:00"), "mất điện", "12/BN")
    intake = Intake(cast.version.pk, BA, ("Tờ khai",), fee=15_000, declared=declared)
    dossier = commands.accept(actor=cast.lan, at=at("2026-11-23 09:10"), unit=cast.counter, intake=intake)
    assert differing() == {}
    Dossier.objects.filter(pk=dossier.pk).update(declared_paper="13/BN")
    assert differing() == {dossier.code: ("declared_paper",)}


def test_an_innocent_neighbour_is_not_named(cast: Cast, paused: Dossier) -> None:
    other = cast.accept()
    Dossier.objects.filter(pk=paused.pk).update(due_at=at("2026-12-05 17:00"))
    assert [(one.code, one.differs) for one in compared()] == [(paused.code, ("due_at",)), (other.code, ())]


def test_a_dossier_nobody_recorded_and_one_whose_row_is_gone_are_named(cast: Cast) -> None:
    lost, kept = cast.accept(), cast.accept()
    for rows in (lost.runs, lost.due_dates):
        rows.all().delete()
    Applicant.objects.filter(dossier=lost).delete()
    SearchWord.objects.filter(dossier=lost).delete()
    Dossier.objects.filter(pk=lost.pk).delete()
    kept.pk, kept.code, kept.lookup_code, kept.qr_token = None, "H1", "1", "1"
    kept.save(force_insert=True)
    assert differing() == {"H1": ("entries",), lost.code: ("row",)}


def test_a_dossier_whose_bodies_were_erased_is_left_out(cast: Cast) -> None:
    erased, kept = cast.accept(), cast.accept()
    bodies = LedgerBody.objects.filter(subject__subject=f"dossier:{erased.pk}")
    number = ledger.append(
        action=Action.BODIES_ERASED, subject="unit:mot-cua:2026", unit="mot-cua", actor="lan",
        at=at("2026-11-24 09:00"), facts={"entries": list(bodies.values_list("entry_id", flat=True))},
    )  # fmt: skip
    SubjectKey.objects.filter(subject=f"dossier:{erased.pk}").update(wrapped=b"", erased_by=number)
    bodies.delete()
    assert list(compared()) == [Compared(erased.code, is_erased=True), Compared(kept.code)]


def test_a_paused_end_a_second_extension_of_pause_and_a_handed_over_result_agree(cast: Cast, paused: Dossier) -> None:
    common = {"dossier_id": paused.pk, "seen_version": None}
    commands.resume(actor=cast.ha, at=at("2026-11-25 10:00"), **common)
    commands.pause(actor=cast.ha, at=at("2026-11-26 10:00"), ground=GROUND, paper="32/XM", **common)
    commands.withdraw(actor=cast.lan, at=at("2026-11-27 09:00"), told=Told("Người nộp đề nghị"), **common)
    moved = Dossier.objects.get(pk=paused.pk)
    assert moved.original_due_at is not None and differing() == {}
    Dossier.objects.filter(pk=paused.pk).update(original_due_at=moved.due_at)
    assert differing() == {paused.code: ("original_due_at",)}


def test_a_register_taken_over_again_and_again_agrees(cast: Cast, register: Register) -> None:
    for day, line in (("23", {}), ("24", {"ended": "06/11/2026 10:00"}), ("25", {"due": "09/11/2026 17:00"})):
        register.taken(cast, register.csv(line), f"2026-11-{day} 09:00")
        assert differing() == {}
    Dossier.objects.filter(code="H1").update(due_at=at("2026-11-10 17:00"))
    assert differing() == {"H1": ("due_at",)}


PAID: list[tuple[Callable[[Dossier], object], set[str]]] = [
    (lambda d: d.fee_items.update(amount=24_000), {"fee_items"}),
    (lambda d: d.fee_items.filter(exempted=2_000).update(exempted=1_000), {"fee_items"}),
    (lambda d: d.fee_receipts.filter(cancelled_at=None).update(amount=1), {"fee_receipts"}),
    (lambda d: d.corrections.filter(field="fee_receipt").update(reason="khác"), {"corrections"}),
    (lambda d: d.corrections.filter(field="fee").delete(), {"corrections"}),
]


@pytest.mark.parametrize(("alter", "fields"), PAID)
def test_money_set_let_off_taken_corrected_and_cancelled_agrees_until_a_row_is_changed(
    cast: Cast, alter: Callable[[Dossier], object], fields: set[str]
) -> None:
    dossier = money.charged(cast, cast.accept())
    common = {"actor": cast.lan, "at": at("2026-11-23 10:00"), "dossier_id": dossier.pk, "seen_version": None}
    item = {"item_id": dossier.fee_items.get().pk}
    fees.set_fee(new=Owed(FeeKind.FEE, "Phí bản sao", 14_000), reason="3 bản", **item, **common)
    fees.exempt_fee(amount=2_000, ground=next(iter(fee_exemptions())), proof="Thẻ 1", **item, **common)
    first = money.take(cast, dossier, "2026-11-23 10:10")
    fees.cancel_receipt(receipt_id=first.pk, reason="ghi nhầm", **common)
    second = money.take(cast, dossier, "2026-11-23 10:20")
    fees.correct_receipt(receipt_id=second.pk, paid=Paid(Way.TRANSFER, "FT1"), reason="chuyển khoản", **common)
    money.scanned(cast, dossier)
    assert differing() == {}
    alter(dossier)
    assert differing() == {dossier.code: tuple(sorted(fields))}


def test_a_paper_submitted_signed_numbered_and_sealed_agrees_until_its_number_is_changed(cast: Cast) -> None:
    signers = gather_signers(cast)
    signing = signers.number(signers.signed(), "2026-11-23 11:00")
    signers.seal(signing, "2026-11-23 11:10")
    assert differing() == {}
    signing.dossier.signings.update(symbol="99/GP")
    assert differing() == {signing.dossier.code: ("signings",)}


def test_the_comparison_takes_the_same_few_questions_for_one_dossier_and_for_many(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    signers = gather_signers(cast)
    for _n in range(5):
        money.taken(cast, signers.signed().dossier)
    with django_assert_max_num_queries(29):  # type: ignore[attr-defined]
        assert len(list(compared())) == 5 < CHUNK
