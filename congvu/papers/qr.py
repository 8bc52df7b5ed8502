"""QR codes as SVG that stands in a page under a strict content policy, and in a printed form."""

import io

import segno


def svg(text: str, title: str = "Mã QR") -> str:
    """The QR of a text (error level M), drawn with attributes only: no style, no script."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, title=title, omitsize=True, border=2)
    return out.getvalue().decode()
