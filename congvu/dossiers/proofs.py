"""What has a scan of its own beside the dossier's papers: a payment's proof, the minutes of a posting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from congvu.dossiers.models import Dossier, Payment, Posting, Scan

KEY = re.compile(r"(minutes_scan|closing_scan|scan):\d+")


@dataclass(frozen=True)
class Proof:
    """A row of the dossier that a scan may prove: `where` is its field for the scan, `name` what people call it."""

    row: Payment | Posting
    where: str
    name: str

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.where}:{self.row.pk}"

    @property
    def scan(self) -> Scan | None:
        """The scan that stands; one that was withdrawn leaves the place free."""
        found: Scan | None = getattr(self.row, self.where)
        return found if found is not None and found.withdrawn_at is None else None


def proofs_of(dossier: Dossier) -> Mapping[str, Proof]:
    """Every such row of a dossier by its key, the latest last."""
    found: list[Proof] = []
    for one in dossier.postings.select_related("minutes_scan", "closing_scan").order_by("pk"):
        found.append(Proof(one, "minutes_scan", f"Biên bản niêm yết số {one.minutes}"))
        if one.closing_minutes:
            found.append(Proof(one, "closing_scan", f"Biên bản kết thúc niêm yết số {one.closing_minutes}"))
    payments = Payment.objects.filter(notice__dossier=dossier).select_related("scan").order_by("pk")
    found += [Proof(one, "scan", f"Chứng từ nộp tiền số {one.number}") for one in payments]
    return {one.key: one for one in found}


def latest(dossier: Dossier, where: str) -> str:
    """The key of the row that an act just made."""
    return [key for key, one in proofs_of(dossier).items() if one.where == where][-1]
