"""The book of numbers given (sổ cấp số): every numbered paper of an agency, sealed by the clerk or issued by an act.

Both ways take from the same series, so only both together show that a series has no gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from congvu.dossiers.models import Dossier, Signing
from congvu.law import paper_forms
from congvu.law.signing import paper_kinds
from congvu.offices.models import Official, Unit
from congvu.offices.permissions import Right, posts_with, reaches
from congvu.papers.models import Paper
from congvu.rules.signing import SigningState

COLUMNS = (
    "agency_code", "series_code", "in_year", "value", "full", "given_at", "by_login", "about", "form_code", "sent",
)  # fmt: skip
SUBJECT = "dossier:"


@dataclass(frozen=True)
class Asked:
    """What the reader narrows the book to; `series` None is every series, "" the letters without a code."""

    word: str = ""
    series: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Entry:
    """One number given: what for, when, by whom; `signing` is the submission it came from, None for an act's own."""

    symbol: str
    number: int
    series: str
    agency: str
    name: str
    given_at: datetime
    by: str
    code: str
    signing: Signing | None

    @property
    def is_cancelled(self) -> bool:
        """Did its dossier end before the seal? The number is used up."""
        return self.signing is not None and self.signing.state == SigningState.CANCELLED


def agencies(official: Official, on: date) -> dict[str, str]:
    """The units whose numbers this clerk answers for: code and name."""
    posts = posts_with(official, Right.ISSUE_PAPER, on)
    units = Unit.objects.order_by("name_key")
    return {unit.code: unit.name for unit in units if any(reaches(post, unit) for post in posts)}


def numbers(codes: Sequence[str], asked: Asked) -> "QuerySet[Any, tuple[Any, ...]]":
    """The rows of the book, unordered; `entries` makes them readable."""
    papers = _narrowed(_issued_by_acts().filter(unit__in=codes), asked)
    signed = _narrowed(_given_by_clerks().filter(agency__code__in=codes), asked)
    return papers.values_list(*COLUMNS).union(signed.values_list(*COLUMNS), all=True)


def _issued_by_acts() -> "QuerySet[Any]":
    return Paper.objects.filter(number__isnull=False).annotate(
        agency_code=F("unit"), series_code=F("series"), in_year=F("year"), value=F("number"), full=F("symbol"),
        given_at=F("issued_at"), by_login=F("issued_by"), about=F("subject"), form_code=F("form"),
        sent=Value(None, output_field=BigIntegerField()),
    )  # fmt: skip


def _given_by_clerks() -> "QuerySet[Any]":
    return Signing.objects.filter(paper_number__isnull=False).annotate(
        agency_code=F("agency__code"), series_code=F("paper_kind"), in_year=F("year"), value=F("paper_number"),
        full=F("symbol"), given_at=F("numbered_at"), by_login=F("numbered_by__login"), about=F("dossier__code"),
        form_code=Value("", output_field=CharField()), sent=F("pk"),
    )  # fmt: skip


def _narrowed(rows: "QuerySet[Any]", asked: Asked) -> "QuerySet[Any]":
    if asked.series is not None:
        rows = rows.filter(series_code=asked.series)
    if asked.first:
        rows = rows.filter(given_at__gte=_morning(asked.first))
    if asked.last:
        rows = rows.filter(given_at__lt=_morning(asked.last + timedelta(days=1)))
    if asked.word:
        found = Dossier.objects.filter(_holds("code", asked.word)).values_list("pk", flat=True)[:500]
        subjects = [f"{SUBJECT}{pk}" for pk in found]
        rows = rows.filter(_holds("full", asked.word) | _holds("about", asked.word) | Q(about__in=subjects))
    return rows


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


def _holds(field: str, word: str) -> Q:
    """Does it hold the word, as typed or in capitals? Symbols are written in capitals, marks and all (QĐ).

    Letter by letter on both databases, while LIKE folds case on the one, and there without the letters of Vietnamese.
    """
    found = Q()
    for one in {word, word.upper()}:
        found |= Q(GreaterThan(StrIndex(F(field), Value(one)), 0))
    return found


def series_of(codes: Sequence[str]) -> list[str]:
    """The series that have a number, for the filter."""
    papers, signed = _issued_by_acts().filter(unit__in=codes), _given_by_clerks().filter(agency__code__in=codes)
    return sorted({one for rows in (papers, signed) for one in rows.values_list("series_code", flat=True).distinct()})


def entries(rows: Sequence[tuple[Any, ...]], names: dict[str, str]) -> list[Entry]:
    """Rows of the book in words; people, dossiers and submissions are read once for all of them."""
    lines = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    people = dict(
        Official.objects.filter(login__in={line["by_login"] for line in lines}).values_list("login", "full_name")
    )
    signings = Signing.objects.in_bulk([line["sent"] for line in lines if line["sent"]])
    keys = {int(line["about"].removeprefix(SUBJECT)) for line in lines if line["about"].startswith(SUBJECT)}
    codes = {f"{SUBJECT}{pk}": code for pk, code in Dossier.objects.filter(pk__in=keys).values_list("pk", "code")}
    return [
        Entry(
            line["full"], line["value"], line["series_code"], names[line["agency_code"]],
            _name(line["form_code"], line["series_code"]), line["given_at"],
            people.get(line["by_login"], line["by_login"]),
            line["about"] if line["sent"] else codes.get(line["about"], ""), signings.get(line["sent"]),
        )
        for line in lines
    ]  # fmt: skip


def _name(form: str, series: str) -> str:
    """The kind of paper: the name of its form, or of the kind it was submitted as."""
    if form:
        return paper_forms()[form].name_vi
    kind = paper_kinds().get(series)
    return kind.name_vi if kind else _("Văn bản %(series)s") % {"series": series}
