"""The verbs of a register's file (tệp sổ): received, read, broken, asked to be taken, taken, dropped.

Only `take_file` changes dossiers, by `take_over`, in one transaction with the file's own end.
"""

from collections.abc import Mapping as Dict
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import register_store as store
from congvu.dossiers.commands.takeover import Taken, take_over, wait_for_source
from congvu.dossiers.commands.vanishing import check_share
from congvu.dossiers.foresight import Foresight, last_import
from congvu.dossiers.models import OPEN_FILES, FileHow, FileState, MappingVersion, RegisterFile
from congvu.dossiers.register_report import of_taken
from congvu.dossiers.register_store import Kept
from congvu.eventlog.mapping import Mapping
from congvu.ledger.queries import refuse_a_clock_behind
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.rules.errors import RuleBroken
from congvu.rules.vietnamese import legible

KEPT_FOR = timedelta(hours=24)
LONGEST_REPORT = 60_000


def receive_file(
    *, actor: Official, at: datetime, name: str, kept: Kept, how: FileHow, mapping: MappingVersion | None = None
) -> RegisterFile:
    """Enter a file that came; nothing of it is taken yet. Raises: RuleBroken `rights.missing`."""
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    return RegisterFile.objects.create(
        mapping=mapping, name=legible(name)[-250:], file_hash=kept.file_hash, size=kept.size, how=how,
        folder=kept.folder, official=actor, arrived_at=at,
    )  # fmt: skip


def note_progress(*, file_id: int, read: int, total: int) -> bool:
    """How far the reading is; False where a person stopped it meanwhile."""
    rows = RegisterFile.objects.filter(pk=file_id, state__in=OPEN_FILES)
    return bool(rows.update(rows_read=read, rows_total=total))


def note_read(*, file_id: int, counts: Dict[str, int], basis: int) -> None:
    """The comparison is ready to be looked at."""
    rows = RegisterFile.objects.filter(pk=file_id, state__in=OPEN_FILES)
    rows.update(state=FileState.READ, counts=counts, basis=basis)


def note_ended(*, file_id: int, state: FileState, at: datetime, report: str, counts: Dict[str, int]) -> None:
    """The file could not be taken, or was known; nothing was written."""
    rows = RegisterFile.objects.filter(pk=file_id, state__in=OPEN_FILES)
    rows.update(state=state, ended_at=at, report=legible(report)[:LONGEST_REPORT], counts=counts)


@transaction.atomic
def ask_to_take(*, actor: Official, at: datetime, file_id: int, confirmed: int | None = None) -> RegisterFile:
    """Decide that a file that was looked at is to be taken over (nhận vào).

    Raises: RuleBroken `rights.missing`, `register.file_not_ready`, `register.many_vanish`.
    """
    file: RegisterFile = RegisterFile.objects.select_for_update().get(pk=file_id)
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    if file.state != FileState.READ or file.how == FileHow.SAMPLE:
        raise RuleBroken("register.file_not_ready", state=str(FileState(file.state).label))
    check_share(file.counts["vanished"], file.counts["standing"], confirmed)
    file.state, file.official, file.confirmed = FileState.TAKING, actor, confirmed
    file.save(update_fields=["state", "official", "confirmed"])
    return file


@transaction.atomic
def take_file(*, at: datetime, file: RegisterFile, found: Foresight, mapping: Mapping) -> Taken:
    """Take a file over, all or nothing, with its end in the same transaction; a second time does nothing.

    Raises: RuleBroken `register.moved_on` where another file of the source came in between, and as `take_over`.
    """
    refuse_a_clock_behind(at)
    wait_for_source(mapping)
    if last_import(mapping.place["code"]) != found.basis:
        raise RuleBroken("register.moved_on")
    taken = take_over(
        actor=file.official, at=at, cases=found.needed, mapping=mapping, file_hash=file.file_hash, rest=found.rest,
        confirmed=file.confirmed,
    )  # fmt: skip
    counts = {name: value for name, value in asdict(taken).items() if isinstance(value, int)}
    said = of_taken(file.name, counts, at)
    rows = RegisterFile.objects.filter(pk=file.pk, state__in=OPEN_FILES)
    if not rows.update(state=FileState.TAKEN, ended_at=at, counts=counts, report=said):
        raise RuleBroken("register.file_not_ready", state=str(FileState.TAKEN.label))
    return taken


def note_filed(*, file_id: int, at: datetime) -> None:
    """The file of the watched folder lies in done or broken, its report beside it."""
    RegisterFile.objects.filter(pk=file_id).update(put_away_at=at)


def forget_content(*, file: RegisterFile) -> None:
    """Erase what was kept of a file that was taken; a broken one keeps its list of faults for a day."""
    if file.state == FileState.BROKEN:
        store.erase_content(file.folder)
        return
    RegisterFile.objects.filter(pk=file.pk).update(folder="")
    store.erase(file.folder)


def drop_file(*, actor: Official, at: datetime, file_id: int) -> None:
    """Throw a file away that was not taken (bỏ tệp); its content is erased.

    Raises: RuleBroken `rights.missing`, `register.file_not_ready`.
    """
    require(actor, Right.TAKE_OVER_REGISTER, localdate(at))
    file = RegisterFile.objects.get(pk=file_id)
    open_rows = RegisterFile.objects.filter(pk=file_id, state__in=(FileState.WAITING, FileState.READ))
    if not open_rows.update(state=FileState.DROPPED, ended_at=at, folder=""):
        raise RuleBroken("register.file_not_ready", state=str(FileState(file.state).label))
    store.erase(file.folder)


def drop_old(*, at: datetime) -> None:
    """What nobody accepted within 24 hours is erased, and what was kept of files that ended."""
    old = RegisterFile.objects.exclude(folder="").exclude(state=FileState.TAKING).filter(arrived_at__lt=at - KEPT_FOR)
    for file in old:
        RegisterFile.objects.filter(pk=file.pk, state__in=OPEN_FILES).update(state=FileState.DROPPED, ended_at=at)
        RegisterFile.objects.filter(pk=file.pk).update(folder="")
        store.erase(file.folder)
    known = set(RegisterFile.objects.exclude(folder="").values_list("folder", flat=True))
    for folder in store.forgotten(known, KEPT_FOR.total_seconds()):
        store.erase(folder)
