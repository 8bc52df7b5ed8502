"""An explanation can be recounted by hand: its days and hours add up to the term, to each pause, to what it adds."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.cli import main
from congvu.rules.explanation import Explanation, Line, Part, why_due, why_elapsed
from congvu.rules.working_time import Calendar, Span, Term, Unit
from tests.rules import oracle
from tests.rules.test_working_time import CO_TO, CONTENT, MINUTES, STORM, ZONE, local

TERMS = ["1wd", "3wd", "12wd", "4wh", "1.5wh", "20wh", "1d", "5d", "15d", "same_day@15:00"]
GAPS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 6000)), max_size=3)
YAGI = Calendar.from_content(STORM)


def lawful(calendar: Calendar, start: datetime, term: Term, gaps: list[tuple[int, int]]) -> list[Span]:
    """Pauses one after the other, each begun while there is time left."""
    due, at = calendar.due(start, term), start
    found = []
    for gap, length in gaps:
        begin = at + timedelta(minutes=gap)
        if begin <= due:
            at = begin + timedelta(minutes=length)
            found.append((begin, at))
            due = calendar.shifted(due, term, begin, at)
    return found


def naive(at: datetime) -> datetime:
    return at.astimezone(ZONE).replace(tzinfo=None)


def printed(span: Span) -> int:
    """The length of a span in seconds, read from its hours as they are printed."""
    first, last = (naive(at).replace(second=0, microsecond=0) for at in span)
    return int((last - first).total_seconds())


def total(lines: tuple[Line, ...]) -> int:
    return sum(line.seconds for line in lines)


def check_term(content: Any, start: datetime, term: Term, first: Part) -> None:
    """The days of the term, against the slow clock."""
    assert first.due_at == first.end and [line.on for line in first.lines] == sorted(line.on for line in first.lines)
    numbered = [line for line in first.lines if line.number]
    if term.unit is Unit.WORKING_HOURS:
        assert (
            total(first.lines)
            == term.amount * 3600
            == 60 * oracle.elapsed(content, naive(start), naive(first.due_at), [])
        )
        assert not numbered
    elif term.unit is Unit.SAME_DAY:
        assert total(first.lines) == 0 and not numbered
        assert first.lines[-1].on == first.due_at.date()
    else:
        assert [(line.number, line.of) for line in numbered] == [(n + 1, term.amount) for n in range(int(term.amount))]
        assert total(first.lines) == 0
        opened = [oracle.open_day(content, line.on) for line in numbered]
        days = {(b.on - a.on).days for a, b in pairwise(numbered)}
        assert all(opened) if term.unit is Unit.WORKING_DAYS else days <= {1}
        assert numbered[0].on > first.lines[0].on == naive(start).date()
    idle = [line for line in first.lines if line.kind in {"weekend", "holiday"}]
    assert not any(oracle.open_day(content, line.on) for line in idle)


def check_pauses(content: Any, term: Term, told: Explanation, pauses: list[Span]) -> None:
    """Each pause takes what its lines say, adds as much, and no hour of it is counted for the new date."""
    assert len(told.parts) == 1 + 2 * len(pauses)
    for (begin, end), before, pause, moved in zip(
        pauses, told.parts[::2], told.parts[1::2], told.parts[2::2], strict=False
    ):
        due = before.due_at
        until, since = min(end, due), max(end, due)
        assert (pause.begin, pause.end, pause.due_at) == (begin, end, due)
        assert total(pause.lines) == pause.seconds == total(moved.lines)
        if term.unit is Unit.CALENDAR_DAYS:
            assert pause.seconds == (until - begin).total_seconds()
            assert naive(moved.due_at) >= naive(since) + (until - begin)
            assert oracle.closing(content, moved.due_at.date()) == naive(moved.due_at)
        else:
            assert pause.seconds == 60 * oracle.elapsed(content, naive(begin), naive(until), [])
            assert pause.seconds == 60 * oracle.elapsed(content, naive(since), naive(moved.due_at), [])
        assert all(span[0] >= since for line in moved.lines if line.seconds for span in line.spans)
        assert [line.on for line in moved.lines] == sorted(line.on for line in moved.lines)


@settings(max_examples=120, deadline=None)
@given(MINUTES, st.sampled_from(TERMS), GAPS)
def test_the_days_and_hours_told_add_up_to_the_term_and_to_its_pauses(
    start: datetime, text: str, gaps: list[tuple[int, int]]
) -> None:
    begin, term = start.replace(tzinfo=ZONE), Term.parse(text)
    pauses = lawful(CO_TO, begin, term, gaps)
    told = why_due(CO_TO, begin, term, pauses)
    due = CO_TO.due(begin, term)
    for one in pauses:
        due = CO_TO.shifted(due, term, *one)
    assert told.due_at == told.parts[-1].due_at == due
    check_term(CONTENT, begin, term, told.parts[0])
    check_pauses(CONTENT, term, told, pauses)


@settings(max_examples=80, deadline=None)
@given(MINUTES, st.integers(0, 59), st.sampled_from(TERMS), GAPS, st.lists(st.integers(0, 59), min_size=6, max_size=6))
def test_printed_hours_add_up_although_their_seconds_are_not_printed(
    start: datetime, odd: int, text: str, gaps: list[tuple[int, int]], odds: list[int]
) -> None:
    begin, term = start.replace(tzinfo=ZONE) + timedelta(seconds=odd), Term.parse(text)
    pauses = [
        (a + timedelta(seconds=odds[n]), b + timedelta(seconds=60 + odds[n + 3]))
        for n, (a, b) in enumerate(lawful(CO_TO, begin, term, gaps[:1]))
        if a + timedelta(seconds=odds[n]) <= CO_TO.due(begin, term)
    ]
    told = why_due(CO_TO, begin, term, pauses)
    for part in told.parts:
        for line in part.lines:
            assert (
                line.seconds == sum(printed(span) for span in line.spans)
                or line.kind == "odd_seconds"
                or (
                    not line.seconds
                    and line.kind in {"closure", "rolled", "rolled_after_hours", "to_closing", "resumed"}
                )
            )
    if term.unit is Unit.WORKING_HOURS:
        assert total(told.parts[0].lines) == term.amount * 3600
    for pause, moved in zip(told.parts[1::2], told.parts[2::2], strict=True):
        assert total(pause.lines) == pause.seconds == total(moved.lines)
        assert all(abs(line.seconds) == 60 for line in pause.lines if line.kind == "odd_seconds")


@settings(max_examples=60, deadline=None)
@given(MINUTES, st.integers(0, 9000), st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 3000)), max_size=3))
def test_the_lines_of_an_elapsed_time_add_up_to_it_and_never_jump_back(
    start: datetime, length: int, gaps: list[tuple[int, int]]
) -> None:
    end = start + timedelta(minutes=length, seconds=30)
    pauses = [(start + timedelta(minutes=a, seconds=40), start + timedelta(minutes=a + n, seconds=50)) for a, n in gaps]
    aware = [(a.replace(tzinfo=ZONE), b.replace(tzinfo=ZONE)) for a, b in pauses]
    told = why_elapsed(CO_TO, start.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE), aware)
    assert told.seconds == CO_TO.elapsed(start.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE), aware)
    assert sum(line.seconds for line in told.lines if line.kind != "pause") == told.seconds // 60 * 60
    assert [line.on for line in told.lines] == sorted(line.on for line in told.lines)
    inside = [(a, b) for line in told.lines if line.kind == "counted" for a, b in line.spans]
    assert not any(a < q and p < b for a, b in inside for p, q in aware)


WHY = [
    pytest.param(["2026-11-23T09:10", "5d"], """\
