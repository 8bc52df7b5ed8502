"""What people see of the letters: forms with their warnings, papers offered at once, and who may open which."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.commands.ending import Told
from congvu.dossiers.models import Dossier, Reading, Refusal
from congvu.papers.models import Paper
from tests.papers.test_receipt import text_of
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
Browser = Callable[[object], Client]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The clock of the pages; a test sets it forward."""
    held: dict[str, object] = {"at": at("2026-11-23 10:00")}
    monkeypatch.setattr("congvu.clock.now", lambda: held["at"])
    return held


def browser(official: object = None) -> Client:
    client = Client()
    if official is not None:
        client.force_login(official)  # type: ignore[arg-type]
    return client


def send(client: Client, dossier: Dossier, move: str, **typed: object) -> str:
    """Send a move's form and give the page that answers."""
    dossier.refresh_from_db()
    form = {"key": f"{move}-{dossier.version}", "version": str(dossier.version), **typed}
    return client.post(f"/ho-so/{dossier.pk}/{move}/", form, follow=True).content.decode()


ASKED = {"missing": "Tờ khai: thiếu chữ ký\nBản sao căn cước: bản nộp bị mờ", "basis": "Điều 17 NĐ 118/2025/NĐ-CP"}


def looked_up(dossier: Dossier) -> Client:
    citizen = browser()
    citizen.post("/tra-cuu/", {"code": dossier.lookup_code})
    return citizen


def test_ha_asks_for_papers_and_the_page_offers_the_pdf_at_once(cast: Cast) -> None:
    dossier, ha = cast.at_desk(), browser(cast.ha)
    page = send(ha, dossier, "ask_papers", **ASKED)
    assert "Đã lập: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ số 01/PYC-TP." in page and "chưa nộp" in page
    pdf = re.search(rf"/ho-so/{dossier.pk}/giay-to/\d+\.pdf", page)
    assert pdf is not None
    answer = ha.get(pdf.group())
    assert answer.headers["Content-Disposition"] == 'inline; filename="01-pyc-tp.pdf"'
    assert "Bùi Văn Ba" in text_of(answer.content)[0]


@pytest.mark.parametrize(
    ("missing", "said"),
    [("", "Ghi ít nhất một giấy tờ cần bổ sung."), ("Tờ khai: mờ\nBản sao", "Dòng 2 (“Bản sao”): ghi tên giấy tờ")],
)  # fmt: skip
def test_a_request_without_reasons_is_told_what_to_do_and_nothing_typed_is_lost(
    missing: str, said: str, cast: Cast
) -> None:
    page = send(browser(cast.ha), cast.at_desk(), "ask_papers", missing=missing, basis="Điều 17 giữ lại")
    assert said in page and "Điều 17 giữ lại" in page and "Có lỗi cần sửa" in page
    assert not Paper.objects.filter(form="02").exists()


def test_the_second_request_is_warned_of_before_it_is_sent_and_the_citizen_sees_it(
    cast: Cast, now: dict[str, object]
) -> None:
    dossier, ha = cast.at_desk(), browser(cast.ha)
    send(ha, dossier, "ask_papers", **ASKED)
    now["at"] = at("2026-11-23 14:00")
    page = send(ha, dossier, "resume", came=["1"])
    assert "đã nộp 14:00, 23/11/2026" in page and "chưa nộp" in page
    warning = "Tôi biết đây là lần yêu cầu bổ sung thứ 2"
    assert warning in page
    page = send(ha, dossier, "ask_papers", **ASKED)
    assert "chỉ số quốc gia tính hồ sơ yêu cầu quá 1 lần là quá hạn" in page and Paper.objects.count() == 2
    page = send(ha, dossier, "ask_papers", confirmed="on", note="lần hai", **ASKED)
    assert "số 02/PYC-TP" in page
    shown = looked_up(dossier).get("/tra-cuu/ho-so/").content.decode()
    assert "đã bị yêu cầu bổ sung 2 lần" in shown and "02/PYC-TP" in shown and "Văn Ba" not in shown


def test_missing_papers_cannot_be_asked_for_past_the_form(cast: Cast) -> None:
    page = send(browser(cast.ha), cast.at_desk(), "pause", ground="cho-bo-sung", paper="31/PBS")
    assert "Có lỗi cần sửa" in page and not Dossier.objects.filter(state="paused").exists()


