"""The registers' part of `congvu work`: uploads that wait, the watched folder, and erasing what nobody accepted.

A file in CONGVU_INBOX/<mapping>/ that has stopped growing is taken over by its mapping and moved to done/ with its
report beside it, or to broken/. Killed at any point, the next start finishes: the file's row says how far it came.
"""

import logging
import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from django.conf import settings
from django.utils.translation import gettext as _

from congvu.dossiers import register_reading as reading
from congvu.dossiers import register_report as report
from congvu.dossiers import register_store as store
from congvu.dossiers.commands import register_files as files
from congvu.dossiers.models import FileHow, FileState, MappingVersion, RegisterFile
from congvu.dossiers.queries_register import mappings_in_force
from congvu.dossiers.register_store import Kept
from congvu.offices.commands import CLOCKWORK
from congvu.offices.models import Official
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence

LOG = logging.getLogger(__name__)
UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", ".filepart")
DONE, BROKEN = "done", "broken"
# Path -> its size and time when last looked at, and since when they stand so.
_seen: dict[Path, tuple[int, int, float]] = {}
_stuck: set[Path] = set()


def work(at: datetime) -> bool:
    """One piece of work; False if nothing waits or another process is at it."""
    with store.only_one() as is_ours:
        if not is_ours:
            return False
        waiting = RegisterFile.objects.filter(state__in=(FileState.WAITING, FileState.TAKING), how=FileHow.PAGE)
        file = waiting.select_related("mapping", "official").order_by("arrived_at", "pk").first()
        if file is not None:
            reading.go_on(file, at)
            return True
        files.drop_old(at=at)
        return _take_one(at)


def is_settling() -> bool:
    """Does a file of the watched folder still have to stand still for a moment?"""
    return any(time.monotonic() - since < 3 * settings.INBOX_QUIET_SECONDS + 1 for _s, _t, since in _seen.values())


def _take_one(at: datetime) -> bool:
    for mapping in mappings_in_force():
        folder = settings.INBOX_DIR / mapping.name
        for sub in (DONE, BROKEN):
            (folder / sub).mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in _settled(folder):
            try:
                _handle(path, mapping, at)
            except OSError as failure:
                # Not ours to read or to move: told once, and tried again when the file has changed.
                LOG.error("%s: %s", path, failure)
                _stuck.add(path)
                continue
            return True
    return False


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """What lies there, the oldest first: of several exports the newest has the last word, whatever they are called."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.name.lower().endswith(UNFINISHED):
            continue
        try:
            stat = path.lstat()
        except FileNotFoundError:
            continue  # taken away again meanwhile
        if S_ISREG(stat.st_mode):
            found.append((path, stat))
    return sorted(found, key=lambda one: (one[1].st_mtime_ns, one[0].name))


def _settled(folder: Path) -> Iterator[Path]:
    for path, stat in _files(folder):
        now = time.monotonic()
        size, changed, since = _seen.get(path, (-1, -1, now))
        if (size, changed) != (stat.st_size, stat.st_mtime_ns):
            _seen[path] = (stat.st_size, stat.st_mtime_ns, now)
            _stuck.discard(path)
        elif now - since >= settings.INBOX_QUIET_SECONDS and path not in _stuck:
            yield path


def _handle(path: Path, mapping: MappingVersion, at: datetime) -> None:
    """Bring one file to its end, from wherever an earlier try left it."""
    file_hash = store.hash_of(path)
    same = RegisterFile.objects.filter(file_hash=file_hash, mapping__name=mapping.name)
    here = same.filter(how=FileHow.FOLDER, name=path.name, put_away_at=None)
    file = here.select_related("mapping", "official").first()
    if file is None:
        actor = Official.objects.get(login=CLOCKWORK)
        kept = Kept("", file_hash, path.stat().st_size)
        file = files.receive_file(actor=actor, at=at, name=path.name, kept=kept, how=FileHow.FOLDER, mapping=mapping)
    if file.is_open:
        earlier = same.filter(state=FileState.TAKEN).order_by("-ended_at").first()
        if earlier is None:
            _take(file, path, at)
        else:
            said = report.of_known(path.name, earlier.ended_at or at)
            files.note_ended(file_id=file.pk, state=FileState.KNOWN, at=at, report=said, counts={})
        file.refresh_from_db()
        if file.is_open:
            return  # another file of the source came in between: compared anew the next time
    _seen.pop(path, None)
    _put_away(path, BROKEN if file.state == FileState.BROKEN else DONE, file.report, at)
    files.note_filed(file_id=file.pk, at=at)


def _take(file: RegisterFile, path: Path, at: datetime) -> None:
    found = reading.compare(file, path, at)
    if found is None:
        return
    try:
        files.take_file(at=at, file=file, found=found, mapping=reading.mapping_of(file))
    except RuleBroken as refusal:
        if refusal.code == "register.moved_on":
            return
        said = report.of_refusal(file.name, sentence(refusal, _))
        reading.end(file, at, said, found.counts)


def _put_away(path: Path, where: str, said: str, at: datetime) -> None:
    """The report first, then the file itself: while it lies in the folder it is not done with."""
    name, folder = path.name, path.parent / where
    if (folder / name).exists():
        name = f"{at:%Y%m%d-%H%M%S}-{name}"
    (folder / f"{name}.bao-cao.txt").write_text(said + "\n", encoding="utf-8")
    path.rename(folder / name)
