"""The program on a folder where nothing was made yet, as somebody at a shell uses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAPPING = """
place: {code: so-cu, name: "Sổ của hệ thống cũ"}
columns: {code: "Mã", procedure: "Thủ tục", received: "Nhận", due: "Hẹn", ended: "Xong"}
"""
REGISTER = """Mã,Thủ tục,Nhận,Hẹn,Xong
H1,Khai sinh,02/11/2026 08:00,02/11/2026 17:00,02/11/2026 10:00
H2,Khai sinh,02/11/2026 09:00,02/11/2026 17:00,03/11/2026 10:00
"""


@pytest.fixture
def register(tmp_path: Path) -> list[str]:
    (tmp_path / "MAP.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "so.csv").write_text(REGISTER, encoding="utf-8")
    return ["import-dossiers", str(tmp_path / "so.csv"), "--mapping", str(tmp_path / "MAP.yaml")]


def congvu(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    ours = ("CONGVU_", "PYTEST", "DJANGO")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environment |= {"CONGVU_DATA": str(data), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "congvu", *words], env=environment, capture_output=True, text=True)


def test_asking_an_empty_folder_says_so_and_creates_nothing(tmp_path: Path) -> None:
    done = congvu(tmp_path / "data", "ledger", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Chưa có dữ liệu tại" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "congvu.sqlite3").exists()


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
    assert "Nhật ký xác thực đúng" in congvu(data, "ledger", "verify").stdout


def test_a_lost_key_is_named_and_never_replaced(tmp_path: Path, register: list[str]) -> None:
    data = tmp_path / "data"
    assert congvu(data, *register).returncode == 0
    (data / "keys" / "ledger.key").unlink()
    for words in (register, ["ledger", "verify"], ["demo", "--no-serve", "--dossiers", "20"]):
        done = congvu(data, *words)
        assert done.returncode == 1 and "Thiếu khoá của nhật ký xác thực" in done.stderr
    assert not (data / "keys" / "ledger.key").exists()
