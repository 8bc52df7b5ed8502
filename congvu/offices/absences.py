"""Who is away, who stands in for whom, and who may: asked wherever work is given to a person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from congvu.offices.fitting import STANDS_IN, fits, takes_in
from congvu.offices.held_together import NOT_TOGETHER
from congvu.offices.models import Absence, Official, Post, Role, Unit
from congvu.offices.permissions import Right, has_right
from congvu.offices.signing_posts import SIGNING_ROLES, signing_post, signs_for
from congvu.rules.absence import Span
from congvu.rules.errors import RuleBroken


def away(official: Official, at: datetime) -> Absence | None:
    """The absence of this person in force at that instant."""
    return official.absences.filter(Absence.in_force(at)).first()


def refuse_if_away(official: Official, at: datetime) -> None:
    """Whoever is away acts no more than gets work: else it would stay. Raises: RuleBroken `absence.away`."""
    absence = away(official, at)
    if absence is not None:
        raise RuleBroken("absence.away", from_at=absence.from_at)


def stand_in(official: Official, unit: Unit, at: datetime) -> Official | None:
    """Who takes what is addressed to this person in a unit: the person, else the substitute, else the substitute's.

    None where nobody of the chain is there: it then waits in the unit for its head to give it out.
    """
    passed: set[int] = set()
    who = official
    while absence := away(who, at):
        passed.add(who.pk)
        named = _named_for(absence, unit)
        if named is None or named.pk in passed or not named.is_active:
            return None
        who = named
        if not any(takes_in(post, unit) for post in who.posts_on(localdate(at))):
            return None
    return who


def _named_for(absence: Absence, unit: Unit) -> Official | None:
    """The substitute in a unit; whoever took it over from above passes it on to the own substitute up there."""
    found = {one.unit: one.official for one in absence.substitutions.select_related("official", "unit")}
    above = [one for one in found if one.covers(unit) and (one == unit or not unit.is_outside)]
    return found[max(above, key=lambda one: len(one.path))] if above else None


def signs_instead(official: Official, unit: Unit, settling: Unit, at: datetime) -> Official | None:
    """Who signs what waits for this person in a unit: as `stand_in`, if the post binds the unit that settles."""
    there = stand_in(official, unit, at)
    return there if there and signing_post(there, unit, settling, at) else None


def days_of(span: Span) -> tuple[date, date | None]:
    """The local days a span touches, both included."""
    last = localdate(span.to_at - timedelta(microseconds=1)) if span.to_at else None
    return localdate(span.from_at), last


def _held_in(span: Span) -> Q:
    """Posts held on any day of the span."""
    first, last = days_of(span)
    held = Q(to_on=None) | Q(to_on__gte=first)
    return held & Q(from_on__lte=last) if last else held


def _held_throughout(span: Span) -> Q:
    first, last = days_of(span)
    return Q(from_on__lte=first) & (Q(to_on=None) | Q(to_on__gte=last) if last else Q(to_on=None))


def posts_to_cover(official: Official, span: Span) -> "QuerySet[Post]":
    """The posts whose work somebody must take over while this person is away."""
    held = official.posts.filter(_held_in(span), role__in=list(STANDS_IN))
    return held.select_related("unit").order_by("unit_id", "pk")


def candidates(posts: Iterable[Post], on: date) -> dict[Official, list[Post]]:
    """Who can be named for the posts somebody holds in one unit, with their posts: they fit them all."""
    held = list(posts)
    rows = Post.objects.filter(Post.held_on(on), role__in=list(STANDS_IN), official__is_active=True)
    others = rows.exclude(official=held[0].official).select_related("official", "unit").order_by("official__name_key")
    people: dict[Official, list[Post]] = {}
    for one in others:
        people.setdefault(one.official, []).append(one)
    return {who: own for who, own in people.items() if all(any(fits(post, one) for one in own) for post in held)}


def _meets(official: Official, span: Span) -> Absence | None:
    return next((one for one in official.absences.order_by("from_at") if span.overlaps(one.span)), None)


def _together(post: Post, substitute: Official, span: Span) -> Post | None:
    """A post of the substitute that may not be in one hand with the work taken over."""
    held = substitute.posts.filter(_held_in(span)).select_related("unit")
    return next((one for one in held if frozenset({post.role, one.role}) in NOT_TOGETHER), None)


def check_substitute(post: Post, substitute: Official | None, span: Span) -> None:
    """May this person stand in for that post, all the time?

    Raises: RuleBroken `absence.needs_substitute`, `absence.not_fitting`, `absence.substitute_away`,
    `absence.not_together`.
    """
    if substitute is None or substitute.pk == post.official_id:
        raise RuleBroken("absence.needs_substitute", unit=post.unit.name)
    told = {"official": substitute.full_name, "unit": post.unit.name}
    held = substitute.posts.filter(_held_throughout(span)).select_related("unit")
    if not substitute.is_active or not any(fits(post, one) for one in held):
        raise RuleBroken("absence.not_fitting", role=str(Role(post.role).label), **told)
    if other := _meets(substitute, span):
        raise RuleBroken(
            "absence.substitute_away", official=substitute.full_name, from_at=other.from_at, to_at=other.to_at or "…"
        )
    if both := _together(post, substitute, span):
        held_word, role = str(Role(both.role).label), str(Role(post.role).label)
        raise RuleBroken("absence.not_together", held=held_word, role=role, **told)


def check_can_sign(unit: Unit, substitute: Official | None, span: Span, settling: Sequence[Unit]) -> None:
    """Who stands in where drafts wait may sign for each unit that settles one of them, all the time.

    Raises: RuleBroken `absence.cannot_sign`.
    """
    rows = Post.objects.filter(_held_throughout(span), official=substitute, role__in=SIGNING_ROLES)
    posts = list(rows.select_related("unit")) if substitute else []
    count = sum(not any(signs_for(post, one) for post in posts) for one in settling)
    if count:
        who = substitute.full_name if substitute else "–"
        raise RuleBroken("absence.cannot_sign", official=who, unit=unit.name, count=count)


def units_of(official: Official, span: Span, at: datetime) -> list[Unit]:
    """The units an absence concerns: those whose work must be taken over, else any in which a post is held."""
    posts = list(posts_to_cover(official, span)) or list(official.posts_on(localdate(at)))
    return list({post.unit_id: post.unit for post in posts}.values())


def may_manage(actor: Official, official: Official, units: Iterable[Unit], on: date) -> bool:
    """May this person enter and change that person's absences: in every unit concerned, and never the own ones?"""
    concerned = list(units)
    return (
        actor.pk != official.pk
        and bool(concerned)
        and all(has_right(actor, Right.MANAGE_ABSENCES, on, unit) for unit in concerned)
    )


def may_know_kind(reader: Official, absence: Absence, units: Iterable[Unit], on: date) -> bool:
    """Whether this reader learns what kind of absence it is; everybody else reads “vắng mặt” for every kind."""
    if reader.pk in {absence.official_id, absence.entered_by_id}:
        return True
    return any(has_right(reader, Right.READ_ABSENCE_KIND, on, unit) for unit in units)
