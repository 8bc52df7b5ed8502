"""What a source no longer holds, and what was filed there online: marked, queued, never deleted or typed twice."""

import io
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from congvu.cli.takeover import load_mapping
from congvu.dossiers.commands.filings import accept_filing, refuse_filing
from congvu.dossiers.course import stored
from congvu.dossiers.foresight import foresee
from congvu.dossiers.groups import GROUPS
from congvu.dossiers.models import Dossier, OnlineFiling, Vanishing
from congvu.dossiers.queries import story
from congvu.dossiers.rebuild import told
from congvu.eventlog.cases import gather
from congvu.eventlog.register import rows
from congvu.ledger.queries import bodies_of, check, head
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from tests.indicators.test_groups import WINDOW
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db
MANY = [{"code": f"H{n}"} for n in range(1, 11)]


@pytest.fixture
def source(tmp_path: Path) -> Register:
    return Register(tmp_path, filings=True)


def gone() -> set[str]:
    return {one.code for one in GROUPS["khong-con-trong-so"].rows(Dossier.objects.all(), WINDOW)}


def test_what_a_whole_export_no_longer_holds_is_marked_and_comes_back(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(*MANY))
    second = source.taken(cast, source.csv(*MANY[1:]), "2026-11-24 17:00", "h2")
    assert (second.vanished, second.reappeared, second.unchanged, second.missing) == (1, 0, 9, 0)
    mark = Vanishing.objects.get()
    assert (mark.dossier.code, mark.since, mark.until) == ("H1", at("2026-11-24 17:00"), None) and gone() == {"H1"}
    again = source.taken(cast, source.csv(*MANY[1:]), "2026-11-25 17:00", "h3")
    assert (again.vanished, Vanishing.objects.count()) == (0, 1)
    back = source.taken(cast, source.csv(*MANY), "2026-11-26 17:00", "h4")
    assert (back.vanished, back.reappeared, back.new) == (0, 1, 0) and gone() == set()
    assert Vanishing.objects.get().until == at("2026-11-26 17:00")
    actions = [body["action"] for body in bodies_of(f"dossier:{mark.dossier_id}")]
    assert actions == [Action.DOSSIER_IMPORTED, Action.DOSSIER_VANISHED, Action.DOSSIER_REAPPEARED]
    dossier = Dossier.objects.get(code="H1")
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier) and check().wrong == ""


def test_an_export_of_changes_says_nothing_of_what_it_leaves_out(cast: Cast, tmp_path: Path) -> None:
    register = Register(tmp_path)
    register.taken(cast, register.csv(*MANY))
    assert register.taken(cast, register.csv(MANY[0])).missing == 9 and not Vanishing.objects.exists()


def test_a_large_share_vanishing_needs_its_number(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(*MANY))
    before = head()
    for confirmed in (None, 2, 4):
        with pytest.raises(RuleBroken) as refused:
            source.taken(cast, source.csv(*MANY[3:]), "2026-11-24 17:00", "h2", confirmed)
        assert refused.value.code == "register.many_vanish" and refused.value.facts["count"] == 3
    assert not Vanishing.objects.exists() and head() == before
    assert source.taken(cast, source.csv(*MANY[3:]), "2026-11-24 17:00", "h2", 3).vanished == 3


def test_two_of_ten_vanish_without_a_question(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(*MANY))
    assert source.taken(cast, source.csv(*MANY[2:]), "2026-11-24 17:00", "h2").vanished == 2


def test_new_lines_of_a_file_do_not_hide_how_much_of_the_source_vanishes(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(*MANY))
    file = source.csv(*MANY[3:], *({"code": f"N{n}"} for n in range(30)))
    with pytest.raises(RuleBroken) as refused:
        source.taken(cast, file, "2026-11-24 17:00", "h2")
    assert (refused.value.code, refused.value.facts["count"], refused.value.facts["total"]) == (
        "register.many_vanish", 3, 10,
    )  # fmt: skip
    mapping = load_mapping(source.mapping)
    cases, _faults = gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))
    seen = foresee(actor=cast.clockwork, at=at("2026-11-24 17:00"), cases=cases, mapping=mapping)
    assert (seen.counts["standing"], seen.counts["vanished"], seen.counts["new"]) == (10, 3, 30)
    assert source.taken(cast, file, "2026-11-24 17:00", "h2", 3).vanished == 3


