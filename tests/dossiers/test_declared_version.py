"""A receipt declared for an earlier day gets the law of that day, on the page and in the command."""

from html import unescape

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Declared, Intake
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier
from congvu.dossiers.rebuild import told
from congvu.ledger.queries import bodies_of
from congvu.offices import commands as offices
from congvu.offices.models import ProcedureVersion
from congvu.rules.errors import RuleBroken
from tests.people import BA, STEPS, Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-24 09:00")
EARLIER = at("2026-11-20 16:00")
OUTAGE = Declared(EARLIER, "Mất điện", "05/BN")
ACCEPT = "/ho-so/tiep-nhan/hon-nhan/"
FORM = {
    "kind": "person", "channel": "counter", "fee": "0", "name": "Bùi Văn Ba", "declared_day": "20/11/2026",
    "declared_clock": "16:00", "declared_reason": "Mất điện",
}  # fmt: skip


@pytest.fixture
def changed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> ProcedureVersion:
    """The law changes on Monday the 23rd: one day instead of three."""
    monkeypatch.setattr("congvu.clock.now", lambda: NOW)
    return offices.publish_procedure(
        actor=cast.clockwork, at=at("2026-11-19 08:00"), procedure={"slug": "hon-nhan", "name": "Tên", "code": ""},
        valid_from=at("2026-11-23 00:00").date(),
        terms={"settling_unit": cast.justice, "term": "1wd", "steps": STEPS, "papers": [{"name_vi": "Tờ khai mới"}]},
    )  # fmt: skip


def test_the_command_takes_the_version_of_the_declared_day_and_no_other(
    cast: Cast, changed: ProcedureVersion
) -> None:
    for version, declared in ((changed, OUTAGE), (cast.version, None)):
        with pytest.raises(RuleBroken, match="not_in_force"):
            intake = Intake(version.pk, BA, declared=declared)
            commands.accept(actor=cast.lan, at=NOW, unit=cast.counter, intake=intake)
    intake = Intake(cast.version.pk, BA, declared=OUTAGE)
    dossier = commands.accept(actor=cast.lan, at=NOW, unit=cast.counter, intake=intake)
    assert (dossier.procedure_version, dossier.due_at) == (cast.version, at("2026-11-26 17:00"))
    assert bodies_of(f"dossier:{dossier.pk}")[0]["facts"]["version"] == "2025-07-01"
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier)


def page(client: Client, **typed: str) -> str:
    answer = client.post(ACCEPT, FORM | {"key": "k1"} | typed)
    return unescape(answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


def test_the_page_shows_the_version_of_the_declared_day_before_anything_is_received(
    cast: Cast, changed: ProcedureVersion
) -> None:
    offices_page = Client()
    offices_page.force_login(cast.lan)
    first = unescape(offices_page.get(ACCEPT).content.decode())
    assert f'name="ban-da-xem" value="{changed.pk}"' in first and "Tờ khai mới" in first
    [number] = commands.print_receipts(actor=cast.lan, at=EARLIER, unit=cast.counter, count=1).receipts.all()
    typed = {"declared_paper": str(number.number)}
    second = page(offices_page, **{"ban-da-xem": str(changed.pk)}, **typed)
    assert "Ngày đã nhận thuộc bản quy định có hiệu lực từ 01/07/2025." in second
    assert f'name="ban-da-xem" value="{cast.version.pk}"' in second and "Tờ khai mới" not in second
    assert "Hẹn trả, tính từ lúc đã nhận 16:00, 20/11/2026" in second and "17:00, 26/11/2026" in second
    assert "theo bản quy định có hiệu lực từ 01/07/2025" in second and not Dossier.objects.exists()
    assert page(offices_page, **{"ban-da-xem": str(cast.version.pk)}, **typed) == "302"
    assert Dossier.objects.get().procedure_version == cast.version


def test_a_day_before_any_version_is_refused_for_itself(cast: Cast, changed: ProcedureVersion) -> None:
    client = Client()
    client.force_login(cast.lan)
    said = page(client, declared_day="20/11/2019", declared_paper="1")
    assert "lùi quá 15 ngày làm việc" in said and not Dossier.objects.exists()
