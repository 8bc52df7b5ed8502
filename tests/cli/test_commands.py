"""The commands of the program that need no database, and taking over a register."""

import gzip
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.db.models import F

from congvu.cli import main
from congvu.cli.takeover import load_mapping
from congvu.dossiers.commands.takeover import Taken, take_over
from congvu.dossiers.models import Dossier, SearchWord, StepRun
from congvu.eventlog.cases import gather
from congvu.eventlog.register import rows
from congvu.ledger.queries import bodies_of, check, head
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.conftest import SHARED
from tests.people import Cast, at

MAPPING = """
kind: csv
place: {code: so-cu, name: "Sổ của hệ thống cũ"}
columns:
  code: "Mã hồ sơ"
  procedure: "Thủ tục"
  applicant: "Người nộp"
  received: "Ngày nhận"
  due: "Hẹn trả"
  ended: "Ngày xong"
  unit: "Đơn vị"
  official: "Cán bộ"
"""
HEAD = "Mã hồ sơ,Thủ tục,Người nộp,Ngày nhận,Hẹn trả,Ngày xong,Đơn vị,Cán bộ\n"
LINES = [
    "H1,Khai sinh,Bùi Ba,02/11/2026 08:00,02/11/2026 17:00,02/11/2026 10:00,Tư pháp,Hà\n",
    "H2,Khai sinh,Cao Tư,02/11/2026 09:00,02/11/2026 17:00,03/11/2026 10:00,Tư pháp,Hà\n",
    "H3,Đất đai,Đỗ Năm,02/11/2026 09:00,20/11/2026 17:00,,Địa chính,Minh\n",
]


@pytest.fixture
def register(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    def write(*lines: str, head: str = HEAD, mapping: str = MAPPING, encoding: str = "utf-8") -> tuple[Path, Path]:
        (tmp_path / "MAP.yaml").write_text(mapping, encoding="utf-8")
        (tmp_path / "so.csv").write_bytes((head + "".join(lines)).encode(encoding))
        return tmp_path / "so.csv", tmp_path / "MAP.yaml"

    return write


def taken(cast: Cast, file: Path, mapping: Path, when: str = "2026-11-23 09:00") -> Taken:
    read = load_mapping(mapping)
    cases, faults = gather(rows(file, read), read, at("2026-11-30 09:00"))
    assert faults == []
    return take_over(actor=cast.clockwork, at=at(when), cases=cases, mapping=read, file_hash="h")


def test_due_and_elapsed_print_one_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "2026-11-23T09:10", "5wd"]) == 0
    assert capsys.readouterr().out == "2026-12-01T17:00:00+07:00\n"
    assert (
        main(["elapsed", "2026-11-23T09:10", "2026-11-26T10:00", "--pause", "2026-11-25T08:00/2026-11-25T10:00"]) == 0
    )
    assert capsys.readouterr().out == "890\n"


