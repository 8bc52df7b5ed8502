"""A clerk with a browser of her own, over HTTP: reads the form, sends what it holds, follows where it leads."""

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from congvu.sentences import REFUSALS
from tests.proof.programs.people import PASSWORD

RECEPTION = "/ho-so/tiep-nhan/hon-nhan/"
TYPED = {"kind": "person", "name": "Bùi Văn Ba", "papers": "Tờ khai", "channel": "counter", "fee": "0"}
PATIENCE = 120  # seconds for one answer


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Clerk:
    site: str
    login: str
    wrong: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()), _Stay()))

    def ask(self, path: str, sent: dict[str, str] | None = None, expected: int = 200) -> str:
        """The page, or where it leads; whatever is no success is kept as wrong."""
        request = Request(self.site + path, urlencode(sent).encode() if sent else None)  # noqa: S310
        begun = time.monotonic()
        try:
            answer: HTTPResponse | HTTPError = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            answer = refused
        except OSError as broken:
            self.wrong.append(f"{self.login} {path}: {broken!r}")
            return ""
        page = answer.read().decode()
        self.waits += [time.monotonic() - begun] if sent else []
        if answer.status != expected or str(REFUSALS["place.busy"]) in page or 'role="alert"' in page:
            said = [re.sub(r"<[^>]+>|\s+", " ", one) for one in re.findall(r'role="alert"(.{400})', page, re.DOTALL)]
            self.wrong.append(f"{self.login} {path}: {answer.status} {said}")
            return ""
        return answer.headers.get("Location") or page

    def send(self, read: str, path: str, **typed: str) -> str:
        """Open a page, fill its form and send it."""
        page = self.ask(read)
        hidden = {name: found[1] for name in ("key", "csrfmiddlewaretoken")
                  if (found := re.search(rf'name="{name}" value="([^"]+)"', page))}  # fmt: skip
        if path.endswith("/finish_step/") and (desk := re.search(r'value="(\d+:\d+)"', page)):
            typed["to"] = desk[1]
        return self.ask(path, hidden | typed, 302)

    def enter(self) -> None:
        self.send("/dang-nhap/", "/dang-nhap/", login=self.login, password=PASSWORD)

    def receive(self) -> None:
        """A dossier received, looked at, and its first step done."""
        if not (accepted := self.send(RECEPTION, RECEPTION, **TYPED)):
            return
        self.ask(accepted)
        dossier = re.sub(r"da-tiep-nhan/$", "", accepted)
        if after := self.send(dossier, f"{dossier}finish_step/", version="1"):
            self.ask(after)
