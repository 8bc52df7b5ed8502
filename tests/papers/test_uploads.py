"""What people send as scans (cases 59-62 and worse): true kind by content, nothing that acts, nothing that floods."""

import io
import time
import tracemalloc

import pytest
from PIL import Image

from congvu.papers.uploads import Kind, check
from congvu.rules.errors import RuleBroken
from tests.papers import files


def refused(content: bytes, name: str = "giay.jpg") -> str:
    with pytest.raises(RuleBroken) as refusal:
        check(content, name)
    return refusal.value.code


def test_case_59_an_empty_file_is_refused() -> None:
    assert refused(b"") == "scan.empty"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="HTML"),
        pytest.param(b"MZ\x90\0" + b"\0" * 300, id="EXE"),
        pytest.param(files.archive(), id="ZIP"),
        pytest.param(b"GIF89a" + b"\0" * 60, id="GIF"),
        pytest.param(b"%!PS-Adobe-3.0\n", id="PostScript"),
        pytest.param(b"\n\n%PDF-1.7\n" + files.pdf(), id="PDF that does not begin as one"),
        pytest.param(files.moving_png(), id="ten frames"),
        pytest.param(b"\0\0\0\x1cftypavif" + b"\0" * 100, id="AVIF"),
    ],
)
def test_case_60_what_is_no_picture_and_no_pdf_is_refused_whatever_its_name(content: bytes) -> None:
    assert refused(content, "anh.jpg") == refused(content, "anh.pdf") == "scan.other_kind"


@pytest.mark.parametrize(("content", "kind"), [(files.flood(), "PNG"), (files.jpeg_flood(), "JPEG")])
def test_case_61_a_pixel_flood_is_refused_before_anything_is_decoded(content: bytes, kind: str) -> None:
    assert len(content) < 2_000_000
    tracemalloc.start()
    with pytest.raises(RuleBroken) as refusal:
        check(content, "giay.png")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.code == "scan.too_many_pixels" and refusal.value.facts["most"] == 25
    assert refusal.value.facts["millions"] == (900 if kind == "PNG" else 1600)
    assert peak < 5_000_000


def test_case_62_heic_is_refused_with_what_to_do() -> None:
    assert refused(files.HEIC, "IMG_0001.HEIC") == refused(files.HEIC, "IMG_0001.jpg") == "scan.heic"


def test_svg_is_refused() -> None:
    assert refused(files.SVG, "so-do.svg") == refused(b"\xef\xbb\xbf  " + files.SVG, "so-do.png") == "scan.svg"


def test_a_file_larger_than_the_practice_allows_is_refused() -> None:
    assert refused(files.pdf() + b" " * (10 * 1024 * 1024)) == "scan.too_large"


def test_a_polyglot_picture_is_drawn_anew_and_its_tail_is_dropped() -> None:
    kept = check(files.jpeg() + files.archive(), "anh.jpg")
    assert b"PK\x03\x04" not in kept.content and b"script" not in kept.content
    kept = check(files.png() + files.SVG, "anh.png")
    assert b"svg" not in kept.content and kept.kind is Kind.PNG


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(files.pdf() + files.archive(), id="PDF+ZIP"),
        pytest.param(files.pdf() + b"<script>alert(1)</script>", id="PDF+HTML behind"),
        pytest.param(b"%PDF-1.7\n<html><body>" + files.pdf()[9:], id="PDF+HTML before"),
    ],
)
def test_a_polyglot_pdf_is_refused(content: bytes) -> None:
    assert refused(content, "giay.pdf") == "scan.two_kinds"


def test_a_photograph_loses_place_camera_and_comment_and_stands_upright() -> None:
    sent = files.jpeg_with_place()
    assert b"MayAnh Bi Mat" in sent and b"thon bi mat" in sent
    kept = check(sent, "giay.jpg")
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (40, 60) and not picture.getexif() and "comment" not in picture.info
    assert b"MayAnh Bi Mat" not in kept.content and b"thon bi mat" not in kept.content
    assert kept.hash != kept.sent_hash


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_kept_as_a_picture_of_the_same_size(mode: str) -> None:
    with Image.open(io.BytesIO(check(files.png(mode), "giay.png").content)) as picture:
        assert picture.size == (50, 30) and picture.mode in {"1", "L", "RGB"}


def test_the_greys_of_a_16_bit_scan_stay_greys() -> None:
    out = io.BytesIO()
    Image.new("I;16", (50, 30), 0x8000).save(out, "PNG")
    with Image.open(io.BytesIO(check(out.getvalue(), "giay.png").content)) as picture:
        assert picture.getpixel((10, 10)) == 128


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(files.jpeg((300, 200))[:-400], id="JPEG"),
        pytest.param(files.jpeg()[:20], id="JPEG in its head"),
        pytest.param(files.png(size=(300, 200))[:60], id="PNG"),
        pytest.param(files.png()[:20], id="PNG in its head"),
        pytest.param(files.pdf()[:-30], id="PDF"),
        pytest.param(b"%PDF-1.7\n%%EOF", id="PDF without a page"),
        pytest.param(b"%PDF-1.7\n" + b"\x00\xff" * 200 + b"%%EOF", id="PDF of noise"),
        pytest.param(files.pdf(0), id="PDF of no pages"),
    ],
)
def test_a_cut_file_is_refused(content: bytes) -> None:
    assert refused(content) == "scan.cut"


def test_a_pdf_is_kept_as_it_came_so_that_a_signature_in_it_holds() -> None:
    sent = files.pdf_with_link()
    kept = check(sent, "giay.pdf")
    assert (kept.content, kept.kind, kept.pages) == (sent, Kind.PDF, 2)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(files.pdf_with_script(), id="script"),
        pytest.param(files.pdf_with({"/S": "/Launch"}), id="launch"),
        pytest.param(files.pdf_with_escaped_launch(), id="launch, its name escaped"),
        pytest.param(files.pdf_with_hidden_name(), id="script, its name in an object of its own"),
        pytest.param(files.pdf_with({"/S": "/SubmitForm"}), id="sends a form"),
        pytest.param(files.pdf_with({"/S": "/GoToR"}), id="opens another file"),
        pytest.param(files.pdf_with({"/JS": "app.alert(1)"}), id="script without a kind"),
        pytest.param(files.pdf_with_active_array(), id="deep in arrays"),
        pytest.param(files.pdf_with_file(), id="embedded file"),
        pytest.param(files.packed_pdf(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), id="script in a compressed stream"),
        pytest.param(files.pdf_with_script() + b"\n" + files.pdf(), id="an older revision held a script"),
    ],
)
def test_a_pdf_with_a_script_or_another_file_in_it_is_refused(content: bytes) -> None:
    assert refused(content, "giay.pdf") == "scan.active"


def test_a_compressed_pdf_that_does_nothing_is_kept() -> None:
    assert check(files.packed_pdf(b"[3 0 R/Fit]"), "giay.pdf").pages == 1


def test_a_pdf_with_a_password_is_refused() -> None:
    assert refused(files.locked_pdf(), "giay.pdf") == "scan.locked"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert refused(files.pdf(301), "giay.pdf") == "scan.too_many_pages"


def test_a_pdf_that_nests_without_end_is_refused_soon() -> None:
    begun = time.monotonic()
    deep = files.packed_pdf(b"[" * 5000 + b"]" * 5000)
    assert refused(deep, "giay.pdf") == "scan.cut"
    assert time.monotonic() - begun < 20
