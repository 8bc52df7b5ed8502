"""Out of the house: a mail server and a gateway that take, refuse, are slow, or die after they accepted."""

import json
from collections.abc import Iterator
from email import message_from_string
from email.policy import default
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from congvu.cli.work import send_one
from congvu.notices import channels, commands, senders
from congvu.notices.models import Channel, Notice, NoticeState
from congvu.rules.outbox import masked
from tests.notices import fake_servers
from tests.people import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 08:00")
TEXT = 'Hồ sơ H49-0001: "có {to} & kết quả". Mời nhận.'


@pytest.fixture
def gateway(settings: Any) -> Iterator[fake_servers.Gateway]:
    with fake_servers.gateway() as fake:
        settings.SMS_URL, settings.SEND_SECONDS = fake.url, 1
        yield fake


@pytest.fixture
def mails(settings: Any) -> Iterator[fake_servers.MailServer]:
    with fake_servers.mail_server() as fake:
        settings.SMTP = channels.mail_server(f"smtp://127.0.0.1:{fake.port}")
        settings.MAIL_FROM, settings.SEND_SECONDS = "motcua@vidu.gov.vn", 1
        yield fake


def sms() -> Notice:
    return commands.queue(to="0912345678", text=TEXT, at=NOW)


def mail() -> Notice:
    return commands.queue(to="ba@vidu.vn", text=TEXT, at=NOW, channel=Channel.EMAIL)


def worked(notice: Notice, monkeypatch: pytest.MonkeyPatch, when: str = "2026-11-23 08:00:30") -> Notice:
    """The worker comes by once."""
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    assert send_one()
    notice.refresh_from_db()
    return notice


def state(notice: Notice, when: str = "2026-11-23 08:00:30") -> tuple[NoticeState, str]:
    return notice.state_at(at(when)), notice.failure


