"""Postings, objections, other bodies, dues around one dossier: what is refused, who sees what, what stops the clock."""

import io
from datetime import date
from unicodedata import normalize

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from congvu.dossiers import commands
from congvu.dossiers.commands.awaited import Question
from congvu.dossiers.commands.dues import Notice, Proof
from congvu.dossiers.commands.objections import Said
from congvu.dossiers.commands.posting import Minutes
from congvu.dossiers.commands.progress import Receiver
from congvu.dossiers.course import stored
from congvu.dossiers.models import (
    AwaitedReply,
    Delivery,
    Dossier,
    DuesNotice,
    Objection,
    ObjectionChannel,
    ObjectionKind,
    Posting,
)
from congvu.dossiers.rebuild import told
from congvu.dossiers.waits import waits_for
from congvu.ledger.queries import bodies_of, check
from congvu.notices.models import Notice as Message
from congvu.offices import commands as offices
from congvu.offices.models import ProcedureVersion
from congvu.papers.models import Paper
from congvu.papers.render import pdf
from congvu.rules.errors import RuleBroken
from congvu.sentences import sentence
from tests.people import LAND, STEPS, Cast, at

pytestmark = pytest.mark.django_db
MINUTES = Minutes("12/BB-UBND", "Trụ sở UBND\r\n\r\n  Nhà văn hoá thôn 2 ", "Trưởng thôn 2")
UP, LAST = "2026-11-09 10:00", "2026-11-25 17:00"


def do(verb: object, who: object, when: str, dossier: Dossier, **typed: object) -> Dossier:
    return verb(actor=who, at=at(when), dossier_id=dossier.pk, seen_version=None, **typed)  # type: ignore[operator]


def refusal(verb: object, who: object, when: str, dossier: Dossier, **typed: object) -> str:
    with pytest.raises(RuleBroken) as refused:
        do(verb, who, when, dossier, **typed)
    assert sentence(refused.value)
    return refused.value.code


def posted(cast: Cast, version: ProcedureVersion | None = None) -> Dossier:
    """A land dossier at Hà's desk, put up on 9 November."""
    dossier = cast.at_desk("2026-11-09 09:00", version or cast.land)
    return do(commands.open_posting, cast.ha, UP, dossier, minutes=MINUTES)


def said(came: date = date(2026, 11, 12), **more: object) -> Said:
    base = {"kind": ObjectionKind.REMARK, "channel": ObjectionChannel.LETTER, "summary": "Lấn lối đi chung"}
    return Said(came, **(base | more))  # type: ignore[arg-type]


def counted(cast: Cast) -> ProcedureVersion:
    """A procedure whose posting counts in the clock (two working days)."""
    steps = [STEPS[0], LAND[1] | {"duration": {"value": 2, "unit": "wd"}, "counts_in_clock": True}, STEPS[2]]
    return offices.publish_procedure(
        actor=cast.clockwork, at=at("2026-11-02 09:00"), procedure={"slug": "tro-cap", "name": "Trợ cấp"},
        valid_from=date(2025, 7, 1),
        terms={"settling_unit": cast.justice, "term": "10wd", "commitment": "8wd", "steps": steps, "papers": []},
    )  # fmt: skip


def test_a_posting_stops_the_clock_with_the_minutes_number_and_its_end_is_computed(cast: Cast) -> None:
    dossier = posted(cast)
    posting, pause = dossier.postings.get(), dossier.pauses.get()
    assert (posting.length, posting.ends_at) == ("15d", at(LAST))
    assert posting.place_list == ["Trụ sở UBND", "Nhà văn hoá thôn 2"]
    assert (dossier.state, pause.ground, pause.paper, pause.by_act) == ("paused", "niem-yet", "12/BB-UBND", True)
    wait = waits_for(dossier, at("2026-11-18 08:00"))[0]
    assert (wait.line, wait.next_at, wait.is_late) == ("Niêm yết ngày 9/15", at(LAST), False)


