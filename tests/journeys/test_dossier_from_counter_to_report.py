"""The way of one dossier, told as it happens: docs/one-dossier.md tells it again."""

import pytest
from django.test import Client

from congvu.dossiers.models import Dossier
from congvu.ledger.queries import bodies_of, check
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def test_mr_ba_s_dossier_from_the_counter_to_the_report(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"at": at("2026-11-23 09:10")}
    monkeypatch.setattr("congvu.clock.now", lambda: now["at"])

    def browser(official: object) -> Client:
        client = Client()
        client.force_login(official)
        return client

    # Lan finds the procedure by letters without marks and receives the dossier.
    lan, ha, minh, chairman = browser(cast.lan), browser(cast.ha), browser(cast.minh), browser(cast.chairman)
    found = lan.get("/ho-so/tiep-nhan/", {"q": "tinh trang hon"})
    assert found.headers["Location"] == "/ho-so/tiep-nhan/hon-nhan/"
    intake = {
        "key": "k1",
        "kind": "person",
        "name": "Bùi Văn Ba",
        "phone": "0912 345 678",
        "papers": ["Tờ khai"],
        "channel": "counter",
        "fee": "0",
    }
    answer = lan.post("/ho-so/tiep-nhan/hon-nhan/", intake)
    dossier = Dossier.objects.get()
    assert answer.headers["Location"] == f"/ho-so/{dossier.pk}/da-tiep-nhan/"
    assert lan.get(f"/ho-so/{dossier.pk}/giay-tiep-nhan.pdf").content.startswith(b"%PDF")

    # The same form again makes no second record.
    assert lan.post("/ho-so/tiep-nhan/hon-nhan/", intake).headers["Location"] == answer.headers["Location"]
    assert Dossier.objects.count() == 1

    def act(who: Client, move: str, when: str, **typed: str) -> int:
        now["at"] = at(when)
        dossier.refresh_from_db()
        sent = who.post(
            f"/ho-so/{dossier.pk}/{move}/", {"key": f"{move}-{when}", "version": str(dossier.version), **typed}
        )
        return sent.status_code

    assert act(lan, "finish_step", "2026-11-23 09:40", to=f"{cast.justice.pk}:{cast.ha.pk}") == 302
    assert "H49.DT-261123-0001" in ha.get("/viec-cua-toi/").content.decode()
    asked = "Tờ khai: thiếu chữ ký ở trang 2"
    assert act(ha, "ask_papers", "2026-11-23 10:00", missing=asked, basis="Điều 17 NĐ 118/2025/NĐ-CP") == 302

    # Mr Ba looks it up with the code on his paper: he sees the pause, its paper, and no name of his.
    citizen = Client()
    shown = citizen.post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert "01/PYC-TP" in shown and "thiếu chữ ký ở trang 2" in shown
    assert "Tạm dừng tính hạn" in shown and "Văn Ba" not in shown

    assert act(ha, "resume", "2026-11-25 10:00", came="1") == 302
    assert act(ha, "finish_step", "2026-11-25 15:00", to=f"{cast.justice.pk}:{cast.minh.pk}") == 302
    assert act(minh, "record_result", "2026-12-01 09:00") == 302
    assert act(lan, "return", "2026-12-01 10:00", way="counter", taker="Bùi Văn Ba") == 302
    shown = citizen.get("/tra-cuu/ho-so/").content.decode()
    assert "Xong, quá hạn" in shown and "Đã trả kết quả" in shown

    # The chairman sees it late, and the number opens it.
    page = chairman.get("/don-vi/", {"tu": "01/11/2026", "den": "31/12/2026"}).content.decode()
    assert "nhom=xong-qua-han" in page
    listed = chairman.get("/ho-so/", {"nhom": "xong-qua-han", "tu": "01/11/2026", "den": "31/12/2026"}).content.decode()
    assert dossier.code in listed

    # The ledger tells the same story and has not been touched.
    actions = [body["action"] for body in bodies_of(f"dossier:{dossier.pk}")]
    assert actions == [
        "dossier.accepted", "dossier.step_finished", "dossier.supplement_asked", "dossier.resumed",
        "dossier.step_finished", "dossier.result_recorded", "dossier.returned",
    ]  # fmt: skip
    assert check().wrong == ""
