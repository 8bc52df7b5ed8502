"""`congvu demo`: the demonstration place, made in its own folder, built anew where it was not finished, and served."""

import argparse
import fcntl
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from congvu.cli import words
from congvu.cli.place import DEMONSTRATION, UNFINISHED, demo_offset, folder, make, set_on_demo_day
from congvu.cli.serving import is_taken, say, serve
from congvu.rules.errors import RuleBroken

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
LOGINS = (
    ("Cán bộ tiếp nhận", "tiepnhan"), ("Công chức thụ lý", "hotich"), ("Thủ trưởng đơn vị", "tuphap"),
    ("Chủ tịch UBND", "chutich"), ("Văn thư", "vanthu"), ("Giám sát", "giamsat"), ("Quản trị", "quantri"),
    ("Phụ trách tổ chức, nội vụ", "vanphong"),
)  # fmt: skip
# All that the program makes in a place's folder; a demonstration deletes nothing else.
MADE = ("congvu.sqlite3", "congvu.sqlite3-wal", "congvu.sqlite3-shm", "congvu.sqlite3-queue", "keys", "outbox",
        "papers", "scans", "so-tai-len", "so-vao", "static")  # fmt: skip


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="dựng nơi trình diễn và mở trang trên máy này")
    demo.add_argument("--port", type=words.port, default=8000)
    demo.add_argument("--reset", action="store_true", help="xoá dữ liệu trình diễn cũ, dựng lại")
    demo.add_argument("--today", type=words.day, help="ngày của nơi trình diễn, ví dụ 2026-11-23")
    demo.add_argument("--seed", type=words.whole(0, 999_999_999, "số gieo"), default=2017)
    demo.add_argument("--dossiers", type=words.whole(40, 100_000, "số hồ sơ"), default=1500, help=argparse.SUPPRESS)
    demo.add_argument("--no-serve", action="store_true", help=argparse.SUPPRESS)
    demo.set_defaults(run=run_demo)


def run_demo(args: argparse.Namespace) -> int:
    """Make the place if it is not there or not whole, print the log-ins, serve on loopback until stopped."""
    if not args.no_serve and is_taken(args.port):
        print(
            f"Cổng {args.port} đang có chương trình khác dùng. Chọn cổng khác: congvu demo --port 8001", file=sys.stderr
        )
        return 1
    with held(folder()) as marker:
        kept = _read(marker)
        if kept.get(UNFINISHED):
            say("Lần dựng nơi trình diễn trước chưa xong; xoá phần dở dang và dựng lại từ đầu.")
        if args.reset or kept.get(UNFINISHED):
            kept = {}
        today = date.fromisoformat(kept["today"]) if kept else args.today or datetime.now(LOCAL).date()
        if args.today not in (None, today):
            print(f"Dữ liệu đang có được dựng cho ngày {today:%d/%m/%Y}. Thêm --reset để dựng lại.", file=sys.stderr)
            return 1
        _make(args, today, marker, kept)
        if args.no_serve:
            return 0
        say("Đăng nhập (mật khẩu chung: cong-vu-2026):")
        for role, login in LOGINS:
            say(f"  {role:<22} {login}")
        return serve(args.port)


@contextmanager
def held(data: Path) -> Iterator[IO[str]]:
    """The file that marks a demonstration's folder, written before anything else and held while this process lives.

    Raises: RuleBroken `demo.real_place`, `demo.own_database`, `demo.running`.
    """
    if os.environ.get("CONGVU_DATABASE"):
        raise RuleBroken("demo.own_database")
    marker = data / DEMONSTRATION
    if not marker.exists() and any((data / name).exists() for name in ("congvu.sqlite3", "keys/ledger.key")):
        raise RuleBroken("demo.real_place", folder=str(data))
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    marker.touch(mode=0o600)
    with marker.open("r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleBroken("demo.running", folder=str(data)) from None
        yield file


def _read(marker: IO[str]) -> Mapping[str, Any]:
    """What the marker says; torn by a power cut it says that the place is unfinished, new it says nothing."""
    text = marker.read()
    try:
        return dict(json.loads(text)) if text else {}
    except ValueError:
        return {UNFINISHED: True}


def _write(marker: IO[str], content: Mapping[str, Any]) -> None:
    """Over what stood there, then cut: a power cut in between leaves as little torn as may be."""
    marker.seek(0)
    json.dump(content, marker)
    marker.truncate()
    marker.flush()
    os.fsync(marker.fileno())


def _make(args: argparse.Namespace, today: date, marker: IO[str], kept: Mapping[str, Any]) -> None:
    """Open the place on its day; where it is not there, clear what an earlier one left and let eight weeks happen."""
    offset = demo_offset(today)
    os.environ["CONGVU_PUBLIC_ADDRESS"] = f"http://127.0.0.1:{args.port}"
    set_on_demo_day(offset)
    # The offset is that of this process, for the commands beside it (place.py), as long as it holds the marker.
    told = {"today": today.isoformat(), "seed": kept.get("seed", args.seed), "offset": offset}
    if kept and kept.get("offset") != offset:
        _write(marker, told)
    if not kept:
        _write(marker, told | {UNFINISHED: True})
        _clear(folder())
    make()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    if not kept:
        _fill(args, today, datetime.now(UTC) + timedelta(seconds=offset))
        _write(marker, told)


def _clear(data: Path) -> None:
    for name in MADE:
        found = data / name
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)


def _fill(args: argparse.Namespace, today: date, now: datetime) -> None:
    from random import Random

    from tqdm import tqdm

    from congvu.demo.fill import Town, fill, open_days
    from congvu.demo.place import names, set_up
    from congvu.demo.register import bring
    from congvu.law import calendar_content
    from congvu.rules.working_time import Calendar

    begun = time.monotonic()
    hours, random = Calendar.from_content(calendar_content("co-to")), Random(args.seed)  # noqa: S311 (a demonstration)
    days = 40 if args.dossiers >= 200 else 10
    first = open_days(hours, today, days)[0] - timedelta(days=1)
    invented = names(random)
    say(f"Dựng nơi trình diễn: {args.dossiers} hồ sơ trong {days} ngày làm việc đến {today:%d/%m/%Y} …")
    set_up(at=datetime(first.year, first.month, first.day, 8, tzinfo=LOCAL), invented=invented)
    town = Town(random, invented, hours, now, seed=args.seed)
    with tqdm(unit=" việc", disable=not sys.stderr.isatty()) as bar:
        fill(town=town, dossiers=args.dossiers, days=days, progress=bar.update)
    bring(now=now, names=invented, random=town.chance("register"))
    say(f"Đã dựng xong sau {time.monotonic() - begun:.0f} giây.")
