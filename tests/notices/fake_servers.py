"""A mail server and a message gateway on this machine that can be slow, refuse, or die after they accepted."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Gateway:
    """What was posted to it, and how it behaves: `status`, `answer`, `wait` seconds, `dies` after reading."""

    port: int = 0
    status: int = 200
    answer: str = '{"ok":true}'
    wait: float = 0
    dies: bool = False
    got: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/gui"


@contextmanager
def gateway() -> Iterator[Gateway]:
    fake = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fake.got.append((body, dict(self.headers)))
            if fake.dies:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            time.sleep(fake.wait)
            self.send_response(fake.status)
            if fake.status == 302:
                self.send_header("Location", fake.url)
            self.end_headers()
            self.wfile.write(fake.answer.encode())

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class MailServer:
    """The mails it took, and how it behaves: `rcpt` and `data` are its answers, `wait` seconds, `dies` after DATA."""

    port: int = 0
    rcpt: str = "250 ok"
    data: str = "250 taken"
    wait: float = 0
    dies: bool = False
    got: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    fake = MailServer()
    listening = socket.create_server(("127.0.0.1", 0))
    fake.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(fake, line), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield fake
    finally:
        listening.close()


def talk(fake: MailServer, line: socket.socket) -> None:
    """One conversation in the few words of SMTP."""
    with line, line.makefile("rwb") as stream:

        def say(text: str) -> None:
            stream.write(text.encode() + b"\r\n")
            stream.flush()

        say("220 fake")
        while command := stream.readline().decode().strip().upper():
            if command.startswith("DATA"):
                say("354 go on")
                mail = b""
                while (part := stream.readline()) not in {b".\r\n", b""}:
                    mail += part
                if fake.data.startswith("250"):
                    fake.got.append(mail.decode())
                if fake.dies:
                    return
                time.sleep(fake.wait)
                say(fake.data)
            elif command.startswith("QUIT"):
                say("500 ill manners at the end")
                return
            else:
                say(fake.rcpt if command.startswith("RCPT") else "250 ok")
