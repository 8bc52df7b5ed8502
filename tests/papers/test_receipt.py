"""The receipt as PDF: what it says, the same bytes each time, and data that is never markup."""

import io
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from congvu.dossiers import commands
from congvu.dossiers.commands.reception import Intake, Party
from congvu.papers.models import Paper
from congvu.papers.qr import svg
from congvu.papers.render import pdf
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def text_of(made: bytes) -> tuple[str, int]:
    reader = PdfReader(io.BytesIO(made))
    said = " ".join(page.extract_text() for page in reader.pages)
    return normalize("NFC", " ".join(said.split())), len(reader.pages)


def test_the_receipt_says_who_what_and_when_on_one_page(cast: Cast) -> None:
    dossier = cast.accept()
    said, pages = text_of(pdf(Paper.objects.get()))
    assert pages == 1
    for wanted in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mẫu số: 01", "Độc lập - Tự do - Hạnh phúc", dossier.code,
        "Bùi Văn Ba",
        "3 ngày làm việc", "09 giờ 10 phút, ngày 23 tháng 11 năm 2026", "17 giờ 00 phút, ngày 27 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 26 tháng 11 năm 2026", "Nguyễn Thị Lan",
        " ".join(dossier.lookup_code[n : n + 4] for n in range(0, 16, 4)),
    ):  # fmt: skip
        assert wanted in said


def test_the_same_paper_gives_the_same_bytes(cast: Cast, tmp_path: object, settings: object) -> None:
    cast.accept()
    first = pdf(Paper.objects.get())
    settings.PAPERS_DIR = tmp_path / "other"  # type: ignore[attr-defined, operator]
    assert pdf(Paper.objects.get()) == first


def test_what_people_type_is_never_markup(cast: Cast) -> None:
    names = ["#emph[x]", "$a$", "- gạch", "\\", "*đậm*", 'ngoặc "kép"', "N" * 200]
    intake = Intake(cast.version.pk, Party("#import x"), tuple(names * 6))
    commands.accept(actor=cast.lan, at=at("2026-11-23 09:10"), unit=cast.counter, intake=intake)
    said, pages = text_of(pdf(Paper.objects.get()))
    assert pages == 2 and "#import x" in said and "#emph[x]" in said and "$a$" in said and "*đậm*" in said


def test_the_qr_stands_under_a_strict_policy() -> None:
    drawn = svg("HTTPS://VIDU.VN/Q/ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert drawn.startswith("<svg") and "style" not in drawn and "<title>Mã QR</title>" in drawn
