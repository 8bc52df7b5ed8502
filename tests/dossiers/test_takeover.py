"""A register taken over again: what it says now is what stands, and nothing it no longer says stays behind."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from congvu.cli.takeover import load_mapping
from congvu.dossiers.commands.filings import accept_filing
from congvu.dossiers.commands.takeover import take_over
from congvu.dossiers.conditions import Window, overdue
from congvu.dossiers.foresight import foresee
from congvu.dossiers.models import Dossier, OnlineFiling, RegisterEntry, RegisterImport, StepRun
from congvu.eventlog.cases import gather
from congvu.eventlog.register import rows
from congvu.ledger.queries import bodies_of, check, head
from congvu.offices.models import Official, Procedure, Unit
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


@pytest.fixture
def stepped(tmp_path: Path) -> Register:
    return Register(tmp_path, steps=True)


def step(name: str, when: str, by: str = "Hà") -> dict[str, str]:
    return {"name": name, "at": when, "by": by}


def runs_of(dossier: Dossier) -> list[tuple[int, str, str, str]]:
    found = dossier.runs.order_by("number").select_related("official")
    return [(r.number, r.name, f"{r.finished_at:%d %H}" if r.finished_at else "", str(r.official)) for r in found]


@pytest.mark.parametrize(("change", "named", "stands"), [
    ({"channel": "online"}, ["channel"], lambda d: d.channel == "online"),
    ({"applicant": "Bùi Thị Ba"}, ["applicant"],
     lambda d: (d.applicant.name, d.applicant.name_fold) == ("Bùi Thị Ba", "bui thi ba")),
    ({"applicant_id": "022099000001"}, ["applicant"], lambda d: d.applicant.id_number == "022099000001"),
    ({"procedure": "Kết hôn"}, ["procedure_version_id"],
     lambda d: d.procedure_version.procedure.name == "Kết hôn"),
    ({"unit": "Địa chính"}, ["received_unit_id", "settling_unit_id", "unit_id"],
     lambda d: d.unit.name == d.settling_unit.name == "Địa chính"),
    ({"official": "Minh"}, ["holder_id"], lambda d: d.holder.full_name == "Minh"),
    ({"official": ""}, ["holder_id"], lambda d: d.holder is None),
    ({"due": "09/11/2026 17:00"}, ["due_at", "due_on"], lambda d: d.due_dates.latest("number").due_at == d.due_at),
    ({"due": ""}, ["due_at", "due_on"], lambda d: d.due_dates.latest("number").due_at is None),
    ({"received": "03/11/2026 08:00"}, ["received_at", "received_on"],
     lambda d: d.due_dates.latest("number").begins_at == at("2026-11-03 08:00")),
    ({"ended": "05/11/2026 09:00"}, ["finished_at", "finished_on", "state"], lambda d: d.state == "result_ready"),
    ({"returned": "05/11/2026 09:00"}, ["finished_at", "finished_on", "returned_at", "state"],
     lambda d: d.returned_at == d.finished_at),
])  # fmt: skip
def test_each_thing_the_register_says_anew_is_what_stands(
    cast: Cast, register: Register, change: dict[str, str], named: list[str], stands: object
) -> None:
    register.taken(cast, register.csv({}))
    again = register.taken(cast, register.csv(change), "2026-11-24 09:00", "h2")
    dossier = Dossier.objects.get(code="H1")
    assert (again.new, again.changed, again.unchanged) == (0, 1, 0)
    assert stands(dossier) and (dossier.version, dossier.changed_at) == (2, at("2026-11-24 09:00"))  # type: ignore[operator]
    facts = bodies_of(f"dossier:{dossier.pk}")[1]["facts"]
    assert facts["changed"] == named and facts["file"] == "h2" and "Bùi" not in str(facts)
    assert register.taken(cast, register.csv(change), "2026-11-25 09:00").unchanged == 1 and check().wrong == ""


def test_an_end_taken_back_opens_the_dossier_again(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv({"ended": "05/11/2026 09:00", "returned": "06/11/2026 09:00"}))
    assert Dossier.objects.get(code="H1").state == "returned"
    assert register.taken(cast, register.csv({})).changed == 1
    dossier = Dossier.objects.get(code="H1")
    assert (dossier.state, dossier.finished_at, dossier.finished_on, dossier.returned_at) == (
        "in_process", None, None, None,
    )  # fmt: skip
    window = Window(date(2026, 11, 1), date(2026, 11, 30), at("2026-11-10 08:00"), date(2026, 11, 10))
    assert list(Dossier.objects.filter(overdue(window))) == [dossier]


def test_what_the_register_leaves_empty_says_nothing(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv({"channel": "post", "applicant_id": "022099000001"}))
    assert register.taken(cast, register.csv({"channel": "", "applicant": "", "applicant_id": ""})).unchanged == 1
    dossier = Dossier.objects.get(code="H1")
    assert (dossier.channel, dossier.applicant.name) == ("post", "Bùi Ba")


def test_an_applicant_named_only_later_is_entered(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv({"applicant": ""}))
    assert register.taken(cast, register.csv({})).changed == 1
    assert Dossier.objects.get(code="H1").applicant.name == "Bùi Ba"


def test_a_dossier_that_vanished_from_the_file_stays_and_is_told(cast: Cast, register: Register) -> None:
    first = register.taken(cast, register.csv({}, {"code": "H2"}, {"code": "H3"}))
    before = head()
    second = register.taken(cast, register.csv({"code": "H2"}))
    assert (first.missing, second.missing, second.unchanged) == (0, 2, 1)
    assert Dossier.objects.filter(origin="imported").count() == 3 and head() == before


def test_a_day_of_handing_over_without_its_hour_is_after_the_result(cast: Cast, register: Register) -> None:
    register.taken(cast, register.csv({"ended": "05/11/2026 09:00", "returned": "05/11/2026"}))
    dossier = Dossier.objects.get(code="H1")
    assert dossier.returned_at == dossier.finished_at == at("2026-11-05 09:00")


STEPS = [step("Nhận", "02/11/2026 09:00"), step("Xác minh", "03/11/2026 10:00"), step("Ký", "04/11/2026 11:00", "Minh")]


@pytest.mark.parametrize(("lines", "told"), [
    (STEPS[:2], [(1, "Nhận", "02 02", "Hà"), (2, "Xác minh", "03 03", "Hà")]),
    (STEPS[::2], [(1, "Nhận", "02 02", "Hà"), (2, "Ký", "04 04", "Minh")]),
    ([STEPS[0], step("Thẩm định", "03/11/2026 10:00"), STEPS[2]],
     [(1, "Nhận", "02 02", "Hà"), (2, "Thẩm định", "03 03", "Hà"), (3, "Ký", "04 04", "Minh")]),
    ([STEPS[0], step("Xác minh", "03/11/2026 15:00", "Tú"), STEPS[2]],
     [(1, "Nhận", "02 02", "Hà"), (2, "Xác minh", "03 08", "Tú"), (3, "Ký", "04 04", "Minh")]),
    ([*STEPS, step("Trả", "05/11/2026 09:00")],
     [(1, "Nhận", "02 02", "Hà"), (2, "Xác minh", "03 03", "Hà"), (3, "Ký", "04 04", "Minh"),
      (4, "Trả", "05 02", "Hà")]),
    (STEPS[:1], [(1, "Nhận", "02 02", "Hà")]),
], ids=["the last is gone", "one in the middle is gone", "one has another name", "one moved to another", "one more",
        "only one left"])  # fmt: skip
def test_steps_that_changed_leave_no_wrong_stretch(
    cast: Cast, stepped: Register, lines: list[dict[str, str]], told: list[tuple[int, str, str, str]]
) -> None:
    stepped.taken(cast, stepped.csv(*STEPS))
    first = StepRun.objects.get(number=1).pk
    assert stepped.taken(cast, stepped.csv(*lines)).changed == 1
    dossier = Dossier.objects.get(code="H1")
    assert runs_of(dossier) == told and dossier.runs.get(number=1).pk == first
    ends = list(dossier.runs.order_by("number").values_list("started_at", "finished_at"))
    assert [start for start, _end in ends[1:]] == [end for _start, end in ends[:-1]]
    assert bodies_of(f"dossier:{dossier.pk}")[1]["facts"]["changed"] == ["steps"]
    assert stepped.taken(cast, stepped.csv(*lines)).unchanged == 1


def test_a_line_repeated_to_the_last_cell_is_taken_once_and_told(
    cast: Cast, stepped: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    from congvu.cli import main

    file = stepped.csv(STEPS[0], STEPS[0], STEPS[1], STEPS[0])
    assert main(["import-dossiers", str(file), "--mapping", str(stepped.mapping)]) == 0
    assert "2 dòng lặp lại nguyên vẹn" in capsys.readouterr().err
    assert [name for _n, name, _end, _by in runs_of(Dossier.objects.get(code="H1"))] == ["Nhận", "Xác minh"]


def test_a_step_without_name_or_hour_and_a_line_that_disagrees_are_faults(stepped: Register) -> None:
    other = STEPS[1] | {"procedure": "Kết hôn"}
    file = stepped.csv(STEPS[0], step("", "03/11/2026"), step("Ký", ""), step("Ký", "31/04/2026"), other)
    assert [(fault.row, fault.column, fault.code) for fault in stepped.faults(file)] == [
        (3, "Bước", "cell.empty"), (4, "Lúc", "cell.empty"), (5, "Lúc", "cell.not_in_calendar"),
        (6, "Thủ tục", "cell.disagrees"),
    ]  # fmt: skip


def test_long_names_that_begin_alike_stay_two(cast: Cast, register: Register) -> None:
    begin = "Đăng ký biến động quyền sử dụng đất và quyền sở hữu tài sản gắn liền với đất "
    register.taken(cast, register.csv({"procedure": f"{begin}A"}, {"code": "H2", "procedure": f"{begin}B"}))
    assert Procedure.objects.filter(is_imported=True).count() == 2
    assert all(len(slug) <= 60 for slug in Procedure.objects.filter(is_imported=True).values_list("slug", flat=True))


def test_a_register_in_windows_1258_that_says_so_is_composed(cast: Cast, register: Register) -> None:
    from unicodedata import normalize

    line = {"applicant": "Nguyê\u0303n An", "procedure": "Khai sinh", "unit": "U", "official": "H"}
    names = {name: name for name in register.names}
    register.mapping.write_text(
        "encoding: cp1258\nplace: {code: cu, name: C}\ncolumns: {" + ", ".join(f"{n}: {n}" for n in names) + "}\n"
    )
    register.taken(cast, register.csv(line, head=list(names), encoding="cp1258"))
    assert Dossier.objects.get(code="H1").applicant.name == normalize("NFC", "Nguyễn An")


def test_only_who_may_takes_over_and_a_fault_half_way_leaves_nothing(cast: Cast, register: Register) -> None:
    own, mapping = cast.accept().code, load_mapping(register.mapping)
    before = (head(), Unit.objects.count(), Official.objects.count())
    file = register.csv({}, {"code": own, "unit": "Mới", "official": "Ai"})
    cases, _faults = gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))
    for actor, code in ((cast.lan, "rights.missing"), (cast.clockwork, "register.code_taken")):
        with pytest.raises(RuleBroken) as refused:
            take_over(actor=actor, at=at("2026-11-24 09:00"), cases=cases, mapping=mapping, file_hash="h")
        assert refused.value.code == code
        assert (head(), Unit.objects.count(), Official.objects.count()) == before
    assert not Dossier.objects.filter(code="H1").exists() and not RegisterImport.objects.exists()


def test_what_another_system_registered_only_changes_desks_here(
    cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    from django.test import Client

    from congvu.offices import commands
    from congvu.offices.models import Role

    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 10:00"))
    register.taken(cast, register.csv({}))
    commands.grant_post(
        actor=cast.clockwork, at=at("2026-11-20 08:00"), official=cast.minh, unit=cast.root, role=Role.HEAD, title="",
        from_on=date(2026, 11, 20),
    )  # fmt: skip
    dossier, client = Dossier.objects.get(code="H1"), Client()
    client.force_login(cast.minh)
    page = client.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Chuyển xử lý" in page and "Ghi nhận kết quả" not in page
    typed = {"key": "k", "version": "1", "to": f"{cast.justice.pk}:"}
    answer = client.post(f"/ho-so/{dossier.pk}/finish_step/", typed)
    assert answer.status_code == 200 and "do hệ thống khác quản lý" in answer.content.decode()
    assert Dossier.objects.get(code="H1").version == 1
    assert client.post(f"/ho-so/{dossier.pk}/hand_on/", typed | {"key": "k2"}).status_code == 302
    assert Dossier.objects.get(code="H1").unit == cast.justice


def test_a_code_of_another_source_is_refused_whole_and_moves_nothing(cast: Cast, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a", tmp_path / "b"
    ours.mkdir(), theirs.mkdir()
    first, other = Register(ours, filings=True), Register(theirs)
    other.mapping.write_text(other.mapping.read_text().replace("so-cu", "so-moi").replace("hệ thống cũ", "xã bên"))
    first.taken(cast, first.csv({}, FILED | {"code": "T1"}))
    before, row = head(), Dossier.objects.values().get(code="H1")
    for code in ("H1", "T1"):
        file = other.csv({"code": "M1"}, {"code": code, "unit": "Khác", "official": "Ai"})
        mapping = load_mapping(other.mapping)
        cases, _faults = gather(rows(file, mapping), mapping, at("2026-11-30 09:00"))
        for refused_by in (foresee, partial(take_over, file_hash="h")):
            with pytest.raises(RuleBroken) as refused:
                refused_by(actor=cast.clockwork, at=at("2026-11-24 09:00"), cases=cases, mapping=mapping)
            said = sentence(refused.value)
            assert f"Dòng 3: mã hồ sơ {code} là của sổ “Sổ của hệ thống cũ”" in said and "nhập tệp bằng ánh xạ" in said
    assert Dossier.objects.values().get(code="H1") == row and head() == before
    assert not Dossier.objects.filter(code="M1").exists() and not Unit.objects.filter(code="so-moi").exists()


def test_a_place_made_before_learns_whose_register_each_dossier_is_of(cast: Cast, tmp_path: Path) -> None:
    from importlib import import_module

    from django.apps import apps

    source = Register(tmp_path, filings=True)
    source.taken(cast, source.csv({}, {"code": "H2", "official": ""}, FILED | {"code": "T1"}))
    accept_filing(actor=cast.lan, at=at("2026-11-23 10:00"), filing_id=OnlineFiling.objects.get().pk)
    before = list(RegisterEntry.objects.order_by("pk").values())
    RegisterEntry.objects.all().delete()
    import_module("congvu.dossiers.migrations.0003_register_entry").enter(apps, None)
    assert list(RegisterEntry.objects.order_by("pk").values()) == before and len(before) == 3
    file = source.csv({}, {"code": "H2", "official": ""}, FILED | {"code": "T1"})
    assert source.taken(cast, file, "2026-11-24 09:00").unchanged == 3


def test_many_new_and_changed_dossiers_ask_the_database_no_more_often_each(
    cast: Cast, register: Register, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def asked(count: int, due: str, when: str) -> int:
        file = register.csv(*({"code": f"Q{n}", "due": due} for n in range(count)))
        with django_assert_max_num_queries(10_000) as seen:
            register.taken(cast, file, when)
        return len(seen.captured_queries)

    few, many = asked(5, "06/11/2026 17:00", "2026-11-23 09:00"), asked(65, "06/11/2026 17:00", "2026-11-23 10:00")
    assert many - few < 20, (few, many)
    each = (asked(65, "09/11/2026 17:00", "2026-11-24 09:00") - asked(5, "10/11/2026 17:00", "2026-11-25 09:00")) / 60
    assert each < 6, each
