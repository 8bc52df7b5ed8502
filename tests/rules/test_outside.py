"""Postings that are never shorter, answers that are late elsewhere, dues that add up, and steps that wait for them."""

from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from congvu.law import calendar_content
from congvu.rules.awaited import REPLY, ReplyMove, ReplyState, reply_is_late
from congvu.rules.beside import Beside, check_step_end
from congvu.rules.dues import DUES, DuesMove, DuesState, balance, check_exemption, read_dong
from congvu.rules.errors import RuleBroken
from congvu.rules.posting import (
    OBJECTION,
    POSTING,
    ObjectionMove,
    ObjectionState,
    PostingMove,
    PostingState,
    check_closing,
    check_extension,
    check_objection_day,
    posting_day,
)
from congvu.rules.state_machine import diagram, next_state
from congvu.rules.working_time import Calendar, Term

HOURS = Calendar.from_content(calendar_content("co-to"))
D15, WD2 = Term.parse("15d"), Term.parse("2wd")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


UP = local("2026-11-09 10:00")


@pytest.mark.parametrize("table", [POSTING, OBJECTION, REPLY, DUES])
def test_a_missing_row_is_a_refusal(table: dict) -> None:
    states, moves = {type(state) for state, _move in table}.pop(), {type(move) for _state, move in table}.pop()
    for state, move in product(states, moves):
        if (state, move) in table:
            assert next_state(table, state, move) == table[state, move]
        else:
            with pytest.raises(RuleBroken):
                next_state(table, state, move)


def test_nothing_leads_back_to_an_open_posting_or_an_unsettled_notice() -> None:
    assert [start for (start, _move), end in POSTING.items() if end is PostingState.OPEN] == [PostingState.OPEN] * 2
    assert not [start for (start, _move) in DUES if start in {DuesState.SETTLED, DuesState.WITHDRAWN}]
    assert "open --> open: extend, note_objection" in diagram(POSTING)
    assert (ReplyState.ANSWERED, ReplyMove.ANSWER) not in REPLY
    assert (ObjectionState.SETTLED, ObjectionMove.SETTLE) not in OBJECTION
    assert POSTING[PostingState.CLOSED, PostingMove.NOTE_OBJECTION] is PostingState.CLOSED


@pytest.mark.parametrize(
    ("now", "length", "day"),
    [
        ("2026-11-09 16:00", D15, 0),
        ("2026-11-10 08:00", D15, 1),
        ("2026-11-18 08:00", D15, 9),
        ("2026-11-24 08:00", D15, 15),
        ("2026-12-24 08:00", D15, 15),
        ("2026-11-09 16:00", WD2, 0),
        ("2026-11-10 08:00", WD2, 1),
        ("2026-11-11 08:00", WD2, 2),
        ("2026-11-12 08:00", WD2, 2),
    ],
)
def test_the_day_reached_leaves_out_the_day_it_was_put_up(now: str, length: Term, day: int) -> None:
    found = posting_day(UP, local(now), length, HOURS)
    assert (found.day, found.is_full) == (day, day == int(length.amount))


def test_working_days_of_a_posting_leave_out_the_weekend() -> None:
    friday = local("2026-11-13 10:00")
    assert posting_day(friday, local("2026-11-15 10:00"), WD2, HOURS).day == 0
    assert posting_day(friday, local("2026-11-16 10:00"), WD2, HOURS).day == 1


def test_a_posting_is_closed_neither_early_nor_with_another_number_of_objections() -> None:
    ends = HOURS.due(UP, D15)
    assert ends == local("2026-11-25 17:00")  # the 24th is a holiday
    with pytest.raises(RuleBroken) as refused:
        check_closing(ends, local("2026-11-25 16:59"), 0, 0)
    assert refused.value.code == "posting.too_early" and refused.value.facts["ends"] == ends
    with pytest.raises(RuleBroken) as refused:
        check_closing(ends, ends, 0, 1)
    assert refused.value.code == "posting.objections_differ"
    check_closing(ends, ends, 1, 1)


def test_an_extension_only_makes_it_longer() -> None:
    ends = local("2026-11-25 17:00")
    for shorter in (date(2026, 11, 20), date(2026, 11, 25)):
        with pytest.raises(RuleBroken) as refused:
            check_extension(ends, shorter, HOURS)
        assert refused.value.code == "posting.never_shorter"
    assert check_extension(ends, date(2026, 11, 28), HOURS) == local("2026-11-30 17:00")  # a Saturday


