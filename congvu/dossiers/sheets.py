"""Sheets printed as things stand: the control sheet of a dossier (mẫu 06), the register of a counter (mẫu 07)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localtime

from congvu.dossiers.handed_over import taken_by
from congvu.dossiers.models import Dossier, Outcome, Signing, SigningTurn, StepRun
from congvu.dossiers.receipt import head_of, on_paper
from congvu.dossiers.rows import reappointed
from congvu.dossiers.signings import Hours, signings_of
from congvu.offices.models import Unit
from congvu.offices.templatetags.congvu_format import working_duration


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


def _given(dossier: Dossier, at: datetime, giver: str, receiver: str, note: str) -> tuple[datetime, dict[str, str]]:
    told = {"giver": giver, "receiver": receiver, "result": result_at(dossier, at), "note": note}
    return at, told | {"at": instant(at)}


def _signer(turn: SigningTurn) -> str:
    return f"{turn.post.official.full_name}, {turn.post.title}, {turn.post.unit.name}"


def _desk_at(dossier: Dossier, runs: Sequence[StepRun], at: datetime) -> str:
    """Who had the dossier itself then, the last one where it had left the desks; without desks told, its unit."""
    had = [run for run in runs if run.started_at <= at]
    return _desk(had[-1]) if had else dossier.unit.name


def _signing_rows(dossier: Dossier, runs: Sequence[StepRun], at: datetime) -> Iterator[tuple[datetime, dict[str, str]]]:
    """A submission from desk to signer, from signer to signer, to the clerk and back, each with how long it waited."""
    for signing, turns in reversed(signings_of(dossier, at)):
        giver, note = _desk_at(dossier, runs, signing.sent_at), f"Trình ký: {signing.what}"
        for turn, seconds in turns:
            if turn.began_at is None:
                continue
            yield _given(dossier, turn.began_at, giver, _signer(turn), note)
            giver, note = _signer(turn), f"{turn.get_outcome_display()}, chờ {working_duration(seconds or 0)}"
        if turns[-1][0].outcome == Outcome.SIGNED and signing.decided_at:
            clerk = f"Văn thư, {signing.agency.name}"
            yield _given(dossier, signing.decided_at, giver, clerk, note)
            giver, note = clerk, _of_the_clerk(signing)
        if signing.ended_at:
            yield _given(dossier, signing.ended_at, giver, _desk_at(dossier, runs, signing.ended_at), note)


def _of_the_clerk(signing: Signing) -> str:
    """What the clerk did with a signed paper, and how long it lay there."""
    if signing.decided_at is None or signing.ended_at is None:
        return ""
    time = working_duration(Hours().elapsed(signing.agency, signing.decided_at, signing.ended_at))
    done = f"cấp số {signing.symbol}, đóng dấu" if signing.sealed_at else signing.state_word.lower()
    return f"{done}, chờ {time}"


@translation.override("vi")
def control_sheet(dossier: Dossier, at: datetime) -> dict[str, object]:
    """Form 06: one row a hand-over, from the applicant to the counter, from desk to desk, and back to the applicant.

    What is submitted for signature goes from hand to hand meanwhile: its rows say how long each waited.
    """
    runs = list(dossier.runs.select_related("unit", "official").order_by("number"))
    party = getattr(dossier, "applicant", None)
    name, given, giver = party.name if party else "", [], "Người nộp hồ sơ"
    for run in runs:
        given.append(_given(dossier, run.started_at, giver, _desk(run), run.name))
        giver = _desk(run)
    given += _signing_rows(dossier, runs, at)
    rows = [told for _at, told in sorted(given, key=lambda one: one[0])]
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
