"""The program on a folder where nothing was made yet, as somebody at a shell uses it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MAPPING = """
place: {code: so-cu, name: "Sổ của hệ thống cũ"}
columns: {code: "Mã", procedure: "Thủ tục", received: "Nhận", due: "Hẹn", ended: "Xong"}
"""
REGISTER = """Mã,Thủ tục,Nhận,Hẹn,Xong
H1,Khai sinh,02/11/2025 08:00,02/11/2025 17:00,02/11/2025 10:00
H2,Khai sinh,02/11/2025 09:00,02/11/2025 17:00,03/11/2025 10:00
"""


@pytest.fixture
def register(tmp_path: Path) -> list[str]:
    (tmp_path / "MAP.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "so.csv").write_text(REGISTER, encoding="utf-8")
    return ["import-dossiers", str(tmp_path / "so.csv"), "--mapping", str(tmp_path / "MAP.yaml")]


def congvu(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment |= {"CONGVU_DATA": str(data), "PYTHONUTF8": "1"} | more
    return subprocess.run([sys.executable, "-m", "congvu", *words], env=environment, capture_output=True, text=True)


OURS = ("CONGVU_", "PYTEST", "DJANGO")
READING = (["ledger", "verify"], ["ledger", "export", "x.jsonl"], ["search", "check"], ["search", "rebuild"],
           ["work", "--once"], ["serve"])  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("is_there", [False, True])
def test_asking_where_nothing_was_made_says_so_and_creates_nothing(
    tmp_path: Path, words: list[str], is_there: bool
) -> None:
    data = tmp_path / "mistyped"
    if is_there:
        data.mkdir()
    done = congvu(data, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Chưa có dữ liệu tại {data}.") and len(done.stderr.splitlines()) == 1
    assert data.exists() == is_there and list(tmp_path.rglob("*")) == [data] * is_there


def test_a_place_on_a_server_is_not_looked_for_in_a_mistyped_folder(tmp_path: Path) -> None:
    done = congvu(tmp_path / "mistyped", "ledger", "verify", CONGVU_DATABASE="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1 and "Chưa có dữ liệu tại" in done.stderr and list(tmp_path.iterdir()) == []


@pytest.fixture
def open_account() -> Iterator[None]:
    """A shell that lets everybody read what it makes, as most do."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_account")
def test_what_is_made_is_closed_to_other_accounts(tmp_path: Path, register: list[str]) -> None:
    data = tmp_path / "data"
    assert congvu(data, *register).returncode == 0
    made = [data, *data.rglob("*")]
    assert {"congvu.sqlite3", "site.key", "ledger.key"} <= {one.name for one in made}
    assert [one.name for one in made if one.stat().st_mode & 0o077] == []


@pytest.mark.usefixtures("open_account")
def test_a_database_that_was_readable_is_closed_when_the_place_is_made_whole(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "congvu.sqlite3").touch(mode=0o644)  # as an earlier version left it, before its tables
    program = "from congvu.cli.place import make; make()"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    subprocess.run([sys.executable, "-c", program], env=environment | {"CONGVU_DATA": str(data)}, check=True)
    assert (data / "congvu.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_register_is_taken_into_an_empty_place_and_again_changes_nothing(
    tmp_path: Path, register: list[str]
) -> None:
    data = tmp_path / "data"
    trial = congvu(data, *register, "--dry-run")
    assert "Xem trước, chưa ghi gì" in trial.stdout and trial.returncode == 0, trial.stderr
    first = congvu(data, *register)
    assert "2 hồ sơ: 2 đã xong, trong đó 1 sau hạn; 0 đang giải quyết." in first.stdout, first.stderr
    again = congvu(data, *register)
    assert "không có thay đổi" in again.stdout
    verified = congvu(data, "ledger", "verify")
    assert verified.returncode == 0 and "Nhật ký xác thực đúng" in verified.stdout, verified.stderr


def test_a_lost_key_is_named_and_never_replaced(tmp_path: Path, register: list[str]) -> None:
    data = tmp_path / "data"
    assert congvu(data, *register).returncode == 0
    (data / "keys" / "ledger.key").unlink()
    for words in (register, ["ledger", "verify"]):
        done = congvu(data, *words)
        assert done.returncode == 1 and "Thiếu khoá của nhật ký xác thực" in done.stderr
    assert not (data / "keys" / "ledger.key").exists()
