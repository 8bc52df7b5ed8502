"""What a place holds after the real worker was killed again and again."""

from congvu.dossiers.models import Dossier, RegisterFile
from congvu.ledger.queries import check


def main() -> dict[str, object]:
    states = list(RegisterFile.objects.values_list("state", flat=True))
    return {
        "taken": len(states), "states": sorted(set(states)), "dossiers": Dossier.objects.count(),
        "holders": sorted(set(Dossier.objects.values_list("holder__full_name", flat=True))), "ledger": check().wrong,
    }  # fmt: skip
