"""For each act beside the moves of a dossier: what it is about, what is typed, and who of the cast does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from congvu.dossiers import commands
from congvu.dossiers.commands import batches
from congvu.dossiers.commands.fees import take_fee
from congvu.dossiers.commands.finding import save_filter
from congvu.dossiers.commands.register_files import receive_file
from congvu.dossiers.models import FileHow, OnlineFiling, RegisterFile, Signing
from congvu.dossiers.register_reading import go_on
from congvu.dossiers.register_store import keep
from congvu.notices.models import Notice
from congvu.offices.models import Absence, Official, Role
from congvu.rules.absence import Span
from congvu.rules.batch import Cargo
from tests.dossiers.money import CASH, charged, scanned, taken
from tests.dossiers.test_absences import enter, person
from tests.papers import files
from tests.people import Cast, at
from tests.registers import FILED, Register
from tests.signers import letter_to_the_chairman

NOW = "2026-11-23 10:00"
People = Mapping[str, Official | None]


@dataclass(frozen=True)
class Scene:
    """Where it is posted and what; the files are read anew at each sending."""

    address: str
    data: Mapping[str, object] = field(default_factory=dict)
    when: str = NOW


Maker = Callable[[Cast, People, Path], Scene]


def signing(act: str, **typed: object) -> Maker:
    """A letter that waits for the chairman, who has not signed."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        one = letter_to_the_chairman(cast, cast.at_desk())
        more = {"to_post": cast.minh.posts.get().pk, "authority": "TL", "whom": "Chủ tịch"} if act == "chuyen" else {}
        return signing_scene(one, act, typed | more)

    return make


def signing_scene(one: Signing, act: str, typed: Mapping[str, object]) -> Scene:
    one.dossier.refresh_from_db()
    return Scene(f"/trinh-ky/{one.pk}/{act}/", {"version": str(one.dossier.version), **typed})


def signed(act: str, *, numbered: bool = False, **typed: object) -> Maker:
    """The same letter, signed; perhaps numbered too."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        one = letter_to_the_chairman(cast, cast.at_desk())
        one = commands.sign(actor=cast.chairman, at=at(NOW), signing_id=one.pk, seen_version=None, sign_as=None)
        if numbered:
            one = commands.number_paper(actor=people["clerk"], at=at(NOW), signing_id=one.pk, seen_version=None)
        return signing_scene(one, act, typed)

    return make


def fee(act: str, *, paid: bool = False, about: str = "", **typed: object) -> Maker:
    """A dossier that owes 12,000 đồng, or has just paid it to Lan."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        dossier = charged(cast, cast.at_desk())
        if paid:
            take_fee(
                actor=cast.lan, at=at("2026-11-23 09:40"), dossier_id=dossier.pk, seen_version=None, paid=CASH
            )
        dossier.refresh_from_db()
        which = {"which": getattr(dossier, about).get().pk} if about else {}
        return Scene(f"/ho-so/{dossier.pk}/phi/{act}/", {"version": str(dossier.version), **which, **typed})

    return make


def batch(act: str, *, sent: bool = False, **typed: object) -> Maker:
    """Lan's list for the justice unit; perhaps on its way."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        here = {"actor": cast.lan, "at": at("2026-11-23 09:30")}
        ids = [cast.accept().pk, cast.accept().pk]
        made = batches.make_batch(
            **here, from_unit=cast.counter, to_unit=cast.justice, cargo=Cargo.PAPERS, dossier_ids=ids
        )
        if sent:
            batches.send_batch(**here, batch_id=made.pk, carried_by="Tàu chuyến 14:00")
        lines = list(made.items.order_by("pk").values_list("pk", flat=True))
        judged = {f"nhan-{pk}": "co" for pk in lines} | {"dong": str(lines[0])}
        return Scene(f"/ban-giao/{made.pk}/{act}/", judged | typed)

    return make


def absence(act: str, *, over: bool = False, **typed: object) -> Maker:
    """Hà is away this week, Tâm has what she held; perhaps she is back."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        tam, dossier = person(cast, "tam", cast.justice, Role.SPECIALIST), cast.at_desk()
        lasting = Span(at("2026-11-23 09:30"), at("2026-11-27 00:00"))
        found: Absence = enter(cast, cast.ha, tam, when="2026-11-23 09:30", lasting=lasting)
        seen = {"version": str(found.version), f"sub_{cast.justice.pk}": str(tam.pk), "chon": str(dossier.pk)}
        return Scene(f"/vang-mat/{found.pk}/{act}/", seen | typed, "2026-11-27 08:00" if over else NOW)

    return make


