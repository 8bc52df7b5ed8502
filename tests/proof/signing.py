"""The acts on what is submitted for signature, for the machine that tries any history."""

from datetime import datetime

from congvu.dossiers import commands
from congvu.dossiers.commands.signing import DraftPaper, SignAs
from congvu.dossiers.models import Dossier
from congvu.dossiers.signings import open_turn
from congvu.rules.signing import Draft
from tests.signers import Signers


def tried(signers: Signers, dossier: Dossier, what: int, now: datetime) -> None:
    """One act, mostly one that fits: nothing under way is submitted, what waits is signed; by whom it falls to."""
    cast, latest = signers.cast, dossier.signings.order_by("number").last()
    ha = dossier.holder or cast.ha
    if latest is None or not latest.is_open:
        paper = DraftPaper(list(Draft)[what % 2], f"Văn bản {what}", ("TB", "QĐ", "")[what % 3], 1 + what % 9)
        signs = [signers.post(one).pk for one in (cast.minh, cast.chairman)[what // 2 % 2 :]]
        commands.submit_for_signature(
            actor=ha, at=now, dossier_id=dossier.pk, seen_version=dossier.version, paper=paper, signers=signs
        )
        return
    turn = open_turn(latest)
    common = {"at": now, "signing_id": latest.pk, "seen_version": dossier.version}
    signer = turn.post.official if turn else signers.clerk
    other = signers.post(signers.vice if what % 3 else cast.chairman)
    acts = (
        lambda: commands.sign(actor=signer, **common),
        lambda: commands.sign(actor=signer, sign_as=SignAs("KT", "Chủ tịch"), **common),
        lambda: commands.number_paper(actor=signers.clerk, **common),
        lambda: commands.seal_paper(actor=signers.clerk, **common),
        lambda: commands.return_draft(actor=signer, reason="Thiếu căn cứ", **common),
        lambda: commands.withdraw_signing(actor=ha, reason="Sửa", **common),
        lambda: commands.hand_on_signing(
            actor=signer, to_post=other.pk, sign_as=SignAs("TUQ", "Chủ tịch", "12/GUQ"), **common
        ),
    )
    acts[what // 7 % len(acts)]()
