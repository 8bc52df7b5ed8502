"""The counter's pages as plain forms: card, visit, queue, machine, screen, hand-over, paper receipts for an outage."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from pypdf import PdfReader

from congvu.dossiers import commands
from congvu.dossiers.models import Applicant, Dossier, PaperReceipt, Refusal, Ticket, Visit
from congvu.dossiers.queue import machine_key
from congvu.dossiers.views.choosing import found_procedures
from congvu.offices import commands as offices
from congvu.offices.models import Official
from congvu.offices.once import fresh_key
from tests.dossiers.money import charged, take
from tests.people import STEPS, Cast, at

pytestmark = pytest.mark.django_db
ACCEPT = "/ho-so/tiep-nhan/hon-nhan/"
CARD = "999087000123||Bùi Văn Ba|05061987|Nam|Thôn 2, Đặc khu Cô Tô|10082021"
FORM = {"kind": "person", "channel": "counter", "fee": "0"}
DECLARED = {"declared_day": "23/11/2026", "declared_clock": "08:30", "declared_reason": "Mất điện"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-23 09:10"))


def browser(official: Official | None = None) -> Client:
    client = Client()
    if official is not None:
        client.force_login(official)
    return client


def text_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def received(lan: Client, cast: Cast, **typed: str) -> Dossier:
    sent = FORM | {"key": fresh_key(cast.lan), "name": "Bùi Văn Ba"} | typed
    answer = lan.post(ACCEPT, sent)
    assert answer.status_code == 302, text_of(answer)
    return Dossier.objects.get(pk=int(answer.headers["Location"].split("/")[2]))


def why_on(page: str) -> str:
    """What is folded under “Vì sao?”, in plain words."""
    part = page.partition("Vì sao?")[2].partition("</details>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_the_counter_reads_why_both_dates_are_what_they_are_before_receiving(cast: Cast) -> None:
    told = why_on(text_of(browser(cast.lan).get(ACCEPT)))
    assert "Theo quy định Thời hạn: 3 ngày làm việc" in told and "Hạn: 17:00, 27/11/2026" in told
    assert "Theo cam kết Thời hạn: 2 ngày làm việc" in told and "Hạn: 17:00, 26/11/2026" in told
    assert "24/11/2026 nghỉ lễ: Ngày Văn hóa Việt Nam 25/11/2026 ngày làm việc thứ 1/2" in told


def test_a_commitment_that_would_end_after_the_law_says_that_the_law_is_first(cast: Cast) -> None:
    type(cast.version).objects.filter(pk=cast.version.pk).update(term="4wh", commitment="1wd")
    told = why_on(text_of(browser(cast.lan).get(ACCEPT)))
    assert "23/11/2026 tính (09:10–11:30, 13:00–14:40); không tính 11:30–13:00 4 giờ" in told
    assert told.endswith("Không muộn hơn hạn theo quy định: 14:40, 23/11/2026")


# the procedure and the card


def test_enter_opens_the_one_procedure_that_fits_and_puts_the_cursor_on_the_nearest_of_several(cast: Cast) -> None:
    for slug, name in (("lai", "Đăng ký lại khai sinh và trích lục"), ("moi", "Đăng ký khai sinh")):
        terms = {"settling_unit": cast.justice, "term": "1wd", "steps": STEPS}
        named = {"slug": slug, "name": name, "code": ""}
        offices.publish_procedure(
            actor=cast.clockwork, at=at("2026-11-02 08:00"), procedure=named, valid_from=at("2026-01-01 00:00").date(),
            terms=terms,
        )  # fmt: skip
    lan = browser(cast.lan)
    assert lan.get("/ho-so/tiep-nhan/", {"q": "đất đai"}).headers["Location"] == "/ho-so/tiep-nhan/dat-dai/"
    assert [one.slug for one in found_procedures("ks")] == ["moi", "lai"]
    page = text_of(lan.get("/ho-so/tiep-nhan/", {"q": "khai sinh"}))
    assert '/moi/" autofocus' in page and page.count("autofocus") == 1


def test_the_server_reads_the_card_of_a_plain_form_and_what_was_typed_stands(cast: Cast) -> None:
    received(browser(cast.lan), cast, card=CARD, name="", address="Thôn 9")
    party = Applicant.objects.get()
    assert (party.name, party.id_number, party.address) == ("Bùi Văn Ba", "999087000123", "Thôn 9")


def test_an_organisations_card_is_that_of_whoever_brought_the_papers(cast: Cast) -> None:
    received(browser(cast.lan), cast, kind="organisation", name="HTX Biển", card=CARD, authorisation="3/GGT")
    party = Applicant.objects.get()
    assert (party.name, party.submitter_name, party.submitter_id_number) == ("HTX Biển", "Bùi Văn Ba", "999087000123")


def test_a_wrong_card_is_told_in_one_sentence_and_kept_as_it_was_typed(cast: Cast) -> None:
    wrong = CARD.replace("|Nam|", "|Nữ|")
    page = text_of(browser(cast.lan).post(ACCEPT, FORM | {"key": fresh_key(cast.lan), "card": wrong, "name": ""}))
    assert "không khớp ngày sinh hoặc giới tính" in page and "Nhập họ và tên." not in page
    assert f'value="{wrong}"' in page and Dossier.objects.count() == 0


def test_the_card_is_read_for_the_form_and_nobody_else(cast: Cast) -> None:
    lan = browser(cast.lan)
    found = lan.post("/ho-so/tiep-nhan/the/", {"card": CARD}).json()
    assert found == {
        "name": "Bùi Văn Ba", "id_number": "999087000123", "address": "Thôn 2, Đặc khu Cô Tô",
        "seen": "Bùi Văn Ba · 05/06/1987 · Nam",
    }  # fmt: skip
    refused = lan.post("/ho-so/tiep-nhan/the/", {"card": "xin chào"})
    assert refused.status_code == 422 and "không phải nội dung mã QR" in refused.json()["said"]
    assert browser(cast.ha).post("/ho-so/tiep-nhan/the/", {"card": CARD}).status_code == 403


# a visit


def test_the_next_dossier_of_a_visit_keeps_the_applicant_and_all_receipts_are_one_pdf(cast: Cast) -> None:
    lan = browser(cast.lan)
    first = received(lan, cast, phone="0912345678", address="Thôn 2")
    visit = Visit.objects.get()
    page = text_of(lan.get(f"/ho-so/{first.pk}/da-tiep-nhan/"))
    assert f'href="/ho-so/tiep-nhan/?luot={visit.pk}"' in page and "của lượt" not in page
    assert f"?luot={visit.pk}" in text_of(lan.get("/ho-so/tiep-nhan/", {"luot": visit.pk}))
    form = text_of(lan.get(ACCEPT, {"luot": visit.pk}))
    assert all(f'value="{one}"' in form for one in ("Bùi Văn Ba", "0912345678", "Thôn 2"))
    second = received(lan, cast, visit=str(visit.pk))
    page = text_of(lan.get(f"/ho-so/{second.pk}/da-tiep-nhan/"))
    assert first.code in page and "In 2 giấy tiếp nhận của lượt" in page
    whole = PdfReader(io.BytesIO(lan.get(f"/luot/{visit.pk}/giay-tiep-nhan.pdf").content))
    printed = " ".join(one.extract_text() for one in whole.pages)
    assert first.code in printed and second.code in printed
    assert first.readings.count() == 1


def test_a_visit_shows_what_is_left_to_pay_of_each_dossier_and_in_sum(cast: Cast) -> None:
    lan = browser(cast.lan)
    first = received(lan, cast)
    visit = str(Visit.objects.get().pk)
    second, third = received(lan, cast, visit=visit), received(lan, cast, visit=visit)
    for one, amount in ((first, 12000), (second, 5000), (third, 1000)):
        charged(cast, one, amount, when="2026-11-23 09:10")
    take(cast, third, "2026-11-23 09:10")
    for where in (f"/ho-so/{third.pk}/da-tiep-nhan/", f"/ho-so/tiep-nhan/?luot={visit}"):
        page = text_of(lan.get(where))
        assert "chưa nộp 12.000 đồng" in page and "chưa nộp 5.000 đồng" in page and page.count("đã nộp đủ") == 1
        assert "Lượt này còn phải nộp 17.000 đồng." in page


REFUSE = "/ho-so/tu-choi/hon-nhan/"
WHY = {"kind": "person", "name": "Bùi Văn Ba", "reason": "Không thuộc thẩm quyền", "basis": "Điều 19"}


def test_what_is_refused_in_a_visit_belongs_to_it_and_the_way_leads_back_into_it(cast: Cast) -> None:
    lan = browser(cast.lan)
    received(lan, cast, phone="0912345678")
    visit = Visit.objects.get()
    assert f'href="{REFUSE}?luot={visit.pk}"' in text_of(lan.get(ACCEPT, {"luot": visit.pk}))
    form = text_of(lan.get(REFUSE, {"luot": visit.pk}))
    assert 'value="0912345678"' in form and f'name="visit" value="{visit.pk}"' in form
    sent = WHY | {"key": fresh_key(cast.lan), "visit": str(visit.pk)}
    page = text_of(lan.post(REFUSE, sent, follow=True))
    one = Refusal.objects.get()
    assert one.visit == visit and f'href="/ho-so/tiep-nhan/?luot={visit.pk}"' in page
    assert f"Từ chối tiếp nhận {one.paper.symbol}" in text_of(lan.get("/ho-so/tiep-nhan/", {"luot": visit.pk}))
    other = Visit.objects.create(unit=cast.justice, begun_at=at("2026-11-23 09:00"), begun_by=cast.ha)
    page = text_of(lan.post(REFUSE, sent | {"key": fresh_key(cast.lan), "visit": str(other.pk)}))
    assert "Lượt này không thuộc quầy của bạn" in page and Refusal.objects.count() == 1


def test_refusing_from_the_reception_form_carries_the_person_and_the_card_and_refuses_nothing_yet(cast: Cast) -> None:
    lan = browser(cast.lan)
    form = text_of(lan.get(ACCEPT))
    assert re.search(rf'formaction="{REFUSE}" name="tu-tiep-nhan" value="1" data-alt="KeyT"', form)
    typed = FORM | {"key": fresh_key(cast.lan), "tu-tiep-nhan": "1", "phone": "0912345678"}
    page = text_of(lan.post(REFUSE, typed | {"card": CARD, "name": ""}))
    assert all(f'value="{one}"' in page for one in ("Bùi Văn Ba", "999087000123", "0912345678"))
    assert "Nhập lý do từ chối." not in page and Refusal.objects.count() == Dossier.objects.count() == 0
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key and key[1] != typed["key"]
    lan.post(REFUSE, WHY | {"key": key[1], "visit": ""})
    assert Refusal.objects.get().visit is None
    page = text_of(lan.post(REFUSE, typed | {"card": CARD.replace("|Nam|", "|Nữ|"), "name": "Bùi Văn Ba"}))
    assert "không khớp ngày sinh hoặc giới tính" in page and 'value="Bùi Văn Ba"' in page


def test_alt_b_on_a_dossiers_page_asks_for_papers(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-23 09:00")
    assert '<summary data-alt="KeyB">' in text_of(browser(cast.ha).get(f"/ho-so/{dossier.pk}/"))


def test_a_visit_gives_the_applicant_to_nobody_who_did_not_receive_him(cast: Cast) -> None:
    dossier = cast.accept()
    visit = Visit.objects.create(unit=cast.counter, begun_at=at("2026-11-20 09:00"), begun_by=cast.lan)
    visit.items.create(dossier=dossier)
    lan = browser(cast.lan)
    assert "Bùi Văn Ba" not in text_of(lan.get(ACCEPT, {"luot": visit.pk}))  # not today's
    for text in ("x", "0", "9" * 30):
        assert "Bùi Văn Ba" not in text_of(lan.get(ACCEPT, {"luot": text}))
    assert browser(cast.hoa).get(f"/luot/{visit.pk}/giay-tiep-nhan.pdf").status_code == 404
    refused = lan.post(ACCEPT, FORM | {"key": fresh_key(cast.lan), "name": "Bùi Văn Ba", "visit": str(visit.pk)})
    assert "Lượt này không thuộc quầy của bạn" in text_of(refused)


# the queue


def press(who: Client, cast: Cast, what: str, **more: str) -> str:
    """Press a button of the queue page; gives the page that follows."""
    return text_of(who.post("/hang-cho/", {"key": fresh_key(cast.lan), "viec": what, **more}, follow=True))


def test_the_next_number_is_called_at_a_desk_and_its_visit_takes_a_dossier(cast: Cast) -> None:
    lan, hall = browser(cast.lan), f"/lay-so/mot-cua/{machine_key(cast.counter)}/"
    assert "Hôm nay chưa ai lấy số" in text_of(lan.get("/hang-cho/"))
    for key in ("a", "a", "b"):  # pressed twice, then somebody else
        taken = browser().post(hall, {"key": key})
    assert taken.headers["Location"] == f"{hall}?so=2" and Ticket.objects.count() == 2
    slip = browser().get(f"{hall}?so=2")
    assert '<b class="slip-number">2</b>' in text_of(slip) and "Trước bạn còn 1 người" in text_of(slip)
    assert slip.headers["Refresh"] == f"10; url={hall}"
    page = press(lan, cast, "goi", ban="3")
    visit = Visit.objects.get()
    assert visit.ticket.number == 1 and f"/ho-so/tiep-nhan/?luot={visit.pk}" in page and 'value="3"' in page
    screen = text_of(browser().get("/man-hinh/mot-cua/"))
    assert "<b>1</b>" in screen and "đến bàn 3" in screen and "Đang chờ: 1 người" in screen
    assert "Lan" not in screen
    assert "Lượt của số 1" in text_of(lan.get("/ho-so/tiep-nhan/", {"luot": visit.pk}))
    dossier = received(lan, cast, visit=str(visit.pk))
    assert dossier.code in text_of(lan.get("/hang-cho/"))
    one = str(visit.ticket.pk)
    assert "Gọi lại số 1" in press(lan, cast, "vang", so=one)
    press(lan, cast, "goi-lai", so=one)
    assert "Đã phục vụ" in press(lan, cast, "xong", so=one)
    press(lan, cast, "goi")
    assert "Không còn số nào đang chờ." in press(lan, cast, "goi")


def test_the_clerk_gives_a_number_and_prints_its_slip(cast: Cast) -> None:
    lan = browser(cast.lan)
    assert "slip.css" in press(lan, cast, "lay-so") and Ticket.objects.get().taken_by == cast.lan


def test_a_machine_without_its_key_and_a_screen_of_no_counter_are_not_there(cast: Cast) -> None:
    for address in (
        "/lay-so/mot-cua/xyz/", f"/lay-so/tu-phap/{machine_key(cast.justice)}/", "/man-hinh/tu-phap/", "/man-hinh/x/",
    ):  # fmt: skip
        assert browser().get(address).status_code == 404, address
    assert browser().post("/lay-so/mot-cua/xyz/", {"key": "a"}).status_code == 404
    hall = f"/lay-so/mot-cua/{machine_key(cast.counter)}/"
    for number in ("7", "²", "9" * 30):
        assert "slip-number" not in text_of(browser().get(hall, {"so": number}))
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(("what", "number"), [("khac", "1"), ("vang", ""), ("vang", "999"), ("xong", "²")])
def test_a_button_that_is_none_does_nothing(cast: Cast, what: str, number: str) -> None:
    sent = {"key": fresh_key(cast.lan), "viec": what, "so": number}
    assert browser(cast.lan).post("/hang-cho/", sent).status_code == 404


# handing over


def ready(cast: Cast) -> Dossier:
    dossier = cast.at_desk("2026-11-23 08:00")
    return commands.record_result(
        actor=cast.minh, at=at("2026-11-23 09:00"), dossier_id=dossier.pk, seen_version=dossier.version
    )


def hand(cast: Cast, dossier: Dossier, **typed: str) -> str:
    sent = {"key": fresh_key(cast.lan), "version": str(dossier.version), "way": "counter", "taker": ""} | typed
    return text_of(browser(cast.lan).post(f"/ho-so/{dossier.pk}/return/", sent, follow=True))


def test_who_took_the_result_stands_on_staff_pages_and_sheets_and_not_before_the_public(cast: Cast) -> None:
    dossier = ready(cast)
    assert 'value="Bùi Văn Ba"' in text_of(browser(cast.lan).get(f"/ho-so/{dossier.pk}/"))
    page = hand(cast, dossier, taker="Bùi Thị Tư")
    assert "Bùi Thị Tư không phải người đề nghị" in page and 'value="Bùi Thị Tư"' in page
    page = hand(cast, dossier, taker="Bùi Thị Tư", authorisation="12/UQ")
    assert "Trả tại quầy – Bùi Thị Tư (giấy uỷ quyền, giới thiệu: 12/UQ)" in page
    lan = browser(cast.lan)
    assert "trả cho Bùi Thị Tư (giấy 12/UQ)" in text_of(lan.get("/so-theo-doi/"))
    for sheet in (f"/ho-so/{dossier.pk}/phieu-kiem-soat.pdf", "/so-theo-doi/so.pdf"):
        told = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(lan.get(sheet).content)).pages)
        assert "Tư" in told and "12/UQ" in told, sheet
    citizen = text_of(browser().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True))
    assert "người được uỷ quyền nhận (giấy 12/UQ)" in citizen and "Thị Tư" not in citizen


def test_the_hand_over_of_an_unpaid_dossier_says_the_sum_leads_to_the_till_and_asks_for_a_tick(cast: Cast) -> None:
    paid, dossier = ready(cast), charged(cast, ready(cast), when="2026-11-23 09:05")
    page = text_of(browser(cast.lan).get(f"/ho-so/{dossier.pk}/"))
    assert "Còn phải nộp 12.000 đồng." in page and f'<a href="/ho-so/{dossier.pk}/phi/">Thu tiền</a>' in page
    assert "Vẫn trả kết quả, thu sau" not in text_of(browser(cast.lan).get(f"/ho-so/{paid.pk}/"))
    page = hand(cast, dossier, taker="Bùi Văn Ba")
    assert "Thu tiền trước, hoặc chọn “Vẫn trả kết quả, thu sau”." in page and 'value="Bùi Văn Ba"' in page
    assert Dossier.objects.get(pk=dossier.pk).returned_at is None
    hand(cast, dossier, taker="Bùi Văn Ba", pays_later="on")
    assert Dossier.objects.get(pk=dossier.pk).returned_at is not None


def test_another_systems_dossier_offers_neither_fees_nor_scans(cast: Cast) -> None:
    dossier = cast.accept("2026-11-23 08:00")
    lan, where = browser(cast.lan), f"/ho-so/{dossier.pk}/"
    own = text_of(lan.get(where))
    assert f'href="{where}phi/"' in own and f'href="{where}so-hoa/"' in own
    Dossier.objects.filter(pk=dossier.pk).update(origin="imported")
    page = text_of(lan.get(where))
    assert "thu ở hệ thống nguồn" in page and f'href="{where}phi/"' not in page and f'href="{where}so-hoa/"' not in page
    fees = text_of(lan.get(f"{where}phi/"))
    assert "thu ở hệ thống nguồn" in fees and "Tính thêm khoản thu" not in fees


def test_a_result_sent_by_post_shows_its_number_to_the_citizen(cast: Cast) -> None:
    dossier = ready(cast)
    assert "Nhập số hiệu bưu gửi" in hand(cast, dossier, way="post", taker="Bùi Văn Ba", tracking="12")
    page = hand(cast, dossier, way="post", taker="Bùi Văn Ba", tracking="eb123456785vn")
    assert "EB123456785VN" in page
    citizen = text_of(browser().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True))
    assert "qua bưu chính công ích, số hiệu bưu gửi EB123456785VN" in citizen


def test_what_came_by_post_goes_back_by_post(cast: Cast) -> None:
    lan = browser(cast.lan)
    dossier = received(lan, cast, channel="post")
    seen = {"dossier_id": dossier.pk, "seen_version": None}
    commands.finish_step(actor=cast.lan, at=at("2026-11-23 09:10"), to=commands.progress.Receiver(cast.justice), **seen)
    commands.record_result(actor=cast.minh, at=at("2026-11-23 09:10"), **seen)
    assert re.search(r'value="post"[^>]*checked', text_of(lan.get(f"/ho-so/{dossier.pk}/")))


# paper receipts


def test_receipts_are_printed_listed_entered_once_and_cancelled(cast: Cast) -> None:
    lan, address = browser(cast.lan), "/giay-bien-nhan/"
    assert "chưa in giấy biên nhận nào" in text_of(lan.get(address))
    page = text_of(lan.post(address, {"key": fresh_key(cast.lan), "count": "3"}, follow=True))
    assert "Đã cấp giấy biên nhận số 1 đến 3" in page and "Số 1–3 năm 2026 (PDF)" in page
    block = PaperReceipt.objects.first().block
    printed = PdfReader(io.BytesIO(lan.get(f"/giay-bien-nhan/tap/{block.pk}.pdf").content))
    assert len(printed.pages) == 3 and printed.pages[1].extract_text().count("02/BN-BPMC") == 2
    assert printed.pages[1].extract_text().count("đồng, biên lai số") == 2
    dossier = received(lan, cast, declared_paper="2", **DECLARED)
    again = FORM | DECLARED | {"key": fresh_key(cast.lan), "name": "Bùi Văn Ba", "declared_paper": "02/BN"}
    page = text_of(lan.post(ACCEPT, again))
    assert f"Giấy biên nhận số 02/BN-BPMC đã nhập cho hồ sơ {dossier.code}" in page and 'value="02/BN"' in page
    page = text_of(lan.post(ACCEPT, again | {"key": fresh_key(cast.lan), "declared_paper": "7"}))
    assert "số 7 năm 2026 chưa được in tại quầy này" in page
    assert Dossier.objects.count() == 1
    one = str(PaperReceipt.objects.get(number=1).pk)
    page = text_of(lan.post(address, {"key": fresh_key(cast.lan), "receipt": one, "reason": ""}))
    assert "Nhập lý do huỷ giấy biên nhận." in page
    page = text_of(lan.post(address, {"key": fresh_key(cast.lan), "receipt": one, "reason": "Rách"}, follow=True))
    assert "Đã huỷ giấy biên nhận số 01/BN-BPMC" in page
    entered = text_of(lan.get(address, {"tinh-trang": "entered"}))
    assert dossier.code in entered and "Rách" not in entered
    assert "03/BN-BPMC" in text_of(lan.get(address, {"tinh-trang": "out"}))
    assert "Không có giấy nào" not in text_of(lan.get(address, {"tinh-trang": "cancelled"}))


def test_a_wrong_count_is_told_and_the_list_reads_no_counter_out_of_reach(cast: Cast) -> None:
    lan, address = browser(cast.lan), "/giay-bien-nhan/"
    for count, said in (("0", "từ 1 đến 100"), ("101", "từ 1 đến 100"), ("hai", "bằng chữ số"), ("", "Nhập số giấy")):
        page = text_of(lan.post(address, {"key": fresh_key(cast.lan), "count": count}))
        assert said in page
        assert f'value="{count}"' in page or not count
    assert PaperReceipt.objects.count() == 0
    chairman = browser(cast.chairman)
    assert "Cấp số và in" not in text_of(chairman.get(address))
    sent = {"key": fresh_key(cast.chairman), "count": "3"}
    assert chairman.post(address, sent).status_code == 403
