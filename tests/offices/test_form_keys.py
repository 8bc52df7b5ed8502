"""The key in a form: one act however often it is sent, and only by the person it was shown to."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.offices import commands as offices
from congvu.offices.models import Role
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
FORM = {"key": "k1", "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0"}


@pytest.fixture
def lan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 08:14"))
    client = Client()
    client.force_login(cast.lan)
    return client


def text_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.mark.parametrize("forged", ["~k1", "1.0123456789abcdef.0123456789abcdef"])
def test_a_key_nobody_issued_makes_no_act_and_the_form_comes_back_with_a_good_one(lan: Client, forged: str) -> None:
    refused = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"key": forged})
    assert "Chưa ghi gì: biểu mẫu này được mở cho tài khoản khác" in text_of(refused)
    assert 'value="Bùi Văn Ba"' in text_of(refused) and not Dossier.objects.exists()
    key = re.findall(r'name="key" value="([^"]+)"', text_of(refused))[0]
    assert lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"key": key}).status_code == 302


def test_a_form_opened_by_one_official_is_not_sent_in_the_name_of_another(lan: Client, cast: Cast) -> None:
    key = re.findall(r'name="key" value="([^"]+)"', text_of(lan.get("/ho-so/tiep-nhan/hon-nhan/")))[0]
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-23 08:00"), official=cast.ha, unit=cast.counter, role=Role.COUNTER,
        title="Cán bộ tiếp nhận", from_on=date(2026, 11, 1),
    )  # fmt: skip
    lan.force_login(cast.ha)  # the page stayed open on the counter's computer
    refused = lan.post("/ho-so/tiep-nhan/hon-nhan/", FORM | {"key": key})
    assert "được mở cho tài khoản khác" in text_of(refused) and not Dossier.objects.exists()


def test_only_a_repeated_reception_speaks_of_the_lookup_code(lan: Client, cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    form = {"key": "p", "version": "1", "ground": "y-kien-co-quan-khac", "paper": "77/PBS"}
    assert lan.post(f"/ho-so/{dossier.pk}/pause/", form).status_code == 302
    again = text_of(lan.post(f"/ho-so/{dossier.pk}/pause/", form, follow=True))
    assert "không có gì được ghi thêm" in again and "Mã tra cứu không đổi" not in again