def filing(act: str, **typed: object) -> Maker:
    """Somebody filed online with the counter."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        source = Register(folder, filings=True)
        filed = FILED | {"code": "T1", "received": "20/11/2026 15:00", "due": "30/11/2026 17:00"}
        source.taken(cast, source.csv({}, filed))
        return Scene(f"/hang-cho-truc-tuyen/{OnlineFiling.objects.get().pk}/{act}/", typed)

    return make


def register_file(act: str) -> Maker:
    """A register somebody uploaded, read and not yet taken."""

    def make(cast: Cast, people: People, folder: Path) -> Scene:
        source, here = Register(folder), {"actor": cast.admin, "at": at("2026-11-23 09:30")}
        mapping = source.kept(cast)
        kept = keep([source.csv({}).read_bytes()])
        found: RegisterFile = receive_file(**here, name="so.csv", kept=kept, how=FileHow.PAGE, mapping=mapping)
        go_on(found, at("2026-11-23 09:30"))
        return Scene(f"/so-trong-ngay/tep/{found.pk}/{act}/")

    return make


def upload(cast: Cast, people: People, folder: Path) -> Scene:
    source = Register(folder)
    source.kept(cast)
    return Scene("/so-trong-ngay/tai-len/", {"anh-xa": "so-tinh", "tep": sent("so.csv", source.csv({}).read_bytes())})


def sent(name: str, content: bytes) -> Callable[[], SimpleUploadedFile]:
    return lambda: SimpleUploadedFile(name, content)


def given_up(cast: Cast, people: People, folder: Path) -> Scene:
    lost = Notice.objects.create(
        to="0912345678", text="Hồ sơ có kết quả.", reference="r1", queued_at=at(NOW), given_up_at=at(NOW), tries=8
    )
    return Scene(f"/hop-thu-di/{lost.pk}/gui-lai/")


def lans_filter(cast: Cast, people: People, folder: Path) -> Scene:
    kept = save_filter(actor=cast.lan, name="Của Lan", query="nhom=qua-han")
    return Scene(f"/ho-so/bo-loc/{kept.pk}/", {"ten": "Tên khác"})


def scan(cast: Cast, people: People, folder: Path) -> Scene:
    return Scene(f"/ho-so/{cast.at_desk().pk}/so-hoa/", {"tep": sent("anh.png", files.png())})


def scan_withdrawn(cast: Cast, people: People, folder: Path) -> Scene:
    dossier = cast.at_desk()
    return Scene(f"/ho-so/{dossier.pk}/so-hoa/{scanned(cast, dossier).pk}/thu-hoi/", {"ly-do": "Quét nhầm"})


def lans_day(cast: Cast, people: People, folder: Path) -> Scene:
    receipt = taken(cast, cast.at_desk())
    return Scene(f"/thu-phi/{receipt.day_id}/khoa-so/", {"counted": str(receipt.amount)})


def handed_on(cast: Cast, people: People, folder: Path) -> Scene:
    dossier = cast.at_desk()
    chosen = {"viec": "chuyen", "chon": f"{dossier.pk}:{dossier.version}", "to": f"{cast.justice.pk}:{cast.minh.pk}"}
    return Scene("/ho-so/hang-loat/", chosen)


def rated(cast: Cast, people: People, folder: Path) -> Scene:
    dossier = cast.at_desk()
    here = {"at": at("2026-11-23 09:40"), "dossier_id": dossier.pk, "seen_version": None}
    commands.record_result(actor=cast.minh, **here)
    commands.return_result(actor=cast.lan, **here)
    return Scene(f"/ho-so/{dossier.pk}/danh-gia-tai-quay/", {"score": "5"})


def printed(cast: Cast, people: People, folder: Path) -> Scene:
    return Scene("/giay-bien-nhan/", {"count": "2"})


SCENES: Mapping[str, tuple[Maker, str]] = {
    "dossiers:signing_act ky": (signing("ky"), "chairman"),
    "dossiers:signing_act tra-lai": (signing("tra-lai", reason="Sửa trích yếu"), "chairman"),
    "dossiers:signing_act chuyen": (signing("chuyen"), "chairman"),
    "dossiers:signing_act rut": (signing("rut", reason="Trình nhầm"), "ha minh"),
    "dossiers:signing_act cap-so": (signed("cap-so"), "clerk"),
    "dossiers:signing_act dong-dau": (signed("dong-dau", numbered=True), "clerk"),
    "dossiers:fee_act thu": (fee("thu", way="cash"), "lan"),
    "dossiers:fee_act mien-giam": (
        fee("mien-giam", about="fee_items", ground="ho-ngheo", amount="2000", proof="Giấy số 1"), "lan",
    ),
    "dossiers:fee_act khoan-thu": (fee("khoan-thu", kind="fee", name="Phí", amount="2000", reason="Thêm bản"), "lan"),
    "dossiers:fee_act sua-khoan": (
        fee("sua-khoan", about="fee_items", kind="fee", amount="9000", reason="Đếm lại"), "lan",
    ),
    "dossiers:fee_act dinh-chinh": (
        fee("dinh-chinh", paid=True, about="fee_receipts", way="transfer", reference="FT1", reason="Nhầm"), "lan",
    ),
    "dossiers:fee_act huy": (fee("huy", paid=True, about="fee_receipts", reason="Ghi nhầm"), "lan"),
    "dossiers:batch_act giao": (batch("giao", chuyen="Tàu chuyến 14:00"), "lan"),
    "dossiers:batch_act nhan": (batch("nhan", sent=True), "ha minh"),
    "dossiers:batch_act bo": (batch("bo"), "lan"),
    "dossiers:batch_act huy": (batch("huy", **{"ly-do": "Lập nhầm"}), "lan"),
    "dossiers:absence_act keo-dai": (
        absence("keo-dai", to_day="28/11/2026", reason="Ốm thêm"), "minh chairman personnel",
    ),
    "dossiers:absence_act ket-thuc": (absence("ket-thuc", reason="Về sớm"), "minh chairman personnel"),
    "dossiers:absence_act dinh-chinh": (
        absence("dinh-chinh", kind="leave", from_day="23/11/2026", from_clock="09:30", to_day="25/11/2026",
                basis="13/GNP", reason="Ghi nhầm ngày"), "minh chairman personnel",
    ),
    "dossiers:absence_act tra-lai": (absence("tra-lai", over=True), "minh chairman personnel"),
    "dossiers:register_upload": (upload, "admin"),
    "dossiers:register_decide nhan": (register_file("nhan"), "admin"),
    "dossiers:register_decide bo": (register_file("bo"), "admin"),
    "dossiers:filing_act tiep-nhan": (filing("tiep-nhan"), "lan"),
    "dossiers:filing_act tu-choi": (filing("tu-choi", **{"ly-do": "Không thuộc thẩm quyền"}), "lan"),
    "dossiers:saved_change": (lans_filter, "lan"),
    "dossiers:bulk": (handed_on, "ha minh chairman"),
    "dossiers:scans": (scan, "lan ha minh"),
    "dossiers:scan_withdraw": (scan_withdrawn, "lan minh"),
    "dossiers:cash_close": (lans_day, "lan"),
    "dossiers:rate_supervised": (rated, "lan"),
    "dossiers:paper_receipts": (printed, "lan"),
    "outbox_retry": (given_up, "admin"),
}  # fmt: skip
