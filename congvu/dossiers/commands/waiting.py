"""Waiting: stop the clock of a dossier on a legal ground, and let it go on; every date moves with its cause."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.progress import calendar_of, lock, move, record, save
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.held import begins_anew
from congvu.dossiers.models import Cause, Dossier, DueDate, MissingPaper, Pause
from congvu.law import SUPPLEMENT_GROUND, pause_ground, practice
from congvu.offices.models import Official
from congvu.offices.permissions import Right, has_right, require
from congvu.rules.dossier import Move, State
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.letters import check_supplement_request
from congvu.rules.vietnamese import clean

# What ending a pause changes on the dossier itself.
MOVED_BY_PAUSE = ("paused_at", "due_at", "due_on", "committed_at", "original_due_at")


@transaction.atomic
def pause(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, ground: str, paper: str, note: str = ""
) -> Dossier:
    """Stop the clock on a legal ground with its numbered paper (tạm dừng tính hạn).

    Near the due instant only the head of the unit may: a pause at the last hour needs a second person.
    Raises: RuleBroken `pause.unknown_ground`, `pause.needs_paper`, `pause.near_due`, `pause.already_overdue`.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    state = move(dossier, Move.PAUSE)
    legal, number = pause_ground(ground), clean(paper)
    if not number:
        raise RuleBroken("pause.needs_paper")
    if legal.act:
        raise RuleBroken("pause.has_its_act", ground=legal.name_vi)
    if legal.id == SUPPLEMENT_GROUND:
        # A request told only by its number counts too, and a further one must be confirmed where it is written.
        check_supplement_request(asked_for_papers(dossier), practice().supplement_requests_tolerated, confirmed=False)
    refuse_pause(dossier, actor, at)
    begin_pause(dossier, state, legal.id, number, note, actor, at)
    record(dossier, Action.DOSSIER_PAUSED, actor, at, {"ground": legal.id, "paper": number})
    tell(dossier, at, f"Hồ sơ {dossier.code} tạm dừng tính hạn: {legal.name_vi} (văn bản số {number}).")
    return dossier


def asked_for_papers(dossier: Dossier) -> int:
    """How often the applicant of this dossier was asked for papers (số lần yêu cầu bổ sung)."""
    return dossier.pauses.filter(ground=SUPPLEMENT_GROUND).count()


def refuse_pause(dossier: Dossier, actor: Official, at: datetime) -> None:
    """No stop of the clock after the due instant, and near it only by the head. Raises: RuleBroken `pause.*`."""
    if dossier.due_at and at > dossier.due_at:
        raise RuleBroken("pause.already_overdue", due=dossier.due_at)
    if needs_the_head(dossier, actor, at):
        raise RuleBroken("pause.near_due", hours=practice().pause_needs_head_working_hours)


def needs_the_head(dossier: Dossier, actor: Official, at: datetime) -> bool:
    """Is so little time left that only the head may stop the clock (người thứ hai), and is this somebody else?"""
    return is_near_due(dossier, at) and not has_right(actor, Right.PAUSE_NEAR_DUE, localdate(at), dossier.unit)


def is_near_due(dossier: Dossier, at: datetime) -> bool:
    """Are fewer working hours left than the practice asks for? A clock that stands has what it had when it stopped."""
    stands = dossier.paused_at or at
    if dossier.due_at is None or stands > dossier.due_at:
        return False
    left = calendar_of(dossier).calendar.hours.elapsed(stands, dossier.due_at)
    return left < practice().pause_needs_head_working_hours * 3600


def begin_pause(
    dossier: Dossier, state: State, ground: str, paper: str, note: str, actor: Official, at: datetime
) -> Pause:
    """Write the pause and the dossier's own instant of it."""
    begun = Pause.objects.create(
        dossier=dossier, ground=ground, paper=paper, note=clean(note), started_at=at, started_by=actor
    )
    dossier.state, dossier.paused_at = state, at
    save(dossier, actor, at, "state", "paused_at")
    return begun


