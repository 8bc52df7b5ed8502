"""The same form posted twice, at once or shortly after each other: one record, and both get the same answer."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from django.http import HttpResponse
from django.test import Client

from congvu import clock
from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.models import Dossier
from congvu.ledger.models import LedgerBody
from congvu.offices.models import Official, Submission
from tests.people import Cast, issued_key
from tests.proof.crew import met, now, received
from tests.proof.findings import state_of_the_place

GAPS = (0.0, 0.0, 0.0, 0.002, 0.01, 0.05, 0.5)
Form = tuple[Official, str, dict[str, object]]


def reception(cast: Cast, key: str) -> Form:
    typed = {"kind": "person", "name": "Bùi Văn Ba", "papers": ["Tờ khai"], "channel": "counter", "fee": "0"}
    return cast.lan, "/ho-so/tiep-nhan/hon-nhan/", {"key": key, **typed, "phone": "0912345678"}


def next_step(cast: Cast, key: str) -> Form:
    pk = received(cast).pk
    to = f"{cast.justice.pk}:{cast.ha.pk}"
    return cast.lan, f"/ho-so/{pk}/finish_step/", {"key": key, "version": "1", "to": to}


def out_of_sight(cast: Cast, key: str) -> Form:
    """Hoa hands on what she may not see afterwards: the second answer must not be “not found”."""
    pk = received(cast).pk
    where = Receiver(cast.ward, cast.hoa)
    commands.hand_on(actor=cast.lan, at=now(), dossier_id=pk, seen_version=1, to=where)
    to = f"{cast.justice.pk}:{cast.ha.pk}"
    return cast.hoa, f"/ho-so/{pk}/hand_on/", {"key": key, "version": "2", "to": to}


FORMS: tuple[Callable[[Cast, str], Form], ...] = (reception, next_step, out_of_sight)


def browser(official: Official) -> Client:
    client = Client()
    client.force_login(official)
    return client


def doubled(cast: Cast, number: int) -> str:
    """Post one form twice at once, some once more afterwards and with other content; what went wrong, in words."""
    random = Random(number)
    official, address, typed = FORMS[number % len(FORMS)](cast, f"pair-{number}")
    typed["key"] = issued_key(official.pk, f"pair-{number}")
    gap = random.choice(GAPS)

    def send(client: Client, wait: float) -> HttpResponse:
        time.sleep(wait)
        return client.post(address, typed)

    one, two = browser(official), browser(official)
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(send, one, 0), pool.submit(send, two, gap)]
        answers = [said(future.result()) for future in sent]
    again = number % 5 == 0
    answers += [said(one.post(address, typed))] if again else []
    if len(set(answers)) != 1 or not answers[0].startswith("302"):
        return f"pair {number}, {gap} s apart, was answered {answers}"
    if not again:
        return ""
    other = said(two.post(address, typed | {"note": "khác", "name": "Người Khác"}))
    return f"pair {number}: other content under the same key was answered {other}" if other.startswith("302") else ""


def said(response: HttpResponse) -> str:
    return f"{response.status_code} {response.headers.get('Location', '')}"


def main(pairs: int, first: int, at_once: int) -> dict[str, Any]:
    """So many pairs, a few of them at the same time; every pair makes exactly one act."""
    clock.now = now  # type: ignore[assignment]
    cast = met()
    with ThreadPoolExecutor(at_once) as pool:
        wrong = [said for said in pool.map(lambda n: doubled(cast, n), range(first, first + pairs)) if said]
    prepared = sum({0: 0, 1: 1, 2: 2}[n % 3] for n in range(first, first + pairs))
    return {
        "wrong": wrong,
        "dossiers": Dossier.objects.count(),
        "acts": LedgerBody.objects.filter(subject__subject__startswith="dossier:").count() - prepared,
        "unanswered": Submission.objects.filter(answer="").count(),
        "submissions": Submission.objects.count(),
        **state_of_the_place([]),
    }
