"""Who can be named to stand in, as the form of an absence offers it: names, which posts fit, what to do without any."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congvu.offices.absences import candidates, posts_to_cover
from congvu.offices.fitting import STANDS_IN, fits
from congvu.offices.models import Official, Post, Role, Unit
from congvu.rules.absence import Span

# A field's name -> the unit, who can be named there, and who fits.
Desks = Mapping[str, tuple[str, list[tuple[str, str]], str]]


def choices_for(official: Official, now: datetime) -> Desks:
    """For each unit whose work must be taken over."""
    by_unit: dict[Unit, list[Post]] = {}
    for post in posts_to_cover(official, Span(now)):
        by_unit.setdefault(post.unit, []).append(post)
    on = localdate(now)
    found = {}
    for unit, posts in by_unit.items():
        people = [(str(who.pk), _named(who, own, posts)) for who, own in candidates(posts, on).items()]
        found[f"sub_{unit.pk}"] = (unit.name, people, hint(posts, people))
    return found


def _named(official: Official, own: Sequence[Post], posts: Sequence[Post]) -> str:
    """The name; of somebody from another unit also by which post."""
    fitting = [one for one in own if any(fits(post, one) for post in posts)]
    if any(one.unit_id == posts[0].unit_id for one in fitting):
        return official.full_name
    return f"{official.full_name} ({fitting[0].title}, {fitting[0].unit.name})"


def hint(posts: Sequence[Post], people: Sequence[object]) -> str:
    """Which posts fit; where nobody holds one, what to do first."""
    said = " ".join(_fitting(post) for post in posts)
    if people:
        return said
    todo = _("Hiện chưa có ai. Nhờ quản trị bố trí một người vào vị trí như vậy theo quyết định, rồi ghi vắng mặt.")
    return f"{said} {todo}"


def _fitting(post: Post) -> str:
    wanted = STANDS_IN[post.role]
    parts = [_("%(posts)s tại đơn vị này") % {"posts": _words(wanted.here)}]
    if not post.unit.is_outside:
        parts += [_("%(posts)s của đơn vị cấp trên") % {"posts": _words(wanted.above)}] if wanted.above else []
        parts += [_("%(posts)s của đơn vị khác") % {"posts": _words(wanted.elsewhere)}] if wanted.elsewhere else []
    facts = {"role": str(Role(post.role).label), "who": "; ".join(parts)}
    return _("Nhận thay được “%(role)s”: %(who)s.") % facts


def _words(roles: Iterable[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role in set(roles))
