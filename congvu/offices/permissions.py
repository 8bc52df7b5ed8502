"""Who may do what: one table, role by right, asked by every command through `require`.

A post gives its rights in its own unit; those of `LOOKS_BELOW` also in the units below it.
"""

from datetime import date
from enum import StrEnum

from django.db.models import Q

from congvu.offices.fitting import held_and_lent
from congvu.offices.models import Official, Post, Role, Unit
from congvu.rules.errors import RuleBroken


class Right(StrEnum):
    ACCEPT_DOSSIER = "accept_dossier"
    WORK_ON_DOSSIER = "work_on_dossier"
    REASSIGN_DOSSIER = "reassign_dossier"
    PAUSE_NEAR_DUE = "pause_near_due"
    RECORD_RESULT = "record_result"
    RETURN_RESULT = "return_result"
    CORRECT_DOSSIER = "correct_dossier"
    READ_DOSSIER = "read_dossier"
    HAND_OVER_BATCH = "hand_over_batch"
    EXPORT_DOSSIERS = "export_dossiers"
    READ_FIGURES = "read_figures"
    READ_OFFICIAL_FIGURES = "read_official_figures"
    TAKE_OVER_REGISTER = "take_over_register"
    SET_UP_PLACE = "set_up_place"
    EXTEND_DOSSIER = "extend_dossier"
    END_DOSSIER = "end_dossier"
    READ_REGISTER = "read_register"
    READ_OBJECTOR = "read_objector"
    READ_WITHHELD_OBJECTOR = "read_withheld_objector"
    MANAGE_ABSENCES = "manage_absences"
    READ_ABSENCE_KIND = "read_absence_kind"
    SIGN = "sign"
    ISSUE_PAPER = "issue_paper"
    TAKE_FEE = "take_fee"
    SETTLE_CASH = "settle_cash"
    READ_CASH = "read_cash"
    ALLOW_LATE_ENTRY = "allow_late_entry"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.COUNTER: frozenset({
        Right.ACCEPT_DOSSIER, Right.WORK_ON_DOSSIER, Right.RETURN_RESULT, Right.CORRECT_DOSSIER, Right.END_DOSSIER,
        Right.HAND_OVER_BATCH, Right.READ_DOSSIER, Right.READ_REGISTER, Right.TAKE_FEE,
    }),
    Role.SPECIALIST: frozenset({
        Right.WORK_ON_DOSSIER, Right.RECORD_RESULT, Right.HAND_OVER_BATCH, Right.READ_DOSSIER, Right.READ_OBJECTOR,
    }),
    Role.HEAD: frozenset({
        Right.WORK_ON_DOSSIER, Right.REASSIGN_DOSSIER, Right.PAUSE_NEAR_DUE, Right.RECORD_RESULT,
        Right.CORRECT_DOSSIER, Right.EXTEND_DOSSIER, Right.END_DOSSIER, Right.HAND_OVER_BATCH, Right.READ_DOSSIER,
        Right.EXPORT_DOSSIERS, Right.READ_FIGURES, Right.READ_OFFICIAL_FIGURES, Right.READ_REGISTER,
        Right.READ_OBJECTOR, Right.READ_WITHHELD_OBJECTOR, Right.MANAGE_ABSENCES, Right.SIGN, Right.SETTLE_CASH,
        Right.READ_CASH, Right.ALLOW_LATE_ENTRY,
    }),
    Role.LEADER: frozenset({
        Right.REASSIGN_DOSSIER, Right.EXTEND_DOSSIER, Right.READ_DOSSIER, Right.EXPORT_DOSSIERS,
        Right.READ_FIGURES, Right.READ_REGISTER, Right.MANAGE_ABSENCES, Right.READ_ABSENCE_KIND, Right.SIGN,
        Right.READ_CASH, Right.ALLOW_LATE_ENTRY,
    }),
    Role.CLERK: frozenset({Right.ISSUE_PAPER}),
    Role.AUDITOR: frozenset({
        Right.READ_DOSSIER, Right.EXPORT_DOSSIERS, Right.READ_FIGURES, Right.READ_REGISTER, Right.READ_CASH,
    }),
    Role.ADMINISTRATOR: frozenset({
        Right.TAKE_OVER_REGISTER, Right.SET_UP_PLACE,
    }),
    Role.PERSONNEL: frozenset({Right.MANAGE_ABSENCES, Right.READ_ABSENCE_KIND}),
}  # fmt: skip

# What a post lends to who fills it from another unit while its holder is away (docs/adr/0010).
LENT: dict[str, frozenset[Right]] = {
    Role.HEAD: frozenset({
        Right.WORK_ON_DOSSIER, Right.PAUSE_NEAR_DUE, Right.RECORD_RESULT, Right.CORRECT_DOSSIER, Right.END_DOSSIER,
        Right.HAND_OVER_BATCH,
    }),
    Role.CLERK: RIGHTS[Role.CLERK],
}  # fmt: skip

LOOKS_BELOW = frozenset({
    Role.HEAD, Role.LEADER, Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR, Role.PERSONNEL,
})  # fmt: skip


def posts_with(actor: Official, right: Right, on: date) -> list[Post]:
    """The posts that give `actor` this right on a local day: the own ones, then those filled for somebody away."""
    if not actor.is_active:
        return []
    own, lent = held_and_lent(actor, on)
    by_lending = [post for post in lent if right in LENT.get(post.role, ())]
    return [post for post in own if right in RIGHTS[post.role]] + by_lending


def reaches(post: Post, unit: Unit) -> bool:
    """Does this post reach that unit?"""
    return post.unit.covers(unit) if post.role in LOOKS_BELOW else post.unit_id == unit.pk


def has_right(actor: Official, right: Right, on: date, *units: Unit) -> bool:
    """May `actor` do this in any of `units` (with no unit named: anywhere)?"""
    posts = posts_with(actor, right, on)
    return bool(posts) if not units else any(reaches(post, unit) for post in posts for unit in units)


def acting_post(actor: Official, right: Right, on: date, *units: Unit) -> Post:
    """The post by which `actor` does this in one of `units`: an own one if any does, of these the nearest.

    The papers of the act are its unit's.

    Raises: RuleBroken `rights.missing`.
    """
    require(actor, right, on, *units)
    found = [post for post in posts_with(actor, right, on) if any(reaches(post, unit) for unit in units)]
    return max(found, key=lambda post: (post.official_id == actor.pk, len(post.unit.path)))


def require(actor: Official, right: Right, on: date, *units: Unit) -> None:
    """Refuse unless `actor` holds the right in one of `units` on that local day.

    Raises: RuleBroken `rights.missing`.
    """
    if not has_right(actor, right, on, *units):
        raise RuleBroken("rights.missing", right=right.value, unit=units[0].name if units else "")


def within_reach(actor: Official, right: Right, on: date, *fields: str) -> Q:
    """The rows whose unit, named by any of `fields`, this right reaches: the rule of `reaches`, for lists.

    Without the rows of bodies beside the place, which `beside.beside_within_reach` adds for who looks over all of it.
    """
    found = Q(pk__in=[])
    for post in posts_with(actor, right, on):
        for field in fields:
            wide = post.role in LOOKS_BELOW
            found |= Q(**{f"{field}__path__startswith": post.unit.path}) if wide else Q(**{field: post.unit_id})
    return found
