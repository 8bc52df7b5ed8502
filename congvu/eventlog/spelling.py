"""Text typed in the font encodings used before Unicode (TCVN3, VNI): it decodes well and reads as nonsense."""

import re

LETTER = "[^\\W\\d_]"
# TCVN3 puts ă, â, ê, ô, à, á … on signs; inside a word or at its end no other writing has them.
SIGNS = "\xa8\xaa\xab\xac\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe"
MARKS_OF_TRADE = "\xa9\xae"  # â and đ in TCVN3, but at a word's end © and ® mean themselves
TCVN3 = re.compile(f"{LETTER}(?:[{SIGNS}{MARKS_OF_TRADE}]{LETTER}|[{SIGNS}](?!\\w))")
# VNI writes the mark as a second letter after the vowel: “aâ”, “aù”, “oâ”; no Vietnamese word has these pairs.
VNI = re.compile("a[àáãäåâêùøûõ]|[oe]â|u[ûø]", re.IGNORECASE)
SHOWN, TWICE = 3, 2
# What tells an old font by one cell alone, twice in it: § or ® for Đ, đ at the beginning of a word, a sign between
# Latin letters or at a word's end, a capital with a mark inside a word. Others write l·l, 1ª, noot¹, «naam»: left out.
LATIN, CAPITALS = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff", "\xc0-\xd6\xd8-\xde"
TCVN3_SURELY = re.compile(
    f"(?<!\\w)[\xa7\xae](?=[a-z{SIGNS}{CAPITALS}])|(?<=[{LATIN}\xa7])(?!(?<=l)\xb7l)[{SIGNS}](?=[{LATIN}])"
    f"|(?<=[{LATIN}])[\xa8\xac\xb5\xb6\xb8\xbc\xbd\xbe](?!\\w)|(?<=[a-z\xdf-\xf6\xf8-\xff])[{CAPITALS}]"
)
# Beside one pair of VNI, others that are a word elsewhere (“leão”, “où”): both together are not.
VNI_PERHAPS = re.compile("[aeiouy][ùøûõïäåàáâãêëéèíóöüñò]", re.IGNORECASE)
# Letters of Vietnamese that no old font encoding can show: a cell that has one was typed in Unicode.
UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")


def is_suspicious(cell: str) -> bool:
    """Does this cell look like Vietnamese in an old font encoding? Several such cells refuse a file."""
    return bool(TCVN3.search(cell) or VNI.search(cell)) or is_surely_old(cell)


def is_surely_old(cell: str) -> bool:
    """Is it Vietnamese in an old font encoding beyond doubt, so that it refuses a file alone?"""
    if cell.isascii() or UNICODE_ONLY.search(cell):
        return False
    in_vni = VNI.search(cell) and len(VNI_PERHAPS.findall(cell)) >= TWICE
    return bool(in_vni) or len(TCVN3_SURELY.findall(cell)) >= TWICE


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
