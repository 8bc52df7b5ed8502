"""`congvu ledger verify` and `congvu ledger export`: checking the log, and giving it to others."""

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from congvu.cli.place import open_made
from congvu.rules.ledger import Logged, Report, verify

WRONG = {
    "number": "số thứ tự bị thiếu hoặc sai",
    "hash": "mã băm không khớp nội dung",
    "leaf": "mục không đúng khuôn dạng",
    "body": "nội dung không khớp cam kết đã ghi",
    "head": "số mục không khớp số cuối đã ghi",
}


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("ledger", help="kiểm tra và xuất nhật ký xác thực")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    check = verbs.add_parser("verify", help="kiểm tra số thứ tự, mục, mã băm và nội dung")
    check.add_argument("export", nargs="?", type=Path, help="tệp đã xuất; không có thì kiểm tra cơ sở dữ liệu")
    check.add_argument("--db", action="store_true", help="kiểm tra cơ sở dữ liệu (mặc định)")
    check.set_defaults(run=run_verify)
    export = verbs.add_parser("export", help="ghi các mục công khai ra tệp JSONL (không có nội dung)")
    export.add_argument("file", type=Path)
    export.set_defaults(run=run_export)


def run_verify(args: argparse.Namespace) -> int:
    """Exit 1 with the first wrong number, else one line with the counts."""
    report = _check_file(args.export) if args.export else _check_database()
    if report.wrong:
        print(f"SAI ở số {report.wrong_at}: {WRONG[report.wrong]}.", file=sys.stderr)
        return 1
    print(f"Nhật ký xác thực đúng: {report.entries} mục, {report.bodies} nội dung mở được và khớp.")
    return 0


def _check_database() -> Report:
    open_made()
    from congvu.ledger.queries import check

    return check()


def _check_file(path: Path) -> Report:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = json.loads(lines[-1])["head"] if lines else 0
    return verify(_read(lines[:-1]), head)


def _read(lines: list[str]) -> Iterator[Logged]:
    for line in lines:
        row = json.loads(line)
        yield Logged(row["number"], row["leaf"].encode(), base64.b64decode(row["hash"]))


def run_export(args: argparse.Namespace) -> int:
    """Leaves and hashes, one JSON object a line, and the head last; bodies stay in the house."""
    open_made()
    from congvu.ledger.queries import head, logged

    with args.file.open("w", encoding="utf-8") as file:
        for entry in logged(with_bodies=False):
            row = {"number": entry.number, "leaf": entry.leaf.decode(), "hash": base64.b64encode(entry.hash).decode()}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        file.write(json.dumps({"head": head()}) + "\n")
    print(f"Đã ghi {head()} mục vào {args.file}.")
    return 0