def test_a_first_file_of_a_source_is_never_in_question(cast: Cast, source: Register) -> None:
    assert source.taken(cast, source.csv(*MANY)).new == 10


def test_a_filing_waits_at_the_counter_and_is_accepted_with_code_and_appointment(cast: Cast, source: Register) -> None:
    first = source.taken(cast, source.csv({}, FILED | {"code": "T1"}))
    assert (first.new, first.filings, first.total) == (1, 1, 2) and not Dossier.objects.filter(code="T1").exists()
    filing = OnlineFiling.objects.get()
    assert (filing.counter, filing.state, filing.applicant) == (cast.counter, "waiting", "Bùi Ba")
    for who in (cast.ha, cast.hoa, cast.admin):
        with pytest.raises(RuleBroken) as refused:
            accept_filing(actor=who, at=at("2026-11-23 10:00"), filing_id=filing.pk)
        assert refused.value.code == "rights.missing"
    dossier = accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=filing.pk)
    assert (dossier.code, dossier.due_at, dossier.holder) == ("T1", at("2026-11-06 17:00"), cast.lan)
    assert (dossier.unit, dossier.state, dossier.channel) == (cast.counter, "received", "online")
    assert dossier.applicant.name == "Bùi Ba" and dossier.received_at == at("2026-11-23 10:00")
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(fresh)
    with pytest.raises(RuleBroken) as refused:
        accept_filing(actor=cast.lan, at=at("2026-11-23 10:01"), filing_id=filing.pk)
    assert refused.value.code == "filing.not_waiting"


def test_the_citizen_who_filed_online_waits_from_the_filing_and_both_pages_say_so(
    cast: Cast, source: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.taken(cast, source.csv(FILED | {"code": "T1", "received": "20/11/2026 08:00", "due": "27/11/2026 17:00"}))
    accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=OnlineFiling.objects.get().pk)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 11:00"))
    dossier = Dossier.objects.get(code="T1")
    found = story(dossier, at("2026-11-23 11:00"))
    assert [(one.title, one.at) for one in found.moments][:2] == [
        ("Nộp trực tuyến", at("2026-11-20 08:00")), ("Đã tiếp nhận", at("2026-11-23 10:00"))
    ]
    # Friday from 8 to 17 without lunch, Monday from 7:30 to 11: the law's clock has only its last hour.
    assert (found.clocks.counted, found.clocks.lived, found.clocks.lived_days) == (3600, int((7.5 + 3.5) * 3600), 3)
    lan, citizen = Client(), Client()
    lan.force_login(cast.lan)
    for page in (lan.get(f"/ho-so/{dossier.pk}/"), citizen.get(f"/Q/{dossier.qr_token}", follow=True)):
        told_there = unescape(page.content.decode())
        assert "Nộp trực tuyến" in told_there and "3 ngày" in told_there


def test_lists_and_the_early_warning_mark_what_its_source_no_longer_holds(
    cast: Cast, source: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.taken(cast, source.csv(*MANY))
    source.taken(cast, source.csv(*MANY[1:]), "2026-11-24 17:00", "h2")
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 09:00"))
    chairman = Client()
    chairman.force_login(cast.chairman)
    Dossier.objects.update(unit=cast.justice)
    for address in ("/ho-so/?nhom=qua-han", "/canh-bao-som/", "/don-vi/dao/"):
        shown = chairman.get(address).content.decode()
        lines = [row for row in shown.split("<tr>") if "/ho-so/" in row and "data-row" in row]
        marked = [">H1</a>" in row for row in lines if "không còn trong sổ nguồn từ 17:00, 24/11/2026" in row]
        assert len(lines) == 10 and marked == [True], address


def test_an_accepted_filing_stays_until_its_source_says_more_and_is_never_doubled(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv({}, FILED | {"code": "T1"}))
    accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=OnlineFiling.objects.get().pk)
    still = source.taken(cast, source.csv({}, FILED | {"code": "T1"}), "2026-11-23 17:00", "h2")
    assert (still.new, still.changed, still.filings, still.vanished) == (0, 0, 0, 0)
    assert Dossier.objects.get(code="T1").holder == cast.lan
    told_now = {"code": "T1", "received": "23/11/2026 10:05", "due": "27/11/2026 17:00", "channel": "online"}
    moved = source.taken(cast, source.csv({}, told_now), "2026-11-24 17:00", "h3")
    dossier = Dossier.objects.get(code="T1")
    assert (moved.new, moved.changed) == (0, 1) and dossier.received_at == at("2026-11-23 10:05")
    assert (dossier.unit.name, str(dossier.holder), dossier.state) == ("Tư pháp", "Hà", "in_process")
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier) and check().wrong == ""
    lost = source.taken(cast, source.csv({}), "2026-11-25 17:00", "h4", 1)
    assert lost.vanished == 1 and gone() == {"T1"}


