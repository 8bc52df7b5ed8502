"""Asks the other programs the twelve questions of docs/working-time-elsewhere.md, and `congvu due --why` as well.

Exits 1 unless every answer written in the table is what the program really says today, and ours is the lawful one.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import peers
from tests.rules.elsewhere import PEERS, ROWS, Row, content, is_right


def ours(row: Row, folder: str) -> list[str]:
    """What `congvu due START AMOUNT --why` prints."""
    calendar = Path(folder) / "calendar.json"
    calendar.write_text(json.dumps(content(row), ensure_ascii=False), encoding="utf-8")
    program = str(Path(sys.executable).with_name("congvu"))
    asked = [program, "due", row["start"], row["amount"], "--why", "--calendar", str(calendar)]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603


def main() -> int:
    """Ask, print one line a row, and say in the exit code whether the table is true."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for row in ROWS:
            theirs = peers.answers(row["start"], row["amount"])
            written = {peer: row[peer] for peer in PEERS if row[peer]}
            due = ours(row, folder)[-1]
            is_true = theirs == written and due == f"{row['due']}:00+07:00"
            faults += not is_true
            wrong = [f"{name} {answer}" for name, answer in theirs.items() if not is_right(answer, row["due"])]
            print(
                f"{row['start']} + {row['amount']:4} congvu {due[:16]}   wrong: {', '.join(wrong):74} {row['reason']}"
            )
            if not is_true:
                print(f"  NOT AS THE TABLE SAYS: {theirs}, {due}; written: {written}, {row['due']}")
    print(f"{len(ROWS) - faults} of {len(ROWS)} rows as docs/working-time-elsewhere.md tells them\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
