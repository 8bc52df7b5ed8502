"""Public posting (niêm yết công khai): opened and closed with minutes, made longer, put up again; never shorter."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers.commands.clock_holds import set_clock
from congvu.dossiers.commands.progress import lock, move, record, save
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.minutes import closing_minutes, opening_minutes
from congvu.dossiers.models import Dossier, Posting, PostingExtension
from congvu.offices.models import Official
from congvu.offices.permissions import Right, require
from congvu.papers import commands as papers
from congvu.papers.models import Paper
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.posting import POSTING, PostingMove, PostingState, check_closing, check_extension
from congvu.rules.state_machine import next_state
from congvu.rules.term import Term
from congvu.rules.vietnamese import clean


@dataclass(frozen=True)
class Minutes:
    """What the minutes of a putting-up say (biên bản niêm yết); `places` has one place a line."""

    number: str
    places: str
    witnesses: str = ""

    def checked(self) -> "Minutes":
        """Cleaned. Raises: RuleBroken `posting.needs_minutes`, `posting.needs_places`."""
        lines = [clean(line) for line in self.places.splitlines()]
        places = "\n".join(line for line in lines if line)
        made = Minutes(clean(self.number), places, clean(self.witnesses))
        if not made.number:
            raise RuleBroken("posting.needs_minutes")
        if not made.places:
            raise RuleBroken("posting.needs_places")
        return made


def _locked(actor: Official, at: datetime, dossier_id: int, seen_version: int | None, step: Move) -> Dossier:
    dossier = lock(dossier_id, seen_version)
    require(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    dossier.state = move(dossier, step)
    return dossier


def open_of(dossier: Dossier) -> Posting:
    """The posting that is up. Raises: RuleBroken `posting.none_open`."""
    found: Posting | None = dossier.postings.select_related("calendar").filter(state=PostingState.OPEN).first()
    if found is None:
        raise RuleBroken("posting.none_open")
    return found


@transaction.atomic
def open_posting(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, minutes: Minutes, note: str = ""
) -> Dossier:
    """Put the dossier's content up (mở niêm yết): the length comes from the procedure's step, the end is computed.

    Raises: RuleBroken `posting.not_this_step`, `posting.already_open`, `posting.already_done`, `posting.needs_*`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.OPEN_POSTING)
    step = dossier.procedure_version.step(dossier.step)
    if step.get("kind") != "posting":
        raise RuleBroken("posting.not_this_step", step=step["name_vi"])
    earlier = dossier.postings.filter(step_id=step["id"]).exclude(state=PostingState.REPLACED).first()
    if earlier is not None:
        code = "posting.already_open" if earlier.state == PostingState.OPEN else "posting.already_done"
        raise RuleBroken(code, minutes=earlier.minutes, opened=earlier.opened_at)
    posting, paper = _put_up(dossier, step, minutes.checked(), actor, at, note)
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_POSTING_OPENED, actor, at, _facts(posting) | {"paper": paper.data_hash})
    if posting.counts_in_clock:
        tell(dossier, at, f"Hồ sơ {dossier.code} được niêm yết công khai từ {localdate(at):%d/%m/%Y}.")
    set_clock(dossier, actor, at)
    return dossier


def _put_up(
    dossier: Dossier, step: dict[str, Any], minutes: Minutes, actor: Official, at: datetime, note: str
) -> tuple[Posting, Paper]:
    """The posting with its end, and its minutes as a paper."""
    length = Term.parse(f"{step['duration']['value']}{step['duration']['unit']}")
    calendar = dossier.settling_unit.calendar_in_force()
    posting = Posting.objects.create(
        dossier=dossier, number=dossier.postings.count() + 1, step_id=step["id"], minutes=minutes.number,
        places=minutes.places, witnesses=minutes.witnesses, length=str(length), calendar=calendar,
        counts_in_clock=step.get("counts_in_clock", True), opened_at=at, opened_by=actor,
        ends_at=calendar.hours.due(at, length), note=clean(note),
    )  # fmt: skip
    paper = papers.issue(
        form="NY1", subject=f"dossier:{dossier.pk}", unit=dossier.unit.code, actor_code=actor.login, at=at,
        data=opening_minutes(posting, actor),
    )  # fmt: skip
    return posting, paper


