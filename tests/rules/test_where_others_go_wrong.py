"""Twelve terms that other programs get wrong: ours falls due as the law says, and says why, day by day."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from congvu.cli import main
from tests.rules import oracle
from tests.rules.elsewhere import PEERS, ROWS, Row, content, is_right, table

DOCS = Path(__file__).resolve().parents[2] / "docs"
EACH = pytest.mark.parametrize("row", ROWS, ids=[f"{row['start']}-{row['amount']}" for row in ROWS])


def test_there_are_twelve_and_each_defeats_somebody() -> None:
    assert len(ROWS) == 12
    for row in ROWS:
        assert row["reason"]
        assert any(row[peer] and not is_right(row[peer], row["due"]) for peer in PEERS), row


@EACH
def test_the_program_gives_the_lawful_instant_and_tells_each_day(
    row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = tmp_path / "calendar.json"
    calendar.write_text(json.dumps(content(row), ensure_ascii=False), encoding="utf-8")
    assert main(["due", row["start"], row["amount"], "--why", "--calendar", str(calendar)]) == 0
    *days, result = capsys.readouterr().out.splitlines()
    assert result == f"{row['due']}:00+07:00"
    last = datetime.fromisoformat(row["due"])
    assert f"{last:%d/%m/%Y}  kết quả  {last:%H:%M}" in days[-1]


@EACH
def test_the_slow_clock_agrees_with_the_table(row: Row) -> None:
    amount = row["amount"]
    asked = f"{int(amount[:-2]) * 60}wm" if amount.endswith("wh") else amount
    due = oracle.due(content(row), datetime.fromisoformat(row["start"]), asked)
    assert due.isoformat(timespec="minutes") == row["due"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "T7 04/05/2024  ngày làm bù, tính  07:30–08:30"),
        (1, "T6 25/04/2025  ngày bắt đầu, không tính"),
        (8, "đóng cửa, không tính"),
        (10, "CN 22/11/2026  nghỉ hằng tuần, không tính"),
    ],
)
def test_the_reason_names_what_the_others_do_not_know(
    number: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = tmp_path / "calendar.json"
    calendar.write_text(json.dumps(content(ROWS[number])), encoding="utf-8")
    main(["due", ROWS[number]["start"], ROWS[number]["amount"], "--why", "--calendar", str(calendar)])
    assert told in capsys.readouterr().out


def test_the_docs_show_this_very_table() -> None:
    assert table() in (DOCS / "working-time-elsewhere.md").read_text(encoding="utf-8"), table()
