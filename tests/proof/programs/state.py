"""What the place holds: everything a proof asserts, and how many acts were done."""

from typing import Any

from congvu.dossiers.models import Dossier, StepRun
from congvu.offices.models import Submission
from tests.proof.findings import state_of_the_place


def main() -> dict[str, Any]:
    return {
        "dossiers": Dossier.objects.count(), "steps_done": StepRun.objects.filter(is_step_done=True).count(),
        "submissions": Submission.objects.exclude(answer="").count(), **state_of_the_place([]),
    }  # fmt: skip
