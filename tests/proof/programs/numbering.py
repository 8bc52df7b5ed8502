"""Clerks who number signed papers at the same moment: every number once, none left out, each paper numbered once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from congvu.dossiers import commands
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.commands.signing import DraftPaper
from congvu.dossiers.models import Signing
from congvu.offices.models import Post, Role
from congvu.papers.models import NumberSeries
from congvu.rules.errors import RuleBroken
from congvu.rules.signing import Draft
from tests.people import Cast
from tests.proof.crew import met, now, received
from tests.proof.findings import state_of_the_place
from tests.signers import Signers, gather_signers


def signed(cast: Cast) -> int:
    """A letter the chairman has signed; it waits for its number."""
    dossier = received(cast)
    where = Receiver(cast.justice, cast.ha)
    commands.finish_step(actor=cast.lan, at=now(), dossier_id=dossier.pk, seen_version=None, to=where)
    chairman = Post.objects.get(official=cast.chairman, role=Role.LEADER)
    signing = commands.submit_for_signature(
        actor=cast.ha, at=now(), dossier_id=dossier.pk, seen_version=None,
        paper=DraftPaper(Draft.LETTER, "Thông báo kết quả xác minh", "TB", 1), signers=[chairman.pk],
    )  # fmt: skip
    return int(commands.sign(actor=cast.chairman, at=now(), signing_id=signing.pk, seen_version=None).pk)


def number(signers: Signers, start: Barrier, papers: list[int]) -> list[str]:
    """One issuer's morning: each of the papers in turn; what another was quicker with is refused, with a reason."""
    start.wait()
    refused = []
    for pk in papers:
        try:
            commands.number_paper(actor=signers.clerk, at=now(), signing_id=pk, seen_version=None)
        except RuleBroken as refusal:
            refused.append(refusal.code)
    return refused


def main(issuers: int, papers: int) -> dict[str, Any]:
    """Each issuer has papers of his own, and one that two of them hold: there the second is told."""
    signers = gather_signers(met())
    heaps = [[signed(signers.cast) for _paper in range(papers)] for _issuer in range(issuers)]
    for place, heap in enumerate(heaps[1:], start=1):
        heap.append(heaps[place - 1][0])
    start = Barrier(issuers)
    with ThreadPoolExecutor(issuers) as pool:
        refused = [one for part in pool.map(lambda heap: number(signers, start, heap), heaps) for one in part]
    given = sorted(Signing.objects.exclude(paper_number=None).values_list("paper_number", flat=True))
    last = NumberSeries.objects.get(unit=signers.cast.root, series="TB").last
    return {"numbers": given, "last": last, "refused": refused, **state_of_the_place([])}
