"""Three clocks tell a dossier's time while it runs and for ever after: by law, by commitment, as lived through."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from congvu.dossiers import commands
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries import story
from congvu.dossiers.why_lines import term_told
from congvu.offices.models import ProcedureVersion, SupplementPolicy
from congvu.rules.term import Term
from tests.people import Cast, at

pytestmark = pytest.mark.django_db
# Received at 09:10 on Monday 23 November; Tuesday is a holiday: committed to Thursday 17:00, due on Friday 17:00.
NOT_KEPT = "chậm so với cam kết"
ENDS = [
    pytest.param("2026-11-25 10:00", ("early", "early"), ("trước hạn 2", "trước hạn 1"), id="before both days"),
    pytest.param("2026-11-26 16:59", ("early", "on_time"), ("trước hạn 1", "đúng hạn"), id="on the day committed to"),
    pytest.param("2026-11-27 08:30", ("on_time", "late"), ("đúng hạn", f"{NOT_KEPT} 1 giờ"), id="in law alone"),
    pytest.param(
        "2026-11-30 09:30", ("late", "late"), ("quá hạn 2 giờ", f"{NOT_KEPT} 1 ngày làm việc 2 giờ"), id="after both"
    ),
]


def finished(cast: Cast, when: str) -> Dossier:
    dossier = cast.at_desk()
    return commands.record_result(actor=cast.minh, at=at(when), dossier_id=dossier.pk, seen_version=None)


def clocks_on(page: str) -> list[str]:
    """The three lines under “Thời gian giải quyết”, in plain words."""
    part = page.partition('id="dong-ho"')[2].partition("</dl>")[0]
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<dd>(.*?)</dd>", part, re.S)]


@pytest.mark.parametrize(("when", "words", "said"), ENDS)
def test_a_finished_dossier_tells_its_end_by_both_dates_and_what_was_waited(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, when: str, words: tuple[str, str], said: tuple[str, str]
) -> None:
    dossier = finished(cast, when)
    later = at("2026-12-15 08:00")
    told = story(dossier, later)
    assert told.statutory and told.committed and (told.statutory.word, told.committed.word) == words
    monkeypatch.setattr("congvu.clock.now", lambda: later)
    page = unescape(Client().get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    law, own, lived = clocks_on(page)
    assert f"hạn 17:00, 27/11/2026 – {said[0]}" in law and f"hạn 17:00, 26/11/2026 – {said[1]}" in own
    assert re.match(r"[2-7] ngày \(", lived)


def test_the_three_clocks_of_an_open_dossier_say_what_is_left_and_stand_while_it_is_paused(cast: Cast) -> None:
    dossier = cast.at_desk()
    told = story(dossier, at("2026-11-26 16:00"))
    assert told.statutory and told.committed
    assert [(one.word, one.seconds) for one in (told.statutory, told.committed)] == [("left", 9 * 3600), ("left", 3600)]
    paused = commands.pause(
        actor=cast.minh, at=at("2026-11-26 16:00"), dossier_id=dossier.pk, seen_version=None,
        ground="y-kien-co-quan-khac", paper="31/PBS",
    )  # fmt: skip
    later = story(paused, at("2026-12-15 08:00"))
    assert later.statutory and (later.statutory.word, later.statutory.seconds) == ("held", 9 * 3600)


def page_of(dossier: Dossier, now: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The citizen's page in plain words."""
    monkeypatch.setattr("congvu.clock.now", lambda: at(now))
    page = unescape(Client().get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    inline = re.sub(r"</?(?:strong|span|time|a)\b[^>]*>", "", page)
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def test_a_paused_dossier_says_what_is_left_and_never_counts_towards_a_date_in_the_past(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    commands.pause(
        actor=cast.ha, at=at("2026-11-23 14:00"), dossier_id=dossier.pk, seen_version=None,
        ground="y-kien-co-quan-khac", paper="31/PBS",
    )  # fmt: skip
    page = page_of(dossier, "2026-12-15 08:00", monkeypatch)
    then = "còn 3 ngày làm việc 3 giờ sau khi hết tạm dừng; hạn mới được tính khi đó"
    # The appointment and the law's clock and the result to come; the commitment has a day less.
    assert page.count(then) == 3 and page.count("sau khi hết tạm dừng; hạn mới được tính khi đó") == 4
    assert "hạn trước khi tạm dừng: 17:00, 27/11/2026" in page and "hạn 17:00, 27/11/2026 –" not in page
    assert "Chờ ý kiến, xác minh của cơ quan khác Tạm dừng tính hạn" in page and "Đến lượt bạn" not in page
    assert "Đang tạm dừng từ 14:00, 23/11/2026 (Chờ ý kiến, xác minh của cơ quan khác, văn bản số 31/PBS)" in page


def test_an_applicant_who_is_waited_for_reads_whose_turn_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = cast.ask(cast.at_desk(), "2026-11-23 14:00")
    page = page_of(dossier, "2026-11-25 08:00", monkeypatch)
    assert "Chờ người nộp bổ sung, hoàn thiện hồ sơ Tạm dừng tính hạn" in page
    assert "Đến lượt bạn: làm theo văn bản số 01/PYC-TP. Còn 3 ngày làm việc 3 giờ sau khi hết tạm dừng" in page


def test_a_term_that_begins_again_promises_no_time_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = cast.at_desk()
    ProcedureVersion.objects.filter(pk=dossier.procedure_version_id).update(supplement_policy=SupplementPolicy.RESTART)
    dossier = cast.ask(dossier, "2026-11-23 14:00")
    page = page_of(dossier, "2026-11-25 08:00", monkeypatch)
    assert "Khi hồ sơ đủ, thời hạn tính lại từ đầu." in page and "còn 3 ngày" not in page
    dossier = commands.resume(actor=cast.ha, at=at("2026-11-25 09:00"), dossier_id=dossier.pk, seen_version=None)
    assert "25/11/2026 ngày hồ sơ đủ, không tính" in page_of(dossier, "2026-11-26 08:00", monkeypatch)


def test_the_reason_states_the_term_and_each_pause_so_that_it_can_be_recounted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    commands.pause(
        actor=cast.ha, at=at("2026-11-25 09:00") + timedelta(seconds=50), dossier_id=dossier.pk, seen_version=None,
        ground="bat-kha-khang", paper="5/TB",
    )  # fmt: skip
    dossier = commands.resume(
        actor=cast.ha, at=at("2026-11-25 15:13") + timedelta(seconds=20), dossier_id=dossier.pk, seen_version=None
    )
    page = page_of(dossier, "2026-11-26 08:00", monkeypatch)
    why = page.partition("Cách tính thời hạn")[2]
    assert page.count("Thời hạn: 3 ngày làm việc") == 2
    assert "Hạn ban đầu: 17:00, 27/11/2026" in why and "27/11/2026 ngày làm việc thứ 3/3" in why
    assert "25/11/2026 ngày làm việc thứ 1/3; có tạm dừng" in why and "cộng thêm vào hạn mới" in why
    assert "(Thiên tai, sự kiện bất khả kháng, văn bản số 5/TB): cộng thêm 4 giờ 42 phút làm việc" in why
    assert "25/11/2026 tạm dừng (09:00–11:30, 13:00–15:13) 4 giờ 43 phút" in why
    assert "25/11/2026 chênh do giờ in ra bỏ giây lẻ −1 phút" in why
    assert "Hạn mới: 13:42, 30/11/2026" in why and "(07:30–11:30, 13:00–13:42) 4 giờ 42 phút" in why


def test_the_places_own_date_has_its_reason_too_and_both_name_the_rules_they_came_from(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promised in two working days, the 24th being a holiday; a pause before it moves it, a later one does not."""
    dossier = cast.at_desk()
    page = page_of(dossier, "2026-11-24 08:00", monkeypatch)
    law, own = page.partition("Cách tính thời hạn")[2].split("Theo cam kết", 1)
    for why, term, due in ((law, "3", "17:00, 27/11/2026"), (own, "2", "17:00, 26/11/2026")):
        assert f"Thời hạn: {term} ngày làm việc" in why and f"Hạn: {due}" in why
        assert "24/11/2026 nghỉ lễ: Ngày Văn hóa Việt Nam" in why
        assert "Bản quy định từ ngày 01/07/2025; lịch làm việc Đảo Thử, bản số 1" in why
    stopped = {"actor": cast.minh, "dossier_id": dossier.pk, "seen_version": None}
    gone_on = {"actor": cast.ha, "dossier_id": dossier.pk, "seen_version": None}
    commands.pause(at=at("2026-11-25 09:00"), ground="giam-dinh", paper="5/TB", **stopped)  # type: ignore[arg-type]
    own = page_of(dossier, "2026-11-25 10:00", monkeypatch).split("Theo cam kết")[-1]
    assert "Hạn ban đầu: 17:00, 26/11/2026" in own and "Đang tạm dừng từ 09:00, 25/11/2026" in own
    commands.resume(at=at("2026-11-25 15:00"), **gone_on)  # type: ignore[arg-type]
    commands.pause(at=at("2026-11-27 14:00"), ground="giam-dinh", paper="6/TB", **stopped)  # type: ignore[arg-type]
    dossier = commands.resume(at=at("2026-11-27 16:00"), **gone_on)  # type: ignore[arg-type]
    own = page_of(dossier, "2026-11-30 08:00", monkeypatch).split("Theo cam kết")[-1]
    assert dossier.committed_at == at("2026-11-27 13:30")
    assert "Hạn mới: 13:30, 27/11/2026" in own
    assert "Tạm dừng từ 14:00, 27/11/2026, sau thời điểm cam kết: cam kết không đổi" in own and "6/TB" not in own


def test_what_is_open_past_its_commitment_says_so_beside_its_badge(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = cast.at_desk()
    assert "Chậm so với cam kết" not in page_of(dossier, "2026-11-26 16:59", monkeypatch)
    page = page_of(dossier, "2026-11-27 08:00", monkeypatch)
    assert "Sắp đến hạn – còn 1 ngày làm việc" not in page and "Chậm so với cam kết 30 phút" in page
    assert "Chậm so với cam kết" not in page_of(dossier, "2026-11-30 08:00", monkeypatch)  # overdue says more


def test_a_commitment_that_the_laws_date_cuts_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ProcedureVersion.objects.filter(pk=cast.version.pk).update(term="2d", commitment="2wd")
    cast.version.refresh_from_db()
    dossier = cast.at_desk("2026-11-20 09:00")
    own = page_of(dossier, "2026-11-20 10:00", monkeypatch).split("Theo cam kết")[-1]
    assert dossier.committed_at == dossier.due_at == at("2026-11-23 17:00")
    assert "Hạn: 17:00, 25/11/2026" in own and "Không muộn hơn hạn theo quy định: 17:00, 23/11/2026" in own


def test_a_term_in_hours_tells_the_noon_the_night_and_the_closed_days_that_do_not_count(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProcedureVersion.objects.filter(pk=cast.version.pk).update(term="9wh", commitment="")
    cast.version.refresh_from_db()
    dossier = cast.at_desk("2026-11-23 10:00")
    page = page_of(dossier, "2026-11-23 10:30", monkeypatch)
    assert "23/11/2026 tính (10:00–11:30, 13:00–17:00); không tính 11:30–13:00 5 giờ 30 phút" in page
    assert "24/11/2026 nghỉ lễ: Ngày Văn hóa Việt Nam" in page
    assert "25/11/2026 tính (07:30–11:00); không tính 17:00 23/11–07:30 25/11 3 giờ 30 phút" in page


def test_a_term_in_calendar_days_is_told_in_calendar_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ProcedureVersion.objects.filter(pk=cast.version.pk).update(term="15d", commitment="")
    cast.version.refresh_from_db()
    dossier = cast.at_desk()
    page = page_of(dossier, "2026-11-26 08:00", monkeypatch)
    assert "Theo quy định đã tính 3/15 ngày; hạn 17:00, 08/12/2026 – còn 12 ngày 9 giờ" in page
    assert "24/11/2026 ngày thứ 1/15, tính: Ngày Văn hóa Việt Nam" in page and "08/12/2026 ngày thứ 15/15, tính" in page
    commands.pause(
        actor=cast.ha, at=at("2026-11-26 09:00"), dossier_id=dossier.pk, seen_version=None, ground="bat-kha-khang",
        paper="5/TB",
    )  # fmt: skip
    page = page_of(dossier, "2026-12-20 08:00", monkeypatch)
    assert "đã tính 3/15 ngày; còn 12 ngày 8 giờ sau khi hết tạm dừng" in page
    dossier = commands.resume(actor=cast.ha, at=at("2026-11-28 10:30"), dossier_id=dossier.pk, seen_version=None)
    page = page_of(dossier, "2026-12-01 08:00", monkeypatch)
    assert "văn bản số 5/TB): cộng thêm 2 ngày 1 giờ 30 phút " in page
    assert "10/12/2026 ngày cộng thêm thứ 2/2 1 ngày" in page
    assert "11/12/2026 đã hết giờ làm việc: chuyển sang ngày làm việc tiếp theo, 17:00, 11/12/2026" in page
    assert "Hạn mới: 17:00, 11/12/2026" in page and "đã tính 6/15 ngày" in page
    # The last day rolled over: in time, and no day more than the term has; late, every day counts.
    assert "đã tính 15/15 ngày" in page_of(dossier, "2026-12-11 16:00", monkeypatch)
    assert "đã tính 18/15 ngày" in page_of(dossier, "2026-12-13 16:00", monkeypatch)


def test_an_english_page_marks_the_names_of_the_procedure_and_of_its_steps_as_vietnamese(cast: Cast) -> None:
    dossier = cast.at_desk()
    client = Client()
    client.cookies["ngon-ngu"] = "en"
    page = unescape(client.get(f"/Q/{dossier.qr_token}", follow=True).content.decode())
    assert '<html lang="en">' in page and '<h1 lang="vi">Cấp Giấy xác nhận tình trạng hôn nhân</h1>' in page
    assert '<strong lang="vi">Xác minh</strong>' in page and "<strong>Received</strong>" in page


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("1wd", "1 ngày làm việc"), ("5wd", "5 ngày làm việc"), ("1.5wh", "1,5 giờ làm việc"), ("15d", "15 ngày"),
        ("same_day@15:00", "trong ngày làm việc; nhận sau 15:00 thì trong ngày làm việc tiếp theo"),
    ],
)  # fmt: skip
def test_a_term_is_told_in_words(term: str, told: str) -> None:
    assert term_told(Term.parse(term)) == told
