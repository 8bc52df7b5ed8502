"""The table of where other programs go wrong: the suite reads our side of it, bench theirs, and the docs show it."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from congvu.law import calendar_content

PEERS = ("businesstimedelta", "pandas", "numpy")
Row = Mapping[str, str]
with (Path(__file__).parent / "golden" / "where_others_go_wrong.csv").open(encoding="utf-8") as _file:
    ROWS: list[Row] = list(csv.DictReader(_file))


def content(row: Row) -> dict[str, Any]:
    """The office's calendar file, with the row's local closure if it has one."""
    closures = [row["closure"].split("/")] if row["closure"] else []
    return {**calendar_content("co-to"), "closures": closures}


def is_right(answer: str, due: str) -> bool:
    """A peer that answers in days is right if it names the day."""
    return answer == (due[:10] if len(answer) == 10 else due)


def table() -> str:
    """The table as docs/working-time-elsewhere.md holds it; wrong answers are struck out."""
    lines = ["| received | term | due by law | " + " | ".join(PEERS) + " | because |", "|---|---|---|---|---|---|---|"]
    for row in ROWS:
        said = [row[peer] for peer in PEERS]
        cells = [one and (one if is_right(one, row["due"]) else f"~~{one}~~") for one in said]
        because = row["reason"] + (f" (closed {row['closure'].replace('/', ' to ')})" if row["closure"] else "")
        lines.append("| " + " | ".join([row["start"], row["amount"], f"**{row['due']}**", *cells, because]) + " |")
    return "\n".join(lines)
