"""From a paper's data to its PDF (PDF/A-2a, tagged): the same paper gives the same bytes."""

import json
import tempfile
from pathlib import Path

import typst
from django.conf import settings

from congvu.papers import qr
from congvu.papers.models import Paper

FORMS = Path(__file__).parent / "forms"


# The version a form is issued in now. A published form is never edited: a change is a new file and the next number,
# and the papers issued before go on being printed by the file they were issued with.
CURRENT = {"01": 1}


def file_of(form: str, version: int) -> str:
    """The template of a form's version."""
    return f"{form}-v{version}.typ"


def pdf(paper: Paper) -> bytes:
    """The PDF of a paper, made once and kept under its hash; the data reaches the form as text, never as markup."""
    kept = settings.PAPERS_DIR / f"{paper.data_hash}.pdf"
    if kept.exists():
        return kept.read_bytes()
    made = compile_form(file_of(paper.form, paper.template_version), paper.data, int(paper.issued_at.timestamp()))
    settings.PAPERS_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.PAPERS_DIR, delete=False) as file:
        file.write(made)
    Path(file.name).replace(kept)
    return made


def compile_form(form: str, data: str, timestamp: int) -> bytes:
    """Compile one form with the fonts that come with the compiler, so that every machine prints the same."""
    made = typst.compile(
        str(FORMS / form),
        root=str(FORMS),
        format="pdf",
        pdf_standards="a-2a",
        timestamp=timestamp,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": data, "qr": qr.svg(json.loads(data)["qr_text"])},
    )
    if not isinstance(made, bytes):
        raise TypeError("the compiler gave no single document")
    return made
