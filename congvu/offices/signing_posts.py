"""By which post somebody signs what a unit settles; asked wherever a signature is submitted, moved or given back."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from congvu.offices.models import Official, Post, Unit
from congvu.offices.permissions import RIGHTS, Right, reaches

SIGNING_ROLES = sorted(role for role, rights in RIGHTS.items() if Right.SIGN in rights)


def signs_for(post: Post, settling: Unit) -> bool:
    """Does this post's signature bind the unit that settles?"""
    return reaches(post, settling) and (post.unit.is_outside or not settling.is_outside)


def signing_post(official: Official, unit: Unit, settling: Unit, at: datetime) -> Post | None:
    """The post by which somebody signs for the unit that settles: one in `unit`, else the nearest to it."""
    held = official.posts_on(localdate(at)).filter(role__in=SIGNING_ROLES).select_related("unit", "official")
    return nearest([post for post in held.order_by("pk") if signs_for(post, settling)], unit)


def nearest(posts: Iterable[Post], unit: Unit) -> Post | None:
    """Of several posts the one in that unit, else the one furthest down."""
    return max(posts, key=lambda post: (post.unit_id == unit.pk, len(post.unit.path)), default=None)
