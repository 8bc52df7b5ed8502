"""While the clock stands: who is waited for, and what becomes of the date when it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congvu.dossiers.models import Dossier, Pause
from congvu.law import pause_ground
from congvu.offices.models import ProcedureVersion, SupplementPolicy


@dataclass(frozen=True)
class Held:
    """An open pause: the ground in words says who is waited for; `is_applicants_turn`: the applicant is."""

    who: str
    paper: str
    since: datetime
    is_applicants_turn: bool
    begins_anew: bool

    @property
    def then(self) -> str:
        """What happens to the date when the pause ends."""
        if self.begins_anew:
            return _("khi hồ sơ đủ, thời hạn tính lại từ đầu")
        return _("hạn mới được tính khi hết tạm dừng")


def ground_told(ground_id: str) -> str:
    """The ground of a pause in the reader's language."""
    ground = pause_ground(ground_id)
    return ground.name_en if get_language() == "en" else ground.name_vi


def begins_anew(version: ProcedureVersion, pause: Pause) -> bool:
    """Does the term begin again after this pause (hồ sơ đủ, tính lại từ đầu)? Only after the applicant's own."""
    waits_for_applicant = pause_ground(pause.ground).who_waits == "applicant" and not pause.by_act
    return version.supplement_policy == SupplementPolicy.RESTART and waits_for_applicant


def held_now(dossier: Dossier, pauses: Iterable[Pause]) -> Held | None:
    """What holds the clock now; None while it runs and when it has ended."""
    pause = next((one for one in pauses if one.ended_at is None), None)
    if pause is None or dossier.finished_at:
        return None
    return Held(
        who=ground_told(pause.ground), paper=pause.paper, since=pause.started_at,
        is_applicants_turn=pause_ground(pause.ground).who_waits == "applicant",
        begins_anew=begins_anew(dossier.procedure_version, pause),
    )  # fmt: skip
