"""Sheets printed as things stand: the control sheet of a dossier (mẫu 06), the register of a counter (mẫu 07)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.timezone import localtime

from congvu.dossiers.handed_over import taken_by
from congvu.dossiers.models import Dossier, StepRun
from congvu.dossiers.receipt import head_of, on_paper
from congvu.dossiers.rows import reappointed
from congvu.offices.models import Unit


def instant(at: datetime | None) -> str:
    """An instant in a cell: “08:12 16/11/2026”."""
    return f"{localtime(at):%H:%M %d/%m/%Y}" if at else ""


def result_at(dossier: Dossier, at: datetime) -> str:
    """How the whole dossier stood with its appointment at an instant (trước hạn, đúng hạn, quá hạn)."""
    if dossier.due_at is None:
        return ""
    if at > dossier.due_at:
        return "quá hạn"
    return "đúng hạn" if localtime(at).date() == dossier.due_on else "trước hạn"


def _desk(run: StepRun) -> str:
    who = run.official.full_name if run.official else "chưa giao cho ai"
    return f"{who}, {run.unit.name}"


def control_sheet(dossier: Dossier, at: datetime) -> dict[str, object]:
    """Form 06: one row a hand-over, from the applicant to the counter, from desk to desk, and back to the applicant."""
    runs = list(dossier.runs.select_related("unit", "official").order_by("number"))
    party = getattr(dossier, "applicant", None)
    name, rows, giver = party.name if party else "", [], "Người nộp hồ sơ"
    for run in runs:
        rows.append({
            "giver": giver, "receiver": _desk(run), "at": instant(run.started_at),
            "result": result_at(dossier, run.started_at), "note": run.name,
        })  # fmt: skip
        giver = _desk(run)
    if dossier.finished_at:
        rows.append({
            "giver": giver, "receiver": dossier.received_unit.name, "at": instant(dossier.finished_at),
            "result": result_at(dossier, dossier.finished_at),
            "note": dossier.state_word if dossier.is_ended else "Có kết quả",
        })  # fmt: skip
    if dossier.returned_at:
        rows.append({
            "giver": dossier.received_unit.name, "receiver": taken_by(dossier) or "Người nhận kết quả",
            "at": instant(dossier.returned_at),
            "result": "", "note": "Trả kết quả",
        })  # fmt: skip
    first = dossier.original_due_at if dossier.original_due_at != dossier.due_at else None
    due = on_paper(dossier.due_at) if dossier.due_at else ""
    if anew := reappointed([dossier]).get(dossier.pk):
        due += f"; quá hạn, hẹn lại {on_paper(anew)}"
    return head_of(dossier.received_unit, at) | {
        "code": dossier.code, "procedure": dossier.procedure_version.procedure.name, "applicant": name,
        "settling_unit": dossier.settling_unit.name, "received": on_paper(dossier.received_at),
        "due": due, "first_due": on_paper(first) if first else "",
        "rows": rows, "printed": on_paper(at),
    }  # fmt: skip


def note_on(dossier: Dossier, anew: datetime | None = None) -> str:
    """What the register remarks: an end without a result, an extension or a new day (`anew`), lateness, who took it."""
    notes = []
    if dossier.is_ended:
        notes.append(dossier.state_word)
    if anew:
        notes.append(f"xin lỗi sau khi quá hạn, hẹn lại {instant(anew)}")
    elif dossier.extended_on:
        notes.append(f"gia hạn, hẹn ban đầu {instant(dossier.original_due_at)}")
    if dossier.finished_at and dossier.due_at and dossier.finished_at > dossier.due_at:
        notes.append("quá hạn")
    if taker := taken_by(dossier):
        notes.append(f"trả cho {taker}")
    return "; ".join(notes)


def register(unit: Unit, first: date, last: date, rows: Iterable[Dossier], at: datetime) -> dict[str, object]:
    """Form 07: every dossier a counter received in a period, in the order of reception."""
    lines, dossiers = [], list(rows)
    anew = reappointed(dossiers)
    for one in dossiers:
        party = getattr(one, "applicant", None)
        lines.append({
            "code": one.code, "procedure": one.procedure_version.procedure.name,
            "applicant": party.name if party else "", "address": party.address if party else "",
            "phone": party.phone if party else "",
            "unit": one.settling_unit.name, "received": instant(one.received_at), "due": instant(one.due_at),
            "returned": instant(one.returned_at), "channel": one.get_channel_display(),
            "note": note_on(one, anew.get(one.pk)),
        })  # fmt: skip
    return head_of(unit, at) | {
        "unit": unit.name, "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}", "rows": lines,
    }  # fmt: skip
