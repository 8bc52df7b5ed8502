"""The demonstration as processes: killed while it is built or serves, started twice, in a wrong folder."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.test_empty_place import OURS, congvu

SMALL = ("demo", "--dossiers", "40", "--today", "2026-11-23")
UNFINISHED = "Lần dựng nơi trình diễn trước chưa xong; xoá phần dở dang và dựng lại từ đầu."
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `congvu` on the folder of the test, its words readable line by line; what still runs is killed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment |= {"CONGVU_DATA": str(tmp_path / "data"), "PYTHONUTF8": "1"}
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> "subprocess.Popen[str]":
        program = [sys.executable, "-m", "congvu", *words]
        started.append(subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.wait()


def heard(program: "subprocess.Popen[str]", beginning: str) -> list[str]:
    """What the program said up to the line with this beginning."""
    assert program.stdout is not None
    said = []
    for line in program.stdout:
        said.append(line.rstrip())
        if line.startswith(beginning):
            return said
    pytest.fail(f"never said {beginning}: {said}")


def sons(of: int) -> set[int]:
    """The processes that one started, as `ps` tells them on every system."""
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {int(pid) for pid, parent in map(str.split, told.splitlines()) if int(parent) == of}


def family(of: int) -> set[int]:
    """The processes that descend from one."""
    found = sons(of)
    return found.union(*map(family, found))


def words_of(pid: int) -> str:
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def alive(pids: set[int]) -> set[int]:
    told = subprocess.run(["ps", "-A", "-o", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    states = {int(pid): state for pid, state in map(str.split, told.splitlines())}
    return {pid for pid in pids if pid in states and not states[pid].startswith("Z")}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_demonstration_killed_while_it_is_built_is_built_anew_by_the_next_start(start: Start, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = start(*SMALL, "--no-serve")
    heard(first, "Dựng nơi trình diễn")
    while not (data / "congvu.sqlite3-wal").exists():
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert json.loads((data / "demo.json").read_text())["unfinished"]
    stranger = data / "ghi-chu.txt"
    stranger.write_text("không phải của chương trình")
    again = congvu(data, *SMALL, "--no-serve")
    assert again.returncode == 0 and again.stdout.startswith(UNFINISHED), again.stderr
    kept = json.loads((data / "demo.json").read_text())
    assert (kept.pop("offset") % 86400, kept) == (0, {"today": "2026-11-23", "seed": 2017})
    verified = congvu(data, "ledger", "verify")
    assert stranger.exists() and verified.returncode == 0, verified.stderr
    assert congvu(data, "demo", "--no-serve").stdout == ""  # whole: nothing is built again


MAPPING = 'place: {code: so-cu, name: "Sổ cũ"}\ncolumns: {code: Mã, procedure: Việc, received: Nhận}\n'
ENTRIES = "from congvu.cli.place import load; load(); from congvu.dossiers.models import RegisterImport as R; "


def test_a_command_beside_a_demonstration_lives_on_its_day(start: Start, tmp_path: Path) -> None:
    data, ahead = tmp_path / "data", (datetime.now(UTC) + timedelta(days=200)).date()
    (tmp_path / "MAP.yaml").write_text(MAPPING, encoding="utf-8")
    words = ["import-dossiers", str(tmp_path / "so.csv"), "--mapping", str(tmp_path / "MAP.yaml")]

    def taken(code: str) -> datetime:
        (tmp_path / "so.csv").write_text(f"Mã,Việc,Nhận\n{code},Khai sinh,{ahead - timedelta(days=1)}\n")
        done = congvu(data, *words)
        assert done.returncode == 0, done.stderr
        program = f"{ENTRIES} print(R.objects.latest('pk').at.isoformat())"
        environment = os.environ | {"CONGVU_DATA": str(data)}
        told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
        return datetime.fromisoformat(told.stdout.strip())

    port = free_port()
    running = start("demo", "--dossiers", "40", "--today", ahead.isoformat(), "--port", str(port))
    heard(running, "Sẵn sàng")
    assert taken("H1").astimezone(LOCAL).date() == ahead
    # The server began yesterday and lives on: its clock is a day further, and so is that of what runs beside it.
    marker = data / "demo.json"
    kept = json.loads(marker.read_text())
    marker.write_text(json.dumps(kept | {"offset": kept["offset"] + 86400}))
    assert taken("H2").astimezone(LOCAL).date() == ahead + timedelta(days=1)
    running.send_signal(signal.SIGTERM)
    running.wait(timeout=30)
    assert taken("H3").astimezone(LOCAL).date() == ahead  # as the next start would begin it


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def comes(what: Callable[[], bool]) -> bool:
    """Does it come about within half a minute?"""
    until = time.monotonic() + 30
    while not what() and time.monotonic() < until:
        time.sleep(0.2)
    return what()


def test_killed_while_it_serves_it_takes_server_and_worker_with_it(start: Start) -> None:
    port = free_port()
    program = start(*SMALL, "--port", str(port))
    heard(program, "Sẵn sàng")
    children = family(program.pid)
    assert len(children) >= 3  # the web server, its worker, the sender of messages
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert comes(lambda: alive(children) == set())
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    again = start(*SMALL, "--port", str(port))  # the same place: nothing is built
    heard(again, "Sẵn sàng")
    web = next(one for one in sons(again.pid) if "congvu.cli.web" in words_of(one))
    os.kill(sons(web).pop(), signal.SIGKILL)  # the process that answers pages: another takes its place
    assert comes(lambda: answers(port)) and again.poll() is None
    os.kill(web, signal.SIGKILL)  # the server itself: the program ends, and not as if all were well
    assert again.wait(timeout=30) == 1


def test_a_second_demonstration_does_not_touch_the_one_that_runs(start: Start, tmp_path: Path) -> None:
    first = start(*SMALL, "--no-serve")
    heard(first, "Dựng nơi trình diễn")
    for words in ((), ("--reset",)):
        second = congvu(tmp_path / "data", *SMALL, "--no-serve", *words)
        assert second.returncode == 1 and "đang được dựng hoặc đang mở ở cửa sổ khác" in second.stderr
    assert first.poll() is None


@pytest.mark.parametrize(("named", "made", "said"), [
    ({}, "congvu.sqlite3", "là dữ liệu của một nơi thật, không phải dữ liệu trình diễn"),
    ({}, "keys/ledger.key", "là dữ liệu của một nơi thật, không phải dữ liệu trình diễn"),
    ({"CONGVU_DATABASE": "postgresql://x@127.0.0.1:1/y"}, "", "Bỏ biến CONGVU_DATABASE"),
])  # fmt: skip
def test_a_real_place_is_never_made_a_demonstration(
    tmp_path: Path, named: dict[str, str], made: str, said: str
) -> None:
    if made:
        (tmp_path / made).parent.mkdir(exist_ok=True)
        (tmp_path / made).write_text("thật")
    for words in ((), ("--reset",)):
        done = congvu(tmp_path, *SMALL, "--no-serve", *words, **named)
        assert done.returncode == 1 and said in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "demo.json").exists()
    assert made == "" or (tmp_path / made).read_text() == "thật"


def test_a_marker_torn_by_a_power_cut_means_unfinished(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "demo.json").write_text('{"today": "20')
    assert heard(start(*SMALL, "--no-serve"), "Dựng nơi trình diễn")[0] == UNFINISHED
