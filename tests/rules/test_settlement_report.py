"""The report's columns add up, and where they do not it says in which row and by how much."""

import pytest

from congvu.rules.settlement_report import COLUMNS, INVARIANTS, Row, broken, carried_over_agrees, total

WHOLE = {3: 10, 4: 2, 5: 5, 6: 3, 7: 6, 8: 3, 9: 2, 10: 1, 11: 4, 12: 3, 13: 1}


def row(name: str = "Hộ tịch", **changed: int) -> Row:
    return Row(name, WHOLE | {int(column[1:]): count for column, count in changed.items()})


def test_a_report_that_adds_up_has_no_break() -> None:
    assert broken([row(), row("Đất đai")]) == []
    assert [str(one) for one in INVARIANTS] == ["3 = 4 + 5 + 6", "7 = 8 + 9 + 10", "11 = 12 + 13", "3 = 7 + 11"]


@pytest.mark.parametrize("column", COLUMNS)
def test_one_more_in_any_column_breaks_a_sum_and_names_the_row(column: int) -> None:
    found = broken([row("Đất đai"), row("Hộ tịch", **{f"c{column}": WHOLE[column] + 1})])
    assert found and {one.row for one in found} == {"Hộ tịch"}
    assert {one.difference for one in found} <= {1, -1}


def test_the_row_of_totals_adds_every_column() -> None:
    sums = total([row(), row("Đất đai", c4=7)], "Tổng cộng")
    assert sums.counts[3] == 20 and sums.counts[4] == 9 and set(sums.counts) == set(COLUMNS)
    assert total([], "Tổng cộng").counts[13] == 0


def test_what_was_left_is_what_is_carried_over_row_by_row() -> None:
    rows = [row("Hộ tịch"), row("Đất đai", c6=0)]
    assert carried_over_agrees({"Hộ tịch": 3}, rows) == []
    assert carried_over_agrees({"Hộ tịch": 3, "Cư trú": 1, "Đất đai": 2}, rows) == ["Cư trú", "Đất đai"]
