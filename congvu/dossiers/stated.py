"""What a register of another system states of a dossier, and in which fields that differs from what stands here.

The preview and the command ask the same function, so what was shown is what is done.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.dossiers.commands.register_names import Names
from congvu.dossiers.models import STATE_WORDS, Applicant, Channel, Dossier, StepRun
from congvu.dossiers.sources import entry_of
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping
from congvu.offices.models import Official, ProcedureVersion, Unit
from congvu.offices.templatetags.congvu_format import local_instant
from congvu.rules.dossier import State
from congvu.rules.vietnamese import clean, fold

# The fields a person is shown; the days beside the instants, and the unit charged, say the same again.
WORDS = {
    "received_at": gettext_noop("Tiếp nhận"),
    "due_at": gettext_noop("Hẹn trả"),
    "finished_at": gettext_noop("Có kết quả"),
    "returned_at": gettext_noop("Đã trả"),
    "state": gettext_noop("Trạng thái"),
    "unit_id": gettext_noop("Đơn vị"),
    "holder_id": gettext_noop("Cán bộ"),
    "procedure_version_id": gettext_noop("Thủ tục"),
    "channel": gettext_noop("Hình thức nộp"),
    "applicant": gettext_noop("Người đề nghị"),
    "steps": gettext_noop("Các bước"),
}


def state_of(case: Case) -> State:
    if case.returned:
        return State.RETURNED
    return State.RESULT_READY if case.finished else State.IN_PROCESS


def stated(case: Case) -> dict[str, object]:
    """The fields of a dossier that the register states, and an update compares."""
    finished = case.finished
    # Where only the day of the handing over is known it reads as midnight, before the result of that day.
    returned = max(case.returned, finished) if case.returned and finished else None
    return {
        "received_at": case.received, "due_at": case.due, "finished_at": finished, "returned_at": returned,
        "state": state_of(case).value, "due_on": localdate(case.due) if case.due else None,
        "received_on": localdate(case.received) if case.received else None,
        "finished_on": localdate(finished) if finished else None,
    }  # fmt: skip


def placed(dossier: Dossier, case: Case, names: Names) -> dict[str, object]:
    """Where the dossier lies by what the register says now, and as what it came; a channel left out says nothing.

    Only another unit or official than the register said last moves it: whoever moved it here is not overruled by the
    same old word, and an empty official takes away only the one that the register itself had named.
    """
    unit, holder, said = names.unit(case.unit), names.official(case.official), entry_of(dossier)
    where: dict[str, object] = {"procedure_version_id": names.version(case).pk}
    if unit.pk != said.unit_id:
        where |= {"unit_id": unit.pk, "settling_unit_id": unit.pk}
        if dossier.received_unit_id == said.unit_id:  # put right: who was named by mistake has nothing to do with it
            where["received_unit_id"] = unit.pk
    if holder is not None and (said.unit_id is None or holder.pk != said.official_id):
        where["holder_id"] = holder.pk
    elif holder is None and said.official_id is not None and dossier.holder_id == said.official_id:
        where["holder_id"] = None
    return where | ({"channel": case.channel} if case.channel else {})


def particulars(case: Case) -> dict[str, str]:
    """What the register says of the applicant; a cell left empty says nothing."""
    said = {"name": clean(case.applicant), "name_fold": fold(case.applicant), "id_number": case.applicant_id}
    return {name: value for name, value in said.items() if value}


def runs_of(case: Case, dossier: Dossier, names: Names) -> list[StepRun]:
    """Each event ends the stretch that began at the event before it; the first began at reception."""
    runs, since = [], min([case.received or names.at, *[step.at for step in case.steps[:1]]])
    for number, step in enumerate(case.steps, start=1):
        runs.append(StepRun(
            dossier=dossier, number=number, step_id=names.step_id(step.name), name=step.name[:300],
            unit=dossier.unit,
            official=names.official(step.by), started_at=since, finished_at=step.at, is_step_done=True,
        ))  # fmt: skip
        since = step.at
    return runs


def standing(have: list[StepRun], want: list[StepRun]) -> int:
    """How many stretches from the first on still stand as the register tells them."""
    count = 0
    while count < min(len(have), len(want)) and _told_of(have[count]) == _told_of(want[count]):
        count += 1
    return count


def _told_of(run: StepRun) -> tuple[object, ...]:
    return run.number, run.step_id, run.name, run.official_id, run.started_at, run.finished_at


def differences(dossier: Dossier, case: Case, names: Names, mapping: Mapping) -> list[str]:
    """The fields in which the register says something else than what stands; empty if it says nothing new."""
    wanted = stated(case) | placed(dossier, case, names)
    fields = [name for name, value in wanted.items() if getattr(dossier, name) != value]
    if _is_renamed(dossier, case):
        fields.append("applicant")
    if mapping.steps:
        have, want = list(dossier.runs.all()), runs_of(case, dossier, names)
        if not standing(have, want) == len(have) == len(want):
            fields.append("steps")
    return fields


def _is_renamed(dossier: Dossier, case: Case) -> bool:
    party: Applicant | None = getattr(dossier, "applicant", None)
    if party is None:
        return bool(case.applicant)
    return any(getattr(party, name) != value for name, value in particulars(case).items())


def in_words(dossier: Dossier, case: Case, names: Names, fields: list[str]) -> list[tuple[str, str, str]]:
    """Each field that differs: its name, what stands, what the register says."""
    said: dict[str, object] = stated(case) | {
        "unit_id": names.unit(case.unit), "holder_id": names.official(case.official), "channel": case.channel,
        "procedure_version_id": names.version(case), "steps": len(case.steps),
        "applicant": " ".join(part for part in (case.applicant, case.applicant_id) if part),
    }  # fmt: skip
    party: Applicant | None = getattr(dossier, "applicant", None)
    stands: dict[str, object] = {
        "unit_id": dossier.unit, "holder_id": dossier.holder, "procedure_version_id": dossier.procedure_version,
        "steps": len(dossier.runs.all()) if "steps" in fields else 0,
        "applicant": f"{party.name} {party.id_number}".strip() if party else "",
    }  # fmt: skip
    return [
        (_(WORDS[name]), _shown(name, stands.get(name, getattr(dossier, name, ""))), _shown(name, said[name]))
        for name in fields
        if name in WORDS
    ]


def _shown(name: str, value: object) -> str:
    if name == "state":
        return str(STATE_WORDS[State(str(value))])
    if name == "channel":
        return str(Channel(str(value)).label) if value else ""
    if name.endswith("_at") and value:
        return local_instant(value)  # type: ignore[arg-type]  # an instant by its name
    if isinstance(value, ProcedureVersion):
        return value.procedure.name
    if isinstance(value, Unit | Official):
        return str(value)
    return str(value or "")
