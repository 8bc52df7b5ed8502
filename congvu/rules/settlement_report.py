"""The settlement report (báo cáo kết quả giải quyết thủ tục hành chính): its columns, rows, totals and invariants.

Source: docs/glossary.md, “biểu II.06a” (TT 01/2020/TT-VPCP). What each column counts is in dossiers/groups.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The form numbers its columns; 1 is the row's number and 2 its name.
FIRST, LAST = 3, 13
COLUMNS = tuple(range(FIRST, LAST + 1))


@dataclass(frozen=True)
class Invariant:
    """A sum the form prescribes: `whole` equals the parts together."""

    whole: int
    parts: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.whole} = {' + '.join(map(str, self.parts))}"


INVARIANTS = (
    Invariant(3, (4, 5, 6)),
    Invariant(7, (8, 9, 10)),
    Invariant(11, (12, 13)),
    Invariant(3, (7, 11)),
)


@dataclass(frozen=True)
class Row:
    """One row: a number a column, each counted by itself, so that the sums prove something."""

    name: str
    counts: Mapping[int, int]


@dataclass(frozen=True)
class Break:
    """An invariant that does not hold in a row: what the whole says, what the parts add up to."""

    row: str
    invariant: Invariant
    whole: int
    parts: int

    @property
    def difference(self) -> int:
        return self.whole - self.parts


def total(rows: Sequence[Row], name: str) -> Row:
    """The row of totals (tổng cộng)."""
    return Row(name, {column: sum(row.counts[column] for row in rows) for column in COLUMNS})


def broken(rows: Sequence[Row]) -> list[Break]:
    """Every invariant that fails, row by row; an empty list is a report that adds up."""
    found = []
    for row in rows:
        for one in INVARIANTS:
            whole, parts = row.counts[one.whole], sum(row.counts[part] for part in one.parts)
            if whole != parts:
                found.append(Break(row.name, one, whole, parts))
    return found


def carried_over_agrees(left_before: Mapping[str, int], rows: Sequence[Row]) -> list[str]:
    """The names of rows whose column 6 is not column 11 of the period before (kỳ trước chuyển sang)."""
    carried = {row.name: row.counts[6] for row in rows}
    return sorted(name for name in {*carried, *left_before} if carried.get(name, 0) != left_before.get(name, 0))
