"""Posts that may not be held together (không được kiêm nhiệm)."""

from datetime import date

from django.db.models import Q

from congvu.offices.models import Official, Role
from congvu.rules.errors import RuleBroken

# Never in one hand on one day. Who audits neither acts nor decides; who gives out the posts neither receives nor
# settles a dossier, nor audits; who signs does not number and seal. Source: office practice, ADR-0007.
NOT_TOGETHER: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (
        *((Role.AUDITOR, other) for other in Role if other != Role.AUDITOR),
        (Role.ADMINISTRATOR, Role.COUNTER),
        (Role.ADMINISTRATOR, Role.SPECIALIST),
        (Role.ADMINISTRATOR, Role.HEAD),
        (Role.ADMINISTRATOR, Role.CLERK),
        (Role.CLERK, Role.HEAD),
        (Role.CLERK, Role.LEADER),
    )
)


def refuse_together(official: Official, role: Role, from_on: date, to_on: date | None = None) -> None:
    """Refuse a post that may not be held on the same day as another of this person (không được kiêm nhiệm).

    Raises: RuleBroken `post.not_together`.
    """
    overlap = Q(to_on=None) | Q(to_on__gte=from_on)
    if to_on is not None:
        overlap &= Q(from_on__lte=to_on)
    for post in official.posts.filter(overlap).select_related("unit"):
        if frozenset({role, post.role}) in NOT_TOGETHER:
            held = str(Role(post.role).label)
            raise RuleBroken(
                "post.not_together", official=official.full_name, role=str(role.label), held=held, unit=post.unit.name
            )
