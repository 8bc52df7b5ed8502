"""Issuing a paper: number taken, data fixed and hashed inside the command that needs it; the PDF comes after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from congvu.offices.models import Unit
from congvu.papers.models import NumberSeries, Paper, digest
from congvu.papers.render import CURRENT
from congvu.rules import paper_number
from congvu.rules.ledger_leaf import canonical


@dataclass(frozen=True)
class Number:
    """A number just taken; `symbol` is what stands on the paper: “05/PYC-TTPVHCC”."""

    series: str
    year: int
    value: int
    symbol: str


def take_number(*, unit: Unit, series: str, year: int, drafted_in: str = "") -> Number:
    """The next number of a unit's series in a year (cấp số văn bản): from 1 each 1 January, without gaps.

    Inside the transaction of the act: an act that fails gives its number back. `series` is the type code (PYC, TB).
    `drafted_in`: the abbreviation of the drafting unit, which stands in the symbol of a letter (công văn).
    Raises: RuleBroken `paper_number.no_agency`; RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number outside the transaction of its act")
    row = hold_series(unit=unit, series=series, year=year)
    symbol = paper_number.write(row.last + 1, series, unit.symbol, drafted_in)
    row.last += 1
    row.save(update_fields=["last"])
    return Number(series, year, row.last, symbol)


def hold_series(*, unit: Unit, series: str, year: int) -> NumberSeries:
    """The row of a series, locked: for an act that must wait here before it waits elsewhere."""
    row, _ = NumberSeries.objects.select_for_update().get_or_create(unit=unit, series=series, year=year)
    return row


def issue(
    *,
    form: str,
    subject: str,
    unit: str,
    actor_code: str,
    at: datetime,
    data: Mapping[str, object],
    number: Number | None = None,
) -> Paper:
    """Keep what a paper says (lập giấy tờ); the caller's ledger entry carries `data_hash`."""
    version = CURRENT[form]
    text = canonical(dict(data))
    numbered = {} if number is None else {
        "series": number.series, "year": number.year, "number": number.value, "symbol": number.symbol,
    }  # fmt: skip
    return Paper.objects.create(
        form=form, subject=subject, unit=unit, data=text.decode(), template_version=version,
        data_hash=digest(form, version, text), issued_at=at, issued_by=actor_code, **numbered,
    )  # fmt: skip
