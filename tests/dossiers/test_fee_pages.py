"""The pages of money as people use them: what may be done is offered, what was typed wrong stays, lists are printed."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from congvu.dossiers.cash_sheet import day_sheet
from congvu.dossiers.models import Dossier, FeeReceipt
from congvu.offices.models import Official
from congvu.rules.errors import RuleBroken
from tests.dossiers.money import CASH, COUNTED, charged, close, head_of_counter, procedure, take
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def client(who: Official, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    made = Client()
    made.force_login(who)
    return made


def test_each_is_offered_what_the_right_and_the_money_allow(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = charged(cast, cast.at_desk())
    where = f"/ho-so/{dossier.pk}/phi/"
    offered = ("Thu tiền, ghi biên lai", "Huỷ biên lai", "Tính thêm khoản thu")

    def seen(who: Official) -> list[bool]:
        page = client(who, monkeypatch).get(where).content.decode()
        return [f"<summary>{label}</summary>" in page for label in offered]

    mai = head_of_counter(cast)
    assert seen(cast.lan) == [True, False, True]
    assert seen(cast.ha) == seen(cast.chairman) == seen(mai) == [False] * 3
    take(cast, dossier)
    assert seen(cast.lan) == [False, True, True] and seen(mai) == [False, True, False]


def test_an_act_on_the_page_is_done_once_and_a_mistake_keeps_what_was_typed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, lan = charged(cast, cast.accept()), client(cast.lan, monkeypatch)
    where, version = f"/ho-so/{dossier.pk}/phi/", str(dossier.version)
    wrong = {"key": "k1", "version": version, "way": "transfer", "book": "01AA", "book_number": "7"}
    page = lan.post(f"{where}thu/", wrong).content.decode()
    assert "Nhập mã giao dịch của lần chuyển khoản." in page and 'value="01AA"' in page
    right = wrong | {"key": "k2", "reference": "FT1"}
    for _ in range(2):
        page = lan.post(f"{where}thu/", right, follow=True).content.decode()
        assert "7 (quyển 01AA)" in page
    assert FeeReceipt.objects.count() == 1
    old = {"key": "k3", "version": version, "which": str(FeeReceipt.objects.get().pk), "reason": "ghi nhầm"}
    late = lan.post(f"{where}huy/", old)
    assert late.status_code == 409 and 'value="ghi nhầm"' in late.content.decode()
    assert FeeReceipt.objects.get().cancelled_at is None
    assert lan.post(f"{where}khong-co/", {"key": "k4"}).status_code == 404
    barred = client(cast.ha, monkeypatch).post(
        f"{where}khoan-thu/",
        {"key": "k5", "version": str(dossier.version + 1), "kind": "fee", "name": "P", "amount": "1", "reason": "x"},
    )
    assert barred.status_code == 403


def test_who_has_not_paid_stands_on_a_list_to_read_and_to_print(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, paid, free = charged(cast, cast.accept()), charged(cast, cast.accept()), cast.accept()
    take(cast, paid)
    for who in (cast.lan, cast.chairman):
        for where in ("/thu-phi/chua-nop/", "/thu-phi/chua-nop/?in=1"):
            page = client(who, monkeypatch).get(where).content.decode()
            assert one.code in page and "12.000" in page
            assert paid.code not in page and free.code not in page
    take(cast, one)
    for who in (cast.lan, cast.minh):
        page = client(who, monkeypatch).get("/thu-phi/chua-nop/").content.decode()
        assert "Không có hồ sơ nào còn phải nộp" in page


def test_what_has_to_be_counted_is_asked_for_and_nothing_is_a_typed_zero(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, lan = procedure(cast, "sao", COUNTED), client(cast.lan, monkeypatch)
    where, typed = "/ho-so/tiep-nhan/sao/", {"kind": "person", "name": "Bùi Văn Ba", "channel": "counter"}
    assert 'name="fee" value' not in lan.get(where).content.decode()
    left_alone = lan.post(where, typed | {"key": "k1", "fee": ""}).content.decode()
    assert "Nhập tổng số tiền đã tính; nhập 0 nếu không thu." in left_alone and Dossier.objects.count() == 0
    page = lan.post(where, typed | {"key": "k2", "fee": "0"}, follow=True).content.decode()
    assert "không thu khi tiếp nhận" in page and "chưa tính phí" not in page
    uncounted = cast.accept(version=version)
    for address in (f"/ho-so/{uncounted.pk}/", f"/ho-so/{uncounted.pk}/phi/"):
        assert "chưa tính phí" in lan.get(address).content.decode().lower()


def from_paper(lan: Client, key: str, **typed: str) -> HttpResponse:
    """A dossier noted on paper receipt 7 on Monday at 15:00, entered now, its fee of 5,000 đồng paid in cash."""
    sent = {
        "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "5000", "key": key, "phi-way": "cash",
        "declared_day": "23/11/2026", "declared_clock": "15:00", "declared_paper": "7", "declared_reason": "Mất điện",
    }  # fmt: skip
    return lan.post("/ho-so/tiep-nhan/sao/", sent | typed, follow=True)


def test_money_taken_on_paper_in_an_outage_is_booked_on_that_day_while_it_is_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure(cast, "sao", COUNTED)
    lan = client(cast.lan, monkeypatch)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 08:00"))
    from_paper(lan, "k1", **{"phi-is_from_paper": "on"})
    receipt = FeeReceipt.objects.get()
    assert (f"{receipt.day.on}", receipt.moved_from, f"{receipt.paid_on}") == ("2026-11-23", None, "2026-11-23")
    assert day_sheet(receipt.day).lines[0].note == "thu ngày 23/11/2026 theo giấy biên nhận số 7, nhập sau"
    close(receipt.day, cast.lan, "2026-11-25 08:00", 5000)
    from_paper(lan, "k2", **{"phi-is_from_paper": "on", "declared_paper": "8"})
    late = FeeReceipt.objects.latest("pk")
    assert (f"{late.day.on}", f"{late.moved_from}", f"{late.paid_on}") == ("2026-11-25", "2026-11-23", "2026-11-23")
    assert "số 8, nhập sau, sau khi khoá sổ ngày đó" in day_sheet(late.day).lines[0].note
    assert "Thu ngày 23/11/2026 theo giấy biên nhận số 8." in lan.get(
        f"/ho-so/{late.dossier_id}/phi/"
    ).content.decode()


def test_the_day_of_a_payment_is_asked_on_the_fees_page_only_of_what_was_noted_on_paper(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure(cast, "sao", COUNTED)
    lan = client(cast.lan, monkeypatch)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 08:00"))
    from_paper(lan, "k1", **{"phi-way": ""})
    dossier, plain = Dossier.objects.get(), charged(cast, cast.accept("2026-11-25 08:00"), when="2026-11-25 08:00")
    where, asked = f"/ho-so/{dossier.pk}/phi/", "lúc nhận bằng giấy biên nhận số 7"
    assert asked in lan.get(where).content.decode()
    assert "biên nhận" not in lan.get(f"/ho-so/{plain.pk}/phi/").content.decode().split("<summary>")[1]
    typed = {"key": "k2", "version": str(dossier.version), "way": "cash", "taken_on": "2026-11-23"}
    lan.post(f"{where}thu/", typed)
    assert f"{FeeReceipt.objects.get().day.on}" == "2026-11-23"
    with pytest.raises(RuleBroken) as refusal:
        take(cast, plain, "2026-11-25 08:00", replace(CASH, taken_on=date(2026, 11, 23)))
    assert refusal.value.code == "fee.not_that_day"


def test_todays_drawer_is_not_emptied_into_the_day_of_an_old_paper_receipt(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure(cast, "sao", COUNTED)
    lan = client(cast.lan, monkeypatch)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 08:00"))
    from_paper(lan, "k1", **{"phi-way": ""})
    dossier = Dossier.objects.get()
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-26 08:00"))
    assert "lúc nhận bằng giấy biên nhận" not in lan.get(f"/ho-so/{dossier.pk}/phi/").content.decode()
    with pytest.raises(RuleBroken) as refusal:
        take(cast, dossier, "2026-11-26 08:00", replace(CASH, taken_on=date(2026, 11, 23)))
    assert refusal.value.code == "fee.not_that_day" and not FeeReceipt.objects.exists()


def test_a_tick_for_money_on_paper_without_the_paper_or_the_way_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure(cast, "sao", COUNTED)
    lan, tick = client(cast.lan, monkeypatch), {"phi-is_from_paper": "on"}
    without = dict.fromkeys(("declared_day", "declared_clock", "declared_paper", "declared_reason"), "")
    page = from_paper(lan, "k1", **tick, **without).content.decode()
    assert "Chỉ ghi được tiền vào ngày nhận khai trên giấy biên nhận" in page
    page = from_paper(lan, "k2", **tick, **{"phi-way": ""}).content.decode()
    assert "Chọn hình thức nộp của số tiền đã thu lúc nhận bằng giấy." in page
    assert Dossier.objects.count() == 0
