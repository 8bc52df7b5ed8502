"""What was done to an absence, told from its ledger entries; nothing in it says of what kind the absence is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.ledger.queries import bodies_of
from congvu.offices.models import Absence, Official
from congvu.rules.ledger import Action

WORDS = {
    Action.ABSENCE_ENTERED: gettext_lazy("Ghi vắng mặt"),
    Action.ABSENCE_BEGUN: gettext_lazy("Bắt đầu, đã chuyển công việc"),
    Action.ABSENCE_PROLONGED: gettext_lazy("Kéo dài"),
    Action.ABSENCE_CORRECTED: gettext_lazy("Đính chính"),
    Action.ABSENCE_ENDED: gettext_lazy("Kết thúc"),
    Action.ABSENCE_GIVEN_BACK: gettext_lazy("Bàn giao lại"),
}


@dataclass(frozen=True)
class Act:
    """One act; `reason` is for those alone who may know what kind of absence it is."""

    at: datetime
    what: str
    who: str
    detail: str
    reason: str


def history(absence: Absence) -> list[Act]:
    """The acts in order."""
    bodies = bodies_of(f"absence:{absence.pk}")
    people = Official.objects.filter(login__in={body["actor"] for body in bodies})
    names = {one.login: one.full_name for one in people}
    return [
        Act(
            datetime.fromisoformat(body["at"]), str(WORDS[Action(body["action"])]),
            names.get(body["actor"], body["actor"]), _detail(body["facts"]), body["facts"].get("reason", ""),
        )
        for body in bodies
    ]  # fmt: skip


def _detail(facts: dict[str, object]) -> str:
    if "moved" in facts:
        return _("%(count)s việc") % {"count": facts["moved"]}
    if "codes" in facts:
        return ", ".join(str(code) for code in facts["codes"])  # type: ignore[attr-defined]
    return ""
