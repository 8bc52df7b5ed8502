"""From a paper's data to its PDF (PDF/A-2a, tagged): the same paper gives the same bytes."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import typst
from django.conf import settings

from congvu.papers import qr
from congvu.papers.models import Paper

FORMS = Path(__file__).parent / "forms"


@dataclass(frozen=True)
class Template:
    file: str
    version: int


TEMPLATES = {"01": Template("receipt.typ", 1), "BG": Template("handover.typ", 1)}


def pdf(paper: Paper) -> bytes:
    """The PDF of a paper, made once and kept under its hash; the data reaches the form as text, never as markup."""
    kept = settings.PAPERS_DIR / f"{paper.data_hash}.pdf"
    if kept.exists():
        return kept.read_bytes()
    made = compile_form(TEMPLATES[paper.form].file, paper.data, int(paper.issued_at.timestamp()))
    settings.PAPERS_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.PAPERS_DIR, delete=False) as file:
        file.write(made)
    Path(file.name).replace(kept)
    return made


def compile_form(form: str, data: str, timestamp: int) -> bytes:
    """Compile one form with the fonts that come with the compiler, so that every machine prints the same."""
    qr_text = json.loads(data).get("qr_text")
    made = typst.compile(
        str(FORMS / form),
        root=str(FORMS),
        format="pdf",
        pdf_standards="a-2a",
        timestamp=timestamp,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": data} | ({"qr": qr.svg(qr_text)} if qr_text else {}),
    )
    if not isinstance(made, bytes):
        raise TypeError("the compiler gave no single document")
    return made
