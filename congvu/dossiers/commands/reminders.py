"""Reminders (nhắc việc): the desk, then the head, once each for a due date, in the unit's working hours only.

The desk is the holder's; while a draft waits to be signed it is the signer's, once signed the clerk's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from congvu.dossiers.models import OPEN_SIGNING_VALUES, Dossier, DueDate, Origin, Signing, SigningTurn
from congvu.dossiers.signings import Hours, awaited_of
from congvu.dossiers.with_clerk import with_clerk_of
from congvu.law import practice
from congvu.notices import commands as notices
from congvu.notices.models import Notice
from congvu.offices.absences import signs_instead, stand_in
from congvu.offices.models import Official, Post, Role, Unit, UnitKind
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.reminders import Level, Threshold, levels

# What is due later than this, however long the holidays, cannot have its last working hours begin now; what is
# overdue for longer was reminded of when it was young.
AHEAD, BACK = timedelta(days=15), timedelta(days=5)

# Received here, or of another system's register but on the desk of somebody or a unit of this place, or to be signed,
# numbered or sealed here; what only that system holds reminds nobody.
OWN_UNIT = ~Q(unit__kind=UnitKind.IMPORTED) & ~Q(unit__parent__kind=UnitKind.IMPORTED)
SIGNED_HERE = Exists(Signing.objects.filter(dossier=OuterRef("pk"), state__in=OPEN_SIGNING_VALUES))
LOCAL = Q(origin=Origin.OWN) | OWN_UNIT | Q(holder__is_imported=False, holder__is_active=True) | Q(SIGNED_HERE)

# What a dossier waits for beside its desk: the turn of who signs, or what is signed and lies with the clerk.
Paper = SigningTurn | Signing


def remind_of_due(*, actor: Official, at: datetime) -> None:
    """Queue every reminder whose time has come. Done again it queues nothing: each has its reference."""
    near = Dossier.objects.open().filter(LOCAL, paused_at=None, due_at__range=(at - BACK, at + AHEAD))
    keys = near.values_list("pk", flat=True)
    papers: dict[int, Paper] = {**with_clerk_of(keys), **awaited_of(keys)}
    hours = Hours()
    for dossier in near.select_related("unit__calendar", "holder", "settling_unit").order_by("due_at", "pk"):
        if hours.of(dossier.unit).is_open(at):
            _remind(dossier, papers.get(dossier.pk), at)


def _remind(dossier: Dossier, paper: Paper | None, at: datetime) -> None:
    """What is told of the dates is the calendar the dossier lives under, as everywhere."""
    cause: DueDate = dossier.due_dates.select_related("calendar").latest("number")
    due, calendar, set_to = dossier.due_at, cause.calendar.hours, practice()
    if due is None:
        return
    left = calendar.elapsed(at, due) if at < due else 0
    whole = calendar.elapsed(min(cause.begins_at, due), due)
    holder = Threshold(set_to.remind_holder_working_hours, set_to.remind_holder_share)
    head = Threshold(set_to.remind_head_working_hours, set_to.remind_head_share)
    wanted = levels(left, whole, holder, head, is_held=bool(paper or _holder(dossier)))
    subject = f"dossier:{dossier.pk}"
    known = set(Notice.objects.filter(about=subject, reminds__isnull=False).values_list("reference", flat=True))
    for level in wanted:
        desk = _desk(paper) if level is Level.HOLDER else level
        for official in _addressees(dossier, paper, level, at):
            reference = f"nhac-{dossier.pk}-{cause.number}-{desk}-{official.pk}"
            if reference not in known:
                with transaction.atomic():
                    notices.remind(
                        official=official, unit=dossier.unit, about=subject, reference=reference, at=at,
                        text=_text(dossier, paper, level, due, at),
                    )  # fmt: skip


def _desk(paper: Paper | None) -> str:
    """Whose desk the first reminder is for; a dossier that passes from one to the other reminds each once."""
    if paper is None:
        return Level.HOLDER
    return "signer" if isinstance(paper, SigningTurn) else "clerk"


def _text(dossier: Dossier, paper: Paper | None, level: Level, due: datetime, at: datetime) -> str:
    """What the reminder says; it names no person."""
    when = local_instant(due)
    said = f"Hồ sơ {dossier.code} đến hạn lúc {when}" if at < due else f"Hồ sơ {dossier.code} đã quá hạn từ {when}"
    if isinstance(paper, SigningTurn):
        since = local_instant(paper.began_at)
        who = "bạn" if level is Level.HOLDER else f"{paper.post.title} ({paper.post.unit.name})"
        return f"{said}. Văn bản chờ {who} ký từ {since}."
    if paper is not None:
        awaited = "cấp số" if paper.numbered_at is None else "đóng dấu"
        who = "bạn" if level is Level.HOLDER else f"văn thư ({paper.agency.name})"
        return f"{said}. Văn bản đã ký, chờ {who} {awaited} từ {local_instant(paper.numbered_at or paper.decided_at)}."
    if level is Level.HOLDER:
        return f"{said}. Hồ sơ đang ở bàn của bạn."
    return f"{said}. Hồ sơ đang ở {dossier.unit.name}" + ("." if dossier.holder_id else ", chưa giao cho ai.")


def _holder(dossier: Dossier) -> Official | None:
    """Whose desk it lies on here; whoever only came with a register has none."""
    holder = dossier.holder
    return None if holder is None or holder.is_imported else holder


def _addressees(dossier: Dossier, paper: Paper | None, level: Level, at: datetime) -> list[Official]:
    there = None
    if isinstance(paper, SigningTurn):
        there = signs_instead(paper.post.official, paper.post.unit, dossier.settling_unit, at)
    elif paper is None and (holder := _holder(dossier)) is not None:
        there = stand_in(holder, dossier.unit, at)
    if level is Level.HOLDER:
        if isinstance(paper, Signing):
            return clerks_of(paper.agency, at) or heads_over(paper.agency, None, at)
        return [there] if there else []
    return heads_over(dossier.unit, there if paper else dossier.holder, at)


def clerks_of(agency: Unit, at: datetime) -> list[Official]:
    """The clerks of the agency, else of the nearest unit above that has one there (văn thư); nobody away."""
    above: Unit | None = agency
    while above is not None:
        posts = Post.objects.filter(Post.held_on(localdate(at)), unit=above, role=Role.CLERK)
        if found := _there(posts.select_related("official").order_by("pk"), above, at):
            return found
        above = above.parent
    return []


def heads_over(unit: Unit, holder: Official | None, at: datetime) -> list[Official]:
    """The head of the unit, else of the nearest unit above that has one; never the holder, and nobody away."""
    above: Unit | None = unit
    while above is not None:
        posts = Post.objects.filter(Post.held_on(localdate(at)), unit=above, role__in=[Role.HEAD, Role.LEADER])
        found = _there(posts.select_related("official").order_by("pk"), above, at)
        if rest := [one for one in found if holder is None or one.pk != holder.pk]:
            return rest
        above = above.parent
    return []


def _there(posts: Iterable[Post], unit: Unit, at: datetime) -> list[Official]:
    there = [stand_in(post.official, unit, at) for post in posts if post.official.is_active]
    return list({one.pk: one for one in there if one is not None}.values())
