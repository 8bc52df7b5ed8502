"""What the settings say of the way out: a mail server, a message gateway; nonsense is refused at the start.

No Django here: settings.py reads with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PLACES = ("{to}", "{text}", "{reference}")


class BadChannel(ValueError):
    """A setting that cannot be meant."""


@dataclass(frozen=True)
class MailServer:
    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def mail_server(address: str) -> MailServer | None:
    """`smtp://host`, `smtp+starttls://user:password@host:587`, `smtps://…`; empty: none is connected."""
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadChannel(f"CONGVU_SMTP có dạng smtp+starttls://ten:mat-khau@may-chu:587, không phải “{parts.scheme}://”.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)


def gateway(url: str, body: str, taken: str) -> None:
    """Check what is said of the gateway."""
    if not url:
        return
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise BadChannel("CONGVU_SMS_URL phải là địa chỉ http hoặc https.")
    if missing := [place for place in PLACES if place not in body]:
        raise BadChannel(f"CONGVU_SMS_BODY thiếu {', '.join(missing)}.")
    try:
        re.compile(taken)
    except re.error:
        raise BadChannel("CONGVU_SMS_TAKEN không đọc được như biểu thức chính quy.") from None


def headers(text: str) -> Mapping[str, str]:
    """`Name: value`, one a line or separated by `|`."""
    found = {}
    for line in re.split(r"[|\n]", text):
        name, colon, value = line.partition(":")
        if line.strip() and not (colon and name.strip()):
            raise BadChannel("CONGVU_SMS_HEADERS có dạng “Tên: giá trị”, mỗi mục cách nhau bằng dấu |.")
        if line.strip():
            found[name.strip()] = value.strip()
    return found