@pytest.mark.parametrize(
    ("closed", "came", "refusal"),
    [
        (None, date(2026, 11, 9), ""),
        (None, date(2026, 11, 20), ""),
        (date(2026, 11, 18), date(2026, 11, 18), ""),
        (None, date(2026, 11, 8), "objection.outside_posting"),
        (date(2026, 11, 18), date(2026, 11, 19), "objection.outside_posting"),
        (None, date(2026, 11, 21), "objection.in_the_future"),
    ],
)
def test_an_objection_belongs_to_the_days_of_its_posting(closed: date | None, came: date, refusal: str) -> None:
    today = date(2026, 11, 20)
    if not refusal:
        check_objection_day(date(2026, 11, 9), closed, came, today)
        return
    with pytest.raises(RuleBroken) as refused:
        check_objection_day(date(2026, 11, 9), closed, came, today)
    assert refused.value.code == refusal


def test_another_body_is_late_only_after_the_time_the_law_gives_it() -> None:
    by, before, after = local("2026-11-20 17:00"), local("2026-11-20 17:00"), local("2026-11-20 17:01")
    assert not reply_is_late(by, None, before) and reply_is_late(by, None, after)
    assert not reply_is_late(by, before, after) and reply_is_late(by, after, after)
    assert not reply_is_late(None, None, after)


def test_payments_add_up_and_too_much_is_told() -> None:
    assert balance(1000, 0, []).left == 1000
    part = balance(1000, 0, [400])
    assert (part.left, part.overpaid, part.move) == (600, 0, DuesMove.PAY_PART)
    whole = balance(1000, 100, [400, 500])
    assert (whole.left, whole.overpaid, whole.move) == (0, 0, DuesMove.SETTLE)
    over = balance(1000, 0, [400, 700])
    assert (over.left, over.overpaid, over.move) == (-100, 100, DuesMove.SETTLE)


@pytest.mark.parametrize("typed", ["12500000", "12.500.000", "12 500 000 đồng", "12,500,000đ"])
def test_an_amount_is_read_as_people_write_it(typed: str) -> None:
    assert read_dong(typed) == "12500000"


@pytest.mark.parametrize("typed", ["-5", "mười", "1e6", "٣", "1" * 16, "đồng"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_dong(typed)
    assert refused.value.code == "dues.amount"


@pytest.mark.parametrize(("exempted", "fits"), [(0, False), (1, True), (1000, True), (1001, False), (-1, False)])
def test_nobody_is_let_off_more_than_is_asked(exempted: int, fits: bool) -> None:
    if fits:
        check_exemption(1000, exempted)
        return
    with pytest.raises(RuleBroken) as refused:
        check_exemption(1000, exempted)
    assert refused.value.code == "dues.exemption_amount"


STEPS = [
    {"id": "receive", "name_vi": "Tiếp nhận"},
    {"id": "posting", "name_vi": "Niêm yết", "kind": "posting"},
    {"id": "review", "name_vi": "Xem xét"},
    {"id": "finance", "name_vi": "Nộp tiền", "kind": "dues"},
    {"id": "sign", "name_vi": "Ký", "signing": ["head"]},
]
CLOSED = {"posting": PostingState.CLOSED}


@pytest.mark.parametrize(
    ("index", "beside", "refusal"),
    [
        (0, Beside(), ""),
        (0, Beside(unsettled_objections=1), ""),
        (1, Beside(), "posting.not_closed"),
        (1, Beside({"posting": PostingState.OPEN}), "posting.not_closed"),
        (1, Beside({"posting": PostingState.REPLACED}), "posting.not_closed"),
        (1, Beside(CLOSED), ""),
        (1, Beside(CLOSED, 1), ""),
        (2, Beside(CLOSED, 1), "objection.not_settled"),
        (2, Beside(CLOSED), ""),
        (3, Beside(CLOSED), "dues.not_settled"),
        (3, Beside(CLOSED, dues=[DuesState.WITHDRAWN]), "dues.not_settled"),
        (3, Beside(CLOSED, dues=[DuesState.SETTLED, DuesState.DELIVERED]), "dues.not_settled"),
        (3, Beside(CLOSED, dues=[DuesState.SETTLED, DuesState.WITHDRAWN]), ""),
        (3, Beside(CLOSED, 2, [DuesState.SETTLED]), "objection.not_settled"),
        (0, Beside(signing_is_open=True), "signing.still_open"),
        (4, Beside(CLOSED), "signing.needed"),
        (4, Beside(CLOSED, signing_is_open=True, result_is_sealed=True), "signing.still_open"),
        (4, Beside(CLOSED, result_is_sealed=True), ""),
    ],
)
def test_a_step_ends_when_what_it_needs_is_in_order(index: int, beside: Beside, refusal: str) -> None:
    if not refusal:
        check_step_end(STEPS, index, beside)
        return
    with pytest.raises(RuleBroken) as refused:
        check_step_end(STEPS, index, beside)
    assert refused.value.code == refusal
