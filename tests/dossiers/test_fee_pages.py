"""The pages of money as people use them: what may be done is offered, what was typed wrong stays, lists are printed."""

import pytest
from django.test import Client

from congvu.dossiers.models import FeeReceipt
from congvu.offices.models import Official
from tests.dossiers.money import charged, head_of_counter, take
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
