"""The page of the day's register: a file is compared, shown, and taken or thrown away when somebody says so."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from congvu import clock
from congvu.dossiers import register_store, register_work
from congvu.dossiers.models import Dossier, FileState, MappingVersion, OnlineFiling, RegisterFile, Vanishing
from congvu.dossiers.views import day_register
from congvu.ledger.queries import bodies_of, check, head
from tests.people import Cast, at
from tests.registers import FILED, Register

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 17:00"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path, filings=True)


@pytest.fixture
def keeper(cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at(NOW))
    register.kept(cast)
    return signed_in(cast.admin)


def signed_in(official: object) -> Client:
    client = Client()
    client.force_login(official)  # type: ignore[arg-type]
    return client


def sent(client: Client, path: Path, key: str = "k1", mapping: str = "so-tinh") -> RegisterFile:
    """Upload and give the row it made."""
    with path.open("rb") as file:
        answer = client.post("/so-trong-ngay/tai-len/", {"key": key, "anh-xa": mapping, "tep": file})
    assert answer.status_code == 302, answer.content.decode()
    return RegisterFile.objects.get(pk=answer.headers["Location"].rstrip("/").rpartition("/")[2])


def page(client: Client, file: RegisterFile, asked: str = "") -> str:
    return client.get(f"/so-trong-ngay/tep/{file.pk}/{asked}").content.decode()


def decided(client: Client, file: RegisterFile, act: str = "nhan", key: str = "k2", **more: str) -> RegisterFile:
    client.post(f"/so-trong-ngay/tep/{file.pk}/{act}/", {"key": key, **more})
    file.refresh_from_db()
    return file


def test_a_file_is_shown_before_anything_is_written_and_then_taken_whole(
    keeper: Client, register: Register
) -> None:
    before = head()
    file = sent(keeper, register.csv({}, {"code": "H2"}, FILED | {"code": "TRUOC-1"}))
    assert file.state == FileState.READ and head() == before and not Dossier.objects.exists()
    assert file.counts["new"] == 2 and file.counts["filings"] == 1
    shown = page(keeper, file)
    assert "H1" in shown and "Bùi Ba" in shown and "Chưa ghi gì" in shown
    assert "TRUOC-1" in page(keeper, file, "?loai=filings") and "TRUOC-1" not in shown
    folder = register_store.root() / file.folder
    assert folder.stat().st_mode & 0o077 == 0 and all(one.stat().st_mode & 0o077 == 0 for one in folder.iterdir())
    assert not str(folder).startswith(str(settings.STATIC_ROOT))
    taken = decided(keeper, file)
    assert taken.state == FileState.TAKEN and "mới 2" in taken.report and not folder.exists()
    assert set(Dossier.objects.values_list("code", flat=True)) == {"H1", "H2"} and OnlineFiling.objects.count() == 1
    assert "mới 2" in page(keeper, file) and check().wrong == ""


def test_what_changes_is_shown_before_and_after(keeper: Client, register: Register) -> None:
    decided(keeper, sent(keeper, register.csv({}, {"code": "H2"})))
    file = sent(keeper, register.csv({"applicant": "Bùi Thị Ba", "due": "09/11/2026 17:00"}, {"code": "H2"}), "k3")
    shown = page(keeper, file, "?loai=changed")
    for text in ("Hẹn trả: 17:00, 06/11/2026 → <b>17:00, 09/11/2026</b>", "Bùi Ba → <b>Bùi Thị Ba</b>"):
        assert text in shown
    assert "1 giữ nguyên" in shown
    decided(keeper, file, key="k4")
    assert Dossier.objects.get(code="H1").applicant.name == "Bùi Thị Ba"


def test_faults_are_paged_with_row_column_and_what_to_do(keeper: Client, register: Register) -> None:
    lines = [{"code": f"H{n}", "received": "31/04/2026"} for n in range(60)]
    file = sent(keeper, register.csv(*lines))
    assert file.state == FileState.BROKEN and file.counts == {"faults": 60}
    first, second = page(keeper, file), page(keeper, file, "?trang=2")
    assert "31/04/2026 không có trong lịch" in first and "Ngày nhận" in first and "Nhận vào" not in first
    assert ">61<" in second and ">61<" not in first
    assert "Dòng 2, cột “Ngày nhận”" in file.report and not Dossier.objects.exists()
    assert not (register_store.root() / file.folder / register_store.CONTENT).exists()


@pytest.mark.parametrize(("typed", "said"), [
    ({"anh-xa": "so-tinh"}, "Chọn tệp sổ"), ({"anh-xa": "khong-co"}, "Chọn ánh xạ của tệp"),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_chosen_stays(
    keeper: Client, typed: dict[str, str], said: str
) -> None:
    answer = keeper.post("/so-trong-ngay/tai-len/", {"key": "k", **typed})
    assert said in answer.content.decode() and not RegisterFile.objects.exists()


def test_an_empty_and_an_unreadable_file_say_what_to_do(keeper: Client, tmp_path: Path) -> None:
    for name, content, said in (("rong.csv", b"", "rỗng"), ("anh.csv", b"\xff\xfe\x00\x89PNG", "Unicode")):
        (tmp_path / name).write_bytes(content)
        with (tmp_path / name).open("rb") as file:
            form = {"key": name, "anh-xa": "so-tinh", "tep": file}
            answer = keeper.post("/so-trong-ngay/tai-len/", form, follow=True)
        assert said in answer.content.decode(), name
    assert not Dossier.objects.exists()


def test_a_file_sent_twice_is_one_file(keeper: Client, register: Register) -> None:
    path = register.csv({})
    assert sent(keeper, path).pk == sent(keeper, path).pk and RegisterFile.objects.count() == 1
    file = RegisterFile.objects.get()
    assert decided(keeper, file).ended_at == decided(keeper, file).ended_at and Dossier.objects.count() == 1


def test_many_vanishing_need_their_number_typed(keeper: Client, register: Register) -> None:
    decided(keeper, sent(keeper, register.csv(*[{"code": f"H{n}"} for n in range(10)])))
    file = sent(keeper, register.csv(*[{"code": f"H{n}"} for n in range(6)]), "k3")
    assert "Nhập số 4 để xác nhận" in page(keeper, file) and "H9" in page(keeper, file, "?loai=vanished")
    answer = keeper.post(f"/so-trong-ngay/tep/{file.pk}/nhan/", {"key": "k4", "so": "5"})
    assert "nhập số 4 để xác nhận" in answer.content.decode() and 'value="5"' in answer.content.decode()
    assert not Vanishing.objects.exists()
    assert decided(keeper, file, key="k5", so="4").state == FileState.TAKEN
    assert Vanishing.objects.filter(until=None).count() == 4
    told = keeper.get("/so-trong-ngay/khong-con/").content.decode()
    assert "H9" in told and "(4)" in told and "17:00, 23/11/2026" in told


def test_a_register_that_moved_on_is_compared_again_before_it_is_taken(keeper: Client, register: Register) -> None:
    decided(keeper, sent(keeper, register.csv({}, {"code": "H2"})))
    first = sent(keeper, register.csv({"official": "Minh"}, {"code": "H2"}), "k3")
    other = sent(keeper, register.csv({"official": "Tú"}, {"code": "H2"}, {"code": "H3"}), "k4")
    decided(keeper, other, key="k5")
    assert decided(keeper, first, key="k6", so="1").state == FileState.READ
    assert first.counts["vanished"] == 1 and "Tú → <b>Minh</b>" in page(keeper, first)
    assert decided(keeper, first, key="k7", so="1").state == FileState.TAKEN
    assert str(Dossier.objects.get(code="H1").holder) == "Minh"


def test_a_file_thrown_away_or_forgotten_is_erased(
    keeper: Client, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = sent(keeper, register.csv({}))
    folder = register_store.root() / dropped.folder
    assert decided(keeper, dropped, "bo").state == FileState.DROPPED and not folder.exists()
    forgotten = sent(keeper, register.csv({}), "k3")
    folder = register_store.root() / forgotten.folder
    orphan = register_store.root() / ("0" * 32)
    orphan.mkdir()
    os.utime(orphan, (0, 0))
    later = at(NOW) + timedelta(hours=24, minutes=1)
    monkeypatch.setattr("congvu.clock.now", lambda: later)
    register_work.work(later)
    forgotten.refresh_from_db()
    assert forgotten.state == FileState.DROPPED and not folder.exists() and not orphan.exists()
    answer = keeper.post(f"/so-trong-ngay/tep/{forgotten.pk}/nhan/", {"key": "k4"})
    assert "không chờ quyết định nữa" in answer.content.decode() and not Dossier.objects.exists()


def test_a_large_file_waits_for_the_worker_and_can_be_stopped(
    keeper: Client, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_register, "AT_ONCE", 10)
    file = sent(keeper, register.csv({}))
    shown = page(keeper, file)
    assert file.state == FileState.WAITING and 'http-equiv="refresh"' in shown and "Dừng và bỏ tệp" in shown
    assert register_work.work(clock.now())
    file.refresh_from_db()
    assert file.state == FileState.READ and 'http-equiv="refresh"' not in page(keeper, file)
    assert decided(keeper, file).state == FileState.TAKING and "Đang nhận vào sổ" in page(keeper, file)
    assert register_work.work(clock.now()) and not register_work.work(clock.now())
    file.refresh_from_db()
    assert file.state == FileState.TAKEN and Dossier.objects.count() == 1
    stopped = sent(keeper, register.csv({"code": "H9"}), "k3")
    decided(keeper, stopped, "bo", "k4")
    assert not register_work.work(clock.now()) and Dossier.objects.count() == 1


def test_a_content_that_was_lost_or_thrown_away_while_it_waits_ends_there(
    keeper: Client, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_register, "AT_ONCE", 10)
    file = sent(keeper, register.csv({}))
    register_store.erase(file.folder)
    assert register_work.work(clock.now()) and not register_work.work(clock.now())
    file.refresh_from_db()
    assert file.state == FileState.BROKEN and "Không có tệp" in file.report
    assert "Không có tệp" in page(keeper, file)


def test_reading_tells_how_far_it_is(keeper: Client, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_register, "AT_ONCE", 10)
    file = sent(keeper, register.csv({}))
    RegisterFile.objects.filter(pk=file.pk).update(rows_read=12400, rows_total=50000)
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 17:01"))
    assert "Đã xử lý 12.400 / 50.000 dòng · còn khoảng 4 phút" in page(keeper, file)


def test_only_who_has_the_right_sees_any_of_it(cast: Cast, keeper: Client, register: Register) -> None:
    file = sent(keeper, register.csv({}))
    for who in (cast.lan, cast.minh, cast.chairman):
        client = signed_in(who)
        assert client.get(f"/so-trong-ngay/tep/{file.pk}/").status_code == 403
        assert client.post(f"/so-trong-ngay/tep/{file.pk}/nhan/", {"key": "k"}).status_code == 403
    file.refresh_from_db()
    assert file.state == FileState.READ


def test_a_mapping_is_made_from_a_sample_with_a_preview_and_changed_as_a_new_version(
    cast: Cast, keeper: Client, register: Register
) -> None:
    with register.csv({}, {"code": "H2", "due": ""}).open("rb") as sample:
        answer = keeper.post("/so-trong-ngay/anh-xa/", {"key": "m1", "ten": "so-khac", "tep": sample})
    address = answer.headers["Location"]
    shown = keeper.get(address).content.decode()
    assert "“02/11/2026 08:00” đọc là 08:00, 02/11/2026" in shown and "Bùi Ba" in shown
    for column in ("Mã hồ sơ", "Thủ tục", "Ngày nhận", "Hẹn trả"):
        assert f"<option selected>{column}</option>" in shown
    typed = {
        "loai": "csv", "ma-hoa": "utf-8", "mui-gio": "Asia/Ho_Chi_Minh", "pham-vi": "whole", "nguon": "Sổ khác",
        "ma-nguon": "so-khac", "cot-code": "Mã hồ sơ", "cot-procedure": "Thủ tục", "cot-due": "Hẹn trả",
    }  # fmt: skip
    told = keeper.post(address, {**typed, "key": "m2", "viec": "luu"}).content.decode()
    assert "Chọn cột cho: Ngày tiếp nhận." in told and 'value="Sổ khác"' in told
    typed["cot-received"] = "Ngày nhận"
    told = keeper.post(address, {**typed, "key": "m2", "viec": "xem"}).content.decode()
    assert "Các dòng đầu như sẽ được nhận" in told and "17:00, 06/11/2026" in told
    assert not MappingVersion.objects.filter(name="so-khac").exists()
    keeper.post(address, {**typed, "key": "m2", "viec": "luu"})
    keeper.post(address, {**typed, "key": "m3", "viec": "luu", "cot-unit": "Đơn vị"})
    versions = MappingVersion.objects.filter(name="so-khac").order_by("number")
    assert [one.number for one in versions] == [1, 2] and versions[1].official == cast.admin
    saved = bodies_of("unit:dao:2026")[-1]
    assert (saved["action"], saved["facts"]["number"]) == ("register.mapped", 2)
    assert json.loads(saved["facts"]["content"])["columns"]["unit"] == "Đơn vị"
    told = keeper.post(address, {**typed, "key": "m4", "viec": "luu", "cot-unit": "Đơn vị"}).content.decode()
    assert "không có gì thay đổi" in told


def test_the_saved_mapping_is_taken_along_for_the_command_line(
    keeper: Client, register: Register, tmp_path: Path
) -> None:
    from congvu.cli.takeover import load_mapping

    assert "so-tinh-1.yaml" in keeper.get("/so-trong-ngay/anh-xa/so-tinh/").content.decode()
    answer = keeper.get("/so-trong-ngay/anh-xa/so-tinh/1.yaml")
    (tmp_path / "down.yaml").write_bytes(answer.content)
    assert load_mapping(tmp_path / "down.yaml") == load_mapping(register.mapping)


@pytest.mark.parametrize(("change", "said"), [
    ({"nguon": ""}, "Nhập tên nguồn sổ"), ({"ma-nguon": "so-cu"}, "đã thuộc ánh xạ “so-tinh”"),
    ({"kenh": "Trực tiếp"}, "Dòng “Trực tiếp” chưa rõ"),
    ({"kenh": "Trực tiếp = quay"}, "dùng counter, online hoặc post"),
    ({"ngoai": "Sở Tư pháp"}, "Dòng “Sở Tư pháp” chưa rõ"),
    ({"ngoai": "Sở Tư pháp = tinh"}, "“tinh” không phải loại cơ quan"),
    ({"loc-cot": "Trạng thái"}, "Hồ sơ trực tuyến cần đủ"),
    ({"loc-cot": "Trạng thái", "loc-gia-tri": "Mới", "loc-quay": "khong-co"}, "Không có đơn vị mã “khong-co”"),
])  # fmt: skip
def test_a_mapping_that_cannot_work_is_refused_with_what_to_do(
    keeper: Client, register: Register, change: dict[str, str], said: str
) -> None:
    with register.csv({}).open("rb") as sample:
        answer = keeper.post("/so-trong-ngay/anh-xa/", {"key": "m1", "ten": "so-khac", "tep": sample})
    typed = {"nguon": "Sổ khác", "ma-nguon": "so-khac", "cot-code": "Mã hồ sơ", "cot-procedure": "Thủ tục",
             "cot-received": "Ngày nhận", "viec": "luu", "key": "m2"}  # fmt: skip
    told = keeper.post(answer.headers["Location"], typed | change).content.decode()
    assert said in told and not MappingVersion.objects.filter(name="so-khac").exists()


def test_the_counter_accepts_and_refuses_from_its_queue(cast: Cast, keeper: Client, register: Register) -> None:
    lines = [FILED | {"code": f"HT-{n}", "received": f"0{n}/11/2026 08:00"} for n in (3, 1, 2)]
    decided(keeper, sent(keeper, register.csv(*lines)))
    lan = signed_in(cast.lan)
    shown = lan.get("/hang-cho-truc-tuyen/").content.decode()
    assert shown.index("HT-1") < shown.index("HT-2") < shown.index("HT-3") and "hệ thống nguồn" in shown
    first, second = (OnlineFiling.objects.get(code=code).pk for code in ("HT-1", "HT-2"))
    told = lan.post(f"/hang-cho-truc-tuyen/{second}/tu-choi/", {"key": "f1", "ly-do": " "}).content.decode()
    assert "Nhập lý do từ chối" in told
    lan.post(f"/hang-cho-truc-tuyen/{second}/tu-choi/", {"key": "f2", "ly-do": "Thiếu tờ khai"})
    answer = lan.post(f"/hang-cho-truc-tuyen/{first}/tiep-nhan/", {"key": "f3"})
    assert lan.get(answer.headers["Location"]).status_code == 200
    assert Dossier.objects.get().holder == cast.lan
    shown = lan.get("/hang-cho-truc-tuyen/").content.decode()
    assert "HT-3" in shown and "HT-1" not in shown and "HT-2" not in shown
    done = lan.get("/hang-cho-truc-tuyen/?xem=xong").content.decode()
    assert "Thiếu tờ khai" in done and "HT-1" in done
    late = lan.post(f"/hang-cho-truc-tuyen/{first}/tu-choi/", {"key": "f4", "ly-do": "Muộn"}).content.decode()
    assert "không còn chờ tiếp nhận" in late
    hoa = signed_in(cast.hoa)
    assert hoa.get("/hang-cho-truc-tuyen/").status_code == 403
    assert hoa.post(f"/hang-cho-truc-tuyen/{first}/tiep-nhan/", {"key": "f5"}).status_code == 404
