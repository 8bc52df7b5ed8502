"""One land dossier as people live it: posted, objected to, taxed, paid; the same line for everybody on each day."""

import pytest
from django.test import Client

from congvu.dossiers.models import AwaitedReply, Dossier, DuesNotice, Objection
from congvu.ledger.queries import bodies_of, check
from tests.people import Cast, at

pytestmark = pytest.mark.django_db


class Day:
    """The pages on one dossier, at an hour that the test sets."""

    def __init__(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = at("2026-11-09 08:30")
        monkeypatch.setattr("congvu.clock.now", lambda: self.now)
        self.cast, self.citizen = cast, Client()
        self.dossier = Dossier()

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(getattr(self.cast, who))
        return client

    def act(self, who: str, when: str, move: str, **typed: str) -> str:
        """Send one form of the dossier's page; gives '' where it was done, else what the page says."""
        self.now = at(when)
        self.dossier.refresh_from_db()
        sent = {"key": f"{move}-{when}", "version": str(self.dossier.version), **typed}
        answer = self.browser(who).post(f"/ho-so/{self.dossier.pk}/{move}/", sent)
        return "" if answer.status_code == 302 else answer.content.decode()

    def everybody_reads(self, when: str, line: str) -> None:
        """Staff on the dossier, the land page and the lists, the chairman on his unit, the citizen by the code."""
        self.now = at(when)
        own = f"/ho-so/{self.dossier.pk}/"
        for who, address in (("ha", own), ("ha", "/dat-dai/"), ("ha", "/viec-cua-toi/"), ("lan", "/ho-so/"),
                             ("chairman", "/don-vi/"), ("chairman", "/dat-dai/?in=1")):  # fmt: skip
            page = self.browser(who).get(address).content.decode()
            assert line in page and self.dossier.code in page, (who, address)
        assert line in self.citizen_page()

    def citizen_page(self) -> str:
        return self.citizen.post("/tra-cuu/", {"code": self.dossier.lookup_code}, follow=True).content.decode()


def test_a_land_dossier_from_the_counter_to_the_certificate(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    day = Day(cast, monkeypatch)
    intake = {"key": "k", "kind": "person", "name": "Bùi Văn Ba", "channel": "counter", "fee": "0"}
    day.browser("lan").post("/ho-so/tiep-nhan/dat-dai/", intake)
    day.dossier = Dossier.objects.get()
    to_ha, to_minh = f"{cast.justice.pk}:{cast.ha.pk}", f"{cast.justice.pk}:{cast.minh.pk}"
    assert day.act("lan", "2026-11-09 09:00", "finish_step", to=to_ha) == ""

    # Hà puts the content up; a form without a number or a place is shown again with what was typed.
    up = {"number": "12/BB-UBND", "places": "Trụ sở UBND\nNhà văn hoá thôn 2", "witnesses": "Trưởng thôn 2"}
    page = day.act("ha", "2026-11-09 10:00", "open_posting", **(up | {"number": ""}))
    assert "Nhập số biên bản, ví dụ 12/BB-UBND." in page and "Nhà văn hoá thôn 2" in page
    assert day.act("ha", "2026-11-09 10:00", "open_posting", **up) == ""
    day.everybody_reads("2026-11-09 11:00", "Niêm yết từ hôm nay, đủ 15 ngày")
    day.everybody_reads("2026-11-18 09:00", "Niêm yết ngày 9/15")
    assert "kết thúc sớm nhất 17:00, 25/11/2026" in day.citizen_page()
    assert "Tạm dừng tính hạn" in day.citizen_page() and "12/BB-UBND" in day.citizen_page()

    # Closing early is refused with the date; nobody can resume the clock by hand.
    early = day.act("ha", "2026-11-18 10:00", "close_posting", number="27/BB-UBND", objections="0")
    assert "kết thúc sớm nhất lúc 17:00, 25/11/2026" in early and "27/BB-UBND" in early
    assert "Lần tạm dừng này" in day.act("minh", "2026-11-18 10:30", "resume")

    # A neighbour objects at the counter and asks that the name be kept.
    said = {"came_on": "19/11/2026", "kind": "remark", "channel": "in_person", "summary": "Lấn lối đi chung",
            "name": "Cao Thị Sáu", "is_withheld": "on"}  # fmt: skip
    assert day.act("lan", "2026-11-19 09:00", "note_objection", **said) == ""
    assert "1 ý kiến đã ghi" in day.citizen_page()
    assert "Cao Thị Sáu" not in day.citizen_page() + day.browser("ha").get(f"/ho-so/{day.dossier.pk}/").content.decode()

    closed = day.act("ha", "2026-11-26 08:00", "close_posting", number="27/BB-UBND", objections="0")
    assert "Biên bản ghi 0 ý kiến, hệ thống đã ghi 1" in closed
    assert day.act("ha", "2026-11-26 08:10", "close_posting", number="27/BB-UBND", objections="1") == ""
    assert day.act("ha", "2026-11-26 08:20", "finish_step", to=to_ha) == ""
    assert "Còn 1 ý kiến" in day.act("ha", "2026-11-26 08:30", "finish_step", to=to_ha)
    answered = {"which": str(Objection.objects.get().pk), "outcome": "Ranh giới đúng", "answer": "31/UBND-KT"}
    assert day.act("ha", "2026-11-26 08:40", "settle_objection", **answered) == ""
    assert day.act("ha", "2026-11-26 08:50", "finish_step", to=to_ha) == ""

    # The tax authority is asked, answers late on its own account, and its notice is delivered.
    assert day.act("ha", "2026-11-26 09:00", "ask_body", kind="thue", paper="46/PC-UBND") == ""
    day.everybody_reads("2026-11-27 09:00", "Chờ cơ quan thuế từ 26/11")
    late = day.browser("minh").get("/dat-dai/?cho=tra-loi-cham").content.decode()
    assert "cơ quan được hỏi trả lời chậm" not in late
    day.now = at("2026-12-04 09:00")
    late = day.browser("minh").get("/dat-dai/?cho=tra-loi-cham").content.decode()
    assert "cơ quan được hỏi trả lời chậm" in late and "Quá hạn" not in late.split("<tbody>")[1]
    asked = str(AwaitedReply.objects.get().pk)
    assert day.act("ha", "2026-12-04 10:00", "note_reply", which=asked, answer="204/CCT") == ""
    dues = {"number": "1204/TB-CCT", "amount": "12.500.000", "issued_on": "04/12/2026", "pay_by": "04/01/2027"}
    assert "Nhập hạn nộp" in day.act("ha", "2026-12-04 10:10", "note_dues", **(dues | {"pay_by": ""}))
    assert day.act("ha", "2026-12-04 10:20", "note_dues", delivered="in_person", **dues) == ""
    day.everybody_reads("2026-12-07 09:00", "Chờ thực hiện nghĩa vụ tài chính từ 04/12")
    assert "phải nộp 12.500.000 đồng; hạn nộp 04/01/2027" in day.citizen_page()

    # Half is paid, then the rest; the clock goes on with the last đồng.
    which = str(DuesNotice.objects.get().pk)
    half = {"which": which, "paid_on": "08/12/2026"}
    assert day.act("lan", "2026-12-08 09:00", "note_payment", number="GNT-1", amount="6 000 000", **half) == ""
    assert "còn phải nộp 6.500.000 đồng" in day.citizen_page()
    assert day.act("lan", "2026-12-09 09:00", "note_payment", number="GNT-2", amount="6500000", **half) == ""
    day.dossier.refresh_from_db()
    assert day.dossier.state == "in_process" and "tài chính từ 04/12" not in day.citizen_page()
    assert day.act("ha", "2026-12-09 10:00", "finish_step", to=to_minh) == ""
    assert day.act("minh", "2026-12-09 14:00", "record_result") == ""
    assert day.act("lan", "2026-12-09 15:00", "return", way="counter", taker="Bùi Văn Ba") == ""

    # In the end: on time, because the clock stood while others were waited for; the whole way stands on the page.
    page = day.citizen_page()
    assert "Xong đúng hạn" in page and "kết thúc: số 27/BB-UBND; 1 ý kiến" in page and "trả lời số 204/CCT" in page
    assert "Không có hồ sơ nào đang niêm yết" in day.browser("ha").get("/dat-dai/").content.decode()
    grounds = [(pause.ground, pause.paper) for pause in day.dossier.pauses.order_by("pk")]
    papers = ["12/BB-UBND", "46/PC-UBND", "1204/TB-CCT"]
    assert grounds == list(zip(("niem-yet", "co-quan-thue", "nghia-vu-tai-chinh"), papers, strict=True))
    actions = [body["action"] for body in bodies_of(f"dossier:{day.dossier.pk}")]
    assert actions.count("dossier.paused") == actions.count("dossier.resumed") == 3
    assert check().wrong == ""