def test_minh_apologises_late_and_both_dates_are_on_both_pages(cast: Cast, now: dict[str, object]) -> None:
    dossier, minh = cast.at_desk(), browser(cast.minh)
    now["at"] = at("2026-11-30 09:00")
    assert "hạn không đổi và hồ sơ vẫn quá hạn" in minh.get(f"/ho-so/{dossier.pk}/").content.decode()
    typed = {"new_day": "02/12/2026", "reason": "chờ xác minh", "unit_at_fault": str(cast.justice.pk)}
    page = send(minh, dossier, "extend", **typed)
    shown = looked_up(dossier).get("/tra-cuu/ho-so/").content.decode()
    for one in (page, shown):
        assert "Ngày hẹn lại: 17:00, 02/12/2026 (văn bản xin lỗi số 01/VBXL-TP)" in one and "Xin lỗi muộn" in one
        assert "Hạn: 17:00, 27/11/2026. Văn bản lập lúc 09:00, 30/11/2026, sau khi đã quá hạn" in one
        assert "tag-late" in one and "Gia hạn" not in one and "Hẹn ban đầu" not in one
    assert "Hồ sơ đã quá hạn từ 17:00, 27/11/2026." in shown
    assert "hẹn lại 17:00, 02/12/2026" in minh.get("/ho-so/").content.decode()
    assert "Xin lỗi và gia hạn thời gian giải quyết</summary>" not in page


def test_an_apology_on_the_last_day_moves_the_date_and_says_that_it_is_late(
    cast: Cast, now: dict[str, object]
) -> None:
    dossier, minh = cast.at_desk(), browser(cast.minh)
    now["at"] = at("2026-11-27 09:00")
    assert "văn bản sẽ ghi là xin lỗi muộn" in minh.get(f"/ho-so/{dossier.pk}/").content.decode()
    typed = {"new_day": "02/12/2026", "reason": "chờ xác minh", "unit_at_fault": str(cast.justice.pk)}
    page = send(minh, dossier, "extend", **typed)
    now["at"] = at("2026-11-30 09:00")
    shown = looked_up(dossier).get("/tra-cuu/ho-so/").content.decode()
    for one in (page, shown):
        assert "Hẹn lại: 17:00, 02/12/2026 (văn bản xin lỗi số 01/VBXL-TP)" in one and "Xin lỗi muộn" in one
        assert "Hẹn ban đầu: 17:00, 27/11/2026" in one
    assert "So với hạn ban đầu (17:00, 27/11/2026)" in shown and "Hồ sơ đã quá hạn từ" not in shown


def test_a_closed_day_is_refused_with_the_day(cast: Cast) -> None:
    typed = {"new_day": "05/12/2026", "reason": "chờ xác minh", "unit_at_fault": str(cast.justice.pk)}
    page = send(browser(cast.minh), cast.at_desk(), "extend", **typed)
    assert "Ngày 05/12/2026 không phải ngày làm việc." in page and "chờ xác minh" in page


def test_ha_is_not_offered_what_is_the_heads_or_the_counters(cast: Cast) -> None:
    dossier = cast.at_desk()
    page = browser(cast.ha).get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Yêu cầu bổ sung, hoàn thiện hồ sơ <kbd>Alt+B</kbd></summary>" in page
    assert "Dừng giải quyết hồ sơ</summary>" not in page and "Xin lỗi và gia hạn" not in page
    typed = {"reason": "x", "basis": "y"}
    assert browser(cast.ha).post(
        f"/ho-so/{dossier.pk}/stop/", {"key": "k", "version": str(dossier.version), **typed}
    ).status_code == 403  # fmt: skip


def test_lan_takes_a_withdrawal_at_the_counter_and_the_citizen_reads_it(cast: Cast) -> None:
    dossier = cast.at_desk()
    page = send(browser(cast.lan), dossier, "withdraw", reason="đơn ngày 23/11/2026", returned=["Tờ khai"])
    assert "Đã rút hồ sơ" in page and "số 01/TB-BPMC" in page and "Kết thúc trong hạn" in page
    shown = looked_up(dossier).get("/tra-cuu/ho-so/").content.decode()
    assert "Đã rút hồ sơ" in shown and "Giấy tờ trả lại: Tờ khai" in shown and "Hẹn trả kết quả" not in shown
    assert "Trả kết quả" not in shown


def test_the_citizen_opens_only_what_is_addressed_to_them_and_without_names(cast: Cast) -> None:
    dossier, other = cast.at_desk(), cast.at_desk()
    for one in (dossier, other):
        cast.ask(one, "2026-11-23 09:30")
    commands.stop(
        actor=cast.minh, at=at("2026-11-23 09:40"), dossier_id=dossier.pk, seen_version=None,
        told=Told("không bổ sung", "Điều 20"),
    )  # fmt: skip
    mine = {one.form: one.pk for one in Paper.objects.filter(subject=f"dossier:{dossier.pk}")}
    theirs = Paper.objects.get(subject=f"dossier:{other.pk}", form="02").pk
    refusal = cast.refuse()
    citizen = looked_up(dossier)
    page = citizen.get("/tra-cuu/ho-so/").content.decode()
    assert "01/PYC-TP" in page and "01/TB-TP" in page and "02/PYC-TP" not in page
    for form in ("02", "05"):
        said, _pages = text_of(citizen.get(f"/tra-cuu/giay-to/{mine[form]}.pdf").content)
        assert "Bùi Văn Ba" not in said and "0912345678" not in said and dossier.code in said
    for hidden in (mine["01"], theirs, refusal.paper_id, 10**6):
        assert citizen.get(f"/tra-cuu/giay-to/{hidden}.pdf").status_code == 404
    assert browser().get(f"/tra-cuu/giay-to/{mine['02']}.pdf").headers["Location"] == "/tra-cuu/"


