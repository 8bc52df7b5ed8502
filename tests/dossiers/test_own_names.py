"""A register whose words stand for the place's own desks: the dossier lies there, counts there, and is reminded of."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from congvu.cli.takeover import load_mapping
from congvu.dossiers.commands.filings import accept_filing
from congvu.dossiers.commands.reminders import remind_of_due
from congvu.dossiers.course import stored
from congvu.dossiers.foresight import foresee
from congvu.dossiers.models import Dossier, OnlineFiling
from congvu.dossiers.rebuild import told
from congvu.eventlog.cases import gather
from congvu.eventlog.register import rows
from congvu.ledger.queries import bodies_of, head
from congvu.notices.models import Notice
from congvu.offices.commands import end_post
from congvu.offices.models import Official, Unit
from congvu.rules.absence import Span
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.dossiers.test_absences import enter
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db
OWN = 'units: {"Tư pháp": tu-phap}\nofficials: {"Hà": ha}\nprocedures: {"Khai sinh": hon-nhan}\n'
DUE = {"due": "27/11/2026 17:00"}
NEXT_DAY = "2026-11-24 09:00"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return mapped(Register(tmp_path), OWN)


def mapped(register: Register, own: str) -> Register:
    register.mapping.write_text(register.mapping.read_text() + own)
    return register


def lies(code: str = "H1") -> tuple[str, str, str]:
    one = Dossier.objects.select_related("unit", "settling_unit", "holder").get(code=code)
    assert told(bodies_of(f"dossier:{one.pk}")) == stored(one)
    return one.unit.code, one.settling_unit.code, one.holder.login if one.holder else ""


def test_it_lies_at_the_places_own_desk_and_counts_and_is_reminded_of_there(
    cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-27 08:00"))
    done = register.taken(cast, register.csv(DUE, DUE | {"code": "H2", "unit": "Địa chính", "official": "Tú"}))
    assert (done.units, done.officials, done.procedures) == (1, 1, 0)
    assert lies() == ("tu-phap", "tu-phap", "ha") and lies("H2")[0] == "so-cu-dia-chinh-" + lies("H2")[0][-8:]
    assert Dossier.objects.get(code="H1").procedure_version == cast.version
    client = Client()
    client.force_login(cast.ha)
    work = client.get("/viec-cua-toi/").content.decode()
    assert "H1" in work and "H2" not in work and "Tiếp nhận</" not in work  # a step of ours is none of the source's
    client.force_login(cast.minh)
    listed = client.get("/don-vi/tu-phap/?tu=01/11/2026&den=30/11/2026").content.decode()
    assert '<b class="num">1</b>Tiếp nhận trong kỳ' in listed
    remind_of_due(actor=cast.clockwork, at=at("2026-11-27 08:00"))
    assert {one.reminds for one in Notice.objects.filter(reminds__isnull=False)} == {cast.ha}
    before = head()
    assert register.taken(cast, register.csv(DUE, DUE | {"code": "H2", "unit": "Địa chính", "official": "Tú"}),
                          NEXT_DAY).unchanged == 2 and head() == before  # fmt: skip


def test_who_was_given_it_here_keeps_it_until_the_source_says_another_word(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv(DUE))
    lasting = Span(at("2026-11-23 09:30"), at("2026-11-27 00:00"))
    enter(cast, cast.ha, cast.minh, when="2026-11-23 09:30", lasting=lasting)  # Hà is away: her work goes to Minh
    assert lies()[2] == "minh"
    assert register.taken(cast, register.csv(DUE), "2026-11-25 09:00").unchanged == 1
    assert register.taken(cast, register.csv(DUE | {"official": "-"}), "2026-11-25 10:00").changed == 0
    later = DUE | {"due": "30/11/2026 17:00"}
    assert register.taken(cast, register.csv(later), "2026-11-25 11:00").changed == 1
    assert lies() == ("tu-phap", "tu-phap", "minh")
    assert register.taken(cast, register.csv(later | {"official": "Tú"}), "2026-11-26 11:00").changed == 1
    assert lies()[2].startswith("so-cu-tu")


def test_an_accepted_filing_is_never_taken_off_the_desk_by_an_empty_official(cast: Cast, tmp_path: Path) -> None:
    source = mapped(Register(tmp_path, filings=True), OWN)
    source.taken(cast, source.csv(FILED | {"code": "T1"}))
    accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=OnlineFiling.objects.get().pk)
    assert lies("T1") == ("mot-cua", "tu-phap", "lan")
    received = {"code": "T1", "state": "Đang xử lý", "official": "", "channel": "online"}
    source.taken(cast, source.csv(received), NEXT_DAY)
    assert lies("T1") == ("tu-phap", "tu-phap", "lan")
    source.taken(cast, source.csv(received | {"official": "Hà"}), "2026-11-25 09:00")
    assert lies("T1") == ("tu-phap", "tu-phap", "ha")


def test_a_mapping_that_comes_later_moves_what_the_source_had_placed_and_says_so_first(
    cast: Cast, tmp_path: Path
) -> None:
    register = Register(tmp_path)
    register.taken(cast, register.csv(DUE))
    assert lies()[2].startswith("so-cu-ha")
    mapping = load_mapping(mapped(register, OWN).mapping)
    cases, _faults = gather(rows(register.csv(DUE), mapping), mapping, at("2026-11-30 09:00"))
    seen = foresee(actor=cast.clockwork, at=at(NEXT_DAY), cases=cases, mapping=mapping)
    assert [(name, now) for name, _before, now in seen.changed[0][1]] == [
        ("Thủ tục", "Cấp Giấy xác nhận tình trạng hôn nhân"), ("Đơn vị", "Tư pháp"), ("Cán bộ", "Đỗ Thu Hà"),
    ]  # fmt: skip
    assert register.taken(cast, register.csv(DUE), NEXT_DAY).changed == 1 and lies() == ("tu-phap", "tu-phap", "ha")


@pytest.mark.parametrize(("own", "said"), [
    ('units: {"Tư pháp": tu-phap-cu}', "Mục units: “Tư pháp” được ghi là “tu-phap-cu”"),
    ('officials: {"Hà": clockwork}', "Mục officials: “Hà” được ghi là “clockwork”"),
    ('procedures: {"Khai sinh": khai-sinh}', "hoặc bỏ dòng này"),
    ("units: [a]", "units"),
])  # fmt: skip
def test_what_the_place_does_not_have_is_refused_with_the_key(
    cast: Cast, tmp_path: Path, own: str, said: str
) -> None:
    register = mapped(Register(tmp_path), own + "\n")
    before = head()
    with pytest.raises(RuleBroken) as refused:
        register.taken(cast, register.csv({}))
    assert said in sentence(refused.value) and head() == before and not Unit.objects.filter(code="so-cu").exists()


def test_a_body_elsewhere_has_no_desk_here(tmp_path: Path) -> None:
    register = mapped(Register(tmp_path), OWN)
    register.mapping.write_text(register.mapping.read_text().replace("code: so-cu,", "stands: beside, code: so-cu,"))
    with pytest.raises(RuleBroken, match="own_beside"):
        load_mapping(register.mapping)


def test_the_page_of_the_mapping_proposes_names_that_read_alike(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 17:00"))
    register, client = Register(tmp_path), Client()
    client.force_login(cast.admin)
    lines = ({"unit": "TU PHAP", "official": "Do Thu Ha"}, {"code": "H2", "unit": "Tư pháp", "official": "Hoa"})
    with register.csv(*lines).open("rb") as file:
        address = client.post("/so-trong-ngay/anh-xa/", {"key": "k1", "ten": "cu", "tep": file}).headers["Location"]
    typed = {"key": "k2", "loai": "csv", "ma-hoa": "utf-8", "nguon": "Sổ cũ", "ma-nguon": "so-cu",
             "cot-code": "Mã hồ sơ", "cot-procedure": "Thủ tục", "cot-received": "Ngày nhận", "cot-unit": "Đơn vị",
             "cot-official": "Cán bộ", "o-don-vi": "Tư pháp = mot-cua"}  # fmt: skip
    page = client.post(address, typed | {"viec": "ghep"}).content.decode()
    assert "Tư pháp = mot-cua\nTU PHAP = tu-phap</textarea>" in page  # what was typed stays
    assert "Do Thu Ha = ha</textarea>" in page and "Hoa =" not in page
    wrong = client.post(address, typed | {"viec": "xem", "o-can-bo": "Hoa = khong-co"}).content.decode()
    assert "“Hoa” được ghi là “khong-co”" in wrong
    saved = client.post(address, typed | {"viec": "luu", "o-can-bo": "Do Thu Ha = ha"})
    assert saved.status_code == 302
    assert "Do Thu Ha: ha" in client.get(saved.headers["Location"]).content.decode()
    again = client.get(f"{address.partition('?')[0]}?ten=cu").content.decode()
    assert "Do Thu Ha = ha</textarea>" in again and Official.objects.filter(is_imported=True).count() == 0


def refused(cast: Cast, register: Register, own: str) -> str:
    register.mapping.write_text(register.mapping.read_text().partition("units:")[0] + own)
    with pytest.raises(RuleBroken) as refusal:
        register.taken(cast, register.csv(DUE))
    assert not Dossier.objects.exists()
    return sentence(refusal.value)


def test_who_left_and_what_was_abolished_is_nobodys_desk_any_more(cast: Cast, register: Register) -> None:
    end_post(actor=cast.clockwork, at=at("2026-11-20 16:00"), post_id=cast.ha.posts.get().pk, to_on=date(2026, 11, 20))
    assert "“Hà” được ghi là “ha”" in refused(cast, register, OWN)
    type(cast.version).objects.filter(pk=cast.version.pk).update(valid_to=date(2026, 10, 31))
    said = refused(cast, register, 'units: {"Tư pháp": tu-phap}\nprocedures: {"Khai sinh": hon-nhan}\n')
    assert "hết hiệu lực từ sau 31/10/2026" in said and "Sửa mục procedures" in said


def test_two_meanings_of_one_word_are_refused_and_not_the_last_taken(cast: Cast, register: Register) -> None:
    said = refused(cast, register, 'units: {"Tư pháp": tu-phap, "TƯ  PHÁP": phuong-khac}\n')
    assert "ghi hai lần với hai nghĩa khác nhau" in said


def test_who_was_named_by_mistake_has_nothing_to_do_with_it_once_the_mapping_is_put_right(
    cast: Cast, register: Register
) -> None:
    text = register.mapping.read_text()
    register.mapping.write_text(text.replace("tu-phap", "phuong-khac").replace('officials: {"Hà": ha}\n', ""))
    register.taken(cast, register.csv(DUE))
    seen = Dossier.objects.visible_to(cast.hoa, at(NEXT_DAY).date())
    assert lies()[0] == "phuong-khac" and seen.count() == 1
    register.mapping.write_text(text)
    register.taken(cast, register.csv(DUE), NEXT_DAY)
    assert lies() == ("tu-phap", "tu-phap", "ha") and seen.count() == 0
    assert Dossier.objects.get().received_unit == cast.justice