def test_a_refused_filing_keeps_its_reason_and_does_not_come_back(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(FILED | {"code": "T1"}))
    filing = OnlineFiling.objects.get()
    with pytest.raises(RuleBroken) as refused:
        refuse_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=filing.pk, reason="  ")
    assert refused.value.code == "filing.needs_reason"
    refuse_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=filing.pk, reason="Thiếu tờ khai")
    assert source.taken(cast, source.csv(FILED | {"code": "T1"}), file_hash="h2").filings == 0
    filing.refresh_from_db()
    assert (filing.state, filing.reason, filing.decided_by) == ("refused", "Thiếu tờ khai", cast.lan)
    assert [body["action"] for body in bodies_of(f"filing:{filing.pk}")] == ["filing.queued", "filing.refused"]


def test_a_filing_received_or_withdrawn_in_its_source_leaves_the_queue(cast: Cast, source: Register) -> None:
    source.taken(cast, source.csv(FILED | {"code": "T1"}, FILED | {"code": "T2"}, FILED | {"code": "T3"}))
    there = source.taken(cast, source.csv({"code": "T1"}, FILED | {"code": "T3", "applicant": "Cao Tư"}), file_hash="2")
    assert (there.new, there.filings) == (1, 0)
    told_of = dict(OnlineFiling.objects.values_list("code", "state"))
    assert told_of == {"T1": "elsewhere", "T2": "gone", "T3": "waiting"}
    assert OnlineFiling.objects.get(code="T3").applicant == "Cao Tư"
    source.taken(cast, source.csv({"code": "T1"}, FILED | {"code": "T2"}, FILED | {"code": "T3"}), file_hash="3")
    assert OnlineFiling.objects.get(code="T2").state == "waiting" and check().wrong == ""


@pytest.mark.parametrize("between", [[], [{"code": "H1"}]], ids=["at once", "after it was gone"])
def test_a_filing_received_in_its_source_keeps_how_long_the_citizen_waited(
    cast: Cast, source: Register, monkeypatch: pytest.MonkeyPatch, between: list[dict[str, str]]
) -> None:
    filed = FILED | {"code": "T1", "received": "20/11/2026 08:00", "due": "27/11/2026 17:00"}
    source.taken(cast, source.csv({"code": "H1"}, filed))
    if between:
        source.taken(cast, source.csv(*between), "2026-11-21 17:00", "h-between")
        assert OnlineFiling.objects.get().state == "gone"
    received = {"code": "T1", "received": "23/11/2026 10:00", "due": "27/11/2026 17:00", "channel": "online"}
    source.taken(cast, source.csv({"code": "H1"}, received), "2026-11-23 17:00", "h2")
    dossier, filing = Dossier.objects.get(code="T1"), OnlineFiling.objects.get()
    assert (filing.state, filing.dossier, filing.filed_at) == ("elsewhere", dossier, at("2026-11-20 08:00"))
    assert dossier.received_at == at("2026-11-23 10:00")
    found = story(dossier, at("2026-11-23 11:00"))
    assert [(one.title, one.at) for one in found.moments][:2] == [
        ("Nộp trực tuyến", at("2026-11-20 08:00")), ("Đã tiếp nhận", at("2026-11-23 10:00"))
    ]
    assert (found.clocks.counted, found.clocks.lived) == (3600, int((7.5 + 3.5) * 3600))
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier) and check().wrong == ""
    # Once more from the source: nothing new, and never a second filing.
    assert source.taken(cast, source.csv({"code": "H1"}, received), "2026-11-24 17:00", "h3").changed == 0
    assert source.taken(cast, source.csv(received), "2026-11-25 17:00", "h4", 1).vanished == 1
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 11:00"))
    lan = Client()
    lan.force_login(cast.lan)
    assert "/ho-so/" in lan.get("/hang-cho-truc-tuyen/?xem=xong").content.decode()


