"""`congvu demo`, `serve`, `work`: making the demonstration place, serving the site, sending what waits."""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from congvu.cli.place import folder, make, open_made

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
LOGINS = (
    ("Cán bộ tiếp nhận", "tiepnhan"), ("Công chức thụ lý", "hotich"), ("Thủ trưởng đơn vị", "tuphap"),
    ("Chủ tịch UBND", "chutich"), ("Giám sát", "giamsat"), ("Quản trị", "quantri"),
)  # fmt: skip


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="dựng nơi trình diễn và mở trang trên máy này")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--reset", action="store_true", help="xoá dữ liệu trình diễn cũ, dựng lại")
    demo.add_argument("--today", type=date.fromisoformat, help="ngày của nơi trình diễn, ví dụ 2026-11-23")
    demo.add_argument("--seed", type=int, default=2017)
    demo.add_argument("--dossiers", type=int, default=1500, help=argparse.SUPPRESS)
    demo.add_argument("--no-serve", action="store_true", help=argparse.SUPPRESS)
    demo.set_defaults(run=run_demo)
    serve = commands.add_parser("serve", help="mở trang của một nơi thật")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=run_serve)
    work = commands.add_parser("work", help="gửi những gì đang chờ trong hộp thư đi")
    work.add_argument("--once", action="store_true", help="gửi hết rồi dừng")
    work.set_defaults(run=run_work)


def say(text: str) -> None:
    print(text, flush=True)


def run_demo(args: argparse.Namespace) -> int:
    """Make the place if it is not there, print the log-ins, serve on loopback until stopped."""
    if not args.no_serve and is_taken(args.port):
        print(
            f"Cổng {args.port} đang có chương trình khác dùng. Chọn cổng khác: congvu demo --port 8001", file=sys.stderr
        )
        return 1
    marker = folder() / "demo.json"
    if args.reset and not _clear(marker):
        return 1
    os.environ["CONGVU_DEMO"] = "1"
    os.environ["CONGVU_PUBLIC_ADDRESS"] = f"http://127.0.0.1:{args.port}"
    kept = json.loads(marker.read_text()) if marker.exists() else None
    today = date.fromisoformat(kept["today"]) if kept else args.today or datetime.now(LOCAL).date()
    if kept and args.today not in (None, today):
        print(f"Dữ liệu đang có được dựng cho ngày {today:%d/%m/%Y}. Thêm --reset để dựng lại.", file=sys.stderr)
        return 1
    offset = (today - datetime.now(LOCAL).date()).days * 86400
    os.environ["CONGVU_CLOCK_OFFSET_SECONDS"] = str(offset)
    make()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    if kept is None:
        _fill(args, today, datetime.now(UTC) + timedelta(seconds=offset))
        marker.write_text(json.dumps({"today": today.isoformat(), "seed": args.seed}))
    if args.no_serve:
        return 0
    say("Đăng nhập (mật khẩu chung: cong-vu-2026):")
    for role, login in LOGINS:
        say(f"  {role:<22} {login}")
    return _serve(args.port)


def _clear(marker: Path) -> bool:
    """Only what a demonstration made is ever deleted."""
    data = marker.parent
    if marker.exists():
        shutil.rmtree(data)
    elif (data / "congvu.sqlite3").exists():
        print(f"{data} không phải dữ liệu trình diễn nên không xoá.", file=sys.stderr)
        return False
    return True


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
    town = Town(random, invented, hours, now)
    with tqdm(unit=" việc", disable=not sys.stderr.isatty()) as bar:
        fill(town=town, dossiers=args.dossiers, days=days, progress=bar.update)
    bring(now=now, names=invented)
    say(f"Đã dựng xong sau {time.monotonic() - begun:.0f} giây.")


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def run_serve(args: argparse.Namespace) -> int:
    """Serve a real place behind a TLS proxy; the database must have been made."""
    open_made()
    return _serve(args.port)


def _serve(port: int) -> int:
    """The web server (without an access log: lookup addresses are secrets) and the worker, stopped together."""
    from congvu.ledger.durability import refuse_unsafe_database

    refuse_unsafe_database()
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "congvu.wsgi:application", "--host", "127.0.0.1",
           "--port", str(port), "--workers", "1", "--blocking-threads", "4",
           "--no-access-log", "--log-level", "warning"]  # fmt: skip
    children = [subprocess.Popen(web), subprocess.Popen([sys.executable, "-m", "congvu", "work"])]  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while not is_taken(port):
            if children[0].poll() is not None:
                print("Máy chủ không khởi động được.", file=sys.stderr)
                return 1
            time.sleep(0.1)
        say(f"Sẵn sàng: http://127.0.0.1:{port}  (Ctrl+C để dừng)")
        children[0].wait()
    except KeyboardInterrupt:
        say("Đang dừng …")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=20)
    return 0


def run_work(args: argparse.Namespace) -> int:
    """Send messages from the outbox; one that cannot leave is kept with the reason and tried again later."""
    open_made()
    from django.conf import settings
    from django.db import close_old_connections

    from congvu import clock
    from congvu.dossiers import register_work
    from congvu.ledger.durability import refuse_unsafe_database
    from congvu.notices import commands, senders

    refuse_unsafe_database()
    stop = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    while not stop:
        notice = commands.claim(at=clock.now())
        if notice is not None:
            try:
                senders.to_file(notice, settings.DATA / "outbox")
            except OSError as failure:
                commands.mark_failed(notice_id=notice.pk, failure=str(failure), at=clock.now())
            else:
                commands.mark_sent(notice_id=notice.pk, at=clock.now())
        elif register_work.work(clock.now()):
            continue
        elif args.once and not register_work.is_settling():
            return 0
        else:
            close_old_connections()
            time.sleep(2)
    return 0
