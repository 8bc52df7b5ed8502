"""Fees of a dossier: owed from the record, let off, paid with a numbered receipt, corrected, cancelled in sight."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pypdf import PdfReader

from congvu.dossiers import commands
from congvu.dossiers.commands import fees
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.commands.reception import Intake
from congvu.dossiers.course import stored
from congvu.dossiers.fees import in_words, money_of, unpaid
from congvu.dossiers.models import Correction, Dossier, FeeReceipt
from congvu.dossiers.rebuild import told
from congvu.ledger import guard
from congvu.ledger.queries import bodies_of, check
from congvu.offices.fee_commands import publish_fees
from congvu.offices.models import Official
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.errors import RuleBroken
from congvu.rules.fees import FeeKind, Owed, Way
from tests.dossiers.money import (
    CASH,
    COUNTED,
    FIXED,
    FREE,
    charged,
    close,
    head_of_counter,
    procedure,
    second_clerk,
    take,
    taken,
)
from tests.people import BA, Cast, at, gather
from tests.racing import together

pytestmark = pytest.mark.django_db
NOON = at("2026-11-23 11:00")


def received(cast: Cast, rates: list[dict[str, object]], fee: int | None = None) -> Dossier:
    version = procedure(cast, f"tt-{len(rates)}-{rates[0]['how'] if rates else ''}", rates)
    intake = Intake(version.pk, BA, ("Tờ khai",), fee=fee)
    return commands.accept(actor=cast.lan, at=at("2026-11-23 09:10"), unit=cast.counter, intake=intake)


def refused(act: object, **facts: object) -> str:
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        act(at=NOON, seen_version=None, **facts)  # type: ignore[operator]
    return refusal.value.code


def text_of(paper: Paper, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf(paper))
    return " ".join("".join(page.extract_text() for page in PdfReader(file).pages).split())


def test_a_reception_owes_what_the_record_fixes_in_lines_of_their_kind(cast: Cast) -> None:
    dossier = received(cast, FIXED)
    assert [(one.kind, one.name, one.amount) for one in dossier.fee_items.order_by("pk")] == [
        ("fee", "Phí thẩm định", 30000), ("charge", "Lệ phí cấp giấy", 20000),
    ]  # fmt: skip
    assert dossier.fee == 50000 and list(unpaid(Dossier.objects.all())) == [dossier]
    assert in_words(money_of(dossier)) == "50.000 đồng; chưa nộp 50.000 đồng"


def test_another_sum_than_the_record_fixes_is_refused_and_nothing_is_written(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        received(cast, FIXED, 40000)
    assert (refusal.value.code, refusal.value.facts["amount"]) == ("fee.differs", 50000)
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("rates", "fee", "said"),
    [
        (FREE, None, "không thu"), (COUNTED, None, "chưa tính phí"),
        (COUNTED, 0, "không thu khi tiếp nhận"),
        (COUNTED, 8000, "8.000 đồng; chưa nộp 8.000 đồng"),
        ([], None, "chưa có mức thu trong dữ liệu"), ([], 7000, "7.000 đồng; chưa nộp 7.000 đồng"),
    ],
)  # fmt: skip
def test_the_receipt_says_what_is_owed_and_what_is_unknown_stays_unknown(
    cast: Cast, rates: list[dict[str, object]], fee: int | None, said: str
) -> None:
    dossier = received(cast, rates, fee)
    assert f'"fee":"{said}"' in Paper.objects.get(subject=f"dossier:{dossier.pk}").data


def test_paid_in_cash_it_has_the_units_next_number_and_every_paper_and_page_shows_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = received(cast, FIXED)
    receipt = take(cast, dossier)
    assert (receipt.symbol, receipt.number, receipt.year, receipt.amount) == ("01/BL-BPMC", 1, 2026, 50000)
    assert not unpaid(Dossier.objects.all()).exists()
    said = "50.000 đồng; đã nộp 50.000 đồng (tiền mặt), biên lai số 01/BL-BPMC ngày 23/11/2026"
    first, last = Paper.objects.filter(subject=f"dossier:{dossier.pk}", form="01").order_by("pk")
    assert said in text_of(last, tmp_path) and "chưa nộp 50.000 đồng" in text_of(first, tmp_path)
    monkeypatch.setattr("congvu.clock.now", lambda: NOON)
    clerk, citizen = Client(), Client()
    clerk.force_login(cast.lan)
    printed = clerk.get(f"/ho-so/{dossier.pk}/giay-tiep-nhan.pdf").content
    assert printed == pdf(last)
    for where in (f"/ho-so/{dossier.pk}/", f"/ho-so/{dossier.pk}/phi/", f"/ho-so/{dossier.pk}/da-tiep-nhan/"):
        assert "01/BL-BPMC" in clerk.get(where).content.decode()
    citizen.post("/tra-cuu/", {"code": dossier.lookup_code})
    page = citizen.get("/tra-cuu/ho-so/").content.decode()
    assert "đã nộp 50.000 đồng, biên lai số 01/BL-BPMC" in page and "Lan" not in page


def test_the_receipt_printed_anew_changes_in_nothing_but_the_fee(cast: Cast) -> None:
    import json

    dossier = received(cast, FIXED)
    commands.correct(
        actor=cast.lan, at=at("2026-11-23 09:20"), dossier_id=dossier.pk, seen_version=None,
        changes={"name": "Bùi Văn Bốn"}, reason="ghi nhầm",
    )  # fmt: skip
    take(cast, dossier)
    first, last = [json.loads(one.data) for one in Paper.objects.filter(form="01").order_by("pk")]
    assert {name for name in first if first[name] != last[name]} == {"fee"}


def test_a_transfer_needs_its_reference_and_a_book_needs_series_and_number(cast: Cast) -> None:
    dossier = received(cast, FIXED)
    act = {"actor": cast.lan, "dossier_id": dossier.pk}
    assert refused(fees.take_fee, **act, paid=Paid(Way.TRANSFER)) == "fee.needs_reference"
    assert refused(fees.take_fee, **act, paid=Paid(Way.CASH, "", "01AA/26P", "")) == "fee.book_unreadable"
    assert refused(fees.take_fee, **act, paid=Paid(Way.CASH, "", "", "12")) == "fee.book_unreadable"
    assert not FeeReceipt.objects.exists()
    receipt = take(cast, dossier, paid=Paid(Way.TRANSFER, "FT2632800001"))
    assert (receipt.reference, receipt.way_word) == ("FT2632800001", "Chuyển khoản, mã QR")
    assert refused(fees.take_fee, **act, paid=CASH) == "fee.nothing_left"


def test_a_number_of_a_book_is_used_once_in_its_series_even_when_cancelled(cast: Cast) -> None:
    one, other = received(cast, FIXED), cast.accept()
    receipt = take(cast, one, paid=Paid(Way.CASH, "", "01AA/26P", "0012345"))
    assert (receipt.symbol, receipt.number) == ("0012345 (quyển 01AA/26P)", None)
    charged(cast, other)
    again = Paid(Way.CASH, "", "01aa/26p ", "12345")
    act = {"actor": cast.lan, "dossier_id": other.pk}
    assert refused(fees.take_fee, **act, paid=again) == "fee.book_number_used"
    common = {"actor": cast.lan, "at": NOON, "dossier_id": one.pk, "seen_version": None}
    fees.cancel_receipt(**common, receipt_id=receipt.pk, reason="ghi sai tên")
    assert refused(fees.take_fee, **act, paid=again) == "fee.book_number_used"
    assert take(cast, other, paid=Paid(Way.CASH, "", "02AA/26P", "0012345")).book_number == 12345
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeReceipt.objects.filter(pk=receipt.pk).update(book="02AA/26P")


def test_numbers_run_without_gaps_a_unit_and_year_and_books_use_none_up(cast: Cast) -> None:
    dossiers = [charged(cast, cast.accept()) for _ in range(5)]
    take(cast, dossiers[0])
    take(cast, dossiers[1], paid=Paid(Way.CASH, "", "AA", "1"))
    assert refused(fees.take_fee, actor=cast.lan, dossier_id=dossiers[2].pk, paid=Paid(Way.TRANSFER)) != ""
    take(cast, dossiers[2])
    take(cast, dossiers[3], "2027-01-04 08:30")
    take(cast, dossiers[4], "2027-01-04 08:40")
    own = FeeReceipt.objects.exclude(number=None).order_by("pk").values_list("year", "number")
    assert list(own) == [(2026, 1), (2026, 2), (2027, 1), (2027, 2)]


@pytest.mark.django_db(transaction=True)
def test_people_who_take_money_at_once_get_numbers_without_gap_or_double(tmp_path: Path) -> None:
    cast = gather()
    nga = second_clerk(cast)
    dossiers = [charged(cast, cast.accept()) for _ in range(8)]

    def act(dossier: Dossier, who: Official) -> int:
        done = fees.take_fee(
            actor=who, at=at("2026-11-23 09:40"), dossier_id=dossier.pk, seen_version=None, paid=CASH
        )
        return int(done.fee_receipts.get().number)

    def by(dossier: Dossier, turn: int) -> object:
        return lambda: act(dossier, cast.lan if turn % 2 else nga)

    try:
        found = together([by(one, turn) for turn, one in enumerate(dossiers)], tmp_path)  # type: ignore[arg-type]
        assert sorted(found) == list(range(1, 9))
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables


def test_an_exemption_names_ground_and_paper_and_a_fully_exempt_dossier_owes_nothing(cast: Cast) -> None:
    dossier = received(cast, FIXED)
    first, second = dossier.fee_items.order_by("pk")
    act = {"actor": cast.lan, "dossier_id": dossier.pk, "item_id": first.pk}
    assert refused(fees.exempt_fee, **act, amount=30000, ground="quen-biet", proof="x") == "fee.unknown_ground"
    assert refused(fees.exempt_fee, **act, amount=30000, ground="ho-ngheo", proof=" ") == "fee.needs_proof"
    assert refused(fees.exempt_fee, **act, amount=30001, ground="ho-ngheo", proof="x") == "fee.exemption_amount"
    common = {"actor": cast.lan, "at": NOON, "dossier_id": dossier.pk, "seen_version": None, "ground": "ho-ngheo"}
    fees.exempt_fee(**common, item_id=first.pk, amount=10000, proof="GCN số 12")
    done = fees.exempt_fee(**common, item_id=first.pk, amount=30000, proof="GCN số 12")
    assert done.fee == 20000
    assert "miễn 30.000 đồng (Người thuộc hộ nghèo, GCN số 12)" in in_words(money_of(done))
    take(cast, done)
    assert refused(fees.exempt_fee, **act | {"item_id": second.pk}, amount=1, ground="ho-ngheo", proof="x") == (
        "fee.exemption_amount"
    )
    assert FeeReceipt.objects.get().amount == 20000 and money_of(done).balance.left == 0


def test_a_line_is_added_and_set_right_with_a_reason_never_below_what_was_paid(cast: Cast) -> None:
    dossier = charged(cast, cast.accept(), 12000)
    item = dossier.fee_items.get()
    common = {"actor": cast.lan, "dossier_id": dossier.pk}
    assert refused(fees.set_fee, **common, item_id=None, new=Owed(FeeKind.FEE, "Phí", 1), reason=" ") != ""
    assert refused(fees.set_fee, **common, item_id=None, new=Owed(FeeKind.FEE, "", 1), reason="x") == "fee.needs_name"
    assert refused(fees.set_fee, **common, item_id=None, new=Owed(FeeKind.FEE, "P", 0), reason="x") == "fee.amount"
    assert refused(fees.set_fee, **common, item_id=0 - 1, new=Owed(FeeKind.FEE, "", 1), reason="x") == (
        "fee.no_such_item"
    )
    new = Owed(FeeKind.CHARGE, "", 15000)
    done = fees.set_fee(**common, at=NOON, seen_version=None, item_id=item.pk, new=new, reason="đếm lại")
    assert (done.fee, done.fee_items.get().kind) == (15000, "charge")
    assert [(one.before, one.after) for one in Correction.objects.all()] == [
        ("Phí bản sao: 12000", "Phí bản sao: 15000")
    ]
    take(cast, done)
    assert refused(fees.set_fee, **common, item_id=item.pk, new=Owed(FeeKind.FEE, "", 14999), reason="x") == (
        "fee.already_paid"
    )


def test_a_cancelled_receipt_stays_with_who_and_why_and_the_money_is_owed_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = received(cast, FIXED)
    receipt = take(cast, dossier)
    act = {"actor": cast.lan, "dossier_id": dossier.pk, "receipt_id": receipt.pk}
    assert refused(fees.cancel_receipt, **act, reason="") == "fee.needs_reason"
    fees.cancel_receipt(**act, at=NOON, seen_version=None, reason="in hỏng")
    assert refused(fees.cancel_receipt, **act, reason="lần nữa") == "fee.no_such_receipt"
    receipt.refresh_from_db()
    assert (receipt.cancelled_by, receipt.cancelled_at, receipt.number) == (cast.lan, NOON, 1)
    assert take(cast, dossier, "2026-11-23 11:10").number == 2
    monkeypatch.setattr("congvu.clock.now", lambda: NOON)
    clerk = Client()
    clerk.force_login(cast.lan)
    page = clerk.get(f"/ho-so/{dossier.pk}/phi/").content.decode()
    assert "<s>01/BL-BPMC</s>" in page and "in hỏng" in page and "02/BL-BPMC" in page
    assert "in hỏng" not in in_words(money_of(dossier)) and "01/BL" not in in_words(money_of(dossier))


def test_only_whoever_took_it_or_the_head_touches_a_receipt(cast: Cast) -> None:
    receipt, nga, mai = taken(cast, cast.accept()), second_clerk(cast), head_of_counter(cast)
    act = {"dossier_id": receipt.dossier_id, "receipt_id": receipt.pk, "reason": "nhầm"}
    for who in (nga, cast.ha, cast.minh, cast.chairman, cast.auditor):
        assert refused(fees.cancel_receipt, **act, actor=who) == "rights.missing"
    fees.cancel_receipt(**act, actor=mai, at=NOON, seen_version=None)
    assert FeeReceipt.objects.get().cancelled_by == mai


def test_the_way_of_paying_is_set_right_with_a_reason_while_the_day_is_open(cast: Cast) -> None:
    receipt = taken(cast, cast.accept())
    act = {"actor": cast.lan, "dossier_id": receipt.dossier_id, "receipt_id": receipt.pk}
    assert refused(fees.correct_receipt, **act, paid=CASH, reason="") == "fee.needs_reason"
    assert refused(fees.correct_receipt, **act, paid=Paid(Way.TRANSFER), reason="x") == "fee.needs_reference"
    paid = Paid(Way.TRANSFER, "FT1")
    fees.correct_receipt(**act, at=NOON, seen_version=None, paid=paid, reason="khách chuyển khoản")
    receipt.refresh_from_db()
    assert (receipt.way, receipt.reference) == ("transfer", "FT1")
    assert Correction.objects.get(field="fee_receipt").after == "01/BL-BPMC: transfer FT1"
    close(receipt.day, cast.lan, "2026-11-23 17:00", 0)
    assert refused(fees.correct_receipt, **act, paid=CASH, reason="x") == "cash.day_is_closed"


def test_nobody_takes_fees_elsewhere_or_of_another_systems_dossier(cast: Cast) -> None:
    dossier = charged(cast, cast.at_desk())
    for who in (cast.ha, cast.minh, cast.hoa, cast.chairman, cast.admin):
        assert refused(fees.take_fee, actor=who, dossier_id=dossier.pk, paid=CASH) == "rights.missing"
    Dossier.objects.filter(pk=dossier.pk).update(origin="imported")
    assert refused(fees.take_fee, actor=cast.lan, dossier_id=dossier.pk, paid=CASH) == "dossier.of_another_system"


def test_somebody_who_saw_an_older_page_is_told_and_nothing_is_taken_twice(cast: Cast) -> None:
    dossier = charged(cast, cast.accept())
    seen = dossier.version
    fees.take_fee(actor=cast.lan, at=NOON, dossier_id=dossier.pk, seen_version=seen, paid=CASH)
    with pytest.raises(RuleBroken) as refusal:
        fees.take_fee(actor=cast.lan, at=NOON, dossier_id=dossier.pk, seen_version=seen, paid=CASH)
    assert refusal.value.code == "dossier.changed_meanwhile" and FeeReceipt.objects.count() == 1


def test_the_ledger_tells_the_course_and_holds_every_act_of_money(cast: Cast) -> None:
    receipt = taken(cast, cast.accept())
    fees.cancel_receipt(
        actor=cast.lan, at=NOON, dossier_id=receipt.dossier_id, seen_version=None, receipt_id=receipt.pk, reason="nhầm"
    )
    dossier = Dossier.objects.get(pk=receipt.dossier_id)
    bodies = list(bodies_of(f"dossier:{dossier.pk}"))
    assert told(bodies) == stored(dossier)
    assert [body["action"] for body in bodies[-3:]] == [
        "dossier.fee_set", "dossier.fee_paid", "dossier.fee_receipt_cancelled",
    ]  # fmt: skip
    assert bodies[-2]["facts"]["symbol"] == "01/BL-BPMC" and bodies[-1]["facts"]["reason"] == "nhầm"
    assert check().wrong == ""


def test_new_rates_are_a_new_version_and_a_received_dossier_keeps_the_old_ones(cast: Cast) -> None:
    dossier = received(cast, FIXED)
    slug = dossier.procedure_version.procedure.slug
    later = {"actor": cast.admin, "at": NOON, "slug": slug, "valid_from": date(2026, 12, 1)}
    with pytest.raises(RuleBroken) as refusal:
        publish_fees(**later | {"valid_from": date(2026, 11, 23)}, fees=COUNTED)
    assert refusal.value.code == "fee.starts_too_early"
    with pytest.raises(RuleBroken) as refusal:
        publish_fees(**later | {"actor": cast.minh}, fees=COUNTED)
    assert refusal.value.code == "rights.missing"
    made = publish_fees(**later, fees=COUNTED)
    procedure_ = made.procedure
    assert procedure_.version_on(date(2026, 11, 30)) == dossier.procedure_version
    assert procedure_.version_on(date(2026, 12, 1)) == made and made.term == "3wd"
    dossier.refresh_from_db()
    assert [rate.how for rate in dossier.procedure_version.rates] == ["fixed", "fixed"]
    intake = Intake(made.pk, BA, fee=6000)
    after = commands.accept(actor=cast.lan, at=at("2026-12-01 09:00"), unit=cast.counter, intake=intake)
    assert after.fee == 6000
