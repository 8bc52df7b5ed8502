"""Text typed in the font encodings used before Unicode (TCVN3, VNI): it decodes well and reads as nonsense."""

import re

LETTER = "[^\\W\\d_]"
# TCVN3 puts ă, â, ê, ô, à, á … on signs; inside a word or at its end no other writing has them.
SIGNS = "\xa8\xaa\xab\xac\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe"
MARKS_OF_TRADE = "\xa9\xae"  # â and đ in TCVN3, but at a word's end © and ® mean themselves
TCVN3 = re.compile(f"{LETTER}(?:[{SIGNS}{MARKS_OF_TRADE}]{LETTER}|[{SIGNS}](?!\\w))")
# VNI writes the mark as a second letter after the vowel: “aâ”, “aù”, “oâ”; no Vietnamese word has these pairs.
VNI = re.compile("a[àáãäåâêùøûõ]|[oe]â|u[ûø]", re.IGNORECASE)
SHOWN = 3


def is_suspicious(cell: str) -> bool:
    """Does this cell look like Vietnamese in an old font encoding?"""
    return bool(TCVN3.search(cell) or VNI.search(cell))


def suspicious_bytes(content: bytes) -> list[str]:
    """Up to three cells of a CSV that are not UTF-8, as they would look."""
    shown: list[str] = []
    for line in content.splitlines()[:5000]:
        for cell in line.replace(b";", b",").split(b","):
            try:
                cell.decode()
            except UnicodeDecodeError:
                shown.append(cell.decode("cp1252", "replace")[:40].strip())
                if len(shown) == SHOWN:
                    return shown
    return shown


def told(cells: list[str]) -> str:
    """Cells as a sentence shows them."""
    return ", ".join(f"“{cell}”" for cell in cells)