def test_a_counter_that_is_not_there_is_said_before_anything_is_written(cast: Cast, source: Register) -> None:
    source.mapping.write_text(source.mapping.read_text().replace("mot-cua", "khong-co"))
    with pytest.raises(RuleBroken) as refused:
        source.taken(cast, source.csv({}, FILED | {"code": "T1"}))
    assert refused.value.code == "mapping.no_counter" and not Dossier.objects.exists()


@pytest.mark.parametrize("lines", [
    MANY[:1], MANY, MANY[1:], [{"code": "H1", "official": "Mới"}, *MANY[1:]],
    [{"code": "H1", "unit": "Phòng mới"}, *MANY[1:]],
    [{"code": "H1", "applicant": "Cao Tư", "ended": "05/11/2026 09:00"}, *MANY[2:], {"code": "H11"}],
    [*MANY, FILED | {"code": "T1"}, FILED | {"code": "T2"}],
], ids=["one only", "the same", "one gone", "an unknown official", "an unknown unit", "much", "filings"])  # fmt: skip
def test_what_was_foreseen_is_what_is_done(cast: Cast, source: Register, lines: list[dict[str, str]]) -> None:
    source.taken(cast, source.csv(*MANY, FILED | {"code": "T1"}))
    mapping = load_mapping(source.mapping)
    before = head()
    file = source.csv(*lines)
    cases, _faults = gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))
    seen = foresee(actor=cast.clockwork, at=at("2026-11-24 09:00"), cases=cases, mapping=mapping)
    assert head() == before
    done = source.taken(cast, file, "2026-11-24 09:00", "h2", len(seen.vanished))
    names = ("total", "new", "changed", "unchanged", "vanished", "reappeared", "filings")
    assert {name: seen.counts[name] for name in names} == {name: getattr(done, name) for name in names}
    if done.changed:
        assert all(before != after for _case, said in seen.changed for _name, before, after in said)


def test_figures_lists_and_the_dossier_itself_say_what_its_source_no_longer_holds(
    cast: Cast, source: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 10:00"))
    source.taken(cast, source.csv(*MANY))
    client = Client()
    client.force_login(cast.chairman)
    assert "không còn trong sổ nguồn của hệ thống khác" not in client.get("/don-vi/").content.decode()
    source.taken(cast, source.csv(*MANY[1:]), "2026-11-24 17:00", "h2")
    for address in ("/don-vi/", "/bao-cao/?loai=thang&nam=2026&so=11"):
        told_there = client.get(address).content.decode()
        assert "Trong các số này có 1 hồ sơ không còn trong sổ nguồn" in told_there, address
        assert "/ho-so/?nhom=khong-con-trong-so&amp;don-vi=dao" in told_there
    note = "Trong các số này có 1 hồ sơ không còn trong sổ nguồn của hệ thống khác."
    report = "/bao-cao/?loai=thang&nam=2026&so=11&tai="
    pages = PdfReader(io.BytesIO(client.get(f"{report}pdf").content)).pages
    assert note in " ".join(" ".join(page.extract_text() for page in pages).split())
    sheet = load_workbook(io.BytesIO(client.get(f"{report}xlsx").content)).active
    assert sheet is not None and note in {cell.value for row in sheet.iter_rows() for cell in row}
    listed = client.get("/ho-so/?nhom=khong-con-trong-so&don-vi=dao").content.decode()
    assert ">H1<" in listed and ">H2<" not in listed
    pk = Dossier.objects.get(code="H1").pk
    assert "Không còn trong sổ nguồn từ 17:00, 24/11/2026" in client.get(f"/ho-so/{pk}/").content.decode()
    assert "H1" in client.get("/so-trong-ngay/khong-con/").content.decode()
