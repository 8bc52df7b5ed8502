"""Filings of another system that nobody has received yet: into the queue, up to date, out of it again.

All inside the take-over's transaction; each gives the acts that its ledger keeps.
"""

from collections.abc import Collection, Sequence

from congvu.dossiers.commands.register_names import Names
from congvu.dossiers.models import Dossier, FilingState, OnlineFiling
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping
from congvu.ledger.commands import Act
from congvu.offices.models import Unit
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.vietnamese import clean


def hold_filings(place: str) -> None:
    """Before anything else is locked: whoever accepts a filing holds it while waiting for the ledger's head."""
    open_states = (FilingState.WAITING, FilingState.GONE)
    rows = OnlineFiling.objects.select_for_update().filter(place=place, state__in=open_states)
    list(rows.order_by("pk").values_list("pk"))


def queue_filings(cases: Sequence[Case], names: Names, mapping: Mapping) -> tuple[int, list[Act]]:
    """New filings wait at the counter; waiting ones say what the register says now. Gives the number of new ones.

    Raises: RuleBroken `mapping.no_counter`.
    """
    if mapping.filing is None or not cases:
        return 0, []
    counter = Unit.objects.filter(code=mapping.filing.counter).first()
    if counter is None:
        raise RuleBroken("mapping.no_counter", code=mapping.filing.counter)
    known = _known([case.code for case in cases])
    fresh, acts = [], list[Act]()
    for case in cases:
        wanted = _stated(case, names) | {"counter_id": counter.pk}
        filing = known.get(case.code)
        if filing is None:
            fresh.append(OnlineFiling(code=case.code, place=names.root.code, seen_at=names.at, **wanted))
        elif filing.state in {FilingState.WAITING, FilingState.GONE}:
            wanted["state"] = FilingState.WAITING
            if changed := sorted(name for name, value in wanted.items() if getattr(filing, name) != value):
                OnlineFiling.objects.filter(pk=filing.pk).update(**wanted)
                acts.append(_act(Action.FILING_UPDATED, filing, names, {"changed": changed}))
    OnlineFiling.objects.bulk_create(fresh, batch_size=500)
    made = _known([one.code for one in fresh])
    acts += [_act(Action.FILING_QUEUED, made[one.code], names, {"counter": counter.code}) for one in fresh]
    return len(fresh), acts


def received_elsewhere(codes: list[str], names: Names) -> list[Act]:
    """Dossiers entered now whose filing still waited: somebody received them in the other system.

    The filing stays theirs: the citizen has waited since it was made, the law's clock begins with that receipt.
    """
    open_states = {FilingState.WAITING, FilingState.GONE}
    waiting = {code: one for code, one in _known(codes).items() if one.state in open_states}
    dossiers = dict(Dossier.objects.filter(code__in=list(waiting)).values_list("code", "pk"))
    for code, one in waiting.items():
        one.state, one.decided_at, one.dossier_id = FilingState.ELSEWHERE, names.at, dossiers[code]
    OnlineFiling.objects.bulk_update(waiting.values(), ["state", "decided_at", "dossier"], batch_size=500)
    told: dict[str, object] = {"state": FilingState.ELSEWHERE.value}
    return [_act(Action.FILING_UPDATED, one, names, told) for one in waiting.values()]


def filings_gone(names: Names, present: Collection[str]) -> list[Act]:
    """Filings a whole export no longer holds."""
    rows = OnlineFiling.objects.filter(place=names.root.code, state=FilingState.WAITING)
    return _left([one for one in rows if one.code not in present], FilingState.GONE, names)


def _left(filings: list[OnlineFiling], state: FilingState, names: Names) -> list[Act]:
    for begin in range(0, len(filings), 500):
        part = [one.pk for one in filings[begin : begin + 500]]
        OnlineFiling.objects.filter(pk__in=part).update(state=state, decided_at=names.at)
    return [_act(Action.FILING_UPDATED, one, names, {"state": state.value}) for one in filings]


def _known(codes: list[str]) -> dict[str, OnlineFiling]:
    found: dict[str, OnlineFiling] = {}
    for begin in range(0, len(codes), 500):
        rows = OnlineFiling.objects.filter(code__in=codes[begin : begin + 500])
        found |= {one.code: one for one in rows}
    return found


def _stated(case: Case, names: Names) -> dict[str, object]:
    return {
        "unit_id": names.unit(case.unit).pk, "procedure_version_id": names.version(case).pk,
        "applicant": clean(case.applicant), "applicant_id": case.applicant_id, "filed_at": case.received,
        "due_at": case.due,
    }  # fmt: skip


def _act(action: Action, filing: OnlineFiling, names: Names, facts: dict[str, object]) -> Act:
    told = facts | {"code": filing.code, "source": names.root.code}
    return Act(action, f"filing:{filing.pk}", names.root.code, names.actor.login, told)