def test_why_names_the_holiday(capsys: pytest.CaptureFixture[str]) -> None:
    main(["due", "2026-11-23T09:10", "1wd", "--why"])
    assert "24/11/2026  nghỉ, không tính  Ngày Văn hóa Việt Nam" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["due", "2026-11-23", "5xx"], 2, "Không đọc được thời hạn “5xx”."),
        (["due", "hôm nay", "5wd"], 2, "Không đọc được thời điểm “hôm nay”."),
        (["due", "2026-11-23", "5wd", "--calendar", "sao-hoa"], 1, "Không có lịch hay tệp lịch “sao-hoa”."),
        (["elapsed", "2026-11-23", "2026-11-22"], 1, "phải sau thời điểm đầu"),
        (["elapsed", "2026-11-23", "2026-11-24", "--pause", "x"], 2, "Không đọc được thời điểm “x”."),
        (["due"], 2, ""),
        (["nothing"], 2, ""),
        ([], 2, ""),
    ],
)
def test_wrong_words_get_one_line_and_the_right_exit_code(
    words: list[str], exit_code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == exit_code
    assert said in capsys.readouterr().err


@pytest.mark.django_db
def test_a_register_is_taken_over_and_a_second_run_changes_nothing(
    cast: Cast, register: Callable[..., tuple[Path, Path]]
) -> None:
    first = taken(cast, *register(*LINES))
    assert (first.total, first.new, first.ended, first.late, first.units, first.officials, first.procedures) == (
        3,
        3,
        2,
        1,
        2,
        2,
        2,
    )
    before = head()
    again = taken(cast, *register(*LINES), "2026-11-24 09:00")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert head() == before and check().wrong == ""
    assert Dossier.objects.filter(finished_at__gt=F("due_at")).count() == 1


@pytest.mark.django_db
def test_a_changed_file_updates_without_doubling(cast: Cast, register: Callable[..., tuple[Path, Path]]) -> None:
    taken(cast, *register(*LINES))
    changed = taken(
        cast,
        *register(*LINES[:2], LINES[2].replace("17:00,,", "17:00,19/11/2026 09:00,"), LINES[0].replace("H1", "H4")),
    )
    assert (changed.new, changed.changed, changed.unchanged) == (1, 1, 2)
    assert Dossier.objects.filter(code="H3").count() == 1
    third = Dossier.objects.get(code="H3")
    assert third.finished_at == at("2026-11-19 09:00")
    assert [body["action"] for body in bodies_of(f"dossier:{third.pk}")] == ["dossier.imported", "dossier.updated"]


@pytest.mark.django_db
def test_a_code_received_here_is_never_overwritten(cast: Cast, register: Callable[..., tuple[Path, Path]]) -> None:
    own = cast.accept().code
    with pytest.raises(RuleBroken, match="code_taken"):
        taken(cast, *register(LINES[0].replace("H1", own)))


FAULTY = [
    ("H5,A,B,31/04/2026,,,U,C\n", "cell.not_in_calendar", "Ngày nhận"),
    ("H5,A,B,hôm qua,,,U,C\n", "cell.not_an_instant", "Ngày nhận"),
    ("H5,A,B,,,,U,C\n", "cell.empty", "Ngày nhận"),
    (",A,B,02/11/2026,,,U,C\n", "cell.empty", "Mã hồ sơ"),
    ("H5,A,B,02/11/2026,01/11/2026,,U,C\n", "cell.due_too_early", "Hẹn trả"),
    ("H5,A,B,02/11/2126,,,U,C\n", "cell.year_out_of_range", "Ngày nhận"),
    (LINES[0], "cell.doubled_code", "Mã hồ sơ"),
]


@pytest.mark.parametrize(("line", "code", "column"), FAULTY)
def test_a_broken_file_is_refused_whole_with_row_and_column(
    line: str, code: str, column: str, register: Callable[..., tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    file, mapping = register(LINES[0], line)
    read = load_mapping(mapping)
    _cases, faults = gather(rows(file, read), read, at("2026-11-30 09:00"))
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [(3, column, code)]
    assert main(["import-dossiers", str(file), "--mapping", str(mapping)]) == 1
    assert f"Dòng 3, cột “{column}”" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_says_why(register: Callable[..., tuple[Path, Path]], tmp_path: Path) -> None:
    def said(file: Path, mapping: Path) -> str:
        with pytest.raises(RuleBroken) as refused:
            read = load_mapping(mapping)
            gather(rows(file, read), read, at("2026-11-30 09:00"))
        return sentence(refused.value)

    assert "không ở mã Unicode" in said(
        *register("H1,Tr\xad\xeang\n", encoding="cp1252", head="a,b\n")
    )
    assert "Thiếu cột “Thủ tục”" in said(*register(LINES[0], head=HEAD.replace("Thủ tục", "TT")))
    assert "có hai lần" in said(*register(LINES[0], head=HEAD.replace("Thủ tục", "Mã hồ sơ")))
    assert "rỗng" in said(*register(head=""))
    assert "mục lạ “colour”" in said(*register(LINES[0], mapping=MAPPING + "colour: 1\n"))
    xlsx = MAPPING.replace("kind: csv", "kind: xlsx")
    file, mapping = register(LINES[0], mapping=xlsx)
    assert "không phải XLSX" in said(file, mapping)
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100)
    assert "không phải XLSX" in said(file, mapping)


def test_semicolons_a_mark_at_the_start_gzip_and_xlsx_are_read(
    register: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    file, mapping = register(LINES[0].replace(",", ";"), head="\ufeff" + HEAD.replace(",", ";"))
    read = load_mapping(mapping)
    packed = tmp_path / "so.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    for one in (file, packed):
        cases, faults = gather(rows(one, read), read, at("2026-11-30 09:00"))
        assert faults == [] and cases[0].received == at("2026-11-02 08:00")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD.strip().split(","))
    sheet.append(
        ["H1", "Khai sinh", "Bùi Ba", at("2026-11-02 08:00").replace(tzinfo=None), 46328.708333, None, "Tư pháp", "Hà"]
    )
    book.save(tmp_path / "so.xlsx")
    _file, mapping = register(LINES[0], mapping=MAPPING.replace("kind: csv", "kind: xlsx"))
    read = load_mapping(mapping)
    cases, faults = gather(rows(tmp_path / "so.xlsx", read), read, at("2026-11-30 09:00"))
    assert faults == [] and cases[0].received == at("2026-11-02 08:00")
    assert cases[0].due is not None and cases[0].due.date().isoformat() == "2026-11-02"


@pytest.mark.shared
@pytest.mark.django_db
def test_the_real_receipt_register_has_its_figures(cast: Cast) -> None:
    file = SHARED / "data" / "eventlogs" / "coselog_wabo_receipt" / "receipt.csv.gz"
    mapping = Path(__file__).parents[2] / "congvu" / "eventlog" / "mappings" / "coselog-receipt.yaml"
    done = taken(cast, file, mapping)
    assert (done.total, done.new, done.ended, done.late) == (1434, 1434, 1329, 377)
    finished = Dossier.objects.filter(origin="imported").finished()
    assert (finished.count(), finished.filter(finished_at__gt=F("due_at")).count()) == (1329, 377)
    assert StepRun.objects.count() == 8577
    assert taken(cast, file, mapping).unchanged == 1434
    assert check().wrong == ""


def test_dossiers_taken_over_are_found_and_the_words_can_be_checked_and_written_anew(
    cast: Cast, register: Callable[..., tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    taken(cast, *register(*LINES))
    taken(cast, *register(LINES[0].replace("10:00", "11:00"), *LINES[1:]), when="2026-11-24 09:00")
    assert main(["search", "check"]) == 0
    SearchWord.objects.filter(word="cao").delete()
    assert main(["search", "check"]) == 1 and "H2" in capsys.readouterr().err
    assert main(["search", "rebuild"]) == 0 and "3 hồ sơ" in capsys.readouterr().out
    assert main(["search", "check"]) == 0
