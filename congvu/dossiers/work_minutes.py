"""What the minutes of a hand-over of work say (biên bản bàn giao công việc); why somebody is away is not on them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from congvu.dossiers.models import Origin
from congvu.dossiers.receipt import head_of, on_paper
from congvu.offices.models import Official, Unit

if TYPE_CHECKING:
    from congvu.dossiers.commands.parcels import Parcel, Piece


def work_minutes(parcel: "Parcel", at: datetime) -> dict[str, object]:
    """Every value the form prints, as text."""
    absence, to, giver = parcel.absence, parcel.to, parcel.giver
    unit = to.unit
    return head_of(unit, at) | {
        "unit": unit.name, "is_return": parcel.is_return, "at": on_paper(at),
        "giver": giver.full_name, "giver_title": _title(giver, unit, at),
        "receiver": to.official.full_name if to.official else "",
        "receiver_title": _title(to.official, unit, at) if to.official else "",
        "away_from": on_paper(absence.from_at), "away_to": on_paper(absence.to_at) if absence.to_at else "",
        "rows": [_row(one) for one in parcel.pieces],
    }  # fmt: skip


def _title(official: Official, unit: Unit, at: datetime) -> str:
    post = official.posts_on(localdate(at)).filter(unit=unit).first()
    return post.title if post else ""


def _row(piece: "Piece") -> list[str]:
    """A draft tells, instead of the step, what is to be signed."""
    dossier = piece.dossier
    version = dossier.procedure_version
    step = version.steps[dossier.step]["name_vi"] if dossier.step < len(version.steps) else ""
    if dossier.origin == Origin.IMPORTED:
        step = "Hồ sơ của hệ thống nguồn: đổi người xử lý cả ở đó"
    if piece.turn:
        step = f"Chờ ký: {piece.turn.signing.what}"
    due = f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else ""
    return [dossier.code, version.procedure.name, step, due, str(len(dossier.papers))]
