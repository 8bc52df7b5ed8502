"""Fees and scans of the cast: procedures that cost something, money taken, papers scanned."""

from datetime import date

from congvu.dossiers.commands import cash, fees
from congvu.dossiers.commands.fees import Paid
from congvu.dossiers.commands.scans import add_scans
from congvu.dossiers.models import CashDay, Dossier, FeeReceipt, Scan
from congvu.offices import commands as offices
from congvu.offices.models import Category, Official, ProcedureVersion, Role
from congvu.papers.uploads import check
from congvu.rules.fees import FeeKind, Owed, Way
from tests.papers import files
from tests.people import STEPS, Cast, at

FIXED = [
    {"kind": "fee", "name_vi": "Phí thẩm định", "how": "fixed", "amount": 30000, "source": "NQ 1",
     "confidence": "high"},
    {"kind": "charge", "name_vi": "Lệ phí cấp giấy", "how": "fixed", "amount": 20000, "source": "NQ 2",
     "confidence": "high"},
]  # fmt: skip
COUNTED = [
    {"kind": "fee", "name_vi": "Phí chứng thực", "how": "counted", "note_vi": "2.000 đồng/trang", "source": "TT 226",
     "confidence": "medium"},
]  # fmt: skip
FREE = [{"kind": "charge", "name_vi": "Lệ phí kết hôn", "how": "fixed", "amount": 0, "source": "Luật",
         "confidence": "high"}]  # fmt: skip
CASH = Paid(Way.CASH)


def procedure(cast: Cast, slug: str, rates: list[dict[str, object]]) -> ProcedureVersion:
    """A procedure with these rates."""
    terms = {"settling_unit": cast.justice, "term": "3wd", "steps": STEPS, "papers": [{"name_vi": "Tờ khai"}],
             "fees": rates}  # fmt: skip
    named = {"slug": slug, "name": f"Thủ tục {slug}"}
    return offices.publish_procedure(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), procedure=named, valid_from=date(2025, 7, 1), terms=terms
    )


def charged(cast: Cast, dossier: Dossier, amount: int = 12000, when: str = "2026-11-23 09:30") -> Dossier:
    """A fee is set for a dossier that owed nothing."""
    return fees.set_fee(
        actor=cast.lan, at=at(when), dossier_id=dossier.pk, seen_version=None, item_id=None,
        new=Owed(FeeKind.FEE, "Phí bản sao", amount), reason="2 bản",
    )  # fmt: skip


def take(
    cast: Cast, dossier: Dossier, when: str = "2026-11-23 09:40", paid: Paid = CASH, who: Official | None = None
) -> FeeReceipt:
    """Money taken for a dossier, by Lan unless said otherwise."""
    fees.take_fee(actor=who or cast.lan, at=at(when), dossier_id=dossier.pk, seen_version=None, paid=paid)
    return FeeReceipt.objects.latest("pk")


def taken(cast: Cast, dossier: Dossier) -> FeeReceipt:
    """Money taken for a dossier by Lan."""
    return take(cast, charged(cast, dossier))


def close(day: CashDay, who: Official, when: str, counted: int, why: str = "") -> CashDay:
    return cash.close_day(actor=who, at=at(when), day_id=day.pk, counted=counted, explanation=why)


def scanned(cast: Cast, dossier: Dossier, content: bytes = b"", name: str = "anh.png") -> Scan:
    """A paper scanned by Lan."""
    add_scans(
        actor=cast.lan, at=at("2026-11-23 09:50"), dossier_id=dossier.pk, files=[check(content or files.png(), name)]
    )
    return Scan.objects.latest("pk")


def head_of_counter(cast: Cast) -> Official:
    """Mai, who heads the counter."""
    made = offices.create_official(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), login="mai", full_name="Hoàng Thị Mai", unit=cast.counter,
        category=Category.CIVIL_SERVANT, password="mat-khau-dai",
    )  # fmt: skip
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), official=made, unit=cast.counter, role=Role.HEAD,
        title="Giám đốc", from_on=date(2026, 1, 1),
    )  # fmt: skip
    return made


def second_clerk(cast: Cast) -> Official:
    """Nga, beside Lan at the counter."""
    made = offices.create_official(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), login="nga", full_name="Trịnh Thị Nga", unit=cast.counter,
        category=Category.CIVIL_SERVANT, password="mat-khau-dai",
    )  # fmt: skip
    offices.grant_post(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), official=made, unit=cast.counter, role=Role.COUNTER,
        title="Cán bộ tiếp nhận", from_on=date(2026, 1, 1),
    )  # fmt: skip
    return made
