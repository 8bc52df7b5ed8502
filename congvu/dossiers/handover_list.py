"""What the printed hand-over list says (danh sách bàn giao hồ sơ), taken from the list as it stands."""

from congvu.dossiers.models import Batch
from congvu.dossiers.receipt import on_paper
from congvu.offices.models import PLACE, Official, Unit
from congvu.rules.batch import Cargo


def handover_list(batch: Batch) -> dict[str, object]:
    """Every value the form prints, as text; what is not yet known is empty."""
    root = Unit.objects.get(PLACE)
    items = batch.items.select_related("dossier__procedure_version__procedure", "dossier__applicant").order_by("pk")
    is_over = batch.ended_at is not None
    return {
        "place": root.name, "unit": batch.from_unit.name, "to": batch.to_unit.name, "code": batch.code,
        "qr_text": batch.code, "is_result": batch.cargo == Cargo.RESULT, "carried_by": batch.carried_by,
        "departs": on_paper(batch.departs_at) if batch.departs_at else "",
        "sent": on_paper(batch.sent_at) if batch.sent_at else "", "giver": _named(batch.sent_by),
        "received": on_paper(batch.ended_at) if batch.ended_at else "", "receiver": _named(batch.ended_by),
        "rows": [
            {
                "code": item.dossier.code, "procedure": item.dossier.procedure_version.procedure.name,
                "applicant": item.dossier.applicant.name, "papers": str(len(item.dossier.papers)),
                "due": f"{item.dossier.due_on:%d/%m/%Y}" if item.dossier.due_on else "",
                "outcome": _outcome(item.reason, is_received=item.is_received) if is_over else "",
            }
            for item in items
        ],
    }  # fmt: skip


def _named(official: Official | None) -> str:
    return official.full_name if official else ""


def _outcome(reason: str, *, is_received: bool) -> str:
    return "Đã nhận" if is_received else f"Không nhận: {reason}"