@transaction.atomic
def resume(
    *,
    actor: Official,
    at: datetime,
    dossier_id: int,
    seen_version: int | None,
    note: str = "",
    came: Collection[int] = (),
) -> Dossier:
    """End the pause (tiếp tục tính hạn): the dates move by the paused time, or begin anew by the procedure's policy.

    `came` are the numbers of the papers asked for by form 02 that have come; the others stay marked as not handed in.
    Raises: RuleBroken `pause.ends_with_its_cause` where a posting, a question or dues stopped the clock.
    """
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    dossier.state = move(dossier, Move.RESUME)
    held = dossier.pauses.filter(ended_at=None, by_act=True).first()
    if held is not None:
        raise RuleBroken("pause.ends_with_its_cause", paper=held.paper)
    finish_pause(dossier, actor, at, note=note, came=came)
    return dossier


def finish_pause(
    dossier: Dossier, actor: Official, at: datetime, *, note: str = "", came: Collection[int] = ()
) -> None:
    """End the open pause of a dossier whose next state is set; save and record it."""
    ended, anew = end_pause(dossier, at, note)
    MissingPaper.objects.filter(request__pause=ended, number__in=came).update(came_at=at)
    save(dossier, actor, at, "state", *MOVED_BY_PAUSE)
    record(dossier, Action.DOSSIER_RESUMED, actor, at, dates(dossier) | {
        "ground": ended.ground, "anew": anew, "came": sorted(came),
    })  # fmt: skip


def dates(dossier: Dossier) -> dict[str, object]:
    """Both dates as the ledger keeps them where a pause moved them."""
    return {
        "due": dossier.due_at.isoformat() if dossier.due_at else "",
        "committed": dossier.committed_at.isoformat() if dossier.committed_at else "",
    }


def end_pause(dossier: Dossier, at: datetime, note: str) -> tuple[Pause, bool]:
    """End the open pause and move the dossier's dates (`MOVED_BY_PAUSE`, to be saved); did the term begin anew?"""
    open_pause = dossier.pauses.select_for_update().get(ended_at=None)
    version, latest = dossier.procedure_version, calendar_of(dossier)
    anew = begins_anew(version, open_pause)
    due_at, committed_at = _moved(dossier, latest, open_pause.started_at, at, anew=anew)
    open_pause.ended_at = at
    open_pause.note = clean(f"{open_pause.note} {note}")
    open_pause.save(update_fields=["ended_at", "note"])
    DueDate.objects.create(
        dossier=dossier, number=latest.number + 1, cause=Cause.RESTARTED if anew else Cause.RESUMED,
        begins_at=at if anew else latest.begins_at, due_at=due_at, committed_at=committed_at,
        calendar=latest.calendar, caused_at=at,
    )  # fmt: skip
    first, term = dossier.original_due_at, version.statutory_term
    if first and term and first >= open_pause.started_at:
        # The date before the extension moves with the clock too, so that lateness towards it stays true.
        dossier.original_due_at = latest.calendar.hours.shifted(first, term, open_pause.started_at, at)
    dossier.paused_at, dossier.due_at, dossier.committed_at = None, due_at, committed_at
    dossier.due_on = localdate(due_at) if due_at else None
    return open_pause, anew


def _moved(
    dossier: Dossier, latest: DueDate, paused_at: datetime, at: datetime, *, anew: bool
) -> tuple[datetime | None, datetime | None]:
    """Both dates after a pause."""
    hours, version = latest.calendar.hours, dossier.procedure_version
    term, committed = version.statutory_term, version.committed_term
    if dossier.due_at is None or term is None:
        return dossier.due_at, dossier.committed_at
    if anew:
        due_at = hours.due(at, term)
        return due_at, min(hours.due(at, committed), due_at) if committed else None
    due_at = hours.shifted(dossier.due_at, term, paused_at, at)
    if dossier.committed_at is None or committed is None:
        return due_at, None
    if dossier.committed_at < paused_at:
        return due_at, dossier.committed_at
    return due_at, min(hours.shifted(dossier.committed_at, committed, paused_at, at), due_at)
