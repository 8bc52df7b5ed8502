"""Bodies beside the place (đơn vị đứng riêng), of which a register was taken over: their rows are never the place's."""

from datetime import date

from django.db.models import Q

from congvu.offices.models import Official, Unit, UnitKind
from congvu.offices.permissions import LOOKS_BELOW, Right, posts_with


def of_bodies_beside(*fields: str) -> Q:
    """The rows of which a unit, named by any of `fields`, is such a body or below one."""
    found = Q(pk__in=[])
    for path in Unit.objects.filter(parent=None, kind=UnitKind.IMPORTED).values_list("path", flat=True):
        for field in fields:
            found |= Q(**{f"{field}__path__startswith": path})
    return found


def beside_within_reach(actor: Official, right: Right, on: date, *fields: str) -> Q:
    """Those rows for whoever looks over the whole place: the same rule as `permissions.reaches`, for lists."""
    posts = [post for post in posts_with(actor, right, on) if post.role in LOOKS_BELOW and post.unit.is_place]
    return of_bodies_beside(*fields) if posts else Q(pk__in=[])
