"""Reading foreign files: instants as registers write them, rows by their number, blank lines passed over."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from congvu.eventlog.mapping import read
from congvu.eventlog.register import YearOutOfRange, instant, rows
from congvu.eventlog.workbook import Oddities, oddities
from congvu.rules.errors import RuleBroken
from tests.registers import Register

HANOI, THE_HAGUE = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(("text", "wanted"), [
    ("23/11/2026", "2026-11-23T00:00:00+07:00"),
    ("23/11/2026 08:14", "2026-11-23T08:14:00+07:00"),
    ("23/11/2026 08:14:05", "2026-11-23T08:14:05+07:00"),
    ("08:14 23/11/2026", "2026-11-23T08:14:00+07:00"),
    ("2026-11-23T08:14", "2026-11-23T08:14:00+07:00"),
    ("2026-11-23 08:14:05.123+02:00", "2026-11-23T08:14:05.123000+02:00"),
    ("46349.5", "2026-11-23T12:00:00+07:00"),
    (" 46349 ", "2026-11-23T00:00:00+07:00"),
])  # fmt: skip
def test_an_instant_is_read_in_every_form_a_register_writes(text: str, wanted: str) -> None:
    at = instant(text, HANOI)
    assert at is not None and at.isoformat() == wanted


def test_an_empty_cell_is_no_instant_and_nonsense_is_refused() -> None:
    assert instant("  ", HANOI) is None
    for text in ("hôm qua", "31/04/2026", "４６３４９", "463495", "23.11"):
        with pytest.raises(ValueError):
            instant(text, HANOI)
    for text in ("01/01/2100", "01/01/1900", "10000000"[:5] + "9"):
        with pytest.raises(ValueError):
            instant(text, HANOI)
    with pytest.raises(YearOutOfRange):
        instant("01/01/2100", HANOI)


def test_a_time_without_offset_is_local_to_the_register() -> None:
    at = instant("2011-07-01T12:00:00", THE_HAGUE)
    assert at == datetime(2011, 7, 1, 12, tzinfo=THE_HAGUE) and at.utcoffset().total_seconds() == 7200  # type: ignore[union-attr]


def test_rows_keep_the_number_a_spreadsheet_shows_and_blank_ones_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_text('Mã,Nhận\nH1,02/11/2026\n,\n\n"H\n2",03/11/2026,thừa\nH3\n', encoding="utf-8")
    mapping = read({"place": {"code": "c", "name": "C"},
                    "columns": {"code": "Mã", "procedure": {"value": "x"}, "received": "Nhận"}})  # fmt: skip
    found = list(rows(file, mapping))
    assert [(row.number, row.values["Mã"], row.values["Nhận"]) for row in found] == [
        (2, "H1", "02/11/2026"), (5, "H\n2", "03/11/2026"), (6, "H3", ""),
    ]  # fmt: skip


def test_a_workbook_without_oddities_has_nothing_to_tell(tmp_path: Path) -> None:
    books = Register(tmp_path, kind="xlsx")
    odd = oddities(books.saved(books.workbook({})))
    assert odd == Oddities("Sheet", 0, 0, 0) and not odd


def test_a_workbook_with_every_sheet_hidden_is_empty(tmp_path: Path) -> None:
    books = Register(tmp_path, kind="xlsx")
    book = books.workbook({})
    front = book.create_sheet("Bìa")
    file = books.saved(book)
    assert books.refusal(file) == ""
    book.worksheets[0].sheet_state = "hidden"
    front.sheet_state = "visible"
    assert "rỗng" in books.refusal(books.saved(book))


def test_an_unknown_encoding_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    register = Register(tmp_path)
    (tmp_path / "rong.csv").write_bytes(b"")
    assert "rỗng" in register.refusal(tmp_path / "rong.csv")
    told = register.mapping.read_text(encoding="utf-8")
    register.mapping.write_text(f"encoding: vni-times\n{told}", encoding="utf-8")
    with pytest.raises(RuleBroken, match="unknown_encoding"):
        register.faults(register.csv({}))
