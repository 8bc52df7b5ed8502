"""Every address of the site times every role: what each is answered; an address missing here fails the build."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.reception import Intake
from congvu.dossiers.commands.register_files import receive_file
from congvu.dossiers.models import Batch, Dossier, FileHow, RegisterFile
from congvu.dossiers.queue import machine_key
from congvu.dossiers.register_store import keep
from congvu.eventlog.mapping import NEEDED
from congvu.offices.models import Role
from congvu.papers.models import Paper
from congvu.papers.uploads import check
from congvu.rules.absence import Span
from congvu.rules.batch import Cargo
from tests.dossiers.money import scanned, taken
from tests.dossiers.test_absences import enter, person
from tests.papers import files
from tests.people import BA, Cast, at
from tests.roles import WHO, browsers, everybody
from tests.signers import letter_to_the_chairman

pytestmark = pytest.mark.django_db
IN = "sign in"
# Answers in the order of WHO; `sign in` is the redirect to the sign-in page.
TABLE: dict[str, tuple[object, ...]] = {
    "home": (200,) * 10,
    "by_qr": (404,) * 10,
    "sign_in": (200,) * 10,
    "sign_out": (405,) * 10,
    "set_language": (302,) * 10,
    "dossiers:lookup": (200,) * 10,
    "dossiers:status": (302,) * 10,
    "dossiers:rate": (302,) * 10,
    "dossiers:rate_supervised": (IN, 200, 403, 403, 404, 403, 403, 404, 404, 404),
    "dossiers:kiosk": (200,) * 10,
    "dossiers:kiosk_status": (302,) * 10,
    "dossiers:kiosk_close": (302,) * 10,
    "dossiers:accept": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:read_card": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:visit_receipts": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:queue": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:ticket": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:ticket_machine": (200,) * 10,
    "dossiers:screen": (200,) * 10,
    "dossiers:paper_receipts": (IN, 200, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:receipt_block": (IN, 200, 403, 403, 403, 200, 200, 403, 403, 403),
    "dossiers:accept_one": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:accepted": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:receipt": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:lookup_slip": (IN, 302, 302, 302, 404, 302, 302, 404, 404, 404),
    "dossiers:citizen_paper": (302,) * 10,
    "dossiers:refuse": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:ask_early": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:early_requests": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:early_request": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:early_request_pdf": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:refusals": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:refusal": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:refusal_pdf": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:register": (IN, 200, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:register_pdf": (IN, 200, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:paper": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:control_sheet": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:day_register": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:register_upload": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:register_gone": (IN, 200, 200, 200, 200, 200, 200, 200, 403, 403),
    "dossiers:register_file": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:register_decide": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:mapping_begin": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:mapping_compose": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:mapping": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:mapping_yaml": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:filings": (IN, 200, 403, 403, 403, 403, 403, 403, 403, 403),
    "dossiers:filing_act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:work": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:list": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:find": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:export": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:saved": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:saved_change": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:bulk": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:bulk_run": (IN, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "dossiers:batches": (IN, 200, 200, 200, 200, 403, 403, 403, 403, 403),
    "dossiers:batch_compose": (IN, 200, 404, 404, 404, 403, 403, 403, 403, 403),
    "dossiers:batch": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:batch_pdf": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:batch_act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "outbox": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "outbox_retry": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "notice_confirmed": (405,) * 10,
    "dossiers:warning": (IN, 200, 200, 200, 200, 200, 200, 403, 403, 403),
    "dossiers:absences": (IN, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "dossiers:absence_choose": (IN, 403, 403, 200, 403, 200, 403, 403, 403, 200),
    "dossiers:absence_enter": (IN, 403, 403, 200, 403, 200, 403, 403, 403, 200),
    "dossiers:absence": (IN, 404, 200, 200, 404, 200, 404, 404, 404, 200),
    "dossiers:absence_minutes": (IN, 404, 200, 200, 404, 200, 404, 404, 404, 200),
    "dossiers:absence_act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:detail": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:fees": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:fee_act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:scans": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:scan_file": (IN, 200, 200, 200, 404, 200, 200, 404, 404, 404),
    "dossiers:scan_withdraw": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:cash": (IN, 200, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:unpaid": (IN, 200, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:cash_day": (IN, 200, 403, 404, 403, 200, 200, 403, 403, 403),
    "dossiers:cash_pdf": (IN, 200, 403, 404, 403, 200, 200, 403, 403, 403),
    "dossiers:cash_xlsx": (IN, 200, 403, 404, 403, 200, 200, 403, 403, 403),
    "dossiers:cash_close": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "fee_rates": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "fee_publish": (IN, 403, 403, 403, 403, 403, 403, 200, 403, 403),
    "dossiers:land": (IN, 200, 200, 200, 200, 200, 200, 403, 403, 403),
    "dossiers:public_list": (IN, 403, 200, 200, 403, 403, 403, 403, 403, 403),
    "dossiers:ask_signature": (IN, 403, 200, 200, 404, 403, 403, 404, 404, 404),
    "dossiers:signing": (IN, 200, 200, 200, 200, 200, 403, 403, 200, 403),
    "dossiers:signing_one": (IN, 200, 200, 200, 404, 200, 200, 404, 200, 404),
    "dossiers:signing_file": (IN, 200, 200, 200, 404, 200, 200, 404, 200, 404),
    "dossiers:signing_act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "dossiers:number_book": (IN, 403, 403, 403, 403, 403, 403, 403, 200, 403),
    "dossiers:signing_overview": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "dossiers:act": (IN, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    "indicators:unit": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "indicators:one_unit": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "indicators:own": (IN, 200, 200, 200, 200, 403, 403, 403, 403, 403),
    "indicators:own_list": (IN, 200, 200, 200, 200, 403, 403, 403, 403, 403),
    "indicators:officials": (IN, 403, 403, 200, 403, 403, 403, 403, 403, 403),
    "indicators:official": (IN, 403, 403, 200, 403, 403, 403, 403, 403, 403),
    "indicators:official_list": (IN, 403, 403, 200, 403, 403, 403, 403, 403, 403),
    "indicators:queue": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "indicators:ratings": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "indicators:report": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
    "indicators:one_report": (IN, 403, 403, 200, 403, 200, 200, 403, 403, 403),
}
ADDRESS = {
    "by_qr": "/Q/AAAA",
    "dossiers:accept_one": "/ho-so/tiep-nhan/hon-nhan/",
    "dossiers:refuse": "/ho-so/tu-choi/hon-nhan/",
    "dossiers:ask_early": "/ho-so/phieu-bo-sung/hon-nhan/",
    "fee_publish": "/muc-thu/hon-nhan/",
    "dossiers:public_list": "/dat-dai/danh-sach-cong-khai/tu-phap.pdf",
    "dossiers:ticket_machine": "/lay-so/mot-cua/{machine}/",
    "dossiers:screen": "/man-hinh/mot-cua/",
    "dossiers:batch_compose": "/ban-giao/lap/papers/mot-cua/tu-phap/",
    "dossiers:absence_enter": "/vang-mat/ghi/ha/",
    "dossiers:mapping": "/so-trong-ngay/anh-xa/so-tinh/",
    "dossiers:mapping_yaml": "/so-trong-ngay/anh-xa/so-tinh/1.yaml",
    "indicators:one_unit": "/don-vi/tu-phap/",
    "indicators:official": "/so-lieu-can-bo/ha/?nam=2026&so=10",
    "indicators:official_list": "/so-lieu-can-bo/ha/danh-sach/?nam=2026&so=10",
    "indicators:one_report": "/bao-cao/tu-phap/",
}


def names(patterns: object = None, space: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for one in patterns or get_resolver().url_patterns:  # type: ignore[attr-defined]
        if isinstance(one, URLResolver):
            found |= names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            found[f"{space}{one.name}"] = "/" + str(one.pattern)
    return found


def test_every_address_is_in_the_table() -> None:
    assert set(names()) == set(TABLE)


def batch_on_the_way(cast: Cast) -> Batch:
    """A list Lan sent to the justice unit; another dossier still waits."""
    here = {"actor": cast.lan, "at": at("2026-11-23 09:30")}
    first, _second = cast.accept(), cast.accept()
    batch = batches.make_batch(
        **here, from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS, dossier_ids=[first.pk]
    )
    return batches.send_batch(**here, batch_id=batch.pk, carried_by="Tàu chuyến 14:00")


def at_the_counter(name: str, cast: Cast) -> int:
    """The key of a ticket, a block of paper receipts or a visit with a dossier."""
    here = {"actor": cast.lan, "at": at("2026-11-23 09:30"), "unit": cast.counter}
    if name == "dossiers:ticket":
        return commands.take_ticket(**here).pk
    if name == "dossiers:receipt_block":
        return commands.print_receipts(count=2, **here).pk
    received = commands.receive(intake=Intake(cast.version.pk, BA), **here)
    at_desk = {"actor": cast.lan, "at": at("2026-11-23 09:40"), "dossier_id": received.pk, "seen_version": 1}
    commands.finish_step(to=Receiver(cast.justice, cast.ha), **at_desk)
    return received.visit_item.visit_id


def absence_with_minutes(cast: Cast) -> tuple[int, int]:
    """Hà is away, a colleague has her dossier; the absence and the minutes, by their keys."""
    tam = person(cast, "tam", cast.justice, Role.SPECIALIST)
    lasting = Span(at("2026-11-23 09:30"), at("2026-11-27 00:00"))
    absence = enter(cast, cast.ha, tam, when="2026-11-23 09:30", lasting=lasting)
    return absence.pk, Paper.objects.get(subject=f"absence:{absence.pk}").pk


def register_file(cast: Cast, *, is_sample: bool) -> RegisterFile:
    """A file that came from another system, and the mapping that reads it."""
    here = {"actor": cast.admin, "at": at("2026-11-23 09:30")}
    content = {"place": {"code": "so-cu", "name": "Sổ cũ"}, "columns": dict.fromkeys(NEEDED, "Cột")}
    mapping = save_mapping(**here, name="so-tinh", content=content)
    how = FileHow.SAMPLE if is_sample else FileHow.PAGE
    return receive_file(**here, name="so.csv", kept=keep([b"Cot\nH1\n"]), how=how, mapping=mapping)


def address_of(name: str, cast: Cast, dossier: Dossier) -> str:
    """The address of that name about this dossier; what else the page is about is made here."""
    paper, pk = Paper.objects.filter(subject=f"dossier:{dossier.pk}").latest("pk"), dossier.pk
    if name.startswith(("dossiers:early_request", "dossiers:refusal")):
        pk = (cast.refuse() if "refusal" in name else cast.ask_early()).pk
    elif name.startswith("dossiers:batch"):
        pk = batch_on_the_way(cast).pk
    elif name in {"dossiers:ticket", "dossiers:receipt_block", "dossiers:visit_receipts"}:
        pk = at_the_counter(name, cast)
    elif name in {"dossiers:signing_one", "dossiers:signing_act", "dossiers:signing_file"}:
        pk = letter_to_the_chairman(cast, dossier, file=check(files.pdf(), "du-thao.pdf")).pk
    elif name.startswith("dossiers:cash_"):
        pk = taken(cast, dossier).day_id
    elif name.startswith(("dossiers:register_", "dossiers:mapping")):
        pk = register_file(cast, is_sample=name == "dossiers:mapping_compose").pk
    if name == "dossiers:ticket_machine":
        return ADDRESS[name].format(machine=machine_key(cast.counter))
    paper_pk = paper.pk
    if name.startswith("dossiers:absence"):
        pk, paper_pk = absence_with_minutes(cast)
    address = names()[name].replace("<int:pk>", str(pk)).replace("<int:paper>", str(paper_pk))
    if "<int:scan>" in address:
        address = address.replace("<int:scan>", str(scanned(cast, dossier).pk))
    return ADDRESS.get(name, address.replace("<slug:move>", "pause").replace("<slug:act>", "nhan"))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_gets_what_the_table_says(name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    address = address_of(name, cast, cast.at_desk())
    answers = {}
    for who, client in browsers(everybody(cast)):
        answer = client.get(address)
        to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/")
        answers[who] = IN if to_sign_in else answer.status_code
    assert answers == dict(zip(WHO, TABLE[name], strict=True))


@pytest.mark.parametrize("name", [name for name in sorted(TABLE) if TABLE[name][0] in {200, 302, 404}])
def test_a_public_page_answers_head_as_it_answers_get(
    name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    address = address_of(name, cast, cast.at_desk())
    got, asked = Client().get(address), Client().head(address)
    assert asked.status_code == got.status_code != 405 and asked.content == b""
    for header in ("Content-Type", "Location"):
        assert asked.headers.get(header) == got.headers.get(header)


def test_an_act_by_somebody_who_may_not_see_the_dossier_is_not_even_refused(cast: Cast) -> None:
    dossier = cast.at_desk()
    client = Client()
    client.force_login(cast.hoa)
    assert client.post(f"/ho-so/{dossier.pk}/record_result/", {"key": "k", "version": "2"}).status_code == 404
