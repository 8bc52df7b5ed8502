"""More people at the counter of the place, each with a password of the kind the program really keeps."""

from datetime import date
from typing import Any

from congvu.offices import commands as offices
from congvu.offices.models import Category, Role
from tests.people import at
from tests.proof.crew import met

PASSWORD = "mat-khau-cua-quay"


def main(people: int) -> dict[str, Any]:
    """So many clerks; their logins."""
    cast, when, logins = met(), at("2026-11-02 09:00"), [f"quay-{n}" for n in range(people)]
    for login in logins:
        made = offices.create_official(
            actor=cast.clockwork, at=when, login=login, full_name=f"Người {login}", unit=cast.counter,
            category=Category.CIVIL_SERVANT, password=PASSWORD,
        )  # fmt: skip
        offices.grant_post(
            actor=cast.clockwork, at=when, official=made, unit=cast.counter, role=Role.COUNTER,
            title="Cán bộ tiếp nhận", from_on=date(2026, 1, 1),
        )  # fmt: skip
    return {"logins": logins}