def test_the_gateway_gets_the_template_filled_and_the_reference(
    gateway: fake_servers.Gateway, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SMS_HEADERS = channels.headers("Authorization: Bearer x | X-Brand: UBND")
    notice = worked(sms(), monkeypatch)
    body, headers = gateway.got[0]
    assert json.loads(body) == {"to": "0912345678", "text": TEXT, "reference": notice.reference}
    assert (headers["Authorization"], headers["X-Brand"]) == ("Bearer x", "UBND")
    assert state(notice) == (NoticeState.SENT, "") and notice.sent_via == "gateway"


def test_a_form_is_written_as_a_form(
    gateway: fake_servers.Gateway, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SMS_BODY = "sdt={to}&noi-dung={text}&ma={reference}"
    settings.SMS_CONTENT_TYPE = "application/x-www-form-urlencoded"
    notice = worked(sms(), monkeypatch)
    assert parse_qs(gateway.got[0][0]) == {"sdt": ["0912345678"], "noi-dung": [TEXT], "ma": [notice.reference]}


@pytest.mark.parametrize(
    ("behaves", "wanted", "said"),
    [
        ({"status": 500}, NoticeState.FAILED, "nhà mạng từ chối (500)"),
        ({"status": 429}, NoticeState.FAILED, "nhà mạng từ chối (429)"),
        ({"status": 400}, NoticeState.GIVEN_UP, "nhà mạng từ chối (400)"),
        ({"status": 302}, NoticeState.FAILED, "nhà mạng từ chối (302)"),
        ({"answer": '{"ok":false}'}, NoticeState.FAILED, "nhà mạng trả lời nhưng không báo đã nhận"),
        ({"wait": 1.5}, NoticeState.FAILED, "nhà mạng không trả lời kịp; không rõ đã nhận chưa"),
        ({"dies": True}, NoticeState.FAILED, "mất kết nối với nhà mạng; không rõ đã nhận chưa"),
    ],
)
def test_what_the_gateway_does_is_told_as_it_is(
    behaves: dict[str, object], wanted: NoticeState, said: str, gateway: fake_servers.Gateway,
    monkeypatch: pytest.MonkeyPatch, settings: Any,
) -> None:  # fmt: skip
    settings.SMS_TAKEN = '"ok": ?true'
    for name, value in behaves.items():
        setattr(gateway, name, value)
    notice = worked(sms(), monkeypatch)
    assert state(notice) == (wanted, said) and len(gateway.got) == 1
    if wanted is NoticeState.FAILED:
        gateway.status, gateway.answer, gateway.wait, gateway.dies = 200, '{"ok":true}', 0, False
        worked(notice, monkeypatch, "2026-11-23 08:10")
        assert state(notice, "2026-11-23 08:10") == (NoticeState.SENT, "")
        assert gateway.got[0][0] == gateway.got[1][0], "a repetition carries the same reference"


def test_a_gateway_that_is_not_there_is_tried_again(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SMS_URL, settings.SEND_SECONDS = "http://127.0.0.1:9/gui", 1
    assert state(worked(sms(), monkeypatch)) == (NoticeState.FAILED, "không nối được tới nhà mạng")


def test_a_mail_carries_its_reference_and_says_what_it_is(
    mails: fake_servers.MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = worked(mail(), monkeypatch)
    got = message_from_string(mails.got[0], policy=default)
    assert (got["To"], got["From"]) == ("ba@vidu.vn", "motcua@vidu.gov.vn")
    assert got["Message-ID"] == f"<{notice.reference}@vidu.gov.vn>" and got["Auto-Submitted"] == "auto-generated"
    assert got["Subject"] == 'Hồ sơ H49-0001: "có {to} & kết quả"' and got.get_content().strip() == TEXT
    assert state(notice) == (NoticeState.SENT, "") and notice.sent_via == "mail_server"


@pytest.mark.parametrize(
    ("behaves", "wanted", "said"),
    [
        ({"rcpt": "550 unknown"}, NoticeState.GIVEN_UP, "máy chủ thư từ chối địa chỉ (550)"),
        ({"rcpt": "451 later"}, NoticeState.FAILED, "máy chủ thư từ chối địa chỉ (451)"),
        ({"data": "554 no"}, NoticeState.FAILED, "máy chủ thư từ chối (554)"),
        ({"wait": 1.5}, NoticeState.FAILED, "mất kết nối với máy chủ thư; không rõ đã nhận chưa"),
        ({"dies": True}, NoticeState.FAILED, "mất kết nối với máy chủ thư; không rõ đã nhận chưa"),
    ],
)
def test_what_the_mail_server_does_is_told_as_it_is(
    behaves: dict[str, object], wanted: NoticeState, said: str, mails: fake_servers.MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in behaves.items():
        setattr(mails, name, value)
    notice = worked(mail(), monkeypatch)
    assert state(notice) == (wanted, said)
    if mails.got:
        mails.wait, mails.dies = 0, False
        worked(notice, monkeypatch, "2026-11-23 08:10")
        ids = [message_from_string(one, policy=default)["Message-ID"] for one in mails.got]
        assert len(ids) == 2 and len(set(ids)) == 1


def test_the_gateway_may_confirm_with_its_token_alone(settings: Any) -> None:
    notice = sms()
    commands.claim(at=NOW)
    client, address = Client(), "/tin-nhan/xac-nhan/"
    told = {"reference": notice.reference}
    assert client.post(address, told).status_code == 403
    settings.SMS_RECEIPT_TOKEN = "bí-mật"
    assert client.post(address, told).status_code == 403
    assert client.post(address, told, headers={"authorization": "Bearer sai"}).status_code == 403
    settings.SMS_RECEIPT_TOKEN = "bi-mat"
    wrong = client.post(address, {"reference": "khác"}, headers={"authorization": "Bearer bi-mat"})
    right = client.post(address, told, headers={"authorization": "Bearer bi-mat"})
    assert (wrong.status_code, right.status_code) == (404, 204)
    notice.refresh_from_db()
    assert notice.state_at(NOW) == NoticeState.CONFIRMED


@pytest.mark.parametrize("address", ["http://x", "smtp://", "smtp+tls://x"])
def test_a_mail_server_that_cannot_be_meant_is_refused(address: str) -> None:
    with pytest.raises(channels.BadChannel):
        channels.mail_server(address)


def test_a_mail_server_is_read_from_its_address() -> None:
    found = channels.mail_server("smtp+starttls://mot%40cua:a%2Fb@thu.vidu.vn")
    assert found == channels.MailServer("smtp+starttls", "thu.vidu.vn", 587, "mot@cua", "a/b")
    assert channels.mail_server("") is None


@pytest.mark.parametrize(
    ("url", "body", "taken"),
    [
        ("ftp://x", "{to}{text}{reference}", ""), ("https://x", "{to}{text}", ""),
        ("https://x", "{to}{text}{reference}", "("),
    ],
)
def test_a_gateway_that_cannot_be_meant_is_refused(url: str, body: str, taken: str) -> None:
    with pytest.raises(channels.BadChannel):
        channels.gateway(url, body, taken)
    channels.gateway("", body, taken)


def test_headers_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(channels.BadChannel):
        channels.headers("Authorization Bearer")


def test_an_address_is_recognised_but_not_shown() -> None:
    shown = [masked(one) for one in ("0912345678", "ba@vidu.vn", "113", "")]
    assert shown == ["091*****78", "b***@vidu.vn", "***", "***"]


def test_a_long_text_makes_a_short_subject() -> None:
    assert senders._subject("a " * 99) == ("a " * 99).strip()[:89] + "…"
    assert senders._subject("Một.\r\nBcc: x@y.vn") == "Một"
