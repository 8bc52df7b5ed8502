"""`congvu serve` and `work`: the web server and the worker of a place that was made, and how they end together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from congvu.cli import words
from congvu.cli.place import open_made

PARENT_SEEN_EVERY = 1.0


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="mở trang của một nơi thật")
    serve.add_argument("--port", type=words.port, default=8000)
    serve.set_defaults(run=run_serve)
    work = commands.add_parser("work", help="gửi những gì đang chờ trong hộp thư đi")
    work.add_argument("--once", action="store_true", help="gửi hết rồi dừng")
    work.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    work.set_defaults(run=run_work)


def say(text: str) -> None:
    print(text, flush=True)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def run_serve(args: argparse.Namespace) -> int:
    """Serve a real place behind a TLS proxy; the database must have been made."""
    open_made()
    return serve(args.port)


def serve(port: int) -> int:
    """The web server and the worker, stopped together; killed, this process takes both with it."""
    from congvu.ledger.durability import refuse_unsafe_database

    refuse_unsafe_database()
    parent = str(os.getpid())
    web = [sys.executable, "-m", "congvu.cli.web", str(port), parent]
    work = [sys.executable, "-m", "congvu", "work", "--parent", parent]
    children = [subprocess.Popen(one) for one in (web, work)]  # noqa: S603
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


def end_with(parent: int) -> None:
    """Ask this process to stop as soon as `parent` is no longer its parent, however that one ended.

    Looking is the one way that every system has; nobody can tell a killed process to say goodbye.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_SEEN_EVERY)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def run_work(args: argparse.Namespace) -> int:
    """Send messages from the outbox; one that cannot leave is kept with the reason and tried again later."""
    open_made()
    from django.conf import settings
    from django.db import close_old_connections

    from congvu import clock
    from congvu.ledger.durability import refuse_unsafe_database
    from congvu.notices import commands, senders

    refuse_unsafe_database()
    stop = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    if args.parent:
        end_with(args.parent)
    while not stop:
        notice = commands.claim(at=clock.now())
        if notice is not None:
            try:
                senders.to_file(notice, settings.DATA / "outbox")
            except OSError as failure:
                commands.mark_failed(notice_id=notice.pk, failure=str(failure), at=clock.now())
            else:
                commands.mark_sent(notice_id=notice.pk, at=clock.now())
        elif args.once:
            return 0
        else:
            close_old_connections()
            time.sleep(2)
    return 0
