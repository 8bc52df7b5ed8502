"""A signature as people live it: submitted, returned, submitted again, signed in the chairman's place, sealed."""

import json
import re

import pytest
from django.test import Client

from congvu.dossiers.course import stored
from congvu.dossiers.models import Dossier, Signing
from congvu.dossiers.rebuild import told
from congvu.ledger.queries import bodies_of, check
from congvu.offices.models import Official
from tests.people import Cast, at
from tests.signers import Signers, gather_signers

pytestmark = pytest.mark.django_db


class Day:
    """The pages at an hour that the test sets."""

    def __init__(self, signers: Signers, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = at("2026-11-23 09:10")
        monkeypatch.setattr("congvu.clock.now", lambda: self.now)
        self.signers, self.cast, self.citizen = signers, signers.cast, Client()
        self.dossier = signers.at_desk()

    def read(self, who: Official, address: str) -> str:
        client = Client()
        client.force_login(who)
        return client.get(address).content.decode()

    def send(self, who: Official, when: str, address: str, **typed: str) -> str:
        """Send a form; gives '' where it was done, else what the page says."""
        self.now = at(when)
        version = Dossier.objects.get(pk=self.dossier.pk).version
        client = Client()
        client.force_login(who)
        answer = client.post(address, {"key": f"{when}{address[-9:]}", "version": str(version), **typed})
        return "" if answer.status_code == 302 else answer.content.decode()

    def act(self, who: Official, when: str, act: str, **typed: str) -> str:
        signing = Signing.objects.latest("pk")
        return self.send(who, when, f"/trinh-ky/{signing.pk}/{act}/", **typed)

    def everybody_reads(self, line: str) -> None:
        """Hà on the dossier and on her work, Lan on the list, the chairman on his unit's list, the citizen by code."""
        own = f"/ho-so/{self.dossier.pk}/"
        for who, address in ((self.cast.ha, own), (self.cast.ha, "/viec-cua-toi/"), (self.cast.lan, "/ho-so/"),
                             (self.cast.chairman, "/ho-so/?nhom=dang-giai-quyet")):  # fmt: skip
            assert line in self.read(who, address), (who, address)
        assert line in self.citizen_page()

    def citizen_page(self) -> str:
        return self.citizen.post("/tra-cuu/", {"code": self.dossier.lookup_code}, follow=True).content.decode()


def test_a_signature_returned_and_signed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(gather_signers(cast), monkeypatch)
    minh, chairman, vice, clerk = cast.minh, cast.chairman, day.signers.vice, day.signers.clerk
    submit, post = f"/ho-so/{day.dossier.pk}/trinh-ky/", day.signers.post

    # Hà may not end it without the signature; her form keeps what she typed when something is missing.
    refused = day.send(cast.ha, "2026-11-23 09:50", f"/ho-so/{day.dossier.pk}/record_result/")
    assert "Thủ tục này phải có kết quả được ký, cấp số và đóng dấu ở bước “Ký”" in refused
    page = day.read(cast.ha, submit)
    assert re.search(rf'<option value="{post(minh).pk}" selected>Trưởng phòng', page), "the head is suggested"
    draft = {"draft": "result", "what": "Giấy phép xây dựng nhà ở", "paper_kind": ".GP", "pages": "2",
             "initial_1": str(post(minh).pk), "signer": str(post(chairman).pk)}  # fmt: skip
    page = day.send(cast.ha, "2026-11-23 10:00", submit, **(draft | {"pages": "nhiều"}))
    assert "Nhập số trang từ 1 đến 999." in page and "Giấy phép xây dựng nhà ở" in page
    page = day.send(cast.ha, "2026-11-23 10:01", submit, **(draft | {"initial_1": ""}))
    assert "Văn bản này phải có người đứng đầu đơn vị ký nháy trước" in page
    assert day.send(cast.ha, "2026-11-23 10:02", submit, **draft) == ""
    day.everybody_reads("Đang chờ ký tại Tư pháp – Trưởng phòng từ 23/11")
    assert "Trần Minh" not in day.citizen_page()

    # Minh sends it back with a reason, which Hà reads and the citizen does not.
    assert "1 văn bản chờ bạn ký" in day.read(minh, "/viec-cua-toi/")
    assert "Nhập lý do" in day.act(minh, "2026-11-23 10:30", "tra-lai", reason=" ")
    assert day.act(minh, "2026-11-23 10:31", "tra-lai", reason="Thiếu bản vẽ mặt bằng") == ""
    assert "1 văn bản bị trả lại, chờ hoàn thiện" in day.read(cast.ha, "/viec-cua-toi/")
    assert "Thiếu bản vẽ mặt bằng" in day.read(cast.ha, "/trinh-ky/")
    assert "trả lại để hoàn thiện" in day.citizen_page() and "Thiếu bản vẽ" not in day.citizen_page()
    assert 'value="Giấy phép xây dựng nhà ở"' in day.read(cast.ha, submit)

    # Again: Minh initials, the chairman sees it due first and gives it to the vice-chairwoman, who signs for him.
    assert day.send(cast.ha, "2026-11-23 13:30", submit, **draft) == ""
    assert day.act(minh, "2026-11-23 14:00", "ky") == ""
    day.everybody_reads("Đang chờ ký tại Đảo Thử – Chủ tịch từ 23/11")
    day.now = at("2026-11-27 09:00")
    queue = day.read(chairman, "/trinh-ky/")
    assert "Quá hạn hoặc đến hạn hôm nay" in queue and "2 ngày làm việc 5 giờ" in queue
    overview = day.read(chairman, "/cho-ky/?in=1")
    assert "Chủ tịch" in overview and day.dossier.code in overview and "Trưởng phòng" not in overview
    figures = day.read(chairman, "/don-vi/")
    assert "Trong đó chờ ký" in figures and ">29 phút</td>" in figures
    listed = day.read(chairman, "/ho-so/?nhom=cho-ky")
    assert "Đang chờ ký" in listed and "(1)</h1>" in listed
    handed = {"to_post": str(post(vice).pk), "authority": "KT", "whom": "Chủ tịch", "basis": ""}
    assert "Nhập chức danh" in day.act(chairman, "2026-11-27 09:10", "chuyen", **(handed | {"whom": ""}))
    assert day.act(chairman, "2026-11-27 09:11", "chuyen", **handed) == ""
    late = day.act(chairman, "2026-11-27 09:12", "ky", authority="")
    assert "đang chờ Phó Chủ tịch (Đảo Thử) ký" in late
    assert day.act(vice, "2026-11-27 09:20", "ky", authority="KT", whom="Chủ tịch", basis="") == ""

    # The clerk numbers and seals; only then Hà records the result, on time.
    assert day.read(clerk, "/trinh-ky/").count(day.dossier.code) == 1
    assert "chờ văn thư (Đảo Thử) cấp số" in day.citizen_page()
    assert day.act(clerk, "2026-11-27 09:30", "cap-so") == ""
    assert "chờ văn thư (Đảo Thử) đóng dấu" in day.citizen_page()
    refused = day.send(cast.ha, "2026-11-27 09:31", f"/ho-so/{day.dossier.pk}/record_result/")
    assert "Còn văn bản đang trình ký, chờ cấp số hoặc chờ đóng dấu" in refused
    assert day.act(clerk, "2026-11-27 09:40", "dong-dau") == ""
    assert "01/GP-ĐT" in day.read(clerk, "/so-cap-so/") and "01/GP-ĐT" in day.citizen_page()
    assert day.send(cast.ha, "2026-11-27 09:50", f"/ho-so/{day.dossier.pk}/record_result/") == ""

    # In the end: on time, no clock stopped, and the ledger alone tells the same.
    dossier = Dossier.objects.get(pk=day.dossier.pk)
    assert dossier.finished_at == at("2026-11-27 09:50") and not dossier.pauses.exists()
    assert "Không có văn bản nào chờ bạn ký" in day.read(chairman, "/trinh-ky/")
    assert "Không có văn bản nào đang chờ ký" in day.read(chairman, "/cho-ky/")
    bodies = bodies_of(f"dossier:{dossier.pk}")
    assert told(bodies) == stored(dossier) and check().wrong == ""
    said = json.dumps([body["facts"] for body in bodies if body["action"] == "dossier.signing_signed"])
    assert '"KT"' in said


def test_withdrawn_while_the_signers_page_was_open_he_is_told_and_nothing_is_signed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(gather_signers(cast), monkeypatch)
    signing = day.signers.submit(day.dossier)
    seen = Dossier.objects.get(pk=day.dossier.pk).version
    assert day.act(cast.ha, "2026-11-23 10:30", "rut", reason="Sửa số liệu") == ""
    client = Client()
    client.force_login(cast.minh)
    answer = client.post(f"/trinh-ky/{signing.pk}/ky/", {"key": "k", "version": str(seen)})
    assert answer.status_code == 409 and "Đỗ Thu Hà cập nhật lúc" in answer.content.decode()
    signing.refresh_from_db()
    assert signing.state == "withdrawn"


def test_the_clerk_reads_no_dossier_only_what_is_to_be_numbered_and_sealed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Day(gather_signers(cast), monkeypatch)
    signing = day.signers.submit(day.dossier)
    page = day.read(day.signers.clerk, f"/trinh-ky/{signing.pk}/")
    assert day.dossier.code in page and f"/ho-so/{day.dossier.pk}/" not in page and "Bùi Văn Ba" not in page
    client = Client()
    client.force_login(day.signers.clerk)
    assert client.get(f"/ho-so/{day.dossier.pk}/").status_code == 404
    assert client.get("/cho-ky/").status_code == 403
    assert "Không có việc nào chờ bạn ở văn bản này" in page
