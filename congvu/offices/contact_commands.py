"""Where an official wants to be reminded (nơi nhận nhắc việc)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.ledger import commands as ledger
from congvu.offices.models import PLACE, Official, Unit
from congvu.rules.ledger import Action


@transaction.atomic
def set_email(*, actor: Official, at: datetime, email: str) -> Official:
    """Set or take away the own address; the ledger keeps that, not the address."""
    official: Official = Official.objects.select_for_update(no_key=True).get(pk=actor.pk)
    official.email = email
    official.save(update_fields=["email"])
    post = official.posts_on(localdate(at)).order_by("unit__path").first()
    unit = post.unit if post else Unit.objects.get(PLACE)
    ledger.append(
        action=Action.OFFICES_CONTACT_CHANGED, subject=f"unit:{unit.code}:{localdate(at).year}", unit=unit.code,
        actor=official.login, at=at, facts={"official": official.login, "has_email": bool(email)},
    )  # fmt: skip
    return official
