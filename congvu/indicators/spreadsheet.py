"""The unit's figures as a table for a spreadsheet: one line a value, with where it stands and what it is."""

import csv
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from congvu.dossiers.views.listing import safe_cell
from congvu.indicators.queries import Figure, UnitFigures
from congvu.indicators.queries.times import Spread

Line = tuple[str, str, str, object]


def write(out: TextIO, found: UnitFigures) -> None:
    """Write the figures; cells that a spreadsheet would run as formulas are kept as text."""
    scope = found.scope
    sheet = csv.writer(out)
    sheet.writerow([_("Phần"), _("Nội dung"), _("Chỉ tiêu"), _("Giá trị")])
    head = _("Kỳ số liệu")
    sheet.writerow([head, safe_cell(scope.unit.name), _("Từ ngày"), f"{scope.window.first:%d/%m/%Y}"])
    sheet.writerow([head, safe_cell(scope.unit.name), _("Đến hết ngày"), f"{scope.window.last:%d/%m/%Y}"])
    for part, content, name, value in _lines(found):
        sheet.writerow([safe_cell(part), safe_cell(content), safe_cell(name), "" if value is None else value])


def _lines(found: UnitFigures) -> Iterator[Line]:
    unit = found.scope.unit.name
    parts = (
        (_("Lúc xem"), found.now), (_("Trong kỳ"), [*found.came, *found.settled]), (_("Không có hạn"), found.undated),
        (_("Qua đơn vị"), found.here),
    )  # fmt: skip
    for part, figures in parts:
        yield from _counts(part, unit, *figures)
    yield from _counts(_("Lúc xem"), unit, found.signatures.figure, found.signatures.issuing)
    yield from _rate(unit, found)
    yield from _spread(_("Trong kỳ"), unit, found.lived)
    for below in found.units:
        yield from _counts(_("Theo đơn vị"), below.unit.name, below.open, below.overdue, below.dated)
        yield _("Theo đơn vị"), below.unit.name, _("Xong trước hạn hoặc đúng hạn"), below.on_time.hits
    for line in found.procedures:
        one = line.counts
        yield from _counts(_("Theo thủ tục"), one.name, *one.all)
        yield from _spread(_("Theo thủ tục"), one.name, line.lived)
    for step in found.steps:
        content = f"{step.procedure} – {step.name}" if step.name else step.procedure
        yield from _counts(_("Theo bước"), content, step.done, step.here, step.overdue, step.signing)
        yield from _spread(_("Theo bước"), content, step.spread)


def _counts(part: str, content: str, *figures: Figure) -> Iterator[Line]:
    for figure in figures:
        yield part, content, str(figure.label), figure.count


def _rate(unit: str, found: UnitFigures) -> Iterator[Line]:
    """The rate with its interval, in per cent; left out where there are too few dossiers to compare."""
    rate = found.on_time
    yield from _counts(_("Trong kỳ"), unit, found.in_time, found.dated)
    if rate.is_comparable and rate.interval and rate.value is not None:
        low, high = rate.interval
        names = (_("Tỷ lệ đúng hạn (%)"), _("Khoảng tin cậy 95 %, từ (%)"), _("Khoảng tin cậy 95 %, đến (%)"))
        for name, share in zip(names, (rate.value, low, high), strict=True):
            yield _("Trong kỳ"), unit, name, round(share * 100, 1)


def _spread(part: str, content: str, spread: Spread) -> Iterator[Line]:
    names = (_("Trung vị (giờ làm việc)"), _("90 % không quá (giờ làm việc)"))
    for name, seconds in zip(names, (spread.median, spread.p90), strict=True):
        if seconds is not None:
            yield part, content, name, round(seconds / 3600, 2)
