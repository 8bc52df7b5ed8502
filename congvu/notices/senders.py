"""Handing a message over to the outside, one function a channel; what is not connected is written to a file.

A message counts as sent when the other side said that it took it. Where that is not known (no answer in time, the
line broke) it is sent again with the same reference: at least once, never silently lost.
"""

import json
import re
import smtplib
import socket
import time
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote_plus
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from congvu.notices.channels import MailServer
from congvu.notices.models import Channel, Notice, Via

TEMPORARY = frozenset({408, 409, 421, 425, 429})
LONGEST_ANSWER = 4096


class NotSent(Exception):
    """The channel did not take the message, or nobody knows whether it did; `is_final`: no further try will help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


def send(notice: Notice) -> Via:
    """Give a message to its channel. Raises: NotSent."""
    if notice.channel == Channel.SMS and settings.SMS_URL:
        to_gateway(notice)
        return Via.GATEWAY
    if notice.channel == Channel.EMAIL and settings.SMTP is not None:
        to_mail_server(notice, settings.SMTP)
        return Via.MAIL_SERVER
    try:
        to_file(notice, settings.DATA / "outbox")
    except OSError as failure:
        raise NotSent(str(failure)) from failure
    return Via.FILE


def to_file(notice: Notice, folder: Path) -> None:
    """Append the message to today's file of the outbox folder, one JSON object a line."""
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"id": notice.pk, "to": notice.to, "text": notice.text}, ensure_ascii=False)
    with (folder / f"{notice.queued_at:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def to_mail_server(notice: Notice, server: MailServer) -> None:
    """Hand over by SMTP; the reference is the mail's own identity, so a repetition is recognised."""
    sender, mail = settings.MAIL_FROM, EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, notice.to, _subject(notice.text)
    mail["Message-ID"] = f"<{notice.reference}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(notice.text, cte="quoted-printable")  # not every server takes eight bits
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        line = kind(server.host, server.port, timeout=settings.SEND_SECONDS)
        with closing(line):
            if server.scheme == "smtp+starttls":
                line.starttls()
            if server.user:
                line.login(server.user, server.password)
            line.send_message(mail)
            with suppress(smtplib.SMTPException, OSError):
                line.quit()  # the mail was taken: how the line ends no longer matters
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        raise NotSent(f"máy chủ thư từ chối địa chỉ ({codes[0]})", is_final=all(c >= 500 for c in codes)) from refused
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"máy chủ thư từ chối ({refused.smtp_code})") from refused
    except (smtplib.SMTPException, OSError) as failure:
        raise NotSent(_reason("máy chủ thư", failure)) from failure


def _subject(text: str) -> str:
    """The first sentence; a line break in it would be another header."""
    first = " ".join(text.split()).partition(". ")[0]
    return first if len(first) <= 90 else f"{first[:89]}…"


class _NoRedirect(HTTPRedirectHandler):
    """The gateway's address stands in the settings alone: an answer sends us nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def to_gateway(notice: Notice) -> None:
    """Hand over by one HTTP POST, its body made from the template of the settings."""
    values = {"to": notice.to, "text": notice.text, "reference": notice.reference}
    headers = {"Content-Type": settings.SMS_CONTENT_TYPE, **settings.SMS_HEADERS}
    body = filled(settings.SMS_BODY, values, settings.SMS_CONTENT_TYPE)
    request = Request(settings.SMS_URL, body.encode(), headers, method="POST")  # noqa: S310 (checked: http, https)
    until = time.monotonic() + settings.SEND_SECONDS
    try:
        with build_opener(_NoRedirect).open(request, timeout=settings.SEND_SECONDS) as answer:
            said = b""
            while len(said) < LONGEST_ANSWER and (part := answer.read1(LONGEST_ANSWER)):
                said += part
                if time.monotonic() > until:
                    raise NotSent("nhà mạng trả lời quá lâu; không rõ đã nhận chưa")
    except HTTPError as refused:
        is_final = 400 <= refused.code < 500 and refused.code not in TEMPORARY
        raise NotSent(f"nhà mạng từ chối ({refused.code})", is_final=is_final) from refused
    except (URLError, OSError) as failure:
        raise NotSent(_reason("nhà mạng", failure)) from failure
    if not re.search(settings.SMS_TAKEN, said.decode(errors="replace")):
        raise NotSent("nhà mạng trả lời nhưng không báo đã nhận")


def filled(template: str, values: dict[str, str], content_type: str) -> str:
    """The template with {to}, {text} and {reference}, each written as the content type wants it."""
    if "json" in content_type:
        written = {name: json.dumps(value, ensure_ascii=False)[1:-1] for name, value in values.items()}
    else:
        written = {name: quote_plus(value) for name, value in values.items()}
    return re.sub(r"\{(to|text|reference)\}", lambda found: written[found[1]], template)


def _reason(whom: str, failure: BaseException) -> str:
    cause = getattr(failure, "reason", failure)
    if isinstance(cause, TimeoutError | socket.timeout):
        return f"{whom} không trả lời kịp; không rõ đã nhận chưa"
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return f"không nối được tới {whom}"
    return f"mất kết nối với {whom}; không rõ đã nhận chưa"
