"""Whatever a form, a header or a JSON body says of the time: what is recorded is the server's clock."""

import json
from datetime import timedelta
from random import Random

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import story
from congvu.offices.models import Guessing
from tests.people import Cast, at
from tests.proof.counts import FORMS

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23 09:10")
TIMES = ("received_at", "recorded_at", "received_on", "at", "now", "changed_at", "due_at", "due_on", "committed_at",
         "paused_at", "finished_at", "returned_at", "started_at", "caused_at", "sent_at", "initial-received_at",
         "form-0-received_at", "dossier.received_at", "timestamp", "version", "code", "number", "state")  # fmt: skip
HEADERS = ("Date", "X-Received-At", "X-Request-Start", "X-Forwarded-Date", "If-Unmodified-Since", "X-Timestamp")
ADDRESS = "/ho-so/tiep-nhan/hon-nhan/"


@pytest.fixture
def lan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: NOW)
    client = Client()
    client.force_login(cast.lan)
    return client


def any_value(random: Random) -> str:
    moment = NOW + timedelta(minutes=random.randint(-10**6, 10**6))
    return random.choice([
        moment.isoformat(), f"{moment:%d/%m/%Y}", f"{moment:%d/%m/%Y %H:%M}", f"{moment.timestamp():.0f}", "", "null",
        "now()", "0", "-1", "9" * 400, "31/02/2026", "'; UPDATE dossiers_dossier SET received_at = 0 --", "１２",
    ])  # fmt: skip


def any_form(random: Random, key: str) -> dict[str, str]:
    """A reception as anybody might send it: right in what it needs, and with every time a forger can think of."""
    extra = {name: any_value(random) for name in random.sample(TIMES, random.randint(1, 8))}
    form = {"kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0", **extra, "key": key}
    paper = key.rpartition("-")[2] + "/BN"  # each number is entered once
    if random.random() < 0.3:
        form |= {
            "declared_day": random.choice(["20/11/2026", "23/11/2026", "01/11/2026", "24/11/2027", "x"]),
            "declared_clock": random.choice(["08:00", "16:00", "25:61"]),
            "declared_paper": random.choice([paper, paper, ""]),
            "declared_reason": random.choice(["Mất điện", "Mất điện", " "]),
        }
    return form


def test_no_field_and_no_header_changes_the_recorded_time(lan: Client, cast: Cast) -> None:
    random, declared = Random(2017), 0
    for number in range(FORMS):
        headers = {name: any_value(random).replace("\n", "") for name in random.sample(HEADERS, 2)}
        if random.random() < 0.1:
            body = json.dumps(any_form(random, f"json-{number}"))
            assert lan.post(ADDRESS, body, content_type="application/json", headers=headers).status_code != 302
            continue
        form = any_form(random, f"form-{number}")
        answer = lan.post(f"{ADDRESS}?received_at={NOW.isoformat()}", form, headers=headers)
        dossier = Dossier.objects.order_by("-pk").first()
        if answer.status_code == 302 and dossier is not None and dossier.declared_paper:
            declared += declared_is_shown_beside_the_recorded(dossier, form)
    assert set(Dossier.objects.values_list("recorded_at", "changed_at")) == {(NOW, NOW)}
    undeclared = Dossier.objects.filter(declared_paper="")
    assert set(undeclared.values_list("received_at", flat=True)) == {NOW}
    assert undeclared.count() > FORMS / 3 and declared > 0


def declared_is_shown_beside_the_recorded(dossier: Dossier, form: dict[str, str]) -> bool:
    """A declared time is what the clerk declared, and whoever looks the dossier up sees the server's time with it."""
    day, month, year = form["declared_day"].split("/")
    assert dossier.received_at == at(f"{year}-{month}-{day} {form['declared_clock']}")
    citizen = Client()
    Guessing.objects.all().delete()
    page = citizen.post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert dossier.declared_paper in page
    assert [moment.at for moment in story(dossier, NOW).moments][:2] == [dossier.received_at, NOW]
    return True
