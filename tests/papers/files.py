"""Files as people and attackers send them, made in memory."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject


def jpeg(size: tuple[int, int] = (60, 40), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", **saved)
    return out.getvalue()


def jpeg_with_place() -> bytes:
    """A photograph that tells where and with what it was taken, lies on its side, and holds a comment."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "MayAnh Bi Mat", 6
    exif.get_ifd(0x8825)[2] = (20.0, 58.0, 12.0)
    return jpeg(exif=exif, comment=b"thon bi mat")


def png(mode: str = "RGB", size: tuple[int, int] = (50, 30)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def moving_png() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade) for shade in range(0, 250, 25)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flood(width: int = 30_000, height: int = 30_000) -> bytes:
    """A small file that would be 900 million pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compressobj(9)
    row = b"\0" * (1 + width // 8)
    body = b"".join(lines.compress(row) for _ in range(height)) + lines.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def jpeg_flood() -> bytes:
    """A JPEG whose header says 40,000 by 40,000."""
    made = bytearray(jpeg())
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", 40_000, 40_000)
    return bytes(made)


def archive(name: str = "chay.html", content: bytes = b"<script>alert(1)</script>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, content)
    return out.getvalue()


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(210, 297)
    return writer


def pdf(pages: int = 1) -> bytes:
    return _written(blank(pages))


def pdf_with_link() -> bytes:
    """Harmless: a link to a page and a document that opens at a page."""
    writer = blank(2)
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://vidu.vn"))
    writer.open_destination = "trang2"
    writer.add_named_destination("trang2", 1)
    return _written(writer)


def pdf_with_script() -> bytes:
    return pdf_with({"/S": "/JavaScript", "/JS": "app.alert('x')"})


def pdf_with(action: dict[str, str]) -> bytes:
    """A PDF that does this as it opens."""
    writer = blank()
    made = DictionaryObject({NameObject(key): NameObject(value) if value.startswith("/") else
                             TextStringObject(value) for key, value in action.items()})  # fmt: skip
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(made)
    return _written(writer)


def pdf_with_hidden_name() -> bytes:
    """The kind of the action stands in an object of its own, its name written with escapes."""
    writer = blank()
    kind = writer._add_object(NameObject("/JavaScript"))
    action = DictionaryObject({NameObject("/S"): kind})
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return _written(writer).replace(b"/JavaScript", b"/#4Aava#53cript")


def pdf_with_escaped_launch() -> bytes:
    return pdf_with({"/S": "/Launch"}).replace(b"/Launch", b"/L#61unch")


def pdf_with_file() -> bytes:
    writer = blank()
    writer.add_attachment("chay.exe", b"MZ")
    return _written(writer)


def pdf_with_active_array() -> bytes:
    """An action inside an array inside a page."""
    writer = blank()
    inner = DictionaryObject({NameObject("/S"): NameObject("/ImportData")})
    writer.pages[0][NameObject("/Extra")] = ArrayObject([ArrayObject([inner])])
    return _written(writer)


def locked_pdf() -> bytes:
    writer = blank()
    writer.encrypt("mat-khau")
    return _written(writer)


def packed_pdf(inner: bytes) -> bytes:
    """A PDF 1.5 whose one suspicious object stands only in a compressed object stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>", inner,
    ]
    offsets, body = [], b""
    for number, one in enumerate(objects, start=1):
        offsets.append(f"{number} {len(body)}".encode())
        body += one + b" "
    head = b" ".join(offsets) + b" "
    stream = zlib.compress(head + body)
    out = b"%PDF-1.5\n"
    at_stream = len(out)
    out += b"5 0 obj<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(head), len(stream))
    out += stream + b"\nendstream endobj\n"
    at_xref = len(out)
    rows = struct.pack(">BHB", 0, 0, 0)
    rows += b"".join(struct.pack(">BHB", 2, 5, index) for index in range(4))
    rows += struct.pack(">BHB", 1, at_stream, 0) + struct.pack(">BHB", 1, at_xref, 0)
    table = zlib.compress(rows)
    out += b"6 0 obj<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return out + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at_xref


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
