"""What taking a file over would change, found without writing: the preview, and what the command then needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from congvu.dossiers.commands.register_names import foreseen_names
from congvu.dossiers.models import Dossier, OnlineFiling, RegisterImport, StepRun, Vanishing
from congvu.dossiers.sources import of_source, refuse_foreign
from congvu.dossiers.stated import differences, in_words
from congvu.eventlog.cases import Case
from congvu.eventlog.mapping import Mapping
from congvu.offices.models import Official, Unit

PART = 500


@dataclass
class Foresight:
    """`basis`: the last import of the source it was compared with; `standing`: what the source held before it."""

    basis: int
    total: int = 0
    standing: int = 0
    new: list[Case] = field(default_factory=list)
    changed: list[tuple[Case, list[tuple[str, str, str]]]] = field(default_factory=list)
    filings: list[Case] = field(default_factory=list)
    waiting: list[Case] = field(default_factory=list)
    vanished: list[Dossier] = field(default_factory=list)
    reappeared: list[Dossier] = field(default_factory=list)
    rest: set[str] = field(default_factory=set)

    @property
    def needed(self) -> list[Case]:
        """The cases the command must look at; of the others the file says nothing new."""
        return [*self.new, *(case for case, _said in self.changed), *self.filings, *self.waiting]

    @property
    def counts(self) -> dict[str, int]:
        moved = len(self.new) + len(self.changed) + len(self.filings)
        return {
            "total": self.total, "new": len(self.new), "changed": len(self.changed), "unchanged": self.total - moved,
            "vanished": len(self.vanished), "reappeared": len(self.reappeared), "filings": len(self.filings),
            "standing": self.standing,
        }  # fmt: skip


def last_import(place: str) -> int:
    """The number of the source's last import that changed something; 0 before the first."""
    return RegisterImport.objects.filter(place=place).order_by("-pk").values_list("pk", flat=True).first() or 0


def foresee(*, actor: Official, at: datetime, cases: Sequence[Case], mapping: Mapping) -> Foresight:
    """Compare a file's cases with what stands here.

    Raises: RuleBroken `register.code_taken`, `register.code_foreign`.
    """
    names = foreseen_names(actor, at, mapping)
    found = Foresight(last_import(mapping.place["code"]), total=len(cases))
    for begin in range(0, len(cases), PART):
        part = cases[begin : begin + PART]
        known = _known([case.code for case in part])
        refuse_foreign(part, known, mapping.place["code"])
        queued = _queued([case.code for case in part if case.is_filing])
        for case in part:
            dossier = known.get(case.code)
            if dossier is None and case.is_filing:
                (found.waiting if case.code in queued else found.filings).append(case)
            elif dossier is None:
                found.new.append(case)
            elif not case.is_filing and (fields := differences(dossier, case, names, mapping)):
                found.changed.append((case, in_words(dossier, case, names, fields)))
            else:
                found.rest.add(case.code)
    if mapping.is_whole:
        _vanishing(found, names.root, {case.code for case in cases})
    return found


def _known(codes: list[str]) -> dict[str, Dossier]:
    runs = Prefetch("runs", queryset=StepRun.objects.order_by("number"))
    related = ("unit", "holder", "procedure_version__procedure", "applicant", "register_entry")
    rows = Dossier.objects.filter(code__in=codes).select_related(*related).prefetch_related(runs)
    return {one.code: one for one in rows}


def _queued(codes: list[str]) -> set[str]:
    return set(OnlineFiling.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()


def _vanishing(found: Foresight, root: Unit, present: set[str]) -> None:
    """The same sums as the command's own (commands/vanishing.py)."""
    ours = of_source(root).select_related("procedure_version__procedure")
    marked = set(Vanishing.objects.filter(until=None, dossier__in=of_source(root)).values_list("dossier", flat=True))
    for dossier in ours.iterator(chunk_size=2000):
        is_there, is_marked = dossier.code in present, dossier.pk in marked
        found.standing += not is_marked
        if is_there and is_marked:
            found.reappeared.append(dossier)
        elif not is_there and not is_marked:
            found.vanished.append(dossier)
