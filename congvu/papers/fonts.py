"""The font of the papers: a Times-metric font of this machine if it has every Vietnamese letter, else Libertinus.

Decree 30/2020 asks for Times New Roman. Its metric twin, Liberation Serif, lacks half of the Vietnamese letters in its
first version, and a printer would silently mix in another font; so every file is read before it is used.
"""

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = {unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES} | {"đ"}
LETTERS = frozenset(SMALL | {letter.upper() for letter in SMALL})
FALLBACK = "Libertinus Serif"  # comes with the compiler and has them all
# Family, and the files of its four faces as the systems name them.
FAMILIES = (
    ("Times New Roman", ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")),
    ("Times New Roman", (
        "Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf",
        "Times_New_Roman_Bold_Italic.ttf",
    )),
    ("Times New Roman", (
        "Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf",
        "Times New Roman Bold Italic.ttf",
    )),
    ("Liberation Serif", (
        "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    )),
)  # fmt: skip
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")


def characters(font: bytes) -> set[int]:
    """The code points a TrueType file draws, by its character map (formats 4 and 12); none if it cannot be read."""
    found: set[int] = set()
    try:
        (tables,) = struct.unpack_from(">H", font, 4)
        records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
        start = next((offset for tag, _sum, offset, _length in records if tag == b"cmap"), None)
        if start is None:
            return found
        (maps,) = struct.unpack_from(">H", font, start + 2)
        for number in range(maps):
            (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * number + 4)
            found |= _map(font, start + offset)
    except struct.error:
        return set()
    return found


def _map(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    found: set[int] = set()
    if form == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for number in range(groups):
            first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
            found |= set(range(first, min(last, 0x2FFFF) + 1))
    if form == 4:
        count = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", font, at + 14)
        starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
        for first, last in zip(starts, ends, strict=True):
            found |= set(range(first, last + 1))
    return found - {0xFFFF}


def is_whole(file: Path) -> bool:
    """Does the font file draw every Vietnamese letter?"""
    return {ord(letter) for letter in LETTERS} <= characters(file.read_bytes())


def chosen(folders: Iterable[str | Path]) -> tuple[str, tuple[str, ...]]:
    """The family to print with, and the folders its files are in (none: it comes with the compiler)."""
    files = {file.name: file for folder in folders for file in Path(folder).rglob("*.tt[fc]") if file.is_file()}
    for family, names in FAMILIES:
        faces = [files[name] for name in names if name in files]
        if len(faces) == len(names) and all(map(is_whole, faces)):
            return family, tuple(sorted({str(face.parent) for face in faces}))
    return FALLBACK, ()


@cache
def of_this_machine() -> tuple[str, tuple[str, ...]]:
    """`chosen` from the usual folders, read once."""
    return chosen(FOLDERS)
