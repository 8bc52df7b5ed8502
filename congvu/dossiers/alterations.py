"""Rows changed past the program (sửa thẳng trong cơ sở dữ liệu): each dossier against what the ledger tells of it.

`docs/architecture.md` says what this sees and what it cannot. A few hundred dossiers at a time, so memory stays small.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from congvu.dossiers import alterations_of_money as money
from congvu.dossiers.course import Course, stored
from congvu.dossiers.models import Applicant, Cause, Dossier, Origin
from congvu.dossiers.rebuild import NOT_THE_COURSE, told
from congvu.dossiers.rebuild_signing import SIGNING_ROWS
from congvu.ledger.models import SubjectKey
from congvu.ledger.queries import bodies_of_all
from congvu.papers.models import Paper, digest
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import isolate

CHUNK = 200
# What the receipt, whose hash is in the ledger, says of the applicant: the row's field, and the receipt's.
ON_THE_RECEIPT = {
    "name": "applicant", "kind": "applicant_kind", "id_number": "id_number", "address": "address", "phone": "phone",
    "email": "email", "submitter_name": "submitter", "authorisation": "authorisation",
}  # fmt: skip
Told = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Compared:
    """One dossier, by the code its entries give: the names of what differs; or nothing is known, its bodies erased."""

    code: str
    differs: tuple[str, ...] = ()
    is_erased: bool = False


def compared() -> Iterator[Compared]:
    """Every dossier of the rows, then those that only the ledger knows."""
    last = 0
    while rows := list(_rows().filter(pk__gt=last)[:CHUNK]):
        last = rows[-1].pk
        yield from _compare(rows)
    yield from _without_a_row()


def _rows() -> QuerySet[Dossier]:
    one = (
        "received_unit", "settling_unit", "unit", "holder", "changed_by", "applicant", "register_entry__unit",
        "register_entry__official",
    )  # fmt: skip
    many = (
        "procedure_version__procedure", "runs__unit", "runs__official", "pauses", "corrections",
        "due_dates__calendar__calendar", "extensions", *SIGNING_ROWS, *money.ROWS,
    )  # fmt: skip
    return Dossier.objects.select_related(*one).prefetch_related(*many).order_by("pk")


def _compare(rows: Sequence[Dossier]) -> Iterator[Compared]:
    subjects = {f"dossier:{dossier.pk}": dossier for dossier in rows}
    bodies = bodies_of_all(list(subjects))
    erased = set(
        SubjectKey.objects.filter(subject__in=subjects).exclude(erased_by=None).values_list("subject", flat=True)
    )
    papers: dict[str, list[Paper]] = {name: [] for name in subjects}
    for paper in Paper.objects.filter(subject__in=subjects):
        papers[paper.subject].append(paper)
    for name, dossier in subjects.items():
        if bodies[name]:
            code, differs = bodies[name][0]["facts"]["code"], differences(dossier, bodies[name], papers[name])
            yield Compared(code, tuple(sorted(differs)))
        else:
            yield Compared(dossier.code, is_erased=True) if name in erased else Compared(dossier.code, ("entries",))


def _without_a_row() -> Iterator[Compared]:
    """Dossiers whose entries are there and whose row is not."""
    subjects = SubjectKey.objects.filter(subject__startswith="dossier:", erased_by=None).order_by("pk")
    names = subjects.values_list("subject", flat=True).iterator()
    while part := {int(name.partition(":")[2]) for name in islice(names, CHUNK)}:
        for pk in sorted(part.difference(Dossier.objects.filter(pk__in=part).values_list("pk", flat=True))):
            yield Compared(told(bodies_of_all([f"dossier:{pk}"])[f"dossier:{pk}"]).code, ("row",))


def differences(dossier: Dossier, bodies: Told, papers: Sequence[Paper]) -> set[str]:
    """The names of what the rows of one dossier say otherwise than its entries."""
    course = told(bodies)
    expected = vars(course) | _kept(course, dossier) | _of_the_first(bodies[0]) | _of_the_last(bodies)
    expected |= money.told(bodies)
    found = vars(stored(dossier)) | _rows_say(dossier) | money.stored(dossier)
    differs = {name for name, value in expected.items() if found[name] != value}
    if course.said is None:  # entries of an earlier version did not tell it
        differs.discard("said")
    hashes = {digest(one.form, one.template_version, one.data.encode()): one for one in papers}
    if set(hashes) != _hashes(bodies):
        differs.add("papers")
    receipt = hashes.get(str(bodies[0]["facts"].get("receipt")))
    differs |= _wrong_corrections(dossier, bodies)
    differs |= _unlike_the_correction(dossier, bodies)
    return differs | _unlike_the_receipt(dossier, _printed(receipt, bodies)) if receipt else differs


def _kept(course: Course, dossier: Dossier) -> dict[str, object]:
    """What the dossier's own row keeps of its course, for lists."""
    due, waiting = course.dues[-1], [one.started_at for one in course.stops if one.ended_at is None]
    return {
        "due_at": due.due_at, "due_on": _day(due.due_at), "committed_at": due.committed_at,
        "paused_at": waiting[-1] if waiting else None,
        "extended_on": _day(course.appointed[-1].at) if course.appointed else None,
        "original_due_at": _original_due(course, dossier), "received_on": _day(course.received_at),
        "finished_on": _day(course.finished_at),
    }  # fmt: skip


def _day(at: datetime | None) -> object:
    return localdate(at) if at else None


