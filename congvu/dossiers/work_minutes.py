"""What the minutes of a hand-over of work say (biên bản bàn giao công việc); why somebody is away is not on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from congvu.dossiers.models import Dossier
from congvu.dossiers.receipt import head_of, on_paper
from congvu.offices.models import Absence, Official, Unit

if TYPE_CHECKING:
    from congvu.dossiers.commands.stand_in import Receiver


def work_minutes(
    absence: Absence, to: "Receiver", dossiers: Sequence[Dossier], at: datetime, *, giver: Official, is_return: bool
) -> dict[str, object]:
    """Every value the form prints, as text."""
    unit = to.unit
    return head_of(unit, at) | {
        "unit": unit.name, "is_return": is_return, "at": on_paper(at),
        "giver": giver.full_name, "giver_title": _title(giver, unit, at),
        "receiver": to.official.full_name if to.official else "",
        "receiver_title": _title(to.official, unit, at) if to.official else "",
        "away_from": on_paper(absence.from_at), "away_to": on_paper(absence.to_at) if absence.to_at else "",
        "rows": [_row(one) for one in dossiers],
    }  # fmt: skip


def _title(official: Official, unit: Unit, at: datetime) -> str:
    post = official.posts_on(localdate(at)).filter(unit=unit).first()
    return post.title if post else ""


def _row(dossier: Dossier) -> list[str]:
    version = dossier.procedure_version
    step = version.steps[dossier.step]["name_vi"] if dossier.step < len(version.steps) else ""
    due = f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else ""
    return [dossier.code, version.procedure.name, step, due, str(len(dossier.papers))]
