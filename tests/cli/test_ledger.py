"""`congvu ledger verify` and `export` at a shell: one line that says where, what and what to do."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from congvu.cli import main
from congvu.cli.ledger import WORDS, WRONG
from congvu.dossiers.course import Course
from congvu.dossiers.models import Applicant, Dossier
from congvu.ledger import commands, guard
from congvu.ledger.models import LedgerBody, LedgerEntry, LedgerHead, SubjectKey
from congvu.ledger.queries import head
from congvu.rules.ledger import Action
from congvu.rules.ledger_check import Fault
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
Said = tuple[int, list[str], list[str]]


@pytest.fixture
def congvu(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def run(*words: object) -> Said:
        capsys.readouterr()
        code = main(["ledger", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return run


@pytest.fixture
def exported(cast: Cast, congvu: Callable[..., Said], tmp_path: Path) -> Path:
    cast.accept()
    file = tmp_path / "so.jsonl"
    assert congvu("export", file) == (0, [f"Đã ghi {head()} mục vào {file}."], [])
    return file


def test_a_right_place_gets_its_counts(cast: Cast, congvu: Callable[..., Said]) -> None:
    cast.at_desk()
    code, out, err = congvu("verify")
    assert (code, err) == (0, [])
    assert out == [
        f"Nhật ký xác thực đúng: {head()} mục, {head()} nội dung mở được và khớp.",
        "1 hồ sơ khớp với nhật ký.",
    ]


def test_dossiers_altered_in_the_database_are_named_with_what_differs(cast: Cast, congvu: Callable[..., Said]) -> None:
    dates, name, right = cast.at_desk(), cast.accept(), cast.accept()
    Dossier.objects.filter(pk=dates.pk).update(due_at=at("2026-12-31 17:00"), committed_at=None)
    Applicant.objects.filter(pk=name.pk).update(name="Người Khác")
    code, out, err = congvu("verify")
    assert code == 1 and len(out) == 1
    assert err[:2] == [
        f"SAI, hồ sơ {dates.code} khác nhật ký: cam kết, hẹn trả.",
        f"SAI, hồ sơ {name.code} khác nhật ký: người nộp.",
    ]
    assert err[2].startswith("2 hồ sơ khác nhật ký, 1 hồ sơ khớp. Giữ nguyên dữ liệu làm chứng")
    assert right.code not in "".join(err)


def test_a_deleted_body_is_told_by_its_number_and_what_to_do(cast: Cast, congvu: Callable[..., Said]) -> None:
    dossier = cast.accept()
    number = LedgerBody.objects.get(subject__subject=f"dossier:{dossier.pk}").pk
    guard.drop(connection)
    LedgerBody.objects.filter(pk=number).delete()
    code, out, err = congvu("verify")
    assert (code, out, len(err)) == (1, [], 1)
    assert err[0].startswith(f"SAI ở số {number}: nội dung đã bị xoá mà không có mục xoá (er) nào nêu số này. Giữ")


def test_an_erased_dossier_is_left_out_and_counted(cast: Cast, congvu: Callable[..., Said]) -> None:
    erased, _kept = cast.accept(), cast.accept()
    subject = SubjectKey.objects.get(subject=f"dossier:{erased.pk}")
    numbers = list(subject.bodies.values_list("pk", flat=True))
    number = commands.append(
        action=Action.BODIES_ERASED, subject="unit:u:2026", unit="mot-cua", actor="lan", at=at("2026-11-24 09:00"),
        facts={"entries": numbers},
    )  # fmt: skip
    SubjectKey.objects.filter(pk=subject.pk).update(wrapped=b"", erased_by=number)
    LedgerBody.objects.filter(subject=subject).delete()
    code, out, err = congvu("verify")
    assert (code, err) == (0, [])
    assert out == [
        f"Nhật ký xác thực đúng: {number} mục, {number - 1} nội dung mở được và khớp, "
        "1 nội dung đã xoá có mục xoá nêu số.",
        "1 hồ sơ khớp với nhật ký. 1 hồ sơ đã xoá nội dung nên không so được.",
    ]


def test_an_emptied_ledger_of_a_founded_place_is_told(cast: Cast, congvu: Callable[..., Said]) -> None:
    guard.drop(connection)
    for rows in (LedgerBody, LedgerEntry, SubjectKey):
        rows.objects.all().delete()
    LedgerHead.objects.update(number=0, last_at=None)
    code, _out, err = congvu("verify")
    assert code == 1 and err[0].startswith("SAI: nhật ký xác thực trống dù nơi này đã được khởi tạo. Giữ nguyên")


@pytest.mark.parametrize("word", ["verify", "export"])
def test_a_lost_head_is_a_sentence(cast: Cast, congvu: Callable[..., Said], tmp_path: Path, word: str) -> None:
    guard.drop(connection)
    LedgerHead.objects.all().delete()
    file = tmp_path / "so.jsonl"
    code, _out, err = congvu(word, file) if word == "export" else congvu(word)
    assert code == 1 and "dòng ghi số cuối của nhật ký đã bị xoá. Giữ nguyên" in err[0] and not file.exists()


def test_an_export_is_verified_without_its_bodies(exported: Path, congvu: Callable[..., Said]) -> None:
    code, out, err = congvu("verify", exported)
    assert (code, err) == (0, [])
    assert out == [
        f"Nhật ký xác thực đúng: {head()} mục; tệp không có nội dung nên chỉ kiểm tra phần công khai."
    ]


def changed(file: Path, line: int, **values: object) -> bytes:
    lines = file.read_bytes().splitlines()
    lines[line - 1] = json.dumps(json.loads(lines[line - 1]) | values).encode()
    return b"\n".join(lines)


SPOILT: list[tuple[Callable[[Path], bytes], str]] = [
    (lambda file: b"", "Tệp rỗng, không phải bản xuất của nhật ký xác thực."),
    (lambda file: file.read_bytes()[:300], "Dòng 2 không phải JSON, có thể tệp bị cắt."),
    (lambda file: b"".join(file.read_bytes().splitlines(keepends=True)[:5]), "Tệp bị cắt sau dòng 5"),
    (lambda file: b"PK\x03\x04\xff\xff", "Dòng 1 không ở mã UTF-8."),
    (lambda file: b"xin ch\xc3\xa0o", "Dòng 1 không phải JSON"),
    (lambda file: changed(file, 3, number="3"), "Dòng 3: “number” không phải số nguyên từ 0 trở lên."),
    (lambda file: changed(file, 3, leaf=None), "Dòng 3: “leaf” không phải văn bản đọc được."),
    (lambda file: changed(file, 3, hash="%%%"), "Dòng 3: “hash” không phải mã băm SHA-256 dạng base64."),
    (lambda file: changed(file, 3, more=1), "Dòng 3 không đúng khuôn"),
    (lambda file: changed(file, 3, number=4), "SAI ở dòng 3: số thứ tự bị thiếu hoặc sai."),
    (lambda file: changed(file, 3, leaf="{}"), "SAI ở dòng 3: mã băm không khớp mục."),
]


@pytest.mark.parametrize(("spoil", "said"), SPOILT)
def test_a_spoilt_export_is_one_line_with_the_line_and_the_fault(
    exported: Path, congvu: Callable[..., Said], spoil: Callable[[Path], bytes], said: str
) -> None:
    exported.write_bytes(spoil(exported))
    code, out, err = congvu("verify", exported)
    assert (code, out, len(err)) == (1, [], 1) and err[0].startswith(said)


def test_a_file_that_is_not_there_or_cannot_be_written_is_a_sentence(
    cast: Cast, congvu: Callable[..., Said], tmp_path: Path
) -> None:
    for file in (tmp_path / "không-có.jsonl", tmp_path):
        assert congvu("verify", file) == (1, [], [f"Không đọc được tệp “{file}”. Kiểm tra đường dẫn và quyền đọc."])
    for file in (tmp_path / "không-có" / "so.jsonl", tmp_path):
        sentence = f"Không ghi được tệp “{file}”. Kiểm tra thư mục, quyền ghi và chỗ trống."
        assert congvu("export", file) == (1, [], [sentence])


def test_a_faulty_ledger_is_not_exported(cast: Cast, congvu: Callable[..., Said], tmp_path: Path) -> None:
    guard.drop(connection)
    LedgerEntry.objects.filter(number=2).update(leaf=b"\xff")
    code, out, err = congvu("export", tmp_path / "so.jsonl")
    assert (code, out) == (1, []) and err[0].startswith("SAI ở số 2: mã băm không khớp mục.")
    assert not (tmp_path / "so.jsonl").exists()


def test_every_fault_and_every_part_of_a_course_has_its_words() -> None:
    assert set(WRONG) == set(Fault)
    assert set(vars(Course())) <= set(WORDS)