def _original_due(course: Course, dossier: Dossier) -> datetime | None:
    """The date before the first extension; each pause that ended later moved it, as `waiting.end_pause` does.

    After an apology that came too late to move the date none moves it any more.
    """
    first: datetime | None = None
    term, stops = dossier.procedure_version.statutory_term, {one.ended_at: one for one in course.stops}
    hours = max(dossier.due_dates.all(), key=lambda one: one.number).calendar.hours if len(course.dues) > 1 else None
    for before, due in zip(course.dues, course.dues[1:], strict=False):
        if due.cause == Cause.EXTENDED:
            first = first or before.due_at or due.due_at
        elif first and term and hours and first >= stops[due.caused_at].started_at:
            first = hours.shifted(first, term, stops[due.caused_at].started_at, due.caused_at)
    return first or (course.appointed[0].before if course.appointed else None)


def _of_the_first(body: Mapping[str, Any]) -> dict[str, object]:
    """What only the entry of the reception tells, or that of the first taking over."""
    if body["action"] in {Action.DOSSIER_IMPORTED, Action.DOSSIER_FILING_ACCEPTED}:
        return {"origin": Origin.IMPORTED}
    facts = body["facts"]
    return {"origin": Origin.OWN, "version_of": facts["version"], "calendars": {facts["calendar"]}}


def _of_the_last(bodies: Told) -> dict[str, object]:
    last = [body for body in bodies if body["action"] not in NOT_THE_COURSE][-1]
    return {"changed_by": last["actor"], "changed_at": datetime.fromisoformat(last["at"])}


def _rows_say(dossier: Dossier) -> dict[str, object]:
    names = (
        "origin", "due_at", "due_on", "committed_at", "paused_at", "extended_on", "original_due_at", "received_on",
        "finished_on", "changed_at",
    )  # fmt: skip
    calendars = {f"{one.calendar.calendar.code}:{one.calendar.number}" for one in dossier.due_dates.all()}
    return {name: getattr(dossier, name) for name in names} | {
        "version_of": dossier.procedure_version.valid_from.isoformat(), "calendars": calendars,
        "changed_by": dossier.changed_by.login,
    }  # fmt: skip


def _hashes(bodies: Told) -> set[str]:
    """The hashes of papers that the entries carry; a paper's number may stand under the same name."""
    of_papers = [body["facts"] for body in bodies if body["action"] != Action.DOSSIER_SCAN_WITHDRAWN]  # a file's hash
    said = {str(facts.get(name, "")) for facts in of_papers for name in ("receipt", "hash", "paper")}
    return {text for text in said if len(text) == 64}


def _wrong_corrections(dossier: Dossier, bodies: Told) -> set[str]:
    """Are there rows of corrections beyond those the ledger tells, or fewer, or with another reason?"""
    wanted = sorted(
        (datetime.fromisoformat(body["at"]), name, body["facts"]["reason"])
        for body in bodies
        for name in _corrected(body)
    )
    have = sorted((one.at, one.field, one.reason) for one in dossier.corrections.all())
    return set() if have == wanted else {"corrections"}


def _corrected(body: Mapping[str, Any]) -> Sequence[str]:
    is_of_the_party = body["action"] == Action.DOSSIER_CORRECTED
    return body["facts"]["fields"] if is_of_the_party else money.corrected(body)


def _last_told(bodies: Told, name: str) -> Any:
    """What the last correction says of the dossier itself; None: nobody corrected that."""
    corrections = [body["facts"] for body in bodies if body["action"] == Action.DOSSIER_CORRECTED]
    return next((facts[name] for facts in reversed(corrections) if name in facts), None)


def _unlike_the_correction(dossier: Dossier, bodies: Told) -> set[str]:
    """The channel is told by no entry before it is corrected."""
    return set() if _last_told(bodies, "channel") in {None, dossier.channel} else {"channel"}


def _printed(receipt: Paper, bodies: Told) -> Mapping[str, Any]:
    """The first receipt, with the papers as they were corrected since."""
    first: dict[str, Any] = json.loads(receipt.data)
    papers = _last_told(bodies, "papers")
    return first if papers is None else first | {"papers": papers}


def _unlike_the_receipt(dossier: Dossier, printed: Mapping[str, Any]) -> set[str]:
    """What the receipt says of the dossier itself, and of the applicant before every correction."""
    number = dossier.declared_paper
    agrees = {
        "applicant": _is_party_of(dossier, printed),
        "lookup_code": dossier.lookup_code == printed["lookup_code"].replace(" ", ""),
        "qr_token": printed["qr_text"].endswith(f"/{dossier.qr_token}"),
        "handed_in": list(dossier.papers) == printed["papers"],
        "declared_paper": f"số {number};" in printed["declared"] if number else not printed["declared"],
    }
    return {name for name, fits in agrees.items() if not fits}


def _is_party_of(dossier: Dossier, printed: Mapping[str, Any]) -> bool:
    """Undo the corrections, the last first: what then stands must be what the receipt says."""
    party: Applicant | None = getattr(dossier, "applicant", None)
    if party is None:
        return False
    now = {name: str(getattr(party, name)) for name in (*ON_THE_RECEIPT, "submitter_id_number")}
    of_the_party = [one for one in dossier.corrections.all() if one.field not in (*money.FIELDS, "papers", "channel")]
    for one in sorted(of_the_party, key=lambda one: one.pk, reverse=True):
        if now.get(one.field) != one.after:
            return False
        now[one.field] = one.before
    return all(printed[where] in (now[name], isolate(now[name])) for name, where in ON_THE_RECEIPT.items())
