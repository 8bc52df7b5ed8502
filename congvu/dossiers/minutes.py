"""What the minutes of a posting say (biên bản niêm yết, kết thúc niêm yết), and the public list of postings."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localtime

from congvu.dossiers.models import Dossier, Posting
from congvu.dossiers.receipt import head_of, on_paper, term_in_words
from congvu.offices.models import Official, Unit


def _about(posting: Posting, official: Official, at: datetime) -> dict[str, object]:
    """What both minutes share. The posting itself is public, so neither the lookup code nor its QR is on them."""
    dossier = posting.dossier
    party = getattr(dossier, "applicant", None)
    return head_of(dossier.unit, at) | {
        "unit": dossier.unit.name,
        "code": dossier.code, "procedure": dossier.procedure_version.procedure.name,
        "applicant": party.name if party else "", "address": party.address if party else "",
        "places": posting.place_list, "witnesses": posting.witnesses, "official": official.full_name,
        "opened": on_paper(posting.opened_at), "length": term_in_words(posting.term), "ends": on_paper(posting.ends_at),
    }  # fmt: skip


def opening_minutes(posting: Posting, official: Official) -> dict[str, object]:
    """The minutes of putting up."""
    return _about(posting, official, posting.opened_at) | {"symbol": posting.minutes}


def closing_minutes(posting: Posting, official: Official) -> dict[str, object]:
    """The minutes of the end: how many objections came, never who made them."""
    closed = posting.closed_at or posting.ends_at
    return _about(posting, official, closed) | {
        "symbol": posting.closing_minutes, "opening_number": posting.minutes, "closed": on_paper(closed),
        "objections": posting.objections_counted or 0,
        "extended": [f"{one.reason} (đến {on_paper(one.after)})" for one in posting.extensions.order_by("at")],
    }  # fmt: skip


def public_list(unit: Unit, postings: Iterable[Posting], at: datetime) -> dict[str, object]:
    """The list that hangs beside the postings (danh sách công khai): what the law makes public, nothing more."""
    return head_of(unit, at) | {
        "unit": unit.name,
        "until": on_paper(at),
        "rows": [
            [row.dossier.code, _name(row.dossier), _address(row.dossier), row.dossier.procedure_version.procedure.name,
             f"{localtime(row.opened_at):%d/%m/%Y}", f"{localtime(row.ends_at):%d/%m/%Y}"]
            for row in postings
        ],
    }  # fmt: skip


def _name(dossier: Dossier) -> str:
    return dossier.applicant.name if hasattr(dossier, "applicant") else ""


def _address(dossier: Dossier) -> str:
    return dossier.applicant.address if hasattr(dossier, "applicant") else ""
