"""Which post can take over the work of another post while its holder is away, and which posts somebody fills so.

Source: office practice, docs/adr/0010. Whoever is to stand in without such a post is given one first, by decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
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


def _touching(on: date) -> Q:
    """Absences that last at any time of a local day."""
    begin = datetime.combine(on, time.min, get_current_timezone())
    ends = Q(absence__to_at__gt=F("absence__from_at")) & Q(absence__to_at__gt=begin)
    return Q(absence__from_at__lt=begin + timedelta(days=1)) & (Q(absence__to_at=None) | ends)


def lent_posts(actor: Official, on: date) -> list[Post]:
    """The posts of other units whose holder is away that day and that `actor` fills meanwhile, along the chain."""
    found: list[Post] = []
    todo, passed = [actor], {actor.pk}
    while todo:
        standing = Substitution.objects.filter(_touching(on), official=todo.pop()).select_related("absence__official")
        for one in standing.order_by("pk"):
            absent = one.absence.official
            found += absent.posts_on(on).filter(unit=one.unit_id, role__in=list(STANDS_IN))
            if absent.pk not in passed:
                passed.add(absent.pk)
                todo.append(absent)
    own = list(actor.posts_on(on)) if found else []
    return [post for post in found if any(fits(post, other) for other in own)]
