"""Absences, reminders and the outbox as rules: spans, thresholds, delays, hidden addresses."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from congvu.rules.absence import (
    AbsenceKind,
    Span,
    check_alone,
    check_prolonged,
    check_same_decision,
    check_span,
)
from congvu.rules.errors import RuleBroken
from congvu.rules.outbox import LONGEST, TRIES, delay, is_waiting, masked
from congvu.rules.reminders import Level, Threshold, levels

DAYS = [datetime(2026, 11, day, tzinfo=UTC) for day in range(20, 25)]
SPANS = [Span(a, b) for a, b in product(DAYS, [*DAYS, None]) if b is None or b >= a]
INSTANTS = [day + timedelta(hours=hour) for day in DAYS for hour in (0, 12)]


@pytest.mark.parametrize(("one", "other"), list(product(SPANS, SPANS)))
def test_two_spans_overlap_where_an_instant_lies_in_both(one: Span, other: Span) -> None:
    assert one.overlaps(other) == any(one.holds(at) and other.holds(at) for at in INSTANTS)


def broken(code: str, kind: AbsenceKind, span: Span) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_span(kind, span, DAYS[1])
    assert refusal.value.code == code


def test_a_span_ends_after_it_begins_and_only_a_departure_has_no_end() -> None:
    broken("absence.needs_end", AbsenceKind.LEAVE, Span(DAYS[2]))
    broken("absence.ends_before_it_begins", AbsenceKind.LEAVE, Span(DAYS[2], DAYS[2]))
    broken("absence.already_over", AbsenceKind.LEAVE, Span(DAYS[0], DAYS[1]))
    check_span(AbsenceKind.DEPARTURE, Span(DAYS[0]), DAYS[1])
    check_span(AbsenceKind.SUSPENSION, Span(DAYS[0], DAYS[2]), DAYS[1])


def test_one_at_a_time_longer_is_later_and_a_decision_stays_a_decision() -> None:
    check_alone(Span(DAYS[0], DAYS[1]), [Span(DAYS[1])], "Hà")
    with pytest.raises(RuleBroken):
        check_alone(Span(DAYS[0], DAYS[2]), [Span(DAYS[1])], "Hà")
    check_prolonged(Span(DAYS[0], DAYS[1]), DAYS[2])
    for span, to_at in ((Span(DAYS[0], DAYS[1]), DAYS[1]), (Span(DAYS[0]), DAYS[2])):
        with pytest.raises(RuleBroken):
            check_prolonged(span, to_at)
    check_same_decision(AbsenceKind.LEAVE, AbsenceKind.ERRAND)
    with pytest.raises(RuleBroken):
        check_same_decision(AbsenceKind.LEAVE, AbsenceKind.SUSPENSION)


def test_the_head_never_comes_before_the_holder() -> None:
    holder, head = Threshold(8, 50), Threshold(4, 25)
    for whole, left in product(range(0, 200_000, 7_000), range(0, 200_000, 7_000)):
        found = levels(left, whole, holder, head, is_held=True)
        assert found in ([], [Level.HOLDER], [Level.HOLDER, Level.HEAD])
        assert levels(left, whole, holder, head, is_held=False) == ([Level.HEAD] if found else [])


def test_delays_double_and_end() -> None:
    assert [delay(n) // timedelta(minutes=1) for n in (1, 2, 3, TRIES, 99)] == [2, 4, 8, 256, 256]
    now = DAYS[0]
    waits = [None, now - delay(1), now, now + LONGEST, now + LONGEST + delay(1)]
    assert [is_waiting(until, now) for until in waits] == [False, False, True, True, False]


@pytest.mark.parametrize("address", ["0912345678", "ba.nguyen@vidu.vn", "+84912345678"])
def test_a_hidden_address_keeps_too_little_to_be_used(address: str) -> None:
    shown = masked(address)
    assert shown != address and "***" in shown and address[3:7] not in shown
