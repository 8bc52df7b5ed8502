"""What is kept beside a dossier, read for the rules that decide whether one of its steps may end."""

from congvu.dossiers.models import Dossier, Objection
from congvu.rules.beside import Beside
from congvu.rules.dues import DuesState
from congvu.rules.posting import ObjectionState, PostingState
from congvu.rules.signing import Draft, SigningState


def kept_beside(dossier: Dossier) -> Beside:
    """What is under way for signature; postings, objections, dues, seal only where the procedure has such a step."""
    under_way = dossier.signings.open().exists()
    if not any(step.get("kind") or step.get("signing") for step in dossier.procedure_version.steps):
        return Beside(signing_is_open=under_way)
    postings = dossier.postings.order_by("number").values_list("step_id", "state")
    return Beside(
        {step_id: PostingState(state) for step_id, state in postings},
        Objection.objects.filter(posting__dossier=dossier, state=ObjectionState.NOTED).count(),
        [DuesState(state) for state in dossier.dues.values_list("state", flat=True)],
        under_way, dossier.signings.filter(draft=Draft.RESULT, state=SigningState.SEALED).exists(),
    )