Thời hạn: 5 ngày
T2 23/11/2026  ngày bắt đầu, không tính
T3 24/11/2026  ngày thứ 1/5, tính  Ngày Văn hóa Việt Nam
T4 25/11/2026  ngày thứ 2/5, tính
T5 26/11/2026  ngày thứ 3/5, tính
T6 27/11/2026  ngày thứ 4/5, tính
T7 28/11/2026  ngày thứ 5/5, tính
CN 29/11/2026  nghỉ hằng tuần, không tính
T2 30/11/2026  ngày cuối là ngày nghỉ: chuyển sang ngày làm việc tiếp theo, 17:00, 30/11/2026
T2 30/11/2026  kết quả  17:00
2026-11-30T17:00:00+07:00
""", id="calendar days"),
    pytest.param(["2026-11-26T15:30", "same_day@15:00"], """\
Thời hạn: trong ngày làm việc (nhận sau 15:00: ngày làm việc tiếp theo)
T5 26/11/2026  nhận sau 15:00: trả trong ngày làm việc tiếp theo
T6 27/11/2026  ngày làm việc tiếp theo
T6 27/11/2026  kết quả  17:00
2026-11-27T17:00:00+07:00
""", id="after the hour"),
    pytest.param(["2026-11-26T09:00", "same_day@15:00"], """\
