"""A clerk accepts a filing at the moment in which an export tells that it was received elsewhere: one dossier."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from congvu.dossiers.commands.filings import accept_filing
from congvu.dossiers.commands.takeover import take_over
from congvu.dossiers.models import Dossier, OnlineFiling
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping, read
from congvu.ledger.queries import check
from congvu.rules.errors import RuleBroken
from tests.people import at
from tests.proof.crew import met
from tests.proof.writer import Writer, errors

NOW = at("2026-11-23 09:00")
CONTENT = {
    "place": {"code": "so-cu", "name": "Sổ cũ"}, "columns": {"code": "a", "procedure": "b", "received": "c"},
    "filing": {"column": "d", "values": ["moi"], "counter": "mot-cua"},
}  # fmt: skip


def a_case(code: str, unit: str) -> Case:
    return Case(2, code, "Khai sinh", "Bùi Ba", unit, "Hà", "online", NOW, NOW + timedelta(days=3), None, None)


def said(act: Callable[[], object]) -> Callable[[int], None]:
    def work(pipe: int) -> None:
        try:
            act()
        except RuleBroken as refusal:
            os.write(pipe, f"refused {refusal.code}\n".encode())

    return work


def taking(mapping: Mapping, case: Case, name: str) -> Callable[[], object]:
    actor = met().clockwork
    return lambda: take_over(actor=actor, at=NOW, cases=[case], mapping=mapping, file_hash=name)


def main(rounds: int) -> dict[str, Any]:
    """Each round: a filing waits; two processes at once; afterwards the source's word is what stands."""
    cast, mapping, told = met(), read(CONTENT), list[str]()
    wrong: list[str] = []
    for number in range(rounds):
        code = f"T{number}"
        taking(mapping, replace(a_case(code, "Tư pháp"), is_filing=True), f"a{number}")()
        filing = OnlineFiling.objects.get(code=code)
        pk, received = filing.pk, a_case(code, f"Đơn vị {number}")
        writers = [
            Writer(said(lambda pk=pk: accept_filing(actor=cast.lan, at=NOW, filing_id=pk))),  # type: ignore[misc]
            Writer(said(taking(mapping, received, f"b{number}"))),
        ]  # fmt: skip
        started = [one.start() for one in writers[:: 1 if number % 2 else -1]]
        told += [line for writer in started for line in writer.finished()]
        taking(mapping, received, f"c{number}")()
        units = list(Dossier.objects.filter(code=code).values_list("unit__name", flat=True))
        wrong += [] if units == [f"Đơn vị {number}"] else [f"{code}: {units}"]
    return {"wrong": wrong, "errors": errors(told), "refused": sorted(set(told)), "ledger": check().wrong}
