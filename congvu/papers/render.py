"""From a paper's data to its PDF (PDF/A-2a, tagged): on one machine the same paper gives the same bytes."""

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from congvu.papers import fonts, qr
from congvu.papers.models import Paper

FORMS = Path(__file__).parent / "forms"
# The version a form is issued in now. A published form is never edited: a change is a new file and the next number,
# and the papers issued before go on being printed by the file they were issued with.
CURRENT = {
    "01": 3, "02": 2, "03": 1, "04": 2, "05": 1, "06": 1, "07": 2, "BG": 2, "BN": 2, "NY1": 1, "NY2": 1, "NY3": 2,
    "BGCV": 1, "BK": 2,
}  # fmt: skip


def file_of(form: str, version: int) -> str:
    """The template of a form's version."""
    return f"{form}-v{version}.typ"


def pdf(paper: Paper, *, without: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None) -> bytes:
    """The PDF of a paper, made once and kept under its hash; the data reaches the form as text, never as markup.

    `without` makes the copy for somebody who may see the paper but not all of its particulars.
    """
    kept = settings.PAPERS_DIR / f"{paper.data_hash}{'-copy' if without else ''}.pdf"
    if kept.exists():
        return kept.read_bytes()
    data = paper.data if without is None else json.dumps(without(json.loads(paper.data)), ensure_ascii=False)
    made = compile_form(file_of(paper.form, paper.template_version), data, int(paper.issued_at.timestamp()))
    settings.PAPERS_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.PAPERS_DIR, delete=False) as file:
        file.write(made)
    Path(file.name).replace(kept)
    return made


def sheet(form: str, data: Mapping[str, object], at: datetime) -> bytes:
    """A sheet that is printed as things stand and never issued (phiếu kiểm soát, sổ theo dõi)."""
    return compile_form(file_of(form, CURRENT[form]), json.dumps(data, ensure_ascii=False), int(at.timestamp()))


def compile_form(form: str, data: str, timestamp: int) -> bytes:
    """Compile one form with a font that has every Vietnamese letter; no other font of the system can slip in."""
    family, folders = fonts.of_this_machine()
    inputs = {"data": data, "font": family}
    if qr_text := json.loads(data).get("qr_text"):
        inputs["qr"] = qr.svg(qr_text)
    made = typst.compile(
        str(FORMS / form),
        root=str(FORMS),
        format="pdf",
        pdf_standards="a-2a",
        timestamp=timestamp,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=list(folders)),
        sys_inputs=inputs,
    )
    if not isinstance(made, bytes):
        raise TypeError("the compiler gave no single document")
    return made
