"""Publishing the procedures that come with the program, for a real place and for the demonstration alike."""

from datetime import datetime

from congvu.law import procedures
from congvu.offices.commands import publish_procedure
from congvu.offices.models import Official, ProcedureVersion, Unit


def publish(*, actor: Official, at: datetime) -> list[ProcedureVersion]:
    """Publish every shipped version whose settling unit exists in this place."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    made = []
    for one in procedures():
        if one["settling_unit"] not in units:
            continue
        named = {
            "slug": one["id"],
            "code": one["code"],
            "name": one["name_vi"],
            "name_en": one["name_en"],
            "field": one["field"],
        }
        for version in one["versions"]:
            terms = {key: version[key] for key in ("term", "commitment", "supplement_policy", "steps", "papers", "fee")}
            terms |= {
                "fees": version.get("fees", []),
                "settling_unit": units[one["settling_unit"]], "basis": "; ".join(version["basis"]),
                "source": version["source"],
                "confidence": version["confidence"], "valid_to": version.get("valid_to"),
            }  # fmt: skip
            made.append(
                publish_procedure(actor=actor, at=at, procedure=named, valid_from=version["valid_from"], terms=terms)
            )
    return made
