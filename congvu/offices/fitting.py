"""Which post can take over the work of another post while its holder is away, and which posts somebody fills so.

Source: office practice, docs/adr/0010. Whoever is to stand in without such a post is given one first, by decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import get_current_timezone

from congvu.offices.models import Official, Post, Role, Substitution, Unit


@dataclass(frozen=True)
class Fitting:
    """The posts that fit: in the same unit, in a unit above it, in any other unit of the place."""

    here: frozenset[str]
    above: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


# The posts whose work does not wait.
STANDS_IN: Mapping[str, Fitting] = {
    Role.COUNTER: Fitting(here=frozenset({Role.COUNTER, Role.HEAD})),
    Role.SPECIALIST: Fitting(here=frozenset({Role.SPECIALIST, Role.HEAD})),
    Role.HEAD: Fitting(here=frozenset({Role.HEAD}), above=frozenset({Role.HEAD, Role.LEADER})),
    Role.LEADER: Fitting(here=frozenset({Role.LEADER}), above=frozenset({Role.HEAD, Role.LEADER})),
    Role.CLERK: Fitting(here=frozenset({Role.CLERK}), elsewhere=frozenset({Role.CLERK})),
}


def fits(post: Post, other: Post) -> bool:
    """Can the holder of `other` take over the work of `post`?

    A body that answers to somebody else (ngành dọc, cấp tỉnh) is stood in for by its own people alone.
    """
    wanted = STANDS_IN[post.role]
    if other.unit_id == post.unit_id:
        return other.role in wanted.here
    if post.unit.is_outside or other.unit.is_outside:
        return False
    return other.role in wanted.elsewhere or (other.role in wanted.above and other.unit.covers(post.unit))


def takes_in(post: Post, unit: Unit) -> bool:
    """Does who stands in get a unit's work by this post: one there, or one that leads a unit above it?"""
    if post.unit_id == unit.pk:
        return True
    leads = post.role in {Role.HEAD, Role.LEADER} and post.unit.covers(unit)
    return leads and not unit.is_outside and not post.unit.is_outside


def held_and_lent(actor: Official, on: date) -> tuple[list[Post], list[Post]]:
    """The posts somebody holds on a day, and those of other units filled meanwhile for holders who are away.

    One query where nobody is away; along the chain of substitutes one more for each.
    """
    rows = _held_or_covered(Q(official=actor), actor, on)
    own, lent = [post for post in rows if post.official_id == actor.pk], list[Post]()
    todo, passed = [post for post in rows if post.official_id != actor.pk], {actor.pk}
    while todo:
        lent += todo
        passed |= {post.official_id for post in todo}
        further = [_held_or_covered(Q(pk__in=[]), one, on) for one in {post.official for post in todo}]
        todo = [post for found in further for post in found if post.official_id not in passed]
    return own, [post for post in lent if any(fits(post, other) for other in own)]


def signs_as(actor: Official, post: Post, on: date) -> Post:
    """The own post by which `actor` signs what a post lent to him lets him do."""
    if post.official_id == actor.pk:
        return post
    own, _lent = held_and_lent(actor, on)
    return next(one for one in own if fits(post, one))


def _held_or_covered(held: Q, substitute: Official, on: date) -> list[Post]:
    """Posts of that day: those held, and those whose holder is away and names this substitute in that unit."""
    named = Substitution.objects.filter(
        _touching(on), official=substitute, unit=OuterRef("unit"), absence__official=OuterRef("official")
    )
    rows = Post.objects.filter(Post.held_on(on)).filter(held | Q(Exists(named), role__in=list(STANDS_IN)))
    return list(rows.select_related("unit", "official").order_by("pk"))


def _touching(on: date) -> Q:
    """Absences that last at any time of a local day."""
    begin = datetime.combine(on, time.min, get_current_timezone())
    ends = Q(absence__to_at__gt=F("absence__from_at")) & Q(absence__to_at__gt=begin)
    return Q(absence__from_at__lt=begin + timedelta(days=1)) & (Q(absence__to_at=None) | ends)
