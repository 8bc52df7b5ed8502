"""The page of rates: what is unknown says so, new rates are published as a version, mistakes keep what was typed."""

import pytest
from django.test import Client

from congvu.offices.models import ProcedureVersion
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
WHERE = "/muc-thu/hon-nhan/"
TYPED = {
    "key": "k", "valid_from": "01/12/2026", "khoan-TOTAL_FORMS": "1", "khoan-INITIAL_FORMS": "0",
    "khoan-0-kind": "charge", "khoan-0-name_vi": "Lệ phí xác nhận", "khoan-0-how": "fixed", "khoan-0-amount": "15.000",
    "khoan-0-source": "NQ 12/2026/NQ-HĐND", "khoan-0-confidence": "high",
}  # fmt: skip


@pytest.fixture
def admin(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    client = Client()
    client.force_login(cast.admin)
    return client


def test_rates_are_published_from_a_day_on_and_stand_beside_what_is_in_force(admin: Client) -> None:
    page = admin.get("/muc-thu/").content.decode()
    assert page.count("chưa có mức thu trong dữ liệu") == 3
    page = admin.post(WHERE, TYPED, follow=True).content.decode()
    assert "Từ ngày 01/12/2026" in page and "Lệ phí xác nhận: 15.000 đồng" in page and "NQ 12/2026" in page
    assert page.count("chưa có mức thu trong dữ liệu") == 3  # it is not in force yet
    made = ProcedureVersion.objects.latest("pk")
    assert [(one.kind, one.amount) for one in made.rates] == [("charge", 15000)]
    shown = admin.get(WHERE).content.decode()
    assert 'value="Lệ phí xác nhận"' in shown and 'value="15000"' in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valid_from": "23/11/2026"}, "Mức thu mới phải áp dụng sau ngày 23/11/2026."),
        ({"valid_from": ""}, "Nhập ngày bắt đầu áp dụng, ví dụ 01/01/2027."),
        ({"valid_from": "31/02/2027"}, "Ngày 31/02/2027 không có trong lịch."),
        ({"khoan-0-source": ""}, "Nhập căn cứ của mức thu"),
        ({"khoan-0-amount": ""}, "Nhập số tiền bằng chữ số, ví dụ 20000."),
        ({"khoan-0-amount": "mười nghìn"}, "Nhập số tiền bằng chữ số"),
        ({"khoan-0-kind": "tax"}, "Chọn một mục trong danh sách."),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(admin: Client, changes: dict[str, str], said: str) -> None:
    before = ProcedureVersion.objects.count()
    page = admin.post(WHERE, TYPED | changes).content.decode()
    assert said in page and 'value="Lệ phí xác nhận"' in page
    assert ProcedureVersion.objects.count() == before


def test_a_free_procedure_is_known_to_be_free_and_an_unknown_one_stays_unknown(admin: Client) -> None:
    admin.post(WHERE, TYPED | {"khoan-0-amount": "0"})
    assert "Lệ phí xác nhận: không thu" in admin.get("/muc-thu/").content.decode()
    admin.post("/muc-thu/dat-dai/", TYPED | {"key": "k2", "khoan-0-how": "unknown", "khoan-0-amount": ""})
    assert "Lệ phí xác nhận: chưa rõ mức thu" in admin.get("/muc-thu/").content.decode()
