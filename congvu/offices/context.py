"""What every page knows: the place, the strip of a demonstration, and where this person can go."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.timezone import localdate

from congvu import clock
from congvu.offices.doors import ROOMS, Door
from congvu.offices.fitting import held_and_lent
from congvu.offices.models import PLACE, Official, Unit
from congvu.offices.opening import opening_of
from congvu.offices.permissions import LENT, RIGHTS, Right


@dataclass(frozen=True)
class NavItem:
    """A link of the navigation. `current`: what `aria-current` says of it, '' where the reader is elsewhere."""

    label: str
    url: str
    current: str


@dataclass(frozen=True)
class Navigation:
    """The rooms this person's posts open, and the doors of the room the reader is in (none if it has but one)."""

    rooms: list[NavItem]
    doors: list[NavItem]
    here: str = ""


def place(request: HttpRequest) -> dict[str, object]:
    """Names of the place and the navigation; read from the database only when a page shows them."""
    root = SimpleLazyObject(lambda: Unit.objects.filter(PLACE).first())
    held = _held(request)
    return {
        "place_name": SimpleLazyObject(lambda: getattr(root, "name", "") or "Công Vụ"),
        "place_phone": SimpleLazyObject(lambda: getattr(root, "phone", "") or ""),
        "place_hours": SimpleLazyObject(lambda: opening_of(cast("Unit | None", root), localdate(clock.now()))),
        "demo_today": localdate(clock.now()) if settings.DEMO else None,
        "nav": _navigation(held, request.path),
        "may_search": Right.READ_DOSSIER in held,
    }


def navigation(request: HttpRequest) -> Navigation:
    """Where this person can go, in the order of a working day."""
    return _navigation(_held(request), request.path)


def _held(request: HttpRequest) -> set[Right]:
    official = getattr(request, "user", None)
    if not isinstance(official, Official):
        return set()
    own, lent = held_and_lent(official, localdate(clock.now()))
    rights = {right for post in own for right in RIGHTS[post.role]}
    return rights | {right for post in lent for right in LENT.get(post.role, ())}


def _navigation(held: set[Right], path: str) -> Navigation:
    opened = [(label, [door for door in doors if not held.isdisjoint(door.rights)]) for label, doors in ROOMS]
    found = [(label, doors) for label, doors in opened if doors]
    ways = [door for _label, doors in found for door in doors if _depth(door, path)]
    here = max(ways, key=lambda door: _depth(door, path), default=None)
    rooms = [
        _item(label if len(doors) > 1 else doors[0].label, doors[0], path, is_here=here in doors)
        for label, doors in found
    ]
    inside = next((doors for _label, doors in found if here in doors and len(doors) > 1), [])
    room = next((one.label for one in rooms if one.current), "")
    return Navigation(rooms, [_item(door.label, door, path, is_here=here == door) for door in inside], room)


def _item(label: Promise, door: Door, path: str, *, is_here: bool) -> NavItem:
    """The link of a door; `page` if it leads to where the reader is, `true` if the reader is on a page below it."""
    url = reverse(door.route)
    return NavItem(str(label), url, ("page" if url == path else "true") if is_here else "")


def _depth(door: Door, path: str) -> int:
    """How much of the path this door explains: the length of the longest of its addresses that begins it."""
    return max((len(one) for one in (reverse(door.route), *door.also) if path.startswith(one)), default=0)
