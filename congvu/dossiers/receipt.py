"""What the receipt says (giấy tiếp nhận hồ sơ và hẹn trả kết quả), taken from the dossier at reception."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime

from congvu.dossiers.fees import in_words, money_of
from congvu.dossiers.models import Dossier
from congvu.offices.models import PLACE, Official, Unit, UnitKind
from congvu.papers.models import Paper
from congvu.rules.vietnamese import isolate
from congvu.rules.working_time import Term

PAPER_KINDS = {"original": "bản chính", "copy": "bản sao", "either": "bản chính hoặc bản sao"}


@dataclass(frozen=True)
class Receipt:
    """Every value the form prints, as text; an empty one leaves its line out."""

    superior: str
    agency: str
    unit: str
    place_and_date: str
    code: str
    lookup_code: str
    qr_text: str
    applicant: str
    applicant_kind: str
    id_number: str
    address: str
    phone: str
    email: str
    submitter: str
    authorisation: str
    procedure: str
    papers: list[str]
    paper_kinds: list[str]
    copies: str
    term: str
    received: str
    declared: str
    due: str
    committed: str
    return_place: str
    fee: str
    receiver: str
    unit_phone: str
    address_of_site: str


def lookup_address(dossier: Dossier) -> str:
    """The address in the QR: capitals only, so that the code stays small; the path is a secret and is never logged."""
    return f"{settings.PUBLIC_ADDRESS.upper()}/Q/{dossier.qr_token}"


def on_paper(at: datetime) -> str:
    """An instant as papers write it."""
    return f"{localtime(at):%H giờ %M phút, ngày %d tháng %m năm %Y}"


def _stands_outside(unit: Unit) -> bool:
    """Does the unit, or one above it, answer to somebody else than the place?"""
    above: Unit | None = unit
    while above is not None:
        if above.is_outside or above.kind == UnitKind.IMPORTED:
            return True
        above = above.parent
    return False


def head_of(unit: Unit, at: datetime) -> dict[str, str]:
    """The head of a paper: superior, agency, place and date (thể thức, NĐ 30/2020/NĐ-CP)."""
    root, day = Unit.objects.get(PLACE), localtime(at)
    authority = root.name if root.name.startswith(("UBND", "Ủy ban", "Uỷ ban")) else f"UBND {root.name}"
    is_outside = _stands_outside(unit)
    is_top = unit.is_place or unit.kind == UnitKind.LEADERSHIP
    # The superior of a body outside the place (công an, đất đai, a Sở, one whose register was taken over) is not known.
    superior = "" if is_top or is_outside else authority
    month = f"{day:%m}" if day.month < 3 else str(day.month)
    place = root.name.removeprefix("Đặc khu ").removeprefix("Phường ").removeprefix("Xã ")
    return {
        "superior": superior, "agency": authority if is_top else unit.name,
        "place_and_date": f"{place}, ngày {day:%d} tháng {month} năm {day:%Y}",
    }  # fmt: skip


def term_in_words(term: Term | None) -> str:
    """A term as papers write it: “5 ngày làm việc”."""
    return term.words if term else ""


def kinds_of(dossier: Dossier) -> list[str]:
    """Of each paper handed in: is the original or a copy asked for; of one only shown, or not asked for, nothing."""
    asked = {paper["name_vi"]: paper.get("kind", "") for paper in dossier.procedure_version.papers}
    return ["" if "xuất trình" in name else PAPER_KINDS.get(asked.get(name, ""), "") for name in dossier.papers]


def papers_known(dossier: Dossier) -> list[str]:
    """Every paper that may be ticked of a dossier: those its procedure asks for, then any other that was handed in."""
    asked = [str(paper["name_vi"]) for paper in dossier.procedure_version.papers]
    return asked + [name for name in dossier.papers if name not in asked]


def receipt_again(first: Paper, dossier: Dossier) -> dict[str, object]:
    """The receipt as it was issued, with the fee and the papers as they now stand: nothing else of it ever changes."""
    found: dict[str, object] = json.loads(first.data)
    handed_in = {"papers": list(dossier.papers), "paper_kinds": kinds_of(dossier)}
    return found | {"fee": in_words(money_of(dossier))} | handed_in


def receipt(dossier: Dossier, receiver: Official) -> Receipt:
    """The receipt of a dossier just written."""
    party, unit, version = dossier.applicant, dossier.received_unit, dossier.procedure_version
    declared = ""
    if dossier.declared_paper:
        recorded = on_paper(dossier.recorded_at)
        declared = f"theo giấy biên nhận số {dossier.declared_paper}; máy chủ ghi lúc {recorded}"
    return Receipt(
        unit=unit.name, **head_of(unit, dossier.recorded_at),
        code=dossier.code,
        lookup_code=" ".join(dossier.lookup_code[n : n + 4] for n in range(0, 16, 4)),
        qr_text=lookup_address(dossier),
        applicant=isolate(party.name), applicant_kind=party.kind, id_number=party.id_number,
        address=isolate(party.address), phone=party.phone, email=party.email,
        submitter=isolate(party.submitter_name), authorisation=isolate(party.authorisation),
        procedure=version.procedure.name, papers=list(dossier.papers), paper_kinds=kinds_of(dossier), copies="01 bộ",
        term=term_in_words(version.statutory_term), received=on_paper(dossier.received_at), declared=declared,
        due=on_paper(dossier.due_at) if dossier.due_at else "",
        committed=on_paper(dossier.committed_at) if dossier.committed_at else "",
        return_place=unit.name, fee=in_words(money_of(dossier)),
        receiver=receiver.full_name, unit_phone=unit.phone, address_of_site=settings.PUBLIC_ADDRESS,
    )  # fmt: skip
