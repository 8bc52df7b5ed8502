"""Scans of papers: who may add, see and withdraw them, where they lie, and that nothing half-written is ever left."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from congvu.dossiers.commands.scans import add_scans, tidy_up, withdraw_scan
from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, Reading, Scan
from congvu.dossiers.rebuild import told
from congvu.law import practice
from congvu.ledger import guard
from congvu.ledger.queries import bodies_of
from congvu.papers import kept_files
from congvu.papers.uploads import check
from congvu.rules.errors import RuleBroken
from tests.dossiers.money import scanned
from tests.papers import files
from tests.people import Cast, at, gather
from tests.racing import together

pytestmark = pytest.mark.django_db
MORNING = at("2026-11-23 10:00")


def lying() -> list[str]:
    """Every file under the folder of scans, by its place."""
    root = Path(settings.SCANS_DIR)
    return sorted(str(one.relative_to(root)) for one in root.rglob("*") if one.is_file())


def client(who: object, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: MORNING)
    made = Client()
    made.force_login(who)  # type: ignore[arg-type]
    return made


def sent(content: bytes, name: str = "giay.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def add(cast: Cast, dossier: Dossier, *contents: bytes) -> int:
    checked = [check(one, f"tep{number}.pdf") for number, one in enumerate(contents)]
    return add_scans(actor=cast.lan, at=MORNING, dossier_id=dossier.pk, files=checked)[1]


def test_a_scan_lies_under_a_name_by_chance_and_its_hash_is_in_the_ledger(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    dossier = cast.accept()
    with django_capture_on_commit_callbacks(execute=True):
        scan = scanned(cast, dossier, files.pdf(), "../../con.txt\n.pdf")
    assert lying() == [f"{scan.file[:2]}/{scan.file}"] and kept_files.NAME.fullmatch(scan.file)
    assert (Path(settings.SCANS_DIR) / scan.file[:2] / scan.file).stat().st_mode & 0o777 == 0o600
    bodies = list(bodies_of(f"dossier:{dossier.pk}"))
    assert bodies[-1]["facts"]["files"] == [
        {"kind": "pdf", "hash": scan.hash, "sent": scan.sent_hash, "size": scan.size}
    ]
    assert told(bodies) == stored(Dossier.objects.get(pk=dossier.pk))
    assert "\n" not in scan.given_name and kept_files.read(scan.file) == files.pdf()


def test_the_same_file_twice_is_noted_not_doubled(cast: Cast) -> None:
    dossier, version = cast.accept(), 2
    assert add(cast, dossier, files.pdf(), files.pdf(), files.pdf(2)) == 1
    assert add(cast, dossier, files.pdf()) == 1
    assert dossier.scans.count() == 2 and len(lying()) == 2
    dossier.refresh_from_db()
    assert dossier.version == version  # the second sending changed nothing
    other = cast.accept()
    assert add(cast, other, files.pdf()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_keep_both_and_the_same_file_at_once_is_kept_once(tmp_path: Path) -> None:
    cast = gather()
    one, other = cast.accept(), cast.accept()
    acts = [lambda: add(cast, one, files.pdf(1)), lambda: add(cast, one, files.pdf(2)),
            lambda: add(cast, other, files.pdf()), lambda: add(cast, other, files.pdf())]  # fmt: skip
    try:
        assert sorted(together(acts, tmp_path)) == [0, 0, 0, 1]
        assert len(lying()) == 3 and not [one for one in lying() if one.startswith(kept_files.ARRIVING)]
    finally:
        guard.drop(connection)  # the flush after this test may then empty the tables


def test_a_full_disk_leaves_no_row_no_entry_and_no_piece_of_a_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, written = cast.accept(), []
    real = os.fsync

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr("os.fsync", full)
    before = list(bodies_of(f"dossier:{dossier.pk}"))
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        add(cast, dossier, files.pdf(), files.pdf(2), files.pdf(3))
    assert refusal.value.code == "scan.no_room" and len(written) == 2
    assert lying() == [] and not Scan.objects.exists() and list(bodies_of(f"dossier:{dossier.pk}")) == before


def test_after_a_crash_committed_files_go_to_their_place_and_others_go(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.accept()
    scan = scanned(cast, dossier)  # the test's own transaction never commits: the file waits, as after a crash
    orphan = kept_files.new_name()
    kept_files.write(orphan, b"never committed")
    assert lying() == sorted(f"{kept_files.ARRIVING}/{name}" for name in (scan.file, orphan))
    assert kept_files.read(scan.file) is not None  # readable meanwhile
    tidy_up()
    assert len(lying()) == 2  # what came just now may still be committed
    monkeypatch.setattr("congvu.papers.kept_files.FORGOTTEN_AFTER", -1)
    tidy_up()
    assert lying() == [f"{scan.file[:2]}/{scan.file}"]


def test_a_withdrawn_scan_is_deleted_and_its_hash_stays_with_who_and_why(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, lan = cast.accept(), client(cast.lan, monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        scan = scanned(cast, dossier)
    where = f"/ho-so/{dossier.pk}/so-hoa/{scan.pk}/"
    assert lan.get(where).status_code == 200
    assert "Nhập lý do thu hồi bản số hoá." in lan.post(f"{where}thu-hoi/", {"key": "k1"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = lan.post(f"{where}thu-hoi/", {"key": "k2", "ly-do": "quét nhầm hồ sơ"}, follow=True)
    page = answer.content.decode()
    assert "quét nhầm hồ sơ" in page and "<s>anh.png</s>" in page and where not in page
    assert lying() == [] and lan.get(where).status_code == 404
    scan.refresh_from_db()
    assert (scan.withdrawn_by, len(scan.hash)) == (cast.lan, 64)
    assert list(bodies_of(f"dossier:{dossier.pk}"))[-1]["facts"] == {"hash": scan.hash, "reason": "quét nhầm hồ sơ"}
    assert add(cast, dossier, files.png()) == 0  # it may be added again


def test_a_scan_is_served_so_that_no_browser_runs_or_guesses_anything(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, lan = cast.accept(), client(cast.lan, monkeypatch)
    picture = lan.get(f"/ho-so/{dossier.pk}/so-hoa/{scanned(cast, dossier).pk}/")
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.headers["Content-Disposition"].startswith("inline; filename=")
    paper = lan.get(f"/ho-so/{dossier.pk}/so-hoa/{scanned(cast, dossier, files.pdf(), 'a.html').pk}/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.headers["Content-Disposition"].startswith("attachment; filename=")
    for answer in (picture, paper):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "a.html" not in answer.headers["Content-Disposition"]


def test_only_who_may_read_the_dossier_sees_scans_each_reading_is_noted_and_the_citizen_learns_the_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, other = cast.accept(), cast.accept()
    scan = scanned(cast, dossier)
    where = f"/ho-so/{dossier.pk}/so-hoa/{scan.pk}/"
    for who, status in ((cast.ha, 200), (cast.hoa, 404), (cast.admin, 404)):
        assert client(who, monkeypatch).get(where).status_code == status
    assert [one.official for one in Reading.objects.filter(dossier=dossier)] == [cast.ha]
    assert client(cast.lan, monkeypatch).get(f"/ho-so/{other.pk}/so-hoa/{scan.pk}/").status_code == 404
    citizen = Client()
    assert citizen.get(where).status_code == 302
    citizen.post("/tra-cuu/", {"code": dossier.lookup_code})
    page = citizen.get("/tra-cuu/ho-so/").content.decode()
    assert "đã số hoá 1 giấy tờ" in page and "so-hoa" not in page and "anh.png" not in page
    assert citizen.get(where).status_code == 302


def test_nobody_adds_or_withdraws_without_the_right(cast: Cast) -> None:
    dossier = cast.accept()
    scan, one = scanned(cast, dossier), [check(files.pdf(), "a.pdf")]
    for who in (cast.hoa, cast.chairman, cast.auditor, cast.admin):
        with pytest.raises(RuleBroken, match=r"rights\.missing"), transaction.atomic():
            add_scans(actor=who, at=MORNING, dossier_id=dossier.pk, files=one)
    for who in (cast.ha, cast.hoa, cast.auditor):
        with pytest.raises(RuleBroken, match=r"rights\.missing"), transaction.atomic():
            withdraw_scan(actor=who, at=MORNING, dossier_id=dossier.pk, scan_id=scan.pk, reason="x")
    Dossier.objects.filter(pk=dossier.pk).update(origin="imported")
    with pytest.raises(RuleBroken, match="another_system"), transaction.atomic():
        add_scans(actor=cast.lan, at=MORNING, dossier_id=dossier.pk, files=one)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ([], "Chưa chọn tệp nào."),
        ([b""], "Tệp rỗng. Chọn tệp khác."),
        ([files.pdf(), b"MZ" + b"\0" * 90], "Tệp “giay1.jpg” không phải ảnh JPG, PNG hoặc PDF."),
        ([files.flood()], "Ảnh quá lớn (900 triệu điểm ảnh; tối đa 25 triệu)."),
        ([files.HEIC], "Ảnh HEIC chưa mở được. Vào Cài đặt › Camera › Định dạng"),
        ([files.SVG], "Không nhận tệp SVG."),
        ([files.pdf_with_script()], "có lệnh chạy, biểu mẫu động hoặc tệp đính kèm bên trong"),
        ([files.locked_pdf()], "có mật khẩu. Mở tệp, in ra PDF mới không mật khẩu rồi gửi."),
        ([files.jpeg((300, 200))[:-400]], "bị hỏng hoặc chưa tải đủ"),
        ([files.pdf() + b"\0" * 10 * 1024 * 1024], "vượt quá 10 MB."),
        ([files.pdf(n) for n in range(1, 22)], "Chỉ gửi tối đa 20 tệp mỗi lần."),
    ],
    ids=["none", "59 empty", "60 EXE beside a PDF", "61 pixel flood", "62 HEIC", "SVG", "script", "locked", "cut",
         "11 MB", "21 files"],
)  # fmt: skip
def test_what_may_not_be_kept_is_told_and_no_file_of_the_sending_is_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, contents: list[bytes], said: str
) -> None:
    dossier, lan = cast.accept(), client(cast.lan, monkeypatch)
    tep = [sent(one, f"giay{number}.jpg") for number, one in enumerate(contents)]
    answer = lan.post(f"/ho-so/{dossier.pk}/so-hoa/", {"key": "k", "tep": tep, "giay-to": "Tờ khai"})
    page = answer.content.decode()
    assert answer.status_code == 200 and said in page and "<option selected>Tờ khai</option>" in page
    assert not Scan.objects.exists() and lying() == []


def test_a_name_with_markup_is_only_text_and_the_limit_of_a_dossier_holds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, lan = cast.accept(), client(cast.lan, monkeypatch)
    where = f"/ho-so/{dossier.pk}/so-hoa/"
    answer = lan.post(where, {"key": "k", "tep": [sent(files.jpeg(), "<img src=x>\u202egpj.exe")]}, follow=True)
    page = answer.content.decode()
    assert "&lt;img src=x&gt;" in page and "<img src=x>" not in page and "\u202e" not in page
    again = lan.post(where, {"key": "k2", "tep": [sent(files.jpeg())]}, follow=True).content.decode()
    assert "1 tệp đã có trong hồ sơ nên không lưu lần nữa." in again
    limits = practice()
    monkeypatch.setattr("congvu.dossiers.commands.scans.practice", lambda: Narrow(limits))
    said = lan.post(where, {"key": "k3", "tep": [sent(files.pdf())]}).content.decode()
    assert "Mỗi hồ sơ giữ tối đa 1 tệp." in said


class Narrow:
    """The practice of an office that keeps one scan a dossier."""

    scans_of_a_dossier = 1

    def __init__(self, usual: object) -> None:
        self.usual = usual

    def __getattr__(self, name: str) -> object:
        return getattr(self.usual, name)


def test_the_same_form_sent_twice_adds_once_and_other_files_under_its_key_are_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, lan = cast.accept(), client(cast.lan, monkeypatch)
    where = f"/ho-so/{dossier.pk}/so-hoa/"
    for _ in range(2):
        lan.post(where, {"key": "k", "tep": [sent(files.pdf())]})
    assert dossier.scans.count() == 1
    lan.post(where, {"key": "k", "tep": [sent(files.pdf(2), "khac.pdf")]})
    assert dossier.scans.count() == 1


RECEPTION = {"kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "9000", "papers": "Tờ khai"}
ACCEPT = "/ho-so/tiep-nhan/hon-nhan/"


def test_a_reception_takes_fee_and_scans_in_one_sending(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = client(cast.lan, monkeypatch)
    assert "chưa có mức thu trong dữ liệu" in lan.get(ACCEPT).content.decode()
    typed = RECEPTION | {"key": "k", "phi-way": "transfer", "phi-reference": "FT9", "tep": [sent(files.jpeg())]}
    page = lan.post(ACCEPT, typed, follow=True).content.decode()
    assert "đã nộp 9.000 đồng, biên lai số 01/BL-BPMC" in page and "đã số hoá 1 giấy tờ" in page
    dossier = Dossier.objects.get()
    assert told(bodies_of(f"dossier:{dossier.pk}")) == stored(dossier)


def test_a_reception_lets_off_and_then_nothing_is_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = client(cast.lan, monkeypatch)
    typed = RECEPTION | {"key": "k", "phi-ground": "ho-ngheo", "phi-proof": "GCN số 3", "phi-exempted": "4.000"}
    lan.post(ACCEPT, typed)
    dossier = Dossier.objects.get()
    assert dossier.fee == 5000 and dossier.fee_items.get().exempted == 4000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phi-way": "transfer"}, "Nhập mã giao dịch của lần chuyển khoản."),
        ({"phi-way": "cash", "phi-book": "AA"}, "Nhập ký hiệu quyển và số biên lai in sẵn"),
        ({"phi-ground": "ho-ngheo"}, "Nhập giấy tờ chứng minh"),
        ({"phi-ground": "ho-ngheo", "phi-proof": "x", "phi-exempted": "9001"}, "Số tiền miễn, giảm phải từ 1 đồng"),
        ({"phi-ground": "x"}, "Chọn một mục trong danh sách."),
        ({"fee": "0", "phi-way": "cash"}, "Hồ sơ không còn khoản nào phải nộp."),
        ({"tep": b"MZ" + b"\0" * 90}, "không phải ảnh JPG, PNG hoặc PDF"),
    ],
)
def test_a_mistake_about_fee_or_scan_receives_nothing_and_keeps_what_was_typed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, typed: dict[str, object], said: str
) -> None:
    lan = client(cast.lan, monkeypatch)
    sending = {name: [sent(value)] if isinstance(value, bytes) else value for name, value in typed.items()}
    page = lan.post(ACCEPT, RECEPTION | {"key": "k", "address": "Thôn Bắc", **sending}).content.decode()
    assert said in page and 'value="Thôn Bắc"' in page
    assert not Dossier.objects.exists() and lying() == []