def _facts(posting: Posting) -> dict[str, object]:
    return {
        "posting": posting.number, "minutes": posting.minutes, "length": posting.length,
        "ends": posting.ends_at.isoformat(), "counts": posting.counts_in_clock,
        "calendar": f"{posting.calendar.calendar.code}:{posting.calendar.number}",
    }  # fmt: skip


@transaction.atomic
def extend_posting(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, until: date, reason: str
) -> Dossier:
    """Make the open posting longer (gia hạn niêm yết), to the closing of a day after its present end.

    Raises: RuleBroken `posting.none_open`, `posting.needs_reason`, `posting.never_shorter`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.EXTEND_POSTING)
    posting, because = open_of(dossier), clean(reason)
    if not because:
        raise RuleBroken("posting.needs_reason")
    posting.state = next_state(POSTING, PostingState(posting.state), PostingMove.EXTEND)
    before, posting.ends_at = posting.ends_at, check_extension(posting.ends_at, until, posting.calendar.hours)
    PostingExtension.objects.create(
        posting=posting, before=before, after=posting.ends_at, reason=because, official=actor, at=at
    )
    posting.save(update_fields=["ends_at"])
    save(dossier, actor, at)
    facts = {"posting": posting.number, "ends": posting.ends_at.isoformat(), "reason": because}
    record(dossier, Action.DOSSIER_POSTING_EXTENDED, actor, at, facts)
    return dossier


@transaction.atomic
def restart_posting(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, minutes: Minutes, reason: str
) -> Dossier:
    """Put the content up again from the beginning (niêm yết lại), with new minutes; the broken one stays on record.

    Raises: RuleBroken `posting.none_open`, `posting.needs_*`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.RESTART_POSTING)
    old, because, checked = open_of(dossier), clean(reason), minutes.checked()
    if not because:
        raise RuleBroken("posting.needs_reason")
    old.state = next_state(POSTING, PostingState(old.state), PostingMove.RESTART)
    old.closed_at, old.closed_by, old.note = at, actor, because
    old.save(update_fields=["state", "closed_at", "closed_by", "note"])
    step = next(one for one in dossier.procedure_version.steps if one["id"] == old.step_id)
    posting, paper = _put_up(dossier, step, checked, actor, at, because)
    save(dossier, actor, at)
    facts = _facts(posting) | {"replaces": old.number, "reason": because, "paper": paper.data_hash}
    record(dossier, Action.DOSSIER_POSTING_RESTARTED, actor, at, facts)
    set_clock(dossier, actor, at)
    return dossier


@transaction.atomic
def close_posting(
    *, actor: Official, at: datetime, dossier_id: int, seen_version: int | None, number: str, objections: int,
    note: str = "",
) -> Dossier:  # fmt: skip
    """End the posting with minutes that count the objections (kết thúc niêm yết); the clock goes on at once.

    Raises: RuleBroken `posting.none_open`, `posting.needs_minutes`, `posting.too_early`, `posting.objections_differ`.
    """
    dossier = _locked(actor, at, dossier_id, seen_version, Move.CLOSE_POSTING)
    posting, closing = open_of(dossier), clean(number)
    if not closing:
        raise RuleBroken("posting.needs_minutes")
    check_closing(posting.ends_at, at, objections, posting.objections.count())
    posting.state = next_state(POSTING, PostingState(posting.state), PostingMove.CLOSE)
    posting.closed_at, posting.closed_by, posting.closing_minutes = at, actor, closing
    posting.objections_counted, posting.note = objections, clean(f"{posting.note} {note}")
    posting.save(update_fields=[
        "state", "closed_at", "closed_by", "closing_minutes", "objections_counted", "note",
    ])  # fmt: skip
    paper = papers.issue(
        form="NY2", subject=f"dossier:{dossier.pk}", unit=dossier.unit.code, actor_code=actor.login, at=at,
        data=closing_minutes(posting, actor),
    )  # fmt: skip
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_POSTING_CLOSED, actor, at, {
        "posting": posting.number, "minutes": closing, "objections": objections, "paper": paper.data_hash,
    })  # fmt: skip
    set_clock(dossier, actor, at)
    return dossier