def test_it_can_be_neither_shortened_nor_skipped(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-09 09:00", cast.land)
    onward = {"to": Receiver(cast.justice, cast.ha)}
    assert refusal(commands.finish_step, cast.ha, "2026-11-30 09:00", dossier, **onward) == "posting.not_closed"
    assert refusal(commands.record_result, cast.minh, "2026-11-30 09:00", dossier) == "posting.not_closed"
    dossier = do(commands.open_posting, cast.ha, UP, dossier, minutes=MINUTES)
    early = {"number": "20/BB", "objections": 0}
    assert refusal(commands.close_posting, cast.ha, "2026-11-25 16:59", dossier, **early) == "posting.too_early"
    assert refusal(commands.resume, cast.minh, "2026-11-12 09:00", dossier) == "pause.ends_with_its_cause"
    assert refusal(commands.open_posting, cast.ha, UP, dossier, minutes=MINUTES) == "posting.already_open"
    # A hand-on does not end it.
    dossier = do(commands.hand_on, cast.ha, "2026-11-10 09:00", dossier, to=Receiver(cast.justice, cast.minh))
    assert dossier.postings.get().state == "open" and dossier.state == "paused"
    # The database itself refuses what no command would write.
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.update(state="closed", closed_at=at(UP), closing_minutes="1", objections_counted=0)


def test_closing_starts_the_clock_again_and_moves_the_dates(cast: Cast) -> None:
    dossier = posted(cast)
    due = dossier.due_at
    dossier = do(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="20/BB-UBND", objections=0)
    assert dossier.state == "in_process" and dossier.due_at > due and not waits_for(dossier, at("2026-11-26 09:00"))
    assert dossier.due_dates.latest("number").cause == "resumed"
    again = {"minutes": MINUTES}
    assert refusal(commands.open_posting, cast.ha, "2026-11-26 09:00", dossier, **again) == "posting.already_done"
    actions = [body["action"] for body in bodies_of(f"dossier:{dossier.pk}")]
    assert actions[2:] == ["dossier.posting_opened", "dossier.paused", "dossier.posting_closed", "dossier.resumed"]
    assert check().wrong == ""


def test_a_posting_that_counts_leaves_the_clock_running(cast: Cast) -> None:
    dossier = posted(cast, counted(cast))
    assert dossier.state == "in_process" and not dossier.pauses.exists()
    assert dossier.postings.get().ends_at == at("2026-11-11 17:00")
    assert waits_for(dossier, at("2026-11-11 08:00"))[0].line == "Niêm yết ngày làm việc 2/2"
    assert waits_for(dossier, at(UP))[0].line == "Niêm yết từ hôm nay, đủ 2 ngày"
    full = waits_for(dossier, at("2026-11-12 08:00"))[0]
    assert full.late_side == "desk" and "chờ biên bản kết thúc" in full.detail


def test_a_storm_makes_it_longer_and_a_broken_board_begins_it_anew(cast: Cast) -> None:
    dossier = posted(cast)
    longer = {"until": date(2026, 11, 27), "reason": "Bão, trụ sở đóng cửa"}
    unexplained = longer | {"reason": " "}
    assert refusal(commands.extend_posting, cast.ha, UP, dossier, **unexplained) == "posting.needs_reason"
    shorter = longer | {"until": date(2026, 11, 20)}
    assert refusal(commands.extend_posting, cast.ha, UP, dossier, **shorter) == "posting.never_shorter"
    do(commands.extend_posting, cast.ha, "2026-11-20 09:00", dossier, **longer)
    assert dossier.postings.get().ends_at == at("2026-11-27 17:00")
    dossier = do(
        commands.restart_posting, cast.ha, "2026-11-26 09:00", dossier, minutes=Minutes("31/BB-UBND", "Trụ sở UBND"),
        reason="Bảng niêm yết bị hỏng",
    )  # fmt: skip
    first, second = dossier.postings.order_by("number")
    assert (first.state, second.state, second.ends_at) == ("replaced", "open", at("2026-12-11 17:00"))
    # The clock has stood all the time: on the first minutes, then on the second.
    assert [pause.paper for pause in dossier.pauses.order_by("pk")] == ["12/BB-UBND", "31/BB-UBND"]
    assert dossier.state == "paused"


def test_each_objection_is_counted_and_answered_before_the_next_step_ends(cast: Cast) -> None:
    dossier = posted(cast)
    assert refusal(commands.note_objection, cast.ha, "2026-11-12 09:00", dossier, said=said(summary=" ")) == (
        "objection.needs_summary"
    )
    do(commands.note_objection, cast.lan, "2026-11-12 09:00", dossier, said=said(name="Cao Thị Sáu"))
    late = said(date(2026, 11, 27))
    assert refusal(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="2", objections=0) == (
        "posting.objections_differ"
    )
    do(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="2", objections=1)
    assert refusal(commands.note_objection, cast.ha, "2026-11-27 09:00", dossier, said=late) == (
        "objection.outside_posting"
    )
    onward = {"to": Receiver(cast.justice, cast.ha)}
    do(commands.finish_step, cast.ha, "2026-11-26 09:00", dossier, **onward)
    assert refusal(commands.finish_step, cast.ha, "2026-11-26 10:00", dossier, **onward) == "objection.not_settled"
    answer = {"objection_id": Objection.objects.get().pk, "outcome": "Ranh giới đúng", "answer": "31/UBND"}
    unanswered = answer | {"answer": ""}
    assert refusal(commands.settle_objection, cast.ha, "2026-11-26 11:00", dossier, **unanswered) == (
        "objection.needs_answer"
    )
    do(commands.settle_objection, cast.ha, "2026-11-26 11:00", dossier, **answer)
    assert refusal(commands.settle_objection, cast.ha, "2026-11-26 11:00", dossier, **answer) == "objection.none_open"
    do(commands.finish_step, cast.ha, "2026-11-26 12:00", dossier, **onward)
    # Neither the ledger nor a message holds the name, nor what was said.
    told = str(bodies_of(f"dossier:{dossier.pk}")) + " ".join(Message.objects.values_list("text", flat=True))
    assert "Sáu" not in told and "Lấn" not in told


def test_the_name_behind_an_objection_is_for_the_desk_and_a_withheld_one_for_the_head_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-13 09:00"))
    dossier = posted(cast)
    do(commands.note_objection, cast.ha, "2026-11-12 09:00", dossier, said=said(name="Cao Thị Sáu"))
    do(commands.note_objection, cast.ha, "2026-11-12 09:00", dossier, said=said(name="Mạc Bảy", is_withheld=True))
    do(commands.note_objection, cast.ha, "2026-11-12 09:00", dossier, said=said())
    nothing = (False, False)
    sees = {"ha": (True, False), "minh": (True, True), "lan": nothing, "chairman": nothing, "auditor": nothing}
    for who, expected in sees.items():
        client = Client()
        client.force_login(getattr(cast, who))
        addresses = (f"/ho-so/{dossier.pk}/", "/dat-dai/?in=1", "/dat-dai/", "/ho-so/")
        pages = " ".join(client.get(address).content.decode() for address in addresses)
        assert ("Cao Thị Sáu" in pages, "Mạc Bảy" in pages) == expected, who
        assert "Lấn lối đi chung" in pages and "không nêu tên" in pages
    shown = Client().post("/tra-cuu/", {"code": dossier.lookup_code}, follow=True).content.decode()
    assert "Niêm yết ngày 4/15" in shown and "3 ý kiến" in shown
    assert not any(word in shown for word in ("Cao Thị Sáu", "Mạc Bảy", "Lấn lối", "Văn Ba"))


def test_another_body_is_asked_waited_for_and_late_on_its_own_account(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-12 09:00", cast.land)
    ask = {"question": Question("do-dac", "45/PC-UBND")}
    assert refusal(commands.ask_body, cast.ha, UP, dossier, question=Question("nhà-nước", "1")) == "reply.unknown_body"
    assert refusal(commands.ask_body, cast.ha, UP, dossier, question=Question("thue", " ")) == "reply.needs_paper"
    dossier = do(commands.ask_body, cast.ha, "2026-11-12 10:00", dossier, **ask)
    assert refusal(commands.ask_body, cast.ha, "2026-11-12 10:00", dossier, **ask) == "reply.paper_twice"
    assert dossier.state == "in_process", "no ground in the law's record: our clock goes on"
    dossier = do(commands.ask_body, cast.ha, "2026-11-12 11:00", dossier, question=Question("thue", "46/PC-UBND"))
    assert (dossier.state, dossier.pauses.get().ground) == ("paused", "co-quan-thue")
    lines = [wait.line for wait in waits_for(dossier, at("2026-11-16 09:00"))]
    assert lines == ["Chờ văn phòng đăng ký đất đai từ 12/11", "Chờ cơ quan thuế từ 12/11"]
    late = waits_for(dossier, at("2026-11-23 09:00"))[1]
    assert late.late_side == "body" and "cơ quan được hỏi chậm trả lời từ 17:00, 19/11/2026" in late.detail
    tax = AwaitedReply.objects.get(kind="thue")
    dossier = do(commands.note_reply, cast.lan, "2026-11-23 10:00", dossier, reply_id=tax.pk, answer="204/CCT")
    assert dossier.state == "in_process"
    again = {"reply_id": tax.pk, "answer": "204/CCT"}
    assert refusal(commands.note_reply, cast.ha, "2026-11-23 11:00", dossier, **again) == "reply.none_open"


def test_at_the_last_hour_only_the_heads_question_stops_the_clock(cast: Cast) -> None:
    """Due on Friday at 17:00. Hà asks at 16:55 and is no second person: the question goes out, the time goes on."""
    mine, his, early = (cast.at_desk() for _n in range(3))
    asked = {"question": Question("y-kien", "45/PC")}
    early = do(commands.ask_body, cast.ha, "2026-11-27 10:00", early, **asked)
    assert early.state == "paused"
    mine = do(commands.ask_body, cast.ha, "2026-11-27 16:55", mine, **asked)
    assert (mine.state, mine.pauses.exists(), mine.awaited.get().state) == ("in_process", False, "asked")
    assert "thời hạn vẫn tính" in waits_for(mine, at("2026-11-27 16:56"))[0].detail
    mine = do(commands.note_reply, cast.ha, "2026-11-30 09:00", mine, reply_id=mine.awaited.get().pk, answer="1/CV")
    assert mine.due_at == at("2026-11-27 17:00")
    his = do(commands.ask_body, cast.minh, "2026-11-27 16:55", his, **asked)
    assert his.state == "paused" and "thời hạn vẫn tính" not in waits_for(his, at("2026-11-27 16:56"))[0].detail
    for one in Dossier.objects.all():
        assert told(bodies_of(f"dossier:{one.pk}")) == stored(one)


def test_a_clock_that_stood_near_its_end_is_not_kept_standing_by_a_question_of_hers(cast: Cast) -> None:
    """Stopped by the head with an hour left; days later the question of somebody else does not hold it further."""
    dossier = do(commands.pause, cast.minh, "2026-11-27 16:00", cast.at_desk(), ground="giam-dinh", paper="9/QD")
    dossier = do(commands.ask_body, cast.ha, "2026-12-02 09:00", dossier, question=Question("y-kien", "45/PC"))
    dossier = do(commands.resume, cast.ha, "2026-12-03 09:00", dossier)
    assert (dossier.state, dossier.due_at) == ("in_process", at("2026-12-03 10:00"))


def test_the_page_says_before_and_after_that_a_late_question_leaves_the_time_running(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, ha, now = cast.at_desk(), Client(), {}
    monkeypatch.setattr("congvu.clock.now", lambda: now["at"])
    ha.force_login(cast.ha)
    said = "chỉ văn bản do thủ trưởng đơn vị hỏi mới dừng được đồng hồ"
    now["at"] = at("2026-11-25 09:00")
    assert said not in ha.get(f"/ho-so/{dossier.pk}/").content.decode()
    now["at"] = at("2026-11-27 16:55")
    assert said in ha.get(f"/ho-so/{dossier.pk}/").content.decode()
    do(commands.ask_body, cast.ha, "2026-11-27 16:55", dossier, question=Question("y-kien", "45/PC"))
    assert "thời hạn vẫn tính trong khi chờ" in ha.get(f"/ho-so/{dossier.pk}/").content.decode()


def at_dues(cast: Cast) -> Dossier:
    """A land dossier at its finance step, on 26 November."""
    dossier = posted(cast)
    do(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="2", objections=0)
    for hour in ("09:00", "10:00"):
        dossier = do(
            commands.finish_step, cast.ha, f"2026-11-26 {hour}", dossier, to=Receiver(cast.justice, cast.ha)
        )
    return dossier


NOTICE = Notice("1204/TB-CCT", 12_500_000, date(2026, 11, 26), date(2026, 12, 26))


def test_dues_stop_the_clock_from_delivery_to_the_last_payment(cast: Cast) -> None:
    dossier = at_dues(cast)
    onward = {"to": Receiver(cast.justice, cast.minh)}
    assert refusal(commands.finish_step, cast.ha, "2026-11-26 11:00", dossier, **onward) == "dues.not_settled"
    dossier = do(commands.note_dues, cast.ha, "2026-11-26 11:00", dossier, notice=NOTICE)
    notice = DuesNotice.objects.get()
    assert dossier.state == "in_process" and waits_for(dossier, at("2026-11-26 12:00"))[0].line == (
        "Chờ giao thông báo nghĩa vụ tài chính từ 26/11"
    )
    about = {"notice_id": notice.pk}
    dossier = do(commands.deliver_dues, cast.lan, "2026-11-26 14:00", dossier, **about, how=Delivery.IN_PERSON)
    assert (dossier.state, dossier.pauses.get(ended_at=None).paper) == ("paused", "1204/TB-CCT")
    assert waits_for(dossier, at("2026-11-27 09:00"))[0].line == "Chờ thực hiện nghĩa vụ tài chính từ 26/11"
    part = {"proof": Proof("GNT-1", date(2026, 11, 30), 2_500_000)}
    dossier = do(commands.note_payment, cast.lan, "2026-11-30 09:00", dossier, **about, **part)
    assert dossier.state == "paused"
    assert "đã nộp 2.500.000 đồng, còn phải nộp 10.000.000 đồng" in waits_for(dossier, at("2026-11-30 10:00"))[0].detail
    twice = about | part
    assert refusal(commands.note_payment, cast.lan, "2026-11-30 10:00", dossier, **twice) == "dues.payment_twice"
    rest = {"proof": Proof("GNT-2", date(2026, 12, 1), 10_500_000)}
    dossier = do(commands.note_payment, cast.lan, "2026-12-01 09:00", dossier, **about, **rest)
    notice.refresh_from_db()
    assert (dossier.state, notice.state, notice.balance.overpaid) == ("in_process", "settled", 500_000)
    assert bodies_of(f"dossier:{dossier.pk}")[-2]["facts"]["overpaid"] == 500_000
    assert do(commands.finish_step, cast.ha, "2026-12-01 10:00", dossier, **onward).step == 4
    assert "overdue" not in {wait.late_side for wait in waits_for(dossier, at("2027-01-10 10:00"))}


def test_an_exemption_needs_its_decision_and_a_wrong_notice_is_taken_back(cast: Cast) -> None:
    dossier = at_dues(cast)
    dossier = do(
        commands.note_dues, cast.ha, "2026-11-26 11:00", dossier, notice=NOTICE, delivered=Delivery.POST
    )
    about, when = {"notice_id": DuesNotice.objects.get().pk}, "2026-11-27 09:00"
    unproved = {"amount": 1, "decision": ""}
    assert refusal(commands.exempt_dues, cast.ha, when, dossier, **about, **unproved) == "dues.needs_decision"
    too_much = {"amount": 12_500_001, "decision": "7/QĐ"}
    assert refusal(commands.exempt_dues, cast.ha, when, dossier, **about, **too_much) == "dues.exemption_amount"
    dossier = do(commands.withdraw_dues, cast.ha, when, dossier, **about, reason="Ghi nhầm số tiền")
    assert dossier.state == "in_process"
    assert refusal(commands.withdraw_dues, cast.ha, when, dossier, **about, reason="x") == "dues.none_open"
    second = Notice("1205/TB-CCT", 1_000_000, date(2026, 11, 27), date(2026, 12, 27))
    dossier = do(commands.note_dues, cast.ha, when, dossier, notice=second, delivered=Delivery.POST)
    overdue = waits_for(dossier, at("2026-12-28 09:00"))[0]
    assert overdue.late_side == "applicant" and "đã quá hạn nộp" in overdue.detail
    about = {"notice_id": DuesNotice.objects.get(number="1205/TB-CCT").pk}
    dossier = do(commands.exempt_dues, cast.ha, "2026-11-30 09:00", dossier, **about, amount=1_000_000, decision="7/QĐ")
    assert dossier.state == "in_process" and not waits_for(dossier, at("2026-11-30 10:00"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"number": ""}, "dues.needs_number"),
        ({"amount": -1}, "dues.amount"),
        ({"issued_on": date(2026, 11, 27)}, "dues.days"),
        ({"pay_by": date(2026, 11, 25)}, "dues.days"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(cast: Cast, typed: dict[str, object], code: str) -> None:
    dossier = at_dues(cast)
    wrong = Notice(**(vars(NOTICE) | typed))
    assert refusal(commands.note_dues, cast.ha, "2026-11-26 11:00", dossier, notice=wrong) == code
    assert not DuesNotice.objects.exists() and dossier.state == "in_process"


def test_nothing_owed_is_settled_as_it_is_entered(cast: Cast) -> None:
    dossier = at_dues(cast)
    nothing = Notice("1300/TB-CCT", 0, date(2026, 11, 26), date(2026, 11, 26))
    dossier = do(commands.note_dues, cast.ha, "2026-11-26 11:00", dossier, notice=nothing, delivered=Delivery.BODY)
    assert dossier.state == "in_process" and DuesNotice.objects.get().state == "settled"


def test_the_clock_goes_from_one_cause_to_the_next_without_a_gap(cast: Cast) -> None:
    dossier = posted(cast)
    do(commands.ask_body, cast.ha, "2026-11-20 10:00", dossier, question=Question("thue", "46/PC"))
    dossier = do(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="2", objections=0)
    first, second = dossier.pauses.order_by("pk")
    assert (dossier.state, first.ended_at, second.started_at) == ("paused", second.started_at, at("2026-11-26 08:00"))
    assert second.ground == "co-quan-thue"


def test_papers_asked_for_by_hand_keep_their_pause_and_hand_it_to_the_posting(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-09 09:00", cast.land)
    do(commands.pause, cast.ha, "2026-11-09 09:30", dossier, ground="cho-bo-sung", paper="31/PBS")
    do(commands.open_posting, cast.ha, UP, dossier, minutes=MINUTES)
    assert dossier.pauses.get().ground == "cho-bo-sung"
    dossier = do(commands.resume, cast.ha, "2026-11-10 09:00", dossier)
    assert dossier.state == "paused" and dossier.pauses.get(ended_at=None).ground == "niem-yet"
    for ground in ("niem-yet", "nghia-vu-tai-chinh", "co-quan-thue"):
        free = cast.at_desk("2026-11-09 09:00", cast.land)
        by_hand = {"ground": ground, "paper": "1"}
        assert refusal(commands.pause, cast.minh, "2026-11-09 09:30", free, **by_hand) == "pause.has_its_act"


def test_what_is_already_late_is_posted_all_the_same_and_stays_late(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-09 09:00", cast.land)
    dossier = do(commands.open_posting, cast.ha, "2026-11-20 09:00", dossier, minutes=MINUTES)
    assert dossier.postings.get().state == "open" and dossier.state == "in_process" and not dossier.pauses.exists()


def test_hoa_of_another_ward_can_do_none_of_it_and_lan_cannot_post(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-09 09:00", cast.land)
    for who in (cast.hoa, cast.lan, cast.chairman, cast.auditor):
        assert refusal(commands.open_posting, who, UP, dossier, minutes=MINUTES) == "rights.missing"
    for verb, typed in (
        (commands.note_dues, {"notice": NOTICE}),
        (commands.ask_body, {"question": Question("thue", "1")}),
        (commands.note_objection, {"said": said()}),
    ):
        assert refusal(verb, cast.hoa, UP, dossier, **typed) == "rights.missing"


def test_a_dossier_at_another_step_is_not_put_up_and_minutes_need_number_and_places(cast: Cast) -> None:
    dossier = cast.at_desk("2026-11-09 09:00", cast.land)
    for minutes, code in ((Minutes(" ", "x"), "posting.needs_minutes"), (Minutes("1", " \n "), "posting.needs_places")):
        assert refusal(commands.open_posting, cast.ha, UP, dossier, minutes=minutes) == code
    other = cast.at_desk("2026-11-09 09:00")
    assert refusal(commands.open_posting, cast.ha, UP, other, minutes=MINUTES) == "posting.not_this_step"
    assert refusal(commands.close_posting, cast.ha, UP, other, number="1", objections=0) == "posting.none_open"
    assert refusal(commands.note_objection, cast.ha, UP, other, said=said()) == "objection.no_posting"


def text_of(made: bytes) -> str:
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split()
    return normalize("NFC", " ".join(words))


def test_both_minutes_and_the_public_list_are_papers_without_a_secret(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = posted(cast)
    do(commands.note_objection, cast.ha, "2026-11-12 09:00", dossier, said=said(name="Cao Thị Sáu"))
    monkeypatch.setattr("congvu.clock.now", lambda: at("2026-11-13 09:00"))
    ha = Client()
    ha.force_login(cast.ha)
    hung = text_of(ha.get("/dat-dai/danh-sach-cong-khai/tu-phap.pdf").content)
    assert "DANH SÁCH CÔNG KHAI" in hung and dossier.code in hung and "Bùi Văn Ba" in hung and "25/11/2026" in hung
    do(commands.close_posting, cast.ha, "2026-11-26 08:00", dossier, number="20/BB-UBND", objections=1)
    opened, closed = (text_of(pdf(Paper.objects.get(form=form))) for form in ("NY1", "NY2"))
    assert "BIÊN BẢN Niêm yết công khai" in opened and "Số: 12/BB-UBND" in opened
    assert "15 ngày" in opened and "17 giờ 00 phút, ngày 25 tháng 11 năm 2026" in opened
    assert "Số: 20/BB-UBND" in closed and "(biên bản số 12/BB-UBND)" in closed
    assert "trong thời gian niêm yết: 1." in closed
    for paper in (hung, opened, closed):
        assert dossier.lookup_code[:4] not in paper and "Sáu" not in paper and BA_PHONE not in paper
    # The paper of another dossier is not to be had through this one.
    other = cast.at_desk("2026-11-09 09:00")
    assert ha.get(f"/ho-so/{other.pk}/giay-to/{Paper.objects.get(form='NY1').pk}.pdf").status_code == 404


BA_PHONE = "0912345678"


def test_the_ledger_alone_tells_the_course_of_a_land_dossier(cast: Cast) -> None:
    dossier = at_dues(cast)
    do(commands.note_dues, cast.ha, "2026-11-26 11:00", dossier, notice=NOTICE, delivered=Delivery.POST)
    found = Dossier.objects.get(pk=dossier.pk)
    assert told(bodies_of(f"dossier:{found.pk}")) == stored(found)