Thời hạn: trong ngày làm việc (nhận sau 15:00: ngày làm việc tiếp theo)
T5 26/11/2026  nhận không sau 15:00: trả trong ngày
T5 26/11/2026  kết quả  17:00
2026-11-26T17:00:00+07:00
""", id="before the hour"),
    pytest.param(["2026-11-26T17:30", "same_day@18:00"], """\
Thời hạn: trong ngày làm việc (nhận sau 18:00: ngày làm việc tiếp theo)
T5 26/11/2026  nhận sau giờ làm việc: trả trong ngày làm việc tiếp theo
T6 27/11/2026  ngày làm việc tiếp theo
T6 27/11/2026  kết quả  17:00
2026-11-27T17:00:00+07:00
""", id="after closing"),
    pytest.param(["2026-11-28T09:00", "same_day@15:00"], """\
Thời hạn: trong ngày làm việc (nhận sau 15:00: ngày làm việc tiếp theo)
T7 28/11/2026  nhận vào ngày nghỉ: trả trong ngày làm việc tiếp theo
CN 29/11/2026  nghỉ hằng tuần, không tính
T2 30/11/2026  ngày làm việc tiếp theo
T2 30/11/2026  kết quả  17:00
2026-11-30T17:00:00+07:00
""", id="on a Saturday"),
    pytest.param(["2026-08-20T09:00", "2wd"], """\
Thời hạn: 2 ngày làm việc
T5 20/08/2026  ngày bắt đầu, không tính
T6 21/08/2026  ngày làm việc thứ 1/2
T7 22/08/2026  ngày làm bù, ngày làm việc thứ 2/2
T7 22/08/2026  kết quả  17:00
2026-08-22T17:00:00+07:00
""", id="a swapped Saturday"),
    pytest.param(["2026-11-26T09:16:40", "8wh"], """\
