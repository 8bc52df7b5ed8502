"""What is owed, let off and paid: the record decides, the counter types only what the record leaves open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.rules.errors import RuleBroken
from congvu.rules.fees import (
    FeeHow,
    FeeKind,
    Owed,
    Rate,
    Taken,
    Way,
    check_let_off,
    day_sums,
    fee_balance,
    fixed_sum,
    is_counted,
    is_unknown,
    owed,
    read_book,
    read_rates,
)

ROW = {"kind": "fee", "name_vi": "Phí", "how": "fixed", "amount": 10000, "source": "TT", "confidence": "high"}


def rate(how: FeeHow, amount: int = 0, kind: FeeKind = FeeKind.FEE) -> Rate:
    return Rate(kind, f"{how} {amount}", how, amount, "", "TT", "high")


FIXED = (rate(FeeHow.FIXED, 30000), rate(FeeHow.FIXED, 20000, FeeKind.CHARGE))


def refused(act: object, *args: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args)  # type: ignore[operator]
    return refusal.value.code


@pytest.mark.parametrize(
    "changes",
    [{"kind": "tax"}, {"how": "guessed"}, {"amount": -1}, {"amount": True}, {"amount": "10000"}, {"amount": 10**13},
     {"name_vi": " "}, {"source": ""}, {"confidence": ""}, {"other": 1}],
)  # fmt: skip
def test_a_rate_that_is_not_whole_is_refused(changes: dict[str, object]) -> None:
    assert read_rates([ROW])[0].amount == 10000
    assert refused(read_rates, [ROW | changes]) == "fee.rate_unreadable"


def test_fixed_amounts_are_owed_line_by_line_and_no_other_sum_is_taken() -> None:
    lines = [Owed(FeeKind.FEE, "fixed 30000", 30000), Owed(FeeKind.CHARGE, "fixed 20000", 20000)]
    assert owed(FIXED, None) == owed(FIXED, 50000) == lines and fixed_sum(FIXED) == 50000
    assert {refused(owed, FIXED, other) for other in (0, 49999, 50001)} == {"fee.differs"}


def test_a_free_procedure_owes_nothing_and_takes_nothing() -> None:
    free = (rate(FeeHow.FIXED, 0),)
    assert owed(free, None) == owed(free, 0) == [] and not is_unknown(free)
    assert refused(owed, free, 1000) == "fee.differs"


def test_a_counted_rate_worked_out_to_nothing_stays_as_a_line_and_one_never_worked_out_is_none() -> None:
    counted = (rate(FeeHow.COUNTED),)
    assert [one.amount for one in owed(counted, 0)] == [0] and owed(counted, None) == []
    assert is_counted(counted) and not is_counted(FIXED)


def test_what_is_counted_is_what_goes_beyond_the_fixed_amounts() -> None:
    mixed = (*FIXED, rate(FeeHow.COUNTED))
    assert [one.amount for one in owed(mixed, 58000)] == [30000, 20000, 8000]
    assert refused(owed, mixed, 40000) == "fee.too_little"
    assert not is_unknown(mixed)


def test_where_the_record_says_nothing_the_line_says_so() -> None:
    assert owed((), None) == owed((), 0) == []
    assert owed((), 7000) == [Owed(FeeKind.UNSORTED, "Phí, lệ phí", 7000)]
    assert is_unknown(()) and is_unknown((rate(FeeHow.UNKNOWN),))
    assert owed((rate(FeeHow.UNKNOWN),), 7000)[0].kind is FeeKind.FEE


def test_nobody_is_let_off_nothing_or_more_than_is_still_to_be_paid() -> None:
    check_let_off(50000, 50000, 0)
    check_let_off(50000, 20000, 30000)
    for amount, exempted, paid in ((50000, 0, 0), (50000, 50001, 0), (50000, 20001, 30000)):
        assert refused(check_let_off, amount, exempted, paid) == "fee.exemption_amount"


def test_the_balance_is_lines_less_what_is_let_off_less_what_is_paid() -> None:
    found = fee_balance([(30000, 10000), (20000, 0)], [15000, 5000])
    assert (found.amount, found.exempted, found.paid, found.left) == (50000, 10000, 20000, 20000)


@pytest.mark.parametrize(
    ("book", "number"), [("", "1"), ("AA", ""), ("AA", "0"), ("AA", "12a"), ("AA", "²"), ("AA", "1" * 13)]
)
def test_a_book_needs_its_series_and_a_whole_number(book: str, number: str) -> None:
    assert refused(read_book, book, number) == "fee.book_unreadable"


def test_the_same_number_of_a_book_is_the_same_however_it_is_typed() -> None:
    assert read_book(" 01aa/26p ", "0012345") == read_book("01AA/26P", "12 345") == ("01AA/26P", 12345)


receipts = st.builds(
    Taken, st.sampled_from(Way), st.lists(st.tuples(st.sampled_from(FeeKind), st.integers(1, 10**9))).map(tuple),
    is_cancelled=st.booleans(), is_given_back=st.booleans(),
)  # fmt: skip


@given(st.lists(receipts))
def test_the_sums_by_kind_and_by_way_always_agree(taken: list[Taken]) -> None:
    sums = day_sums(taken)
    by_hand = sum(one.sign * amount for one in taken for _kind, amount in one.lines)
    assert sum(sums.by_kind.values()) == sums.total == by_hand
    assert sums.cash == sums.total - sums.by_way[Way.TRANSFER]


def test_a_cancelled_receipt_counts_nothing_and_one_given_back_counts_against() -> None:
    line = ((FeeKind.FEE, 5000),)
    assert day_sums([Taken(Way.CASH, line), Taken(Way.CASH, line, is_cancelled=True)]).total == 5000
    assert day_sums([Taken(Way.CASH, line, is_given_back=True)]).cash == -5000
