"""Asking the applicant for missing papers (yêu cầu bổ sung, hoàn thiện hồ sơ): form 02, and the clock rests."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from congvu.dossiers import letters
from congvu.dossiers.commands.letter import write
from congvu.dossiers.commands.progress import lock, move, record
from congvu.dossiers.commands.reception import tell
from congvu.dossiers.commands.waiting import asked_for_papers, begin_pause, refuse_pause
from congvu.dossiers.models import Dossier, MissingPaper, SupplementRequest
from congvu.law import SUPPLEMENT_GROUND, practice
from congvu.offices.models import Official
from congvu.offices.permissions import Right, acting_post
from congvu.rules.dossier import Move
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action
from congvu.rules.letters import Missing, check_supplement_request, numbered
from congvu.rules.vietnamese import clean


@transaction.atomic
def ask_for_papers(
    *,
    actor: Official,
    at: datetime,
    dossier_id: int,
    seen_version: int | None,
    missing: Sequence[Missing],
    basis: str,
    confirmed: bool = False,
    note: str = "",
) -> Dossier:
    """Send a numbered request for missing papers; the clock stops until they come (yêu cầu bổ sung hồ sơ).

    A request beyond the tolerated number needs `confirmed`: the national index counts such a dossier as overdue.
    Raises: RuleBroken `supplement.*`, `letter.needs_basis`, `pause.near_due`, `pause.already_overdue`.
    """
    dossier = lock(dossier_id, seen_version)
    post = acting_post(actor, Right.WORK_ON_DOSSIER, localdate(at), dossier.unit)
    state = move(dossier, Move.ASK_PAPERS)
    turn, legal = asked_for_papers(dossier) + 1, clean(basis)
    check_supplement_request(turn - 1, practice().supplement_requests_tolerated, confirmed=confirmed)
    if not missing:
        raise RuleBroken("supplement.nothing_asked")
    if not legal:
        raise RuleBroken("letter.needs_basis")
    refuse_pause(dossier, actor, at)
    signer = letters.Signer(actor, post)
    paper = write("02", f"dossier:{dossier.pk}", signer, at, lambda symbol: letters.supplement_letter(
        dossier, signer, at, symbol, missing=missing, basis=legal, turn=turn
    ))  # fmt: skip
    pause = begin_pause(dossier, state, SUPPLEMENT_GROUND, paper.symbol, note, actor, at)
    kept = {"number": turn, "pause": pause, "paper": paper, "basis": legal, "asked_at": at, "asked_by": actor}
    _keep(SupplementRequest(dossier=dossier, **kept), missing)
    record(dossier, Action.DOSSIER_SUPPLEMENT_ASKED, actor, at, {
        "ground": SUPPLEMENT_GROUND, "paper": paper.symbol, "hash": paper.data_hash, "turn": turn,
        "confirmed": confirmed, "missing": numbered(missing), "basis": legal,
    })  # fmt: skip
    tell(dossier, at, f"Hồ sơ {dossier.code} cần bổ sung giấy tờ theo phiếu số {paper.symbol}.")
    return dossier


def _keep(request: SupplementRequest, missing: Sequence[Missing]) -> None:
    request.save()
    items = enumerate(missing, start=1)
    MissingPaper.objects.bulk_create(
        [MissingPaper(request=request, number=n, what=one.what, why=one.why) for n, one in items]
    )
