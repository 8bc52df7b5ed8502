"""Pictures that people send: measured before they are decoded, and drawn anew without anything but the picture."""

import io
import struct
import zlib

from PIL import Image, ImageOps

from congvu.law import practice
from congvu.rules.errors import RuleBroken

MILLION = 1_000_000
# Start of frame: the JPEG segments that hold the size (not DHT c4, JPG c8, DAC cc).
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = frozenset({0x01, *range(0xD0, 0xD9)})
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error,
              Image.DecompressionBombError)  # fmt: skip
PLAIN = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "L", "1")}


def size_of(content: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height as the header says; None where there is no such header."""
    if kind == "PNG":
        return struct.unpack_from(">II", content, 16) if content[12:16] == b"IHDR" and len(content) > 24 else None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark in FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        if mark == 0xFF:
            at += 1
        elif mark in BARE:
            at += 2
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    return None


def drawn_anew(content: bytes, kind: str, given_name: str) -> bytes:
    """The same picture, turned upright and written again: no place, no camera, no comment, nothing behind its end.

    Raises: RuleBroken `scan.too_many_pixels` before anything is decoded, `scan.cut`, `scan.other_kind` (a moving
    picture).
    """
    size, most = size_of(content, kind), practice().scan_megapixels_at_most
    if size is None or 0 in size:
        raise RuleBroken("scan.cut", file=given_name)
    if size[0] * size[1] > most * MILLION:
        raise RuleBroken("scan.too_many_pixels", millions=-(-size[0] * size[1] // MILLION), most=most)
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as sent:
            if sent.size != size:
                raise RuleBroken("scan.cut", file=given_name)
            if kind == "PNG" and getattr(sent, "n_frames", 1) > 1:
                raise RuleBroken("scan.other_kind", file=given_name)
            sent.load()
            upright = ImageOps.exif_transpose(sent)
            return _written(upright, kind)
    except UNREADABLE:
        raise RuleBroken("scan.cut", file=given_name) from None


def _written(picture: Image.Image, kind: str) -> bytes:
    plain = _flat(picture) if picture.mode not in PLAIN[kind] else picture.copy()
    plain.info.clear()
    out = io.BytesIO()
    if kind == "JPEG":
        plain.save(out, "JPEG", quality=88)
    else:
        plain.save(out, "PNG")
    return out.getvalue()


def _flat(picture: Image.Image) -> Image.Image:
    """Three colours; what is transparent becomes white paper, 16 bits of grey become eight."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    over = picture.convert("RGBA")
    white = Image.new("RGBA", over.size, "white")
    return Image.alpha_composite(white, over).convert("RGB")
