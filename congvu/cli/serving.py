"""`congvu serve`: the web server and the worker of a place that was made, and how they end together."""

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
    """The web server and the worker, stopped together; killed, this process takes both with it.

    Returns 1 where the server did not start or ended by itself, so that a supervisor starts the place again.
    """
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
        while children[0].poll() is None:
            if children[1].poll() is not None:
                say("congvu work đã dừng; khởi động lại.")
                children[1] = subprocess.Popen(work)  # noqa: S603
            time.sleep(5)
        print("Máy chủ đã dừng ngoài ý muốn; chạy lại lệnh này. Nội dung đã lưu không mất.", file=sys.stderr)
        return 1
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
