"""The watched folder: a file that has stopped growing is taken once and put away with its report, or is broken."""

import os
from html import unescape
from pathlib import Path

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from congvu.cli.work import queues
from congvu.dossiers import register_work
from congvu.dossiers.commands.mappings import save_mapping
from congvu.dossiers.models import Dossier, RegisterFile, Vanishing
from congvu.ledger.queries import check, head
from tests.people import Cast, at
from tests.registers import Register

pytestmark = pytest.mark.django_db
MANY = [{"code": f"H{n}"} for n in range(1, 11)]


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path, filings=True)


@pytest.fixture
def inbox(cast: Cast, register: Register, settings: LazySettings) -> Path:
    """The folder of one mapping, looked at once so that it is there; files settle at the second look."""
    content = yaml.load(register.mapping.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    save_mapping(actor=cast.admin, at=at("2026-11-20 08:00"), name="so-tinh", content=content)
    settings.INBOX_QUIET_SECONDS = 0
    assert not work()
    return Path(settings.INBOX_DIR) / "so-tinh"


def work(when: str = "2026-11-23 17:00") -> bool:
    return register_work.work(at(when))


def put(inbox: Path, file: Path, name: str) -> Path:
    (inbox / name).write_bytes(file.read_bytes())
    return inbox / name


def done(inbox: Path, where: str = "done") -> set[str]:
    return {one.name for one in (inbox / where).iterdir()}


def test_a_file_is_taken_and_put_away_with_its_report(inbox: Path, register: Register) -> None:
    put(inbox, register.csv(*MANY), "so-2311.csv")
    assert not work() and work() and not work()
    assert done(inbox) == {"so-2311.csv", "so-2311.csv.bao-cao.txt"} and not list(inbox.glob("*.csv"))
    assert "mới 10" in (inbox / "done" / "so-2311.csv.bao-cao.txt").read_text(encoding="utf-8")
    file = RegisterFile.objects.get()
    assert (file.how, file.state, file.counts["new"], file.official.login) == ("folder", "taken", 10, "clockwork")
    assert Dossier.objects.count() == 10 and check().wrong == ""


def test_of_two_exports_that_wait_the_newer_has_the_last_word_whatever_it_is_called(
    inbox: Path, register: Register
) -> None:
    older = put(inbox, register.csv({"code": "H1", "official": "Hà"}), "so-9.csv")
    newer = put(inbox, register.csv({"code": "H1", "official": "Minh"}), "so-10.csv")
    os.utime(older, ns=(10**18, 10**18))
    os.utime(newer, ns=(2 * 10**18, 2 * 10**18))
    while work() or register_work.is_settling():
        pass
    holder = Dossier.objects.get().holder
    assert holder is not None and holder.full_name == "Minh"
    names = [one.name for one in RegisterFile.objects.order_by("ended_at", "pk")]
    assert names == ["so-9.csv", "so-10.csv"]


def test_a_file_that_grows_is_left_until_it_stands_still(inbox: Path, register: Register) -> None:
    whole = register.csv(*MANY).read_bytes()
    file = inbox / "so.csv"
    for size in (100, 300, len(whole)):
        file.write_bytes(whole[:size])
        os.utime(file, ns=(size, size))
        assert not work() and register_work.is_settling()
    assert work() and Dossier.objects.count() == 10


def test_a_file_still_being_sent_under_a_working_name_is_never_touched(inbox: Path, register: Register) -> None:
    content = register.csv(*MANY)
    names = ["so.csv.part", ".so.csv", "so.csv.tmp", "~$so.xlsx"]
    for name in names:
        put(inbox, content, name)
    (inbox / "elsewhere.csv").symlink_to(content)
    assert [work() for _n in range(3)] == [False] * 3
    assert not Dossier.objects.exists() and all((inbox / name).exists() for name in names)


def test_the_same_content_again_is_known_and_changes_nothing(inbox: Path, register: Register) -> None:
    put(inbox, register.csv(*MANY), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    put(inbox, register.csv({"official": "Minh"}, *MANY[1:]), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    before = head()
    put(inbox, register.csv(*MANY), "so.csv")
    assert [work("2026-11-24 17:00") for _n in range(2)] == [False, True] and head() == before
    assert str(Dossier.objects.get(code="H1").holder) == "Minh"
    assert sorted(RegisterFile.objects.values_list("state", flat=True)) == ["known", "taken", "taken"]
    told = [one.read_text(encoding="utf-8") for one in (inbox / "done").glob("20261124*.txt")]
    assert len(told) == 1 and "đã nhận lúc 17:00, 23/11/2026" in told[0] and len(done(inbox)) == 6


def test_a_file_with_a_fault_is_broken_whole_and_comes_again_mended(inbox: Path, register: Register) -> None:
    put(inbox, register.csv({}, {"code": "H2", "received": "31/04/2026"}), "so.csv")
    assert [work() for _n in range(2)] == [False, True] and not Dossier.objects.exists()
    told = (inbox / "broken" / "so.csv.bao-cao.txt").read_text(encoding="utf-8")
    assert "Dòng 3, cột “Ngày nhận”: 31/04/2026 không có trong lịch" in told and "đặt lại vào thư mục" in told
    put(inbox, register.csv({}, {"code": "H2"}), "so.csv")
    assert [work() for _n in range(2)] == [False, True] and Dossier.objects.count() == 2


def pages_of(cast: Cast, name: str) -> list[str]:
    """What the list of the day's files and the page of this one say."""
    client, file = Client(), RegisterFile.objects.get(name=name)
    client.force_login(cast.admin)
    addresses = ("/so-trong-ngay/", reverse("dossiers:register_file", args=[file.pk]))
    return [unescape(client.get(one).content.decode()) for one in addresses]


def test_why_a_file_was_refused_stands_on_the_page_and_beside_it_word_for_word(
    cast: Cast, inbox: Path, register: Register
) -> None:
    put(inbox, register.csv({}, {"code": "H2", "received": "31/04/2026"}, {"code": "H3", "due": "hôm qua"}), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    said = (inbox / "broken" / "so.csv.bao-cao.txt").read_text(encoding="utf-8").strip()
    lines = said.splitlines()
    assert len(lines) == 4 and "Dòng 3, cột “Ngày nhận”" in lines[1] and "Dòng 4, cột “Hẹn trả”" in lines[2]
    assert "thư mục broken" in lines[3] and (inbox / "broken" / "so.csv").exists()
    for page in pages_of(cast, "so.csv"):
        assert all(line in page for line in lines), page


def test_many_faults_are_shown_in_part_on_the_list_and_whole_on_the_files_own_page(
    cast: Cast, inbox: Path, register: Register
) -> None:
    put(inbox, register.csv(*({"code": f"H{n}", "received": "31/04/2026"} for n in range(40))), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    listed, own = pages_of(cast, "so.csv")
    assert "Dòng 20, cột" in listed and "Dòng 41, cột" not in listed and "Xem đủ các lỗi" in listed
    assert "Dòng 41, cột" in own


def test_a_file_refused_as_a_whole_says_so_on_the_page_too(cast: Cast, inbox: Path, register: Register) -> None:
    put(inbox, register.csv(*MANY), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    put(inbox, register.csv(*MANY[5:]), "cut.csv")
    assert [work() for _n in range(2)] == [False, True]
    for page in pages_of(cast, "cut.csv"):
        assert "5 trên 10 hồ sơ không còn trong tệp" in page and "Sửa tệp rồi đặt lại" in page


def test_a_large_share_vanishing_is_not_believed_without_a_person(inbox: Path, register: Register) -> None:
    put(inbox, register.csv(*MANY), "so.csv")
    assert [work() for _n in range(2)] == [False, True]
    put(inbox, register.csv(*MANY[5:]), "cut.csv")
    assert [work() for _n in range(2)] == [False, True] and not Vanishing.objects.exists()
    told = (inbox / "broken" / "cut.csv.bao-cao.txt").read_text(encoding="utf-8")
    assert "5 trên 10 hồ sơ không còn trong tệp" in told and "tải tệp lên trang Sổ trong ngày" in told


def test_what_cannot_be_read_here_is_told_once_and_left(
    inbox: Path, register: Register, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    put(inbox, register.csv(*MANY), "so.csv")
    with monkeypatch.context() as patch:
        patch.setattr("congvu.dossiers.register_store.hash_of", refused)
        assert [work() for _n in range(3)] == [False] * 3
    assert caplog.text.count("Permission denied") == 1 and (inbox / "so.csv").exists()
    os.utime(inbox / "so.csv")
    assert [work() for _n in range(2)] == [False, True] and Dossier.objects.count() == 10


def test_only_one_process_is_at_it(inbox: Path, register: Register) -> None:
    from congvu.dossiers.register_store import only_one

    put(inbox, register.csv(*MANY), "so.csv")
    assert not work()
    with only_one() as is_ours:
        assert is_ours and not work() and not Dossier.objects.exists()
    assert work()


def test_the_worker_goes_on_with_a_register_where_no_message_waits(
    inbox: Path, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 17:00"))
    put(inbox, register.csv(*MANY), "so.csv")
    assert [piece() for piece in queues()] == [False, False]  # the file has still to stand still
    assert [piece() for piece in queues()] == [False, True] and Dossier.objects.count() == 10
    assert not any(piece() for piece in queues())
