"""Reading a register's file and comparing it, and taking it over once somebody said so; resumable at any point.

Called inside a request for small files, else by `congvu work`; whoever calls holds the lock of register_store.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from congvu.dossiers import register_report as report
from congvu.dossiers import register_store as store
from congvu.dossiers.commands import register_files as files
from congvu.dossiers.foresight import Foresight, foresee
from congvu.dossiers.models import FileHow, FileState, RegisterFile
from congvu.eventlog.cases import Case, gather
from congvu.eventlog.mapping import Mapping, read
from congvu.eventlog.register import Fault, Row, rows
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from congvu.sentences_register import fault_said

EVERY = 2000


class Stopped(RuleBroken):
    """A person stopped the reading; nothing had been written."""


def mapping_of(file: RegisterFile) -> Mapping:
    """The saved mapping of a file, checked again as it is read; a sample has none yet."""
    if file.mapping is None:
        raise RuleBroken("register.no_mapping")
    return read(json.loads(file.mapping.content))


def rows_in(path: Path, mapping: Mapping) -> int:
    """About how many rows a file has; 0 where that cannot be known beforehand."""
    if mapping.kind != "csv":
        return 0
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return 0
        return max(0, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1)


def _counted(found: Iterable[Row], file: RegisterFile, total: int) -> Iterator[Row]:
    for number, row in enumerate(found):
        if number % EVERY == 0 and not files.note_progress(file_id=file.pk, read=number, total=total):
            raise Stopped("register.stopped")
        yield row


def _gathered(file: RegisterFile, path: Path, mapping: Mapping, at: datetime) -> tuple[list[Case], list[Fault]]:
    return gather(_counted(rows(path, mapping), file, rows_in(path, mapping)), mapping, at)


def compare(file: RegisterFile, path: Path, at: datetime) -> Foresight | None:
    """Read a file and find what it would change; None where it cannot be taken, which is then its end."""
    try:
        mapping = mapping_of(file)
        cases, faults = _gathered(file, path, mapping, at)
        found = None if faults else foresee(actor=file.official, at=at, cases=cases, mapping=mapping)
    except Stopped:
        return None
    except RuleBroken as refusal:
        end(file, at, report.of_refusal(file.name, sentence(refusal, _)), {})
        return None
    if found is None:
        if file.folder:
            listed = ([one.row, one.column, fault_said(one, _)] for one in faults)
            store.write_list(file.folder, "faults", listed)
        end(file, at, report.of_faults(file.name, faults), {"faults": len(faults)})
    return found


def end(file: RegisterFile, at: datetime, said: str, counts: dict[str, int]) -> None:
    """The file is not taken: the page says why, and of the watched folder's also the text beside it."""
    if file.how == FileHow.FOLDER:
        said = report.in_folder(said)
    files.note_ended(file_id=file.pk, state=FileState.BROKEN, at=at, report=said, counts=counts)
    file.refresh_from_db()
    if file.folder:
        files.forget_content(file=file)


def look(file: RegisterFile, at: datetime) -> None:
    """Make the preview of an uploaded file."""
    found = compare(file, store.content_of(file.folder), at)
    if found is None or not files.note_progress(file_id=file.pk, read=file.rows_read, total=file.rows_total):
        return
    lists: dict[str, Iterable[list[object]]] = {
        "new": (_line(case) for case in found.new),
        "changed": ([case.row, case.code, said] for case, said in found.changed),
        "filings": (_line(case) for case in found.filings),
        "vanished": ([one.code, one.procedure_version.procedure.name, one.state_word] for one in found.vanished),
        "reappeared": ([one.code, one.procedure_version.procedure.name, one.state_word] for one in found.reappeared),
    }  # fmt: skip
    for name, lines in lists.items():
        store.write_list(file.folder, name, lines)
    files.note_read(file_id=file.pk, counts=found.counts, basis=found.basis)


def _line(case: Case) -> list[object]:
    at = [f"{one:%H:%M, %d/%m/%Y}" if one else "" for one in (case.received, case.due)]
    return [case.row, case.code, case.procedure, case.applicant, *at, case.unit]


def take(file: RegisterFile, at: datetime) -> None:
    """Take an uploaded file over; where its source moved on meanwhile, the preview is made anew instead."""
    path = store.content_of(file.folder)
    found = compare(file, path, at)
    if found is None:
        return
    try:
        if found.basis != file.basis:
            raise RuleBroken("register.moved_on")
        files.take_file(at=at, file=file, found=found, mapping=mapping_of(file))
    except RuleBroken as refusal:
        if refusal.code != "register.moved_on":
            end(file, at, report.of_refusal(file.name, sentence(refusal, _)), {})
            return
        look(file, at)
        return
    file.refresh_from_db()
    files.forget_content(file=file)


def go_on(file: RegisterFile, at: datetime) -> None:
    """The next piece of work on an uploaded file."""
    try:
        if file.state == FileState.TAKING:
            take(file, at)
        else:
            look(file, at)
    except FileNotFoundError:
        # Thrown away meanwhile by its person: nothing to do. Else the disk lost it, and that is its end.
        said = report.of_refusal(file.name, sentence(RuleBroken("register.not_found", file=file.name), _))
        files.note_ended(file_id=file.pk, state=FileState.BROKEN, at=at, report=said, counts={})
