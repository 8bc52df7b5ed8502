"""A scan attached to what it proves (kèm chứng từ, biên bản): a payment's proof, the minutes of a posting."""

from datetime import datetime

from django.db import transaction

from congvu.dossiers.commands.progress import lock, record, save
from congvu.dossiers.commands.scans import add_scans
from congvu.dossiers.models import Dossier
from congvu.dossiers.proofs import proofs_of
from congvu.offices.models import Official
from congvu.papers.uploads import Checked
from congvu.rules.errors import RuleBroken
from congvu.rules.ledger import Action


@transaction.atomic
def attach_scan(*, actor: Official, at: datetime, dossier_id: int, file: Checked, key: str) -> Dossier:
    """Keep a checked file as the scan of a payment's proof or of minutes; one that is kept already is only attached.

    Raises: RuleBroken `rights.missing`, `proof.gone`, `proof.has_scan`, and those of `add_scans`.
    """
    proof = proofs_of(lock(dossier_id, None)).get(key)
    if proof is None:
        raise RuleBroken("proof.gone")
    if proof.scan is not None:
        raise RuleBroken("proof.has_scan", name=proof.name)
    dossier, _doubles = add_scans(actor=actor, at=at, dossier_id=dossier_id, files=[file], paper=proof.name)
    scan = dossier.scans.get(sent_hash=file.sent_hash, withdrawn_at=None)
    setattr(proof.row, proof.where, scan)
    proof.row.save(update_fields=[proof.where])
    save(dossier, actor, at)
    record(dossier, Action.DOSSIER_SCAN_ATTACHED, actor, at, {"to": proof.name, "scan": scan.hash})
    return dossier
