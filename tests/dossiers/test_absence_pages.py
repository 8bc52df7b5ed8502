"""The pages of absences: entered by hand, errors keep what was typed, the kind stays with those who may know it."""

import pytest
from django.test import Client

from congvu.dossiers.commands.absence_course import keep_absences
from congvu.dossiers.models import Dossier
from congvu.offices.models import Absence, Official
from congvu.papers.models import Paper
from congvu.rules.absence import AbsenceKind
from tests.dossiers.test_absences import enter
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


def sign_in(who: Official, when: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("congvu.clock.now", lambda: at(when))
    client = Client()
    client.force_login(who)
    return client


def typed(cast: Cast, substitute: Official | None, **more: str) -> dict[str, str]:
    sub = {f"sub_{cast.justice.pk}": str(substitute.pk) if substitute else ""}
    whole = {"key": "k", "kind": "leave", "from_day": "24/11/2026", "to_day": "26/11/2026", "basis": "12/GNP"}
    return whole | sub | more


def test_a_head_enters_leave_and_the_page_tells_what_moved(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    client = sign_in(cast.minh, "2026-11-23 15:00", monkeypatch)
    page = client.get("/vang-mat/ghi/ha/").content.decode()
    assert "Đang giữ 1 hồ sơ chưa xong." in page and "Tạm đình chỉ" not in page and "Người TAM" in page
    answer = client.post("/vang-mat/ghi/ha/", typed(cast, tam))
    absence = Absence.objects.get()
    assert answer.headers["Location"] == f"/vang-mat/{absence.pk}/"
    assert (absence.from_at, absence.to_at) == (at("2026-11-24 00:00"), at("2026-11-27 00:00"))
    keep_absences(actor=cast.clockwork, at=at("2026-11-24 00:00"))
    page = client.get(f"/vang-mat/{absence.pk}/").content.decode()
    for words in ("Nghỉ phép", "từ 24/11/2026 đến hết 26/11/2026", dossier.code, "Số 01/BB-TP", "12/GNP"):
        assert words in page, words
    paper = Paper.objects.get(form="BGCV")
    minutes = client.get(f"/vang-mat/{absence.pk}/bien-ban/{paper.pk}.pdf")
    assert minutes.headers["Content-Type"] == "application/pdf" and minutes.content[:4] == b"%PDF"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to_day": ""}, "Nhập thời điểm hết vắng mặt"), ({"to_day": "31/02/2026"}, "không có trong lịch"),
        ({"from_clock": "8 giờ"}, "Nhập giờ theo dạng 09:30."), ({"kind": "suspension"}, "Chọn một mục"),
        ({"to_day": "23/11/2026", "from_day": "24/11/2026"}, "phải sau thời điểm bắt đầu"),
        ({"from_day": ""}, "Nhập ngày bắt đầu vắng mặt."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    wrong: dict[str, str], said: str, cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.minh, "2026-11-23 15:00", monkeypatch)
    page = client.post("/vang-mat/ghi/ha/", typed(cast, tam, **wrong)).content.decode()
    assert said in page and 'value="12/GNP"' in page and not Absence.objects.exists()


def test_a_suspension_is_only_an_absence_to_everybody_else(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    absence = enter(cast, cast.ha, tam, kind=AbsenceKind.SUSPENSION, by=cast.chairman, when="2026-11-24 08:00")
    for who in (cast.lan, cast.minh, tam, cast.hoa, cast.auditor, cast.admin):
        client = sign_in(who, "2026-11-24 09:00", monkeypatch)
        pages = ["/vang-mat/", f"/vang-mat/{absence.pk}/", f"/ho-so/{dossier.pk}/", "/don-vi/", "/ban-giao/"]
        seen = "".join(client.get(page).content.decode() for page in pages)
        assert "Vắng mặt" in seen and "đình chỉ" not in seen.lower() and "12/QĐ" not in seen, who.login
    page = sign_in(cast.chairman, "2026-11-24 09:00", monkeypatch).get(f"/vang-mat/{absence.pk}/").content.decode()
    assert "Tạm đình chỉ công tác" in page and "12/QĐ" in page
    told = Client().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert dossier.code in told and "vắng mặt" not in told.lower()
    client = sign_in(cast.minh, "2026-11-24 09:00", monkeypatch)
    ends = {"key": "k", "version": "1", "reason": "x"}
    assert client.post(f"/vang-mat/{absence.pk}/ket-thuc/", ends).status_code == 403


def test_it_is_ended_early_and_the_chosen_go_back(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, back = cast.at_desk(), cast.at_desk()
    absence = enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    client, page = sign_in(cast.minh, "2026-11-25 09:00", monkeypatch), f"/vang-mat/{absence.pk}/"
    wrong = client.post(f"{page}ket-thuc/", {"key": "a", "version": "2", "reason": ""}).content.decode()
    assert "Nhập lý do." in wrong
    assert client.post(f"{page}ket-thuc/", {"key": "b", "version": "2", "reason": "về sớm"}).status_code == 302
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-25 09:05"))
    said = client.post(f"{page}tra-lai/", {"key": "c"}).content.decode()
    assert "Chọn ít nhất một việc để bàn giao lại." in said
    assert said.count("checked") == 0, "what was unticked stays unticked"
    done = client.post(f"{page}tra-lai/", {"key": "d", "chon": [str(back.pk)]}, follow=True).content.decode()
    assert "Đã bàn giao lại 1 việc." in done and "đã bàn giao lại" in done
    holders = [Dossier.objects.get(pk=one.pk).holder for one in (kept, back)]
    assert holders == [tam, cast.ha]


def test_it_is_prolonged_and_corrected_on_the_page(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    absence = enter(cast, cast.ha, tam)
    client, page = sign_in(cast.minh, "2026-11-23 15:00", monkeypatch), f"/vang-mat/{absence.pk}/"
    none = client.post(f"{page}keo-dai/", {"key": "a", "version": "1", "to_day": "", "reason": "ốm"}).content.decode()
    assert "Nhập ngày hết vắng mặt mới." in none
    client.post(f"{page}keo-dai/", {"key": "b", "version": "1", "to_day": "30/11/2026", "reason": "ốm"})
    sent = typed(cast, cast.minh, key="c", version="2", to_day="30/11/2026", reason="Tâm đi học", kind="errand")
    assert client.post(f"{page}dinh-chinh/", sent).status_code == 302
    absence.refresh_from_db()
    assert (absence.kind, absence.to_at) == ("errand", at("2026-12-01 00:00"))
    assert absence.substitutions.get().official == cast.minh
    late = client.post(f"{page}dinh-chinh/", sent | {"key": "d", "version": "2"}).content.decode()
    assert "Người khác vừa sửa lần vắng mặt này." in late


def test_who_addresses_somebody_away_is_told_where_it_went(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    dossier = cast.accept("2026-11-24 09:00")
    client = sign_in(cast.lan, "2026-11-24 09:30", monkeypatch)
    page = client.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Đỗ Thu Hà – Chuyên viên (vắng mặt, nhận thay: Người TAM)" in page
    sent = {"key": "k", "version": "1", "to": f"{cast.justice.pk}:{cast.ha.pk}"}
    said = client.post(f"/ho-so/{dossier.pk}/finish_step/", sent, follow=True).content.decode()
    assert "Đỗ Thu Hà đang vắng mặt: hồ sơ đã chuyển cho Người TAM nhận thay." in said


def test_who_is_away_cannot_act_and_is_told_what_to_do(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    client = sign_in(cast.ha, "2026-11-24 09:30", monkeypatch)
    sent = {"key": "k", "version": "3", "note": "chú thích"}
    page = client.post(f"/ho-so/{dossier.pk}/record_result/", sent).content.decode()
    assert "nhờ người phụ trách kết thúc vắng mặt" in page and "chú thích" in page


def test_the_heads_page_says_that_nothing_stays_or_lists_what_does(
    cast: Cast, tam: Official, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(cast.minh, "2026-11-24 09:00", monkeypatch)
    assert "vắng mặt;" not in client.get("/don-vi/").content.decode()
    enter(cast, cast.ha, tam, when="2026-11-24 08:00")
    assert "1 người đang vắng mặt; không hồ sơ, văn bản chờ ký nào nằm lại" in client.get("/don-vi/").content.decode()
    dossier = cast.at_desk("2026-11-23 09:10")  # a hand-over that was under way
    page = client.get("/don-vi/").content.decode()
    assert "Còn nằm ở người đang vắng mặt" in page and dossier.code in page


def test_an_empty_register_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(cast.lan, "2026-11-24 09:00", monkeypatch)
    assert "Hôm nay không ai vắng mặt." in client.get("/vang-mat/").content.decode()