Thời hạn: 8 giờ làm việc
T5 26/11/2026  tính  09:16–11:30, 13:00–17:00  374 phút
T6 27/11/2026  tính  07:30–09:16  106 phút
T6 27/11/2026  kết quả  09:16
2026-11-27T09:16:40+07:00
""", id="hours"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), WHY)
def test_the_command_line_tells_each_term_in_its_own_unit(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", *words, "--why"]) == 0
    assert capsys.readouterr().out == told


def told_of(part: Part) -> list[tuple[str, str, int]]:
    return [(line.kind, f"{line.on:%d/%m}", line.seconds // 60) for line in part.lines]


def test_a_pause_inside_the_term_is_added_after_the_first_date() -> None:
    pause = (local("2026-11-19 09:00"), local("2026-11-19 15:00"))
    first, held, moved = why_due(CO_TO, local("2026-11-18 08:12"), Term.parse("3wd"), [pause]).parts
    assert [(line.number, line.is_paused) for line in first.lines if line.number] == [(1, True), (2, False), (3, False)]
    assert told_of(held) == [("taken", "19/11", 270)] and held.seconds == 270 * 60
    assert told_of(moved) == [("holiday", "24/11", 0), ("counted", "25/11", 270)]
    assert moved.due_at == local("2026-11-25 13:30")


def test_a_pause_that_has_not_ended_moves_nothing_and_its_days_are_marked() -> None:
    (only,) = why_due(CO_TO, local("2026-11-18 08:12"), Term.parse("3wd"), [(local("2026-11-20 09:00"), None)]).parts
    assert [(line.number, line.is_paused) for line in only.lines if line.number] == [(1, False), (2, True), (3, True)]
    assert only.due_at == local("2026-11-23 17:00")


def test_a_pause_beyond_the_first_date_gives_back_what_it_took_and_counts_on_from_its_end() -> None:
    pause = (local("2026-11-23 09:00"), local("2026-11-26 10:00"))
    _first, held, moved = why_due(CO_TO, local("2026-11-18 08:12"), Term.parse("3wd"), [pause]).parts
    assert told_of(held) == [("taken", "23/11", 390)]
    assert told_of(moved) == [("resumed", "26/11", 0), ("counted", "26/11", 330), ("counted", "27/11", 60)]
    assert moved.due_at == CO_TO.shifted(held.due_at, Term.parse("3wd"), *pause) == local("2026-11-27 08:30")


def test_calendar_days_move_by_the_clock_on_the_wall_and_roll_to_a_working_day() -> None:
    pause = (local("2026-11-05 10:00"), local("2026-11-08 12:00"))
    _first, held, moved = why_due(CO_TO, local("2026-11-02 09:00"), Term.parse("15d"), [pause]).parts
    assert told_of(held) == [("taken", "05/11", 74 * 60)]
    assert told_of(moved) == [
        ("added_day", "18/11", 1440), ("added_day", "19/11", 1440), ("added_day", "20/11", 1440),
        ("added_hours", "20/11", 120), ("weekend", "21/11", 0), ("weekend", "22/11", 0),
        ("rolled_after_hours", "23/11", 0),
    ]  # fmt: skip
    assert moved.due_at == local("2026-11-23 17:00")


def test_calendar_days_count_on_from_the_end_of_a_long_pause_to_the_closing_of_a_day() -> None:
    pause = (local("2026-11-17 10:00"), local("2026-11-25 09:00"))
    _first, held, moved = why_due(CO_TO, local("2026-11-02 09:00"), Term.parse("15d"), [pause]).parts
    assert told_of(held) == [("taken", "17/11", 420)]
    assert told_of(moved) == [("resumed", "25/11", 0), ("added_hours", "25/11", 420), ("to_closing", "25/11", 0)]
    days = (local("2026-11-05 10:00"), local("2026-11-06 10:00"))
    moved = why_due(CO_TO, local("2026-11-02 09:00"), Term.parse("15d"), [days]).parts[-1]
    assert told_of(moved) == [("added_day", "18/11", 1440)]
    weekend = (local("2026-11-17 10:00"), local("2026-11-21 09:00"))
    moved = why_due(CO_TO, local("2026-11-02 09:00"), Term.parse("15d"), [weekend]).parts[-1]
    assert told_of(moved)[-1] == ("rolled", "23/11", 0)


def test_a_day_the_apology_gave_is_where_later_pauses_count_from() -> None:
    given, pause = (
        (local("2026-11-20 16:00"), local("2026-12-04 17:00")),
        (local("2026-11-25 08:00"), local("2026-11-25 10:00")),
    )
    told = why_due(CO_TO, local("2026-11-18 08:12"), Term.parse("3wd"), [pause], [given])
    assert [part.kind for part in told.parts] == ["first", "appointed", "pause", "moved"]
    assert told.parts[1].due_at == given[1]
    assert told.due_at == CO_TO.shifted(given[1], Term.parse("3wd"), *pause) == local("2026-12-07 09:30")


def test_closures_are_named_where_they_take_a_whole_day_or_hours_of_one() -> None:
    days = why_due(YAGI, local("2024-09-06 09:00"), Term.parse("2wd")).parts[0]
    assert [line.number for line in days.lines if line.number] == [1, 2]
    hours = why_due(YAGI, local("2024-09-09 10:00"), Term.parse("8wh")).parts[0]
    assert [line.kind for line in hours.lines] == ["closure", "counted", "closure", "counted", "counted"]
    whole = Calendar.from_content({**CONTENT, "closures": {"2026-11-25": "Bão"}})
    shut = why_due(whole, local("2026-11-23 09:00"), Term.parse("1wd")).parts[0]
    assert [(line.kind, line.name) for line in shut.lines][2:] == [("closure", "Bão"), ("working_day", "")]