def test_hoa_opens_no_paper_and_who_opens_one_is_seen_by_the_applicant(cast: Cast) -> None:
    dossier = cast.at_desk()
    paper = Paper.objects.get()
    for address in (f"/ho-so/{dossier.pk}/giay-to/{paper.pk}.pdf", f"/ho-so/{dossier.pk}/phieu-kiem-soat.pdf"):
        assert browser(cast.hoa).get(address).status_code == 404
        assert browser(cast.auditor).get(address).status_code == 200
    assert set(Reading.objects.values_list("official__login", flat=True)) == {"giam-sat"}
    other = cast.at_desk()
    assert browser(cast.ha).get(f"/ho-so/{other.pk}/giay-to/{paper.pk}.pdf").status_code == 404


REFUSED = {
    "key": "r1", "kind": "person", "name": "Bùi Văn Ba", "reason": "Không thuộc thẩm quyền", "basis": "Điều 19",
    "instead": "Phường khác",
}  # fmt: skip


def test_lan_refuses_and_finds_it_again(cast: Cast) -> None:
    lan = browser(cast.lan)
    assert "/ho-so/tu-choi/hon-nhan/" in lan.get("/ho-so/tiep-nhan/hon-nhan/").content.decode()
    answer = lan.post("/ho-so/tu-choi/hon-nhan/", REFUSED)
    one = Refusal.objects.get()
    assert answer.headers["Location"] == f"/tu-choi/{one.pk}/"
    assert lan.post("/ho-so/tu-choi/hon-nhan/", REFUSED).headers["Location"] == answer.headers["Location"]
    assert Refusal.objects.count() == 1
    assert "01/PTC-BPMC" in lan.get(f"/tu-choi/{one.pk}/").content.decode()
    assert "Không thuộc thẩm quyền" in text_of(lan.get(f"/tu-choi/{one.pk}/phieu.pdf").content)[0]
    for asked, found in (({"q": "bui van"}, True), ({"q": "hon nhan"}, True), ({"q": "xxx"}, False),
                         ({"tu": "24/11/2026"}, False), ({"den": "23/11/2026"}, True)):  # fmt: skip
        assert ("01/PTC-BPMC" in lan.get("/tu-choi/", asked).content.decode()) is found, asked
    assert "Nhập ngày theo thứ tự" in lan.get("/tu-choi/", {"tu": "31-2026"}).content.decode()
    assert "01/PTC-BPMC" not in browser(cast.hoa).get("/tu-choi/").content.decode()


def test_a_refusal_without_a_law_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    page = browser(cast.lan).post(
        "/ho-so/tu-choi/hon-nhan/", REFUSED | {"basis": " ", "id_number": "12", "phone": "1"}
    ).content.decode()  # fmt: skip
    for words in ("Nhập căn cứ pháp lý.", "Số định danh cá nhân gồm 12 chữ số.", "10 chữ số", "Không thuộc thẩm quyền"):
        assert words in page
    assert not Refusal.objects.exists()


def test_the_register_is_for_the_counter_and_heads_and_its_readers_are_noted(cast: Cast) -> None:
    dossier = cast.at_desk()
    lan = browser(cast.lan)
    page = lan.get("/so-theo-doi/").content.decode()
    assert dossier.code in page and "Bùi Văn Ba" in page and "0912345678" in page
    assert Reading.objects.get().official == cast.lan
    lan.get("/so-theo-doi/")
    said, _pages = text_of(browser(cast.chairman).get("/so-theo-doi/so.pdf", {"don-vi": "mot-cua"}).content)
    assert dossier.code in said and "từ ngày 01/11/2026 đến ngày 23/11/2026" in said
    assert sorted(Reading.objects.values_list("official__login", flat=True)) == ["chu-tich", "lan"]
    assert "chưa nhận hồ sơ nào" in lan.get("/so-theo-doi/", {"tu": "01/10/2026", "den": "02/10/2026"}).content.decode()
    assert "Nhập ngày theo thứ tự" in lan.get("/so-theo-doi/", {"tu": "2026"}).content.decode()
    assert lan.get("/so-theo-doi/", {"don-vi": "phuong-khac"}).status_code == 404
    assert dossier.code not in browser(cast.minh).get("/so-theo-doi/").content.decode()


def test_a_register_too_long_for_a_book_says_what_to_do(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.accept(), cast.accept()
    monkeypatch.setattr("congvu.dossiers.views.papers.PRINTED", 1)
    page = browser(cast.lan).get("/so-theo-doi/so.pdf").content.decode()
    assert "Kỳ này có 2 hồ sơ; một bản in chứa tối đa 1." in page
