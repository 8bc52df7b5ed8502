"""Reminders (nhắc việc): the holder, then the head, once each for a due date, in the unit's working hours only."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from congvu.dossiers.models import Dossier, DueDate, Origin
from congvu.law import practice
from congvu.notices import commands as notices
from congvu.notices.models import Notice
from congvu.offices.absences import stand_in
from congvu.offices.models import Official, Post, Role, Unit
from congvu.rules.reminders import Level, Threshold, levels
from congvu.rules.working_time import Calendar

# What is due later than this, however long the holidays, cannot have its last working hours begin now; what is
# overdue for longer was reminded of when it was young.
AHEAD, BACK = timedelta(days=15), timedelta(days=5)

# Received here, or of another system's register but on the desk of somebody of this place; what only that system holds
# reminds nobody.
LOCAL = Q(origin=Origin.OWN) | Q(holder__is_imported=False, holder__is_active=True)


def remind_of_due(*, actor: Official, at: datetime) -> None:
    """Queue every reminder whose time has come. Done again it queues nothing: each has its reference."""
    near = Dossier.objects.open().filter(LOCAL, paused_at=None, due_at__range=(at - BACK, at + AHEAD))
    hours: dict[int, Calendar] = {}
    for dossier in near.select_related("unit__calendar", "holder", "settling_unit").order_by("due_at", "pk"):
        if dossier.unit_id not in hours:
            hours[dossier.unit_id] = dossier.unit.calendar_in_force().hours
        if hours[dossier.unit_id].is_open(at):
            _remind(dossier, at)


def _remind(dossier: Dossier, at: datetime) -> None:
    """What is told of the dates is the calendar the dossier lives under, as everywhere."""
    cause: DueDate = dossier.due_dates.select_related("calendar").latest("number")
    due, calendar, set_to = dossier.due_at, cause.calendar.hours, practice()
    if due is None:
        return
    left = calendar.elapsed(at, due) if at < due else 0
    whole = calendar.elapsed(min(cause.begins_at, due), due)
    holder = Threshold(set_to.remind_holder_working_hours, set_to.remind_holder_share)
    head = Threshold(set_to.remind_head_working_hours, set_to.remind_head_share)
    wanted = levels(left, whole, holder, head, is_held=dossier.holder is not None)
    subject = f"dossier:{dossier.pk}"
    known = set(Notice.objects.filter(about=subject, reminds__isnull=False).values_list("reference", flat=True))
    for level in wanted:
        for official in _addressees(dossier, level, at):
            reference = f"nhac-{dossier.pk}-{cause.number}-{level}-{official.pk}"
            if reference not in known:
                with transaction.atomic():
                    notices.remind(
                        official=official, unit=dossier.unit, text=_text(dossier, level, due, at), about=subject,
                        reference=reference, at=at,
                    )  # fmt: skip


def _text(dossier: Dossier, level: Level, due: datetime, at: datetime) -> str:
    """What the reminder says; it names no person."""
    when = f"{localtime(due):%H:%M, %d/%m/%Y}"
    said = f"Hồ sơ {dossier.code} đến hạn lúc {when}" if at < due else f"Hồ sơ {dossier.code} đã quá hạn từ {when}"
    if level is Level.HOLDER:
        return f"{said}. Hồ sơ đang ở bàn của bạn."
    return f"{said}. Hồ sơ đang ở {dossier.unit.name}" + ("." if dossier.holder_id else ", chưa giao cho ai.")


def _addressees(dossier: Dossier, level: Level, at: datetime) -> list[Official]:
    if level is Level.HOLDER:
        there = stand_in(dossier.holder, dossier.unit, at) if dossier.holder else None
        return [there] if there else []
    return heads_over(dossier.unit, dossier.holder, at)


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
