"""The course of a dossier: what its timeline and clocks are made of, as the rows have it (rebuild.py tells it anew)."""

from dataclasses import dataclass, field
from datetime import datetime

from congvu.dossiers.models import Dossier, RegisterEntry
from congvu.dossiers.rebuild_signing import Submission, stored_signings


@dataclass(frozen=True)
class Stretch:
    """One stretch of a step on one desk."""

    step: str
    unit: str
    official: str
    started_at: datetime
    finished_at: datetime | None = None
    is_step_done: bool = False


@dataclass(frozen=True)
class Stop:
    """One stop of the clock."""

    ground: str
    paper: str
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """One cause of the due date."""

    cause: str
    begins_at: datetime
    due_at: datetime | None
    committed_at: datetime | None
    caused_at: datetime


@dataclass(frozen=True)
class Appointed:
    """One day appointed anew by an apology, whether it moved the due date or was only told."""

    at: datetime
    before: datetime
    day: datetime


@dataclass
class Course:
    """Everything a timeline and the three clocks are made of; codes and log-ins stand for units and officials.

    `said`: source, unit and official of a dossier taken over, as its register said last where it lies.
    """

    code: str = ""
    procedure: str = ""
    state: str = ""
    received_unit: str = ""
    settling_unit: str = ""
    unit: str = ""
    holder: str = ""
    received_at: datetime | None = None
    recorded_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    acts: int = 0
    step: int = 0
    runs: list[Stretch] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    appointed: list[Appointed] = field(default_factory=list)
    signings: list[Submission] = field(default_factory=list)
    said: tuple[str, str, str] | None = None


def stored(dossier: Dossier) -> Course:
    """The course as the rows have it; `alterations.py` brings a chunk of dossiers with all of them."""
    return Course(
        code=dossier.code,
        procedure=dossier.procedure_version.procedure.slug,
        state=dossier.state,
        received_unit=dossier.received_unit.code,
        settling_unit=dossier.settling_unit.code,
        unit=dossier.unit.code,
        holder=dossier.holder.login if dossier.holder else "",
        received_at=dossier.received_at,
        recorded_at=dossier.recorded_at,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        acts=dossier.version,
        step=dossier.step,
        runs=[
            Stretch(
                run.step_id, run.unit.code, run.official.login if run.official else "", run.started_at,
                run.finished_at, run.is_step_done,
            )
            for run in sorted(dossier.runs.all(), key=lambda run: run.number)
        ],
        stops=[
            Stop(one.ground, one.paper, one.started_at, one.ended_at)
            for one in sorted(dossier.pauses.all(), key=lambda one: one.pk)
        ],
        dues=[
            Due(one.cause, one.begins_at, one.due_at, one.committed_at, one.caused_at)
            for one in sorted(dossier.due_dates.all(), key=lambda one: one.number)
        ],
        appointed=[
            Appointed(one.extended_at, one.due_before, one.due_after)
            for one in sorted(dossier.extensions.all(), key=lambda one: one.number)
        ],
        signings=stored_signings(dossier), said=_said(dossier),
    )  # fmt: skip


def _said(dossier: Dossier) -> tuple[str, str, str] | None:
    entry: RegisterEntry | None = getattr(dossier, "register_entry", None)
    if entry is None or entry.unit is None:
        return None
    return entry.source, entry.unit.code, entry.official.login if entry.official else ""
